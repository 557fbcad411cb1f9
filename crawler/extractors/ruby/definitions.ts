import type { Node } from "web-tree-sitter";
import type { Annotations, JsonSchema, Place, Tool } from "../../../model.ts";
import { placeOf } from "../syntax/grammar.ts";
import { toJson, type Value } from "../syntax/value.ts";
import type { Library, ToolClass } from "./classes.ts";
import { readDrySchema } from "./dry-schema.ts";
import { fold, foldPairs, type Scope } from "./fold.ts";
import { describeAction } from "./action.ts";
import { pathName, underscore, withoutColons } from "./names.ts";
import { fullName, ownCall, statementsOf } from "./program.ts";
import type { Found } from "../syntax/program.ts";

/** What a tool's declarations say, before its place is known. */
export type Described = Omit<Tool, "at" | "method" | "name"> & { name?: Value };

const hints = [
  ["read_only_hint", "readOnlyHint"],
  ["destructive_hint", "destructiveHint"],
  ["idempotent_hint", "idempotentHint"],
  ["open_world_hint", "openWorldHint"],
] as const;

/** The definition that a class of tools declares. */
export function describeClass(tool: ToolClass, scope: Scope): Described {
  const statements = statementsOf(tool.node);
  const block = statements
    .filter((one) => ["define", "with_metadata"].includes(ownCall(one) ?? ""))
    .map((one) => one.childForFieldName("block"))
    .find((one) => one !== null && one !== undefined);
  const declared = block === undefined ? statements : statementsOf(block);
  const described =
    tool.library === "action"
      ? describeAction(tool, scope)
      : describe(declared, tool.library, scope);
  const name = described.name ?? (described.name === null ? undefined : derivedName(tool));
  const handler = handlerOf(tool);
  return {
    ...described,
    name: typeof name === "string" && tool.library === "fast" ? withoutColons(name) : name,
    ...(described.inputSchema === undefined
      ? { inputSchema: { type: "object", properties: {} } }
      : {}),
    ...(handler === undefined ? {} : { handler }),
  };
}

function derivedName(tool: ToolClass): string | undefined {
  if (tool.library === "action") return pathName(fullName(tool.node)).replace(/_tool$/, "");
  if (tool.library === "official") return underscore(tool.name);
  return tool.library === "fast" ? withoutColons(fullName(tool.node)) : undefined;
}

/** What the declarations in the body of a class or block say. */
export function describe(statements: Node[], library: Library, scope: Scope): Described {
  const described: Described = {};
  for (const statement of statements) {
    const method = ownCall(statement);
    const given = statement.childForFieldName("arguments")?.namedChildren ?? [];
    const block = statement.childForFieldName("block");
    if (method === "tool_name" || (method === "name" && given.length > 0))
      described.name = fold(given[0], scope) ?? null;
    const text = given.length === 1 ? fold(given[0], scope) : undefined;
    if (method === "description" && typeof text === "string") described.description = text;
    if (method === "title" && typeof text === "string") described.title = text;
    if (method === "arguments" && block !== null)
      described.inputSchema = readDrySchema(block, scope);
    if (method === "input_schema" || method === "output_schema") {
      const schema = schemaOf(given, block, scope);
      const key = method === "input_schema" ? "inputSchema" : "outputSchema";
      if (schema !== undefined) described[key] = schema;
    }
    if (method === "annotations") {
      const annotations = annotationsOf(given, block, library, scope);
      if (annotations !== undefined) described.annotations = annotations;
    }
  }
  return described;
}

/** `input_schema(properties: …)`, `input_schema({ … })` or `input_schema do { … } end`. */
function schemaOf(given: Node[], block: Node | null, scope: Scope): JsonSchema | undefined {
  const inside = block === null ? undefined : statementsOf(block).at(-1);
  const value =
    inside !== undefined
      ? fold(inside, scope)
      : given.some(({ type }) => type === "pair")
        ? foldPairs(given, scope)
        : fold(given[0], scope);
  return toSchema(value);
}

/** A folded schema as JSON, with `type` as the libraries add it. */
export function toSchema(value: Value): JsonSchema | undefined {
  if (!(value instanceof Map)) return undefined;
  const schema = toJson(value) as JsonSchema;
  return "type" in schema ? schema : { type: "object", ...schema };
}

function annotationsOf(
  given: Node[],
  block: Node | null,
  library: Library,
  scope: Scope,
): Annotations | undefined {
  if (block !== null)
    return toAnnotations(
      new Map(
        statementsOf(block).map((one) => [
          ownCall(one) ?? "",
          fold(one.childForFieldName("arguments")?.namedChild(0), scope),
        ]),
      ),
      library,
    );
  const value = given.some(({ type }) => type === "pair")
    ? foldPairs(given, scope)
    : fold(given[0], scope);
  return value instanceof Map ? toAnnotations(value, library) : undefined;
}

/** The hints as they are served: the `mcp` gem fills in the protocol's defaults, the others serve what was given. */
export function toAnnotations(
  given: Map<string, Value>,
  library: Library,
): Annotations | undefined {
  const annotations: Annotations =
    library === "official"
      ? { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true }
      : {};
  for (const [snake, camel] of hints) {
    const value = given.get(snake) ?? given.get(camel);
    if (typeof value === "boolean") annotations[camel] = value;
  }
  const title = given.get("title");
  if (typeof title === "string") annotations.title = title;
  return Object.keys(annotations).length > 0 ? annotations : undefined;
}

const handlerNames = ["call", "perform", "execute", "handle", "run"];

/** The method that a call runs: `call` of the class or of a local base. */
function handlerOf(tool: ToolClass): Place | undefined {
  for (const { path, node } of [tool as Found, ...tool.bases]) {
    const methods = node.descendantsOfType(["method", "singleton_method"]);
    for (const name of handlerNames) {
      const method = methods.find((one) => one.childForFieldName("name")?.text === name);
      if (method !== undefined) return placeOf(path, method);
    }
  }
  return undefined;
}
