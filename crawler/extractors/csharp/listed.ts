import type { Node } from "web-tree-sitter";
import type { JsonSchema, Place, Tool, Unresolved } from "../../../model.ts";
import type { Registered } from "../extractor.ts";
import { placeOf } from "../syntax/grammar.ts";
import { parseJson, toJson, type Value } from "../syntax/value.ts";
import { annotationsFrom } from "./annotations.ts";
import { conditionOf } from "./conditions.ts";
import { fold, type Scope } from "./fold.ts";
import { handlerIn } from "./handlers.ts";
import { callersOf } from "./methods.ts";
import { enclosingType, type Program, simpleName } from "./program.ts";
import { isTest } from "./tests.ts";

/** Tools written out as `new Tool { Name = …, InputSchema = … }` for a handler that lists them. */
export function readListed(program: Program): {
  tools: Registered<Tool>[];
  unresolved: Registered<Unresolved>[];
} {
  const tools: Registered<Tool>[] = [];
  const unresolved: Registered<Unresolved>[] = [];
  for (const [path, text] of program.files) {
    if (!path.endsWith(".cs") || isTest(path) || !/\bInputSchema\s*=/.test(text)) continue;
    if (!/\bTool\b/.test(text)) continue;
    const creations =
      program.forest
        .root(path)
        ?.descendantsOfType([
          "object_creation_expression",
          "implicit_object_creation_expression",
        ]) ?? [];
    for (const node of creations.filter(isTool)) {
      const found = readTool(node, { program, path, depth: 0 });
      tools.push(...found);
      if (found.length === 0)
        unresolved.push({
          at: placeOf(path, node),
          reason: "A tool is written out here with a name that could not be followed.",
          registeredIn: path,
        });
    }
  }
  return { tools, unresolved };
}

function isTool(node: Node): boolean {
  const initializer = node.namedChildren.find(({ type }) => type === "initializer_expression");
  const names = (initializer?.namedChildren ?? []).map(
    (child) => child.childForFieldName("left")?.text,
  );
  if (!names.includes("Name") || !names.includes("InputSchema")) return false;
  return node.type === "object_creation_expression"
    ? /^(?:Mcp|Protocol)?Tool$/.test(simpleName(node.childForFieldName("type")))
    : declaredTool(node);
}

/** Whether the nearest declaration around `new() { … }` is one of tools: `Tool t`, `List<Tool> tools`. */
function declaredTool(node: Node): boolean {
  let parent = node.parent;
  for (let height = 0; parent !== null && height < 40; height++) {
    const type =
      parent.childForFieldName("type") ??
      parent.childForFieldName("returns") ??
      parent.childForFieldName("left");
    if (type !== null && parent.type !== "argument") return /\bTools?\b/.test(type.text);
    parent = parent.parent;
  }
  return false;
}

function readTool(node: Node, scope: Scope): Registered<Tool>[] {
  const at = { ...placeOf(scope.path, node), registeredIn: scope.path };
  const own = describeListed(fold(node, scope), node, scope, at);
  if (own !== undefined) return [own];
  return callersOf(node, scope.path, scope.program).flatMap(({ path, call, bound }) => {
    if (isTest(path)) return [];
    const inner = { ...scope, bound };
    const called = { ...placeOf(path, call), registeredIn: path };
    const tool = describeListed(fold(node, inner), node, inner, called);
    return tool === undefined ? [] : [tool];
  });
}

/** The tool that an object at a node describes; undefined without a name. */
export function describeListed(
  value: Value,
  node: Node,
  scope: Scope,
  { registeredIn, ...at }: Registered<Place>,
): Registered<Tool> | undefined {
  if (!(value instanceof Map)) return undefined;
  const name = value.get("Name");
  if (typeof name !== "string") return undefined;
  const description = value.get("Description");
  const given = value.get("Annotations");
  const title = value.get("Title");
  const inputSchema = toSchema(value.get("InputSchema"));
  const outputSchema = toSchema(value.get("OutputSchema"));
  const handler = findHandler(node, name, scope);
  const when = conditionOf(node, scope.program.files.get(scope.path) ?? "");
  const { annotations } = annotationsFrom(given instanceof Map ? given : new Map());
  return {
    name,
    ...(typeof title === "string" ? { title } : {}),
    ...(typeof description === "string" ? { description } : {}),
    ...(inputSchema === undefined ? {} : { inputSchema }),
    ...(outputSchema === undefined ? {} : { outputSchema }),
    ...(annotations === undefined ? {} : { annotations }),
    at,
    ...(handler === undefined ? {} : { handler }),
    method: "read",
    ...(when === undefined ? {} : { when }),
    registeredIn,
  };
}

/** A folded schema as JSON; the properties of a schema class are named as they are sent. */
function toSchema(given: Value): JsonSchema | undefined {
  const value = typeof given === "string" ? parseJson(given) : given;
  if (!(value instanceof Map)) return undefined;
  const lower = (map: Map<string, Value>): Map<string, Value> =>
    new Map(
      [...map].map(([key, item]) => [
        /^(?:Type|Properties|Required|Description|Items|Enum|Default|AdditionalProperties)$/.test(
          key,
        )
          ? (key[0] ?? "").toLowerCase() + key.slice(1)
          : key,
        item,
      ]),
    );
  const schema = lower(value);
  const properties = schema.get("properties");
  if (properties instanceof Map)
    schema.set(
      "properties",
      new Map(
        [...properties].map(([name, item]) => [name, item instanceof Map ? lower(item) : item]),
      ),
    );
  return toJson(schema) as JsonSchema;
}

const branches = ["switch_section", "switch_expression_arm", "if_statement"];

/** The branch that is taken for the tool's name, or the method that its class answers calls with. */
function findHandler(node: Node, name: string, scope: Scope): Place | undefined {
  const type = enclosingType(node);
  const roots = [scope.path, ...scope.program.files.keys()].filter(
    (path, index) =>
      index === 0 ||
      (path !== scope.path &&
        path.endsWith(".cs") &&
        !isTest(path) &&
        (scope.program.files.get(path) ?? "").includes(`"${name}"`)),
  );
  for (const path of roots.slice(0, 20)) {
    const root = scope.program.forest.root(path);
    for (const branch of root?.descendantsOfType(branches) ?? [])
      if (isTakenFor(branch, name, { program: scope.program, path, depth: 0 }))
        return placeOf(path, branch);
  }
  return type === undefined ? undefined : handlerIn(type, scope.path);
}

function isTakenFor(branch: Node, name: string, scope: Scope): boolean {
  const test =
    branch.type === "if_statement" ? branch.childForFieldName("condition") : branch.namedChild(0);
  if (test === null || test.text.length > 500) return false;
  if (test.text.includes(`"${name}"`)) return true;
  if (branch.type === "if_statement" && !test.text.includes("==")) return false;
  return test
    .descendantsOfType(["identifier", "member_access_expression"])
    .some((part) => /^[A-Z]/.test(part.text) && fold(part, scope) === name);
}
