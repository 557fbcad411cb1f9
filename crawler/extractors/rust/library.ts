import type { Call } from "./call.ts";
import { lastSegment } from "./items.ts";
import type { Run } from "./run.ts";
import { parsed, readFile } from "./files.ts";
import { schemaValue } from "./schemas-of-types.ts";
import {
  type Dict,
  type Struct,
  type Value,
  fromJson,
  isDict,
  isUnknown,
  toDict,
  unknown,
} from "./values.ts";

/** What a function of the standard library or of a known crate returns, by the last two segments of its path; undefined when it is not known here. */
export function callLibrary(path: string, call: Call, run: Run): Value | undefined {
  const segments = path.split("::");
  const name = segments.at(-1) ?? "";
  const owner = segments.at(-2) ?? "";
  const { args } = call;
  const [first = null] = args;
  if (/^(?:Some|Ok)$/.test(path)) return first;
  if (path === "Err") return unknown("Err");
  if (owner === "Tool" || owner === "ToolInfo") return newTool(name, call, run);
  if (/^(?:ToolRoute|DynToolRoute)$/.test(owner) && name.startsWith("new"))
    return struct("ToolRoute", [
      ["attr", first],
      ["call", args[1] ?? unknown("handler")],
    ]);
  if (owner === "ToolRouter" && /^(?:new|default)$/.test(name))
    return struct("ToolRouter", [["map", new Map()]]);
  if (owner === "ToolAnnotations") return annotations(name, args);
  if (owner === "ListToolsResult" && name === "with_all_items")
    return struct("ListToolsResult", [["tools", first]]);
  if (/^(?:ToolInputSchema|ToolOutputSchema|ToolSchema)$/.test(owner) && name === "new")
    return objectSchema(args);
  const type = call.types[0];
  if (/schema_for|schema_of|into_root_schema/.test(name)) {
    if (name === "schema_for_empty_input") return fromJson({ type: "object", properties: {} });
    return type === undefined
      ? undefined
      : schemaValue(type, run, name.includes("output") ? "out" : "in");
  }
  if (/^(?:json_schema|json_input_schema|schema)$/.test(name) && /^[A-Z]/.test(owner)) {
    const node = run.project.fragment(segments.slice(0, -1).join("::"), "type");
    const { path: file, generics } = call.scope.frame;
    if (node !== undefined) return schemaValue({ node, path: file, generics }, run);
  }
  if (/^(?:from_str|from_slice|from_reader)$/.test(name) && typeof first === "string")
    return parsed(first, run);
  const file = /^(?:read_to_string|read|open)$/.test(name) && /^(?:fs|File)$/.test(owner);
  if (file && typeof first === "string") return readFile(first, call.scope.frame.path, run);
  return standard(owner, name, args);
}

const collections = /^(?:HashMap|BTreeMap|IndexMap|Map|DashMap|FxHashMap|JsonObject)$/;
const lists = /^(?:Vec|VecDeque|HashSet|BTreeSet|IndexSet|SmallVec)$/;
const cells =
  /^(?:Box|Arc|Rc|Mutex|RwLock|Cow|RefCell|Cell|Value|Some|Parameters|Json|Lazy|LazyLock|OnceCell|Number|Pin|Schema|RootSchema|Text|Content)$/;

function standard(owner: string, name: string, args: Value[]): Value | undefined {
  const [first = null] = args;
  if (collections.test(owner)) {
    if (name === "new" || name === "with_capacity" || name === "default") return new Map();
    return Array.isArray(first) ? toDict(first) : first;
  }
  if (lists.test(owner)) return name === "from" || name === "from_iter" ? first : [];
  if (/^(?:Path|PathBuf|OsString|Utf8PathBuf|BufReader)$/.test(owner) && typeof first === "string")
    return first;
  if (owner === "String") return name === "new" || name === "default" ? "" : first;
  if (cells.test(owner))
    return args.length === 0 ? undefined : isClosure(first) ? undefined : first;
  if (owner === "Default" && name === "default") return new Map();
  if (name === "once" || name === "from_ref") return [first];

  if (/^(?:to_value|from_value|take|identity|from|ready|into|black_box)$/.test(name)) return first;
  if (name === "default" && /^[A-Z]/.test(owner)) return struct(owner, []);
  if (name === "builder" && /^[A-Z]/.test(owner)) return struct(owner, []);
  return undefined;
}

function isClosure(value: Value): boolean {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "closure";
}

function newTool(name: string, { args, types }: Call, run: Run): Value | undefined {
  const [first, description, schema, fourth] = args;
  if (name === "default" || name === "builder") return struct("Tool", []);
  if (!name.startsWith("new") || first === undefined) return undefined;
  const typed = types[0] === undefined ? undefined : schemaValue(types[0], run);
  const tool = struct("Tool", [["name", first]]);
  if (description !== undefined && description !== null)
    tool.fields.set("description", description);
  const input = schema ?? typed;
  if (input !== undefined && input !== null) tool.fields.set("input_schema", input);
  if (fourth !== undefined && fourth !== null && !isUnknown(fourth))
    tool.fields.set("annotations", fourth);
  run.made.add(tool);
  return tool;
}

const hints = ["title", "read_only_hint", "destructive_hint", "idempotent_hint", "open_world_hint"];

function annotations(name: string, args: Value[]): Value {
  const made = struct("ToolAnnotations", []);
  if (name === "with_title" && args[0] !== undefined) made.fields.set("title", args[0]);
  if (name === "from_raw")
    for (const [index, hint] of hints.entries()) {
      const value = args[index];
      if (value !== undefined && value !== null) made.fields.set(hint, value);
    }
  return made;
}

/** rust-mcp-schema: the names that are required, then the properties. */
function objectSchema(args: Value[]): Value {
  const required = args.find((arg) => Array.isArray(arg));
  const properties = args.find((arg) => isDict(arg));
  const schema: Dict = new Map<string, Value>([["type", "object"]]);
  if (properties !== undefined) schema.set("properties", properties);
  if (required !== undefined) schema.set("required", required);
  return schema;
}

export function struct(name: string, fields: [string, Value][]): Struct {
  return { kind: "struct", name: lastSegment(name), fields: new Map(fields) };
}
