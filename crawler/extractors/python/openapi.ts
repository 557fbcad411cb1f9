import type { JsonSchema } from "../../../model.ts";
import { callValue, type Arguments } from "./call.ts";
import { fromJson, toJson } from "./json.ts";
import type { Run } from "./run.ts";
import {
  external,
  isComposite,
  likeliest,
  textOf,
  unknown,
  type Made,
  type Value,
} from "./values.ts";

/** A tool that a server makes of an operation: `{name, description, inputSchema}`. */
export type Generated = Made;

type Json = { [key: string]: unknown };

const methods = new Set(["get", "put", "post", "delete", "options", "head", "patch", "trace"]);
const maxOperations = 3000;

/** The tools that `from_openapi(…)` makes of a document in the snapshot; undefined when the document or the choice of routes is not known. */
export function generateTools(run: Run, made: Made, given: Arguments): Generated[] | undefined {
  const argument = given.keywords.get("openapi_spec") ?? given.positional[0];
  const document = argument === undefined ? undefined : toJson(argument);
  if (!isObject(document) || !isObject(document["paths"]) || given.keywords.has("route_maps"))
    return undefined;
  const tools: Generated[] = [];
  for (const [path, item] of Object.entries(document["paths"])) {
    const shared = resolve(document, item);
    for (const [method, operation] of Object.entries(shared)) {
      if (!methods.has(method) || !isObject(operation) || tools.length >= maxOperations) continue;
      const tool = generateTool(run, made, given, { document, path, method, shared, operation });
      if (tool) tools.push(tool);
    }
  }
  return tools;
}

interface Operation {
  document: Json;
  path: string;
  method: string;
  shared: Json;
  operation: Json;
}

function generateTool(
  run: Run,
  made: Made,
  given: Arguments,
  found: Operation,
): Generated | undefined {
  const { path, method, operation } = found;
  const id = text(operation["operationId"]);
  const described = text(operation["description"]) ?? text(operation["summary"]);
  const route = make(made, "fastmcp.HTTPRoute", [
    ["operation_id", id ?? null],
    ["path", path],
    ["method", method.toUpperCase()],
    ["tags", fromJson(operation["tags"] ?? [])],
    ["summary", text(operation["summary"]) ?? null],
    ["description", described ?? null],
  ]);
  const choose = given.keywords.get("route_map_fn");
  if (choose !== undefined && choose !== null) {
    const chosen = likeliest(call(run, choose, [route, external("fastmcp.MCPType.TOOL")], made));
    if (
      isComposite(chosen) &&
      chosen.kind === "external" &&
      /\.(?:EXCLUDE|IGNORE|RESOURCE|RESOURCE_TEMPLATE)$/.test(chosen.path)
    )
      return undefined;
  }
  const tool = make(made, "fastmcp.OpenAPITool", [
    ["name", nameOf(given, id, method, path)],
    ["description", described ?? null],
    ["inputSchema", fromJson(inputSchemaOf(found))],
  ]);
  const customize = given.keywords.get("mcp_component_fn");
  if (customize !== undefined && customize !== null) call(run, customize, [route, tool], made);
  for (const [name, value] of tool.attributes) tool.keywords.set(name, value);
  return tool;
}

function make(made: Made, path: string, entries: [string, Value][]): Made {
  return {
    kind: "made",
    path,
    positional: [],
    keywords: new Map(entries),
    at: made.at,
    attributes: new Map(),
  };
}

function call(run: Run, callee: Value, positional: Value[], made: Made): Value {
  return callValue(run, callee, { positional, keywords: new Map(), open: false }, made.at);
}

/** FastMCP's own rule: the given name, else the operation's id up to `__`, in the letters that a name may have. */
function nameOf(given: Arguments, id: string | undefined, method: string, path: string): Value {
  const names = given.keywords.get("mcp_names");
  const likely = names === undefined ? undefined : likeliest(names);
  const mapped =
    isComposite(likely) && likely.kind === "dict" && id !== undefined
      ? textOf(likely.entries.get(id))
      : undefined;
  const name = mapped ?? (id === undefined ? `${method}_${path}` : (id.split("__", 1)[0] ?? id));
  const plain = name
    .replace(/[\s\-.]+/g, "_")
    .replace(/\W/g, "")
    .replace(/_+/g, "_")
    .replace(/^_|_$/g, "");
  return plain === "" ? unknown("the name of an operation") : plain.slice(0, 56);
}

function inputSchemaOf(found: Operation): JsonSchema {
  const { document, shared, operation } = found;
  const properties = new Map<string, unknown>();
  const required = new Set<string>();
  for (const item of [shared["parameters"], operation["parameters"]].flatMap((list) =>
    Array.isArray(list) ? list : [],
  )) {
    const parameter = resolve(document, item);
    const name = text(parameter["name"]);
    if (name === undefined) continue;
    const description = text(parameter["description"]);
    properties.set(name, {
      ...resolve(document, parameter["schema"]),
      ...(description !== undefined && { description }),
    });
    if (parameter["required"] === true) required.add(name);
  }
  const body = resolve(document, operation["requestBody"]);
  const content = isObject(body["content"]) ? Object.values(body["content"])[0] : undefined;
  if (isObject(content))
    addBody(document, content["schema"], properties, required, body["required"] === true);
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    ...(required.size > 0 && { required: [...required] }),
  };
}

function addBody(
  document: Json,
  schema: unknown,
  properties: Map<string, unknown>,
  required: Set<string>,
  needed: boolean,
  depth = 0,
): void {
  const body = resolve(document, schema);
  for (const part of Array.isArray(body["allOf"]) && depth < 5 ? body["allOf"] : [])
    addBody(document, part, properties, required, needed, depth + 1);
  if (!isObject(body["properties"])) {
    if (depth === 0 && properties.size === 0 && Object.keys(body).length > 0)
      properties.set("body", body);
    return;
  }
  for (const [name, property] of Object.entries(body["properties"]))
    properties.set(name, resolve(document, property));
  for (const name of needed && Array.isArray(body["required"]) ? body["required"] : [])
    if (typeof name === "string") required.add(name);
}

/** The object that a value is or, through `$ref`, points to inside the document; empty when there is none. */
function resolve(document: Json, value: unknown): Json {
  let found = value;
  for (let hops = 0; hops < 10; hops += 1) {
    if (!isObject(found)) return {};
    const reference = text(found["$ref"]);
    if (reference === undefined) return found;
    found = reference.startsWith("#/") ? walk(document, reference.slice(2).split("/")) : undefined;
  }
  return {};
}

function walk(document: Json, keys: string[]): unknown {
  let found: unknown = document;
  for (const key of keys) {
    const name = key.replaceAll("~1", "/").replaceAll("~0", "~");
    found = isObject(found) && Object.hasOwn(found, name) ? found[name] : undefined;
  }
  return found;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
