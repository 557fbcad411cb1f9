import type { Node } from "web-tree-sitter";
import type { JsonSchema, Place, Tool, Unresolved } from "../../../model.ts";
import type { Registered } from "../extractor.ts";
import { placeOf } from "../syntax/grammar.ts";
import { toJson, type Value } from "../syntax/value.ts";
import { toAnnotations } from "./annotations.ts";
import { conditionOf } from "./conditions.ts";
import { fold, foldArguments, type Scope } from "./fold.ts";
import { enclosing, enclosingClass, isTest, lineageOf, type Program } from "./program.ts";

type Read = { tools: Registered<Tool>[]; unresolved: Registered<Unresolved>[] };

const maxTurns = 200;

/** Tools written out in lists: `new Tool(name: …, inputSchema: …)`, and arrays where `tools/list` is answered by hand. */
export function readListed(program: Program): Read {
  const read: Read = { tools: [], unresolved: [] };
  const isHandMade = [...program.files.values()].some((text) => text.includes("tools/list"));
  for (const [path, text] of program.files) {
    if (isTest(path) || !/inputSchema|input_schema|new\s+\\?[\w\\]*Tool\b/.test(text)) continue;
    const root = program.forest.root(path);
    for (const node of root?.descendantsOfType("object_creation_expression") ?? [])
      if (isTool(node, text)) readOne(node, path, program, read);
    if (!isHandMade) continue;
    for (const node of root?.descendantsOfType("array_creation_expression") ?? [])
      if (isToolArray(node)) readOne(node, path, program, read);
  }
  return read;
}

function isTool(node: Node, text: string): boolean {
  const type = node.namedChild(0)?.text ?? "";
  if (!/(?:^|\\)(?:Mcp)?Tool$/.test(type) || !/\bMcp\\|\bPhpMcp\\|\bMCP\\/.test(text)) return false;
  return /\bname:|inputSchema/.test(node.text) || /InputSchema/.test(text);
}

function isToolArray(node: Node): boolean {
  const keys = new Set(
    node.namedChildren
      .filter((element) => element.namedChildren.length > 1)
      .map((element) => element.namedChild(0)?.text.slice(1, -1)),
  );
  return keys.has("name") && (keys.has("inputSchema") || keys.has("input_schema"));
}

function readOne(node: Node, path: string, program: Program, read: Read): void {
  const owner = enclosingClass(node);
  const lineage = owner === undefined ? [] : lineageOf({ path, node: owner }, program);
  const scope: Scope = { program, path, lineage, depth: 0 };
  const found = turnsAround(node, scope).flatMap((bound) => {
    const tool = toTool(node, { ...scope, bound });
    return tool === undefined ? [] : [tool];
  });
  read.tools.push(...found);
  if (found.length === 0)
    read.unresolved.push({
      at: placeOf(path, node),
      reason: "A tool is written out here with a name that could not be followed.",
      registeredIn: path,
    });
}

/** What the variables of the loop around a node are bound to, turn by turn; one turn without a loop. */
function turnsAround(node: Node, scope: Scope): Map<string, Value>[] {
  const loop = enclosing(node, ["foreach_statement"]);
  if (loop === undefined) return [new Map()];
  const [list, ...names] = loop.namedChildren;
  const pair = names[0]?.type === "pair" ? names[0].namedChildren : names.slice(0, 1);
  const [key, item] = pair.length > 1 ? pair : [undefined, pair[0]];
  const over = fold(list, scope);
  const entries =
    over instanceof Map
      ? [...over]
      : Array.isArray(over)
        ? over.map((value, index) => [String(index), value] as const)
        : [];
  return entries.slice(0, maxTurns).map(([name, value]) => {
    const bound = new Map<string, Value>();
    if (key?.type === "variable_name") bound.set(key.text.slice(1), name);
    if (item?.type === "variable_name") bound.set(item.text.slice(1), value);
    return bound;
  });
}

function toTool(node: Node, scope: Scope): Registered<Tool> | undefined {
  const given = givenTo(node, scope);
  const name = given.get("name");
  if (typeof name !== "string" || name === "") return undefined;
  const title = given.get("title");
  const description = given.get("description");
  const inputSchema = schemaFrom(given.get("inputSchema") ?? given.get("input_schema"));
  const outputSchema = schemaFrom(given.get("outputSchema") ?? given.get("output_schema"));
  const annotations = toAnnotations(given.get("annotations"));
  const handler = handlerFor(name, scope);
  const when = conditionOf(node);
  return {
    name,
    ...(typeof title === "string" ? { title } : {}),
    ...(typeof description === "string" ? { description } : {}),
    inputSchema: inputSchema ?? { type: "object", properties: {} },
    ...(outputSchema === undefined ? {} : { outputSchema }),
    ...(annotations === undefined ? {} : { annotations }),
    at: placeOf(scope.path, node),
    ...(handler === undefined ? {} : { handler }),
    method: "read",
    ...(when === undefined ? {} : { when }),
    registeredIn: scope.path,
  };
}

function givenTo(node: Node, scope: Scope): Map<string, Value> {
  if (node.type === "array_creation_expression") {
    const value = fold(node, scope);
    return value instanceof Map ? value : new Map();
  }
  const list = node.namedChildren.find(({ type }) => type === "arguments");
  const { positional, named } = foldArguments(list, scope);
  const [name, second, third] = positional;
  const isSchema = second instanceof Map;
  return new Map<string, Value>([
    ["name", name],
    ["inputSchema", isSchema ? second : third],
    ["description", isSchema ? third : second],
    ...named,
  ]);
}

function schemaFrom(value: Value): JsonSchema | undefined {
  if (!(value instanceof Map)) return undefined;
  const properties = value.get("properties");
  return toJson(
    new Map<string, Value>([
      ["type", "object"],
      ...value,
      ["properties", properties instanceof Map ? properties : new Map()],
    ]),
  ) as JsonSchema;
}

/** The `case`, `match` arm or `if` that is taken for a tool, in the same file. */
function handlerFor(name: string, scope: Scope): Place | undefined {
  const branch = scope.program.forest
    .root(scope.path)
    ?.descendantsOfType(["case_statement", "match_conditional_expression", "if_statement"])
    .find((one) => {
      const test =
        one.childForFieldName("value") ??
        one.childForFieldName("conditional_expressions") ??
        one.childForFieldName("condition");
      return (
        test !== null &&
        /['"]$/.test(test.text.replace(/\)$/, "")) &&
        test.text.includes(name) &&
        test
          .descendantsOfType(["string", "encapsed_string"])
          .some((text) => text.text.slice(1, -1) === name)
      );
    });
  return branch === undefined ? undefined : placeOf(scope.path, branch);
}
