import type { Call, JsonSchema, Place } from "../../../model.ts";
import { callValue } from "./call.ts";
import { routesOf } from "./fastapi.ts";
import { fromJson, toJson } from "./json.ts";
import { operationPlaces, type Stated } from "./operation-places.ts";
import { becomesTool } from "./route-maps.ts";
import type { Run } from "./run.ts";
import {
  isComposite,
  likeliest,
  textOf,
  unknown,
  type Func,
  type Made,
  type Value,
} from "./values.ts";

type Json = { [key: string]: unknown };

const methods = new Set(["get", "put", "post", "delete", "options", "head", "patch", "trace"]);
const maxOperations = 3000;

/** A tool that a server makes of an operation. */
export interface Generated {
  /** `{name, description, inputSchema}`. */
  tool: Made;
  at: Place;
}

interface Operation {
  id?: string;
  path: string;
  /** In capitals. */
  method: string;
  tags: string[];
  summary?: string;
  description?: string;
  inputSchema: JsonSchema;
  at: Place;
  func?: Func;
}

/** The tools that `from_openapi(…)` makes of a document in the snapshot, or `from_fastapi(…)` of an application; undefined when that or the choice of routes is not known. */
export function generateTools(run: Run, made: Made): Generated[] | undefined {
  const operations = operationsOf(run, made);
  if (!operations) return undefined;
  const tools: Generated[] = [];
  const used = new Map<string, number>();
  for (const operation of operations.slice(0, maxOperations)) {
    const route = make(made, "fastmcp.HTTPRoute", [
      ["operation_id", operation.id ?? null],
      ["path", operation.path],
      ["method", operation.method],
      ["tags", fromJson(operation.tags)],
      ["summary", operation.summary ?? null],
      ["description", operation.description ?? null],
    ]);
    const chosen = becomesTool(run, made, operation, route);
    if (chosen === undefined) return undefined;
    if (!chosen) continue;
    const { method, path, description, summary } = operation;
    const tool = make(made, "fastmcp.OpenAPITool", [
      ["name", unique(used, nameOf(made, operation))],
      ["description", description ?? summary ?? `Executes ${method} ${path}`],
      ["inputSchema", fromJson(operation.inputSchema)],
      ...(operation.func ? [["fn", operation.func] as [string, Value]] : []),
    ]);
    const customize = made.keywords.get("mcp_component_fn");
    if (customize !== undefined && customize !== null) call(run, customize, [route, tool], made);
    for (const [name, value] of tool.attributes) tool.keywords.set(name, value);
    const stated = operation.func ? undefined : operationPlaces(run).get(operation.id ?? "");
    const request = stated && requestOf(operation, stated);
    tools.push({ tool: { ...tool, ...(request && { request }) }, at: operation.at });
  }
  return tools;
}

/** What a call of a generated tool does: the request that the document states. */
const requestOf = ({ method, path }: Operation, stated: Stated): Call => ({
  callee: method,
  arguments: [{ text: path }],
  ...stated,
});

function operationsOf(run: Run, made: Made): Operation[] | undefined {
  const argument =
    made.keywords.get("openapi_spec") ?? made.keywords.get("app") ?? made.positional[0];
  const routes = routesOf(run, argument);
  if (routes) return routes;
  const document = argument === undefined ? undefined : toJson(argument);
  if (!isObject(document) || !isObject(document["paths"])) return undefined;
  const found: Operation[] = [];
  for (const [path, item] of Object.entries(document["paths"])) {
    const shared = resolve(document, item);
    for (const [verb, operation] of Object.entries(shared)) {
      if (!methods.has(verb) || !isObject(operation)) continue;
      const [id, summary, description] = ["operationId", "summary", "description"].map((name) =>
        text(operation[name]),
      );
      const { tags } = operation;
      found.push({
        path,
        method: verb.toUpperCase(),
        tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === "string") : [],
        inputSchema: inputSchemaOf({ document, shared, operation }),
        at: made.at,
        ...(id !== undefined && { id }),
        ...(summary !== undefined && { summary }),
        ...(description !== undefined && { description }),
      });
    }
  }
  return found;
}

/** A name that comes again is numbered. */
function unique(used: Map<string, number>, name: Value): Value {
  if (typeof name !== "string") return name;
  const count = (used.get(name) ?? 0) + 1;
  used.set(name, count);
  return count === 1 ? name : `${name}_${count}`;
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
function nameOf(made: Made, { id, summary, method, path }: Operation): Value {
  const names = made.keywords.get("mcp_names");
  const likely = names === undefined ? undefined : likeliest(names);
  const mapped =
    isComposite(likely) && likely.kind === "dict" && id !== undefined
      ? textOf(likely.entries.get(id))
      : undefined;
  const name =
    mapped ?? (id === undefined ? summary || `${method}_${path}` : (id.split("__", 1)[0] ?? id));
  const plain = name
    .replace(/[\s\-.]+/g, "_")
    .replace(/[^a-zA-Z0-9_]/g, "")
    .replace(/_+/g, "_")
    .replace(/^_|_$/g, "");
  return plain === "" ? unknown("the name of an operation") : plain.slice(0, 56);
}

function inputSchemaOf(found: { document: Json; shared: Json; operation: Json }): JsonSchema {
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
