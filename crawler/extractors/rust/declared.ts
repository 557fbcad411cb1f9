import type { Node } from "web-tree-sitter";
import type { JsonSchema } from "../../../model.ts";
import { type Attribute, type Item, decorated } from "./items.ts";
import { evaluateText } from "./macros.ts";
import { copiedStruct } from "./methods.ts";
import type { Run } from "./run.ts";
import { docText } from "./schema-options.ts";
import { schemaOf } from "./schema.ts";
import { foldingOf, schemaValue, scopeOf } from "./schemas-of-types.ts";
import { type Option, readOptions, splitOptions } from "./serde.ts";
import { splitTokens } from "./tokens.ts";
import { type TypeAt, readTypePath } from "./types.ts";
import { type Struct, type Value, fromJson } from "./values.ts";

const toolAttributes = new Set(["tool", "mcp_tool"]);

/** Whether a function is annotated as a tool: not `#[tool(tool_box)]`, which stands on an `impl`, nor `#[tool(param)]`. */
export function isToolFunction(item: Item): boolean {
  return toolAttribute(item) !== undefined;
}

function toolAttribute(item: Item): Attribute | undefined {
  if (item.kind !== "fn" || item.node.childForFieldName("body") === null) return undefined;
  const own = item.attributes.find(
    ({ name, args }) => toolAttributes.has(name) && !/^\s*(?:param|aggr|tool_box)\b/.test(args),
  );
  return own ?? methodOfTools(item);
}

/** poem-mcpserver: every method of an `impl` under `#[Tools]` is a tool, and `#[mcp(…)]` may say more. */
function methodOfTools(item: Item): Attribute | undefined {
  if (item.owner?.attributes.some(({ name }) => name === "Tools") !== true) return undefined;
  const first = item.node.childForFieldName("parameters")?.namedChildren[0];
  if (first?.type !== "self_parameter") return undefined;
  const line = item.node.startPosition.row + 1 + item.offset;
  return (
    item.attributes.find(({ name }) => name === "mcp") ?? {
      name: "mcp",
      args: "",
      line,
      offset: line - 1,
    }
  );
}

/** The tool that an annotated function declares. */
export function declaredTool(item: Item, run: Run): Struct {
  return remembered(item, run, readFunction);
}

/** Made once, then copied: each router may change its own. */
function remembered(item: Item, run: Run, make: (item: Item, run: Run) => Struct): Struct {
  const known = run.declared.get(item) ?? make(item, run);
  run.declared.set(item, known);
  return copiedStruct(known, run);
}

function readFunction(item: Item, run: Run): Struct {
  const attribute = toolAttribute(item);
  const options = new Map(
    attribute === undefined ? [] : splitOptions(attribute.args, attribute.offset),
  );
  const fold = (option: Option | undefined) => foldOption(option, item, run);
  const [first] = attribute === undefined ? [] : splitTokens(attribute.args, ",");
  const positional = /^(?:b?r#*)?"/.test(first?.text ?? "") ? first : undefined;
  const description =
    fold(options.get("description") ?? options.get("desc")) ??
    (positional === undefined
      ? undefined
      : evaluateText(
          positional.text,
          (attribute?.offset ?? 0) + positional.line,
          scopeOf(item),
          run,
        )) ??
    docText(item.docs, item.path, foldingOf(run));
  const input = options.get("input_schema");
  const output = options.get("output_schema") ?? options.get("output");
  const tool: Struct = { kind: "struct", name: "Tool", fields: new Map() };
  tool.fields.set("name", fold(options.get("name")) ?? item.name.replace(/^r#/, ""));
  setKnown(tool, "title", fold(options.get("title")));
  setKnown(tool, "description", description);
  tool.fields.set(
    "input_schema",
    (input?.value === undefined ? undefined : fold(input)) ?? inputOf(item, options, run),
  );
  setKnown(tool, "output_schema", output?.value === undefined ? outputOf(item, run) : fold(output));
  setKnown(tool, "annotations", annotationsOf(options, item, run));
  return note(tool, item, attribute, run);
}

/** The tool that a struct under `#[mcp_tool(…)]` declares: its fields are the parameters. */
export function declaredStruct(item: Item, run: Run): Struct {
  return remembered(item, run, readStruct);
}

function readStruct(item: Item, run: Run): Struct {
  const attribute = item.attributes.find(({ name }) => name === "mcp_tool");
  const options = new Map(
    attribute === undefined ? [] : splitOptions(attribute.args, attribute.offset),
  );
  const fold = (name: string) => foldOption(options.get(name), item, run);
  const tool: Struct = { kind: "struct", name: "Tool", fields: new Map() };
  tool.fields.set("name", fold("name") ?? item.name);
  setKnown(tool, "title", fold("title"));
  setKnown(
    tool,
    "description",
    fold("description") ?? docText(item.docs, item.path, foldingOf(run)),
  );
  const type = item.node.childForFieldName("name");
  if (type !== null)
    tool.fields.set(
      "input_schema",
      schemaValue({ node: type, path: item.path, generics: new Map() }, run),
    );
  setKnown(tool, "annotations", annotationsOf(options, item, run));
  return note(tool, item, attribute, run);
}

function note(tool: Struct, item: Item, attribute: Attribute | undefined, run: Run): Struct {
  const line = attribute?.line ?? item.node.startPosition.row + 1 + item.offset;
  const endLine = item.node.endPosition.row + 1 + item.offset;
  run.places.set(tool, { path: item.path, line, endLine });
  run.origin.set(tool, item);
  if (item.when.length > 0) run.when.set(tool, item.when.join(" && "));
  if (item.kind === "fn")
    run.handlers.set(tool, {
      path: item.path,
      line: item.node.startPosition.row + 1 + item.offset,
      endLine,
    });
  return tool;
}

function setKnown(tool: Struct, field: string, value: Value | undefined): void {
  if (value !== undefined && value !== null) tool.fields.set(field, value);
}

function foldOption(option: Option | undefined, item: Item, run: Run): Value | undefined {
  if (option?.value === undefined) return undefined;
  return evaluateText(option.value, option.offset, scopeOf(item), run);
}

const hints = ["title", "read_only_hint", "destructive_hint", "idempotent_hint", "open_world_hint"];
const flags = new Map([
  ["read_only", "read_only_hint"],
  ["destructive", "destructive_hint"],
  ["idempotent", "idempotent_hint"],
  ["open_world", "open_world_hint"],
]);

/** `annotations(read_only_hint = true)`, or the same options beside the name. */
function annotationsOf(options: Map<string, Option>, item: Item, run: Run): Value | undefined {
  const group = options.get("annotations");
  if (group?.value !== undefined) return foldOption(group, item, run);
  const isGrouped = group?.args !== undefined;
  const given = isGrouped ? new Map(splitOptions(group.args ?? "", group.offset)) : options;
  const fields = new Map<string, Value>();
  for (const [key, option] of given) {
    const hint = hints.includes(key) ? key : flags.get(key);
    if (hint === undefined || (hint === "title" && !isGrouped)) continue;
    const value = option.value === undefined ? true : foldOption(option, item, run);
    if (value !== undefined) fields.set(hint, value);
  }
  return fields.size === 0 ? undefined : { kind: "struct", name: "ToolAnnotations", fields };
}

/** Parameters of a call that the SDK fills in itself. */
const contexts =
  /Context|Extra\b|^Peer$|^Extensions?$|^State$|^Meta$|^CancellationToken$|^ProgressToken$|^RequestMetadata$|^Ctx$|^Session$/;

function inputOf(item: Item, options: Map<string, Option>, run: Run): Value {
  const parameters = decorated(
    item.node.childForFieldName("parameters") ?? item.node,
    item.offset,
  ).filter(({ node }) => node.type === "parameter");
  const typed = parameters.flatMap((parameter) => {
    const node = parameter.node.childForFieldName("type");
    const type: TypeAt | undefined =
      node === null ? undefined : { node, path: item.path, generics: new Map() };
    return type === undefined ? [] : [{ ...parameter, type, role: roleOf(parameter.attributes) }];
  });
  const whole = typed.find(
    ({ type, role }) => role === "aggr" || readTypePath(type)?.name === "Parameters",
  );
  if (whole !== undefined) return schemaValue(whole.type, run);
  const isRouted = item.owner?.attributes.some(
    ({ name, args }) => name === "tool_router" || args.includes("tool_box"),
  );
  const own =
    isRouted === true
      ? typed.filter(({ role }) => role === "param")
      : typed.filter(({ type }) => !isContext(type));
  const told = new Map(
    splitOptions(options.get("params")?.args ?? "", options.get("params")?.offset ?? 0),
  );
  const properties: [string, JsonSchema][] = [];
  const required: string[] = [];
  const defs: JsonSchema = {};
  for (const { node, attributes, docs, type } of own) {
    const name = parameterName(node);
    if (name === undefined) continue;
    const named = readOptions(attributes, ["schemars", "serde", "mcp", "arg", "param"]);
    const { $defs, title: _title, ...schema } = schemaOf(type, foldingOf(run));
    Object.assign(defs, $defs);
    const described =
      foldOption(named.get("description") ?? named.get("desc"), item, run) ??
      foldOption(told.get(name), item, run) ??
      descriptionAttribute(attributes, item, run) ??
      docText(docs, item.path, foldingOf(run));
    const renamed = foldOption(named.get("rename") ?? named.get("name"), item, run);
    const key = typeof renamed === "string" ? renamed : name;
    properties.push([
      key,
      { ...schema, ...(typeof described === "string" ? { description: described } : {}) },
    ]);
    if (readTypePath(type)?.name !== "Option" && !named.has("default")) required.push(key);
  }
  return fromJson({
    type: "object",
    properties: Object.fromEntries(properties),
    ...(required.length === 0 ? {} : { required }),
    ...(Object.keys(defs).length === 0 ? {} : { $defs: defs }),
  });
}

function roleOf(attributes: Attribute[]): string {
  return attributes.find(({ name }) => name === "tool")?.args.trim() ?? "";
}

function parameterName(node: Node): string | undefined {
  const pattern = node.childForFieldName("pattern");
  const name = pattern?.type === "mut_pattern" ? pattern.namedChildren.at(-1) : pattern;
  return name?.type === "identifier" ? name.text.replace(/^_(?=.)/, "") : undefined;
}

function descriptionAttribute(attributes: Attribute[], item: Item, run: Run): Value | undefined {
  const attribute = attributes.find(({ name }) => name === "description");
  const code = attribute?.args ?? "";
  return attribute === undefined || code === ""
    ? undefined
    : evaluateText(code, attribute.offset, scopeOf(item), run);
}

function isContext(type: TypeAt): boolean {
  const inner =
    type.node.type === "reference_type" ? type.node.childForFieldName("type") : type.node;
  const path = inner === null ? undefined : readTypePath({ ...type, node: inner });
  if (path === undefined) return inner?.type === "dynamic_type" || inner?.type === "abstract_type";
  if (type.node.type === "reference_type" && path.name !== "str") return true;
  return contexts.test(path.name) || /^(?:Arc|Rc)$/.test(path.name);
}

/** `Json<T>` or `Result<Json<T>, E>` declares an output. */
function outputOf(item: Item, run: Run): Value | undefined {
  const node = item.node.childForFieldName("return_type");
  if (node === null) return undefined;
  let type: TypeAt = { node, path: item.path, generics: new Map() };
  let path = readTypePath(type);
  if (path?.name === "Result" && path.args[0] !== undefined) {
    type = path.args[0];
    path = readTypePath(type);
  }
  return path?.name === "Json" && path.args[0] !== undefined
    ? schemaValue(path.args[0], run, "out")
    : undefined;
}
