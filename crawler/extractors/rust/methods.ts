import { type Call, blanketMethod, callFunction, methodOf } from "./call.ts";
import { apply } from "./closures.ts";
import { callOnDict, callOnList, itemsOf } from "./collections.ts";
import { under, withCondition } from "./conditions.ts";
import { toolsIn } from "./describe.ts";
import { namedTool } from "./named-tool.ts";
import { callOnRouter } from "./routers.ts";
import type { Run } from "./run.ts";
import { schemaValue } from "./schemas-of-types.ts";
import { placeIn } from "./scopes.ts";
import { callOnText } from "./text.ts";
import {
  type Dict,
  type Struct,
  type Value,
  isDict,
  isStruct,
  isUnknown,
  unknown,
} from "./values.ts";

const same = new Set(
  "into to_string to_owned as_str as_ref as_mut as_deref as_slice borrow borrow_mut unwrap expect unwrap_or_default ok as_object as_array as_object_mut as_array_mut iter into_iter iter_mut cloned copied collect lock read write to_vec into_boxed_str into_boxed_slice map_err boxed ok_or ok_or_else context with_context try_into into_inner by_ref unwrap_or unwrap_or_else or_else or finish build await_ready get_or_init force deref deref_mut inspect peekable fuse shrink_to_fit sort sort_unstable sort_by sort_by_key dedup_by_key reserve into_owned to_value leak as_bytes as_static await unwrap_or_else_log to_json_value as_value try_collect load load_full or_insert or_insert_with or_default get_or_insert_with into_iter_sorted extract".split(
    " ",
  ),
);

/** What a method returns for a receiver that may be anything. */
export function callMethod(receiver: Value, name: string, call: Call, run: Run): Value {
  const { args, node } = call;
  if (isStruct(receiver)) return callOnStruct(receiver, name, call, run);
  if (name === "clone") return copied(receiver, run);
  if (isUnknown(receiver)) return callOnUnknown(receiver, name, call, run);
  if (receiver === null) return callOnNone(name, args, run) ?? unknown(node.text);
  const own =
    typeof receiver === "string"
      ? callOnText(receiver, name, args, run)
      : Array.isArray(receiver)
        ? callOnList(receiver, name, call, run)
        : isDict(receiver)
          ? callOnDict(receiver, name, call, run)
          : undefined;
  if (own !== undefined) return own;
  if (same.has(name)) return receiver;
  if (/^(?:is_some|is_ok)$/.test(name)) return true;
  if (/^(?:is_none|is_err)$/.test(name)) return false;
  if (/^(?:map|and_then)$/.test(name)) return apply(args[0], [receiver], run);
  if (name === "is_some_and") return apply(args[0], [receiver], run);
  if (
    typeof receiver === "object" &&
    "kind" in receiver &&
    receiver.kind === "closure" &&
    name === "call"
  )
    return apply(receiver, args, run);
  return unknown(node.text);
}

/** Notes tools that are given to a method of another crate whose name speaks of tools: `server.add_tool(tool, handler)`. */
function handOver(name: string, { args, scope, node }: Call, run: Run): void {
  if (!/tool/i.test(name) || run.handed.length > 5000) return;
  const [first, second] = args;
  const found = args.flatMap((arg) => toolsIn(arg, run));
  for (const tool of found) {
    withCondition(tool, run);
    run.handed.push({ tool, path: scope.frame.path });
  }
  if (
    found.length > 0 ||
    typeof first !== "string" ||
    second === undefined ||
    !/^(?:\w+_)?tool(?:_\w+)?$/.test(name)
  )
    return;
  const tool = namedTool(first, args.slice(1), run);
  if (tool === undefined) return;
  run.places.set(tool, placeIn(scope, node));
  withCondition(tool, run);
  run.handed.push({ tool, path: scope.frame.path });
}

function callOnNone(name: string, args: Value[], run: Run): Value | undefined {
  if (name === "unwrap_or" || name === "or") return args[0];
  if (name === "unwrap_or_else" || name === "or_else") return apply(args[0], [], run);
  if (
    /^(?:map|and_then|cloned|copied|as_ref|as_deref|filter|ok|as_mut|as_str|take|iter|into_iter|flatten)$/.test(
      name,
    )
  )
    return null;
  if (/^(?:is_none|is_err)$/.test(name)) return true;
  return /^(?:is_some|is_ok|is_some_and)$/.test(name) ? false : undefined;
}

/** A default stands for what can't be known, but for a switch: what that turns on is there under a condition. */
function callOnUnknown(receiver: Value, name: string, call: Call, run: Run): Value {
  const [first] = call.args;
  const fallback =
    name === "unwrap_or"
      ? first
      : name === "unwrap_or_else"
        ? apply(first, [unknown("")], run)
        : undefined;
  const isOneOfMany = run.conditions.some((condition) => condition.startsWith("for "));
  if (typeof fallback === "string" && !isOneOfMany) return fallback;
  if (isUnknown(receiver) && /^(?:then|then_some)$/.test(name)) {
    const make = () => (name === "then" ? apply(first, [], run) : (first ?? null));
    const value = under(receiver.text, make, run);
    return isStruct(value) || toolsIn(value, run).length > 0 ? value : unknown(call.node.text);
  }
  if (name === "chain" && first !== undefined && toolsIn(first, run).length > 0)
    return [receiver, ...itemsOf(first)];
  if (name === "map" || name === "and_then" || name === "for_each")
    apply(first, [unknown(call.node.text)], run);
  const method = onlyMethod(name, call, run);
  if (method === undefined) handOver(name, call, run);
  return method ?? unknown(call.node.text);
}

/** A method of a receiver of unknown type that only one type here has, where it gives tools. */
function onlyMethod(name: string, { scope, args }: Call, run: Run): Value | undefined {
  if (!/tool|schema|definition/i.test(name)) return undefined;
  const files = run.project.filesNaming(name);
  const found = files
    .flatMap((file) => run.project.items(file))
    .filter((item) => item.kind === "fn" && item.name === name && item.owner !== undefined);
  const [only] = found;
  if (only === undefined || found.length > 1 || only.owner?.isTrait === true) return undefined;
  const value = callFunction(only, [unknown("self"), ...args], run, [], {
    scope,
    args,
    argNodes: [],
    types: [],
    node: only.node,
  });
  return isUnknown(value) ? undefined : value;
}

function callOnStruct(receiver: Struct, name: string, call: Call, run: Run): Value {
  const { args, node, scope } = call;
  const owner = receiver.variantOf ?? receiver.name;
  const from = receiver.item?.path ?? scope.frame.path;
  const isLocal =
    receiver.item !== undefined ||
    receiver.variantOf !== undefined ||
    run.project.filesNaming(owner).length > 0;
  const method = isLocal ? methodOf(owner, name, from, run) : undefined;
  if (method !== undefined) return callFunction(method, [receiver, ...args], run, call.types, call);
  const blanket = receiver.item === undefined ? undefined : blanketMethod(name, run);
  const typeNode = receiver.item?.node.childForFieldName("name");
  if (blanket !== undefined && typeNode && !same.has(name) && name !== "clone") {
    const bound = new Map([
      [blanket.parameter, { node: typeNode, path: from, generics: new Map() }],
    ]);
    return callFunction(blanket.item, [receiver, ...args], run, call.types, call, bound);
  }
  if (name === "clone") return copied(receiver, run);
  if (receiver.name === "ToolRouter") {
    const routed = callOnRouter(receiver, name, call, run);
    if (routed !== undefined) return routed;
  }
  handOver(name, call, run);
  if (receiver.item !== undefined && /^(?:map|and_then)$/.test(name))
    return apply(args[0], [receiver], run);
  if (receiver.item !== undefined) return same.has(name) ? receiver : unknown(node.text);
  if (args.length > 1) return receiver;
  const set = (field: string, value: Value) => {
    receiver.fields.set(field, value);
    return receiver;
  };
  const [first] = args;
  const [type] = call.types;
  if (type !== undefined && /schema/.test(name)) {
    const isOutput = name.includes("output");
    return set(
      isOutput ? "output_schema" : "input_schema",
      schemaValue(type, run, isOutput ? "out" : "in"),
    );
  }
  if (receiver.name === "ToolAnnotations" && first !== undefined) {
    const hint = /^(?:with_)?(?<hint>read_only|destructive|idempotent|open_world)(?:_hint)?$/.exec(
      name,
    );
    if (hint?.groups?.["hint"] !== undefined) return set(`${hint.groups["hint"]}_hint`, first);
  }
  if (name === "annotate" && first !== undefined) return set("annotations", first);
  if (name === "with_raw_output_schema" && first !== undefined) return set("output_schema", first);
  if (same.has(name)) return receiver;
  if (args.length === 1 && first !== undefined)
    return set(name.replace(/^(?:with|set)_/, ""), first);
  return unknown(node.text);
}

export function copiedStruct(value: Struct, run: Run): Struct {
  const copy = copied(value, run);
  return isStruct(copy) ? copy : value;
}

/** A copy that can be changed without the original; what is known of it is copied too. */
export function copied(value: Value, run: Run, depth = 0): Value {
  if (depth > 8 || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => copied(one, run, depth + 1));
  if (!isDict(value) && !isStruct(value)) return value;
  const fields: Dict = isDict(value) ? value : value.fields;
  const copy: Dict = new Map([...fields].map(([key, one]) => [key, copied(one, run, depth + 1)]));
  const made: Struct | Dict = isDict(value) ? copy : { ...value, fields: copy };
  const origin = run.origin.get(value);
  const place = run.places.get(value);
  const when = run.when.get(value);
  const handler = run.handlers.get(value);
  if (origin !== undefined) run.origin.set(made, origin);
  if (place !== undefined) run.places.set(made, place);
  if (when !== undefined) run.when.set(made, when);
  if (handler !== undefined) run.handlers.set(made, handler);
  withCondition(made, run);
  return made;
}
