import type { Node } from "web-tree-sitter";
import type { Tool, Unresolved } from "../../../model.ts";
import type { Registered } from "../extractor.ts";
import { placeOf } from "../syntax/grammar.ts";
import type { Value } from "../syntax/value.ts";
import { answeringIn, nearestTo } from "./answering.ts";
import { fold, foldArguments, type Scope } from "./fold.ts";
import { describeListed } from "./listed.ts";
import { callersOf } from "./methods.ts";
import { membersOf, type Program, simpleName } from "./program.ts";
import { isTest } from "./tests.ts";

const creations = [
  "object_creation_expression",
  "implicit_object_creation_expression",
  "anonymous_object_creation_expression",
];

/** Tools that a server without the SDK writes out for `tools/list`: JSON objects, anonymous ones, records of its own. */
export function readWritten(program: Program): {
  tools: Registered<Tool>[];
  unresolved: Registered<Unresolved>[];
} {
  const servers = answeringIn(program);
  if (servers.length === 0) return { tools: [], unresolved: [] };
  const types = new Set<string>();
  for (const [path, text] of program.files)
    if (path.endsWith(".cs") && !isTest(path) && /\bInputSchema\b/.test(text))
      for (const match of text.matchAll(
        /\b(?:class|struct|record(?:\s+(?:class|struct))?)\s+(\w+)/g,
      ))
        if (describesTool(match[1] ?? "", program)) types.add(match[1] ?? "");
  const tools: Registered<Tool>[] = [];
  const unresolved: Registered<Unresolved>[] = [];
  for (const [path, text] of program.files) {
    if (!path.endsWith(".cs") || isTest(path)) continue;
    if (!/\binputSchema\b/.test(text) && ![...types].some((type) => text.includes(type))) continue;
    for (const node of program.forest.root(path)?.descendantsOfType(creations) ?? []) {
      const type = typeOf(node, types);
      if (type === undefined && !hasKeys(node)) continue;
      const found = readCreation(node, type, { program, path, depth: 0 }, servers);
      tools.push(...found);
      const reason = "A tool is written out here with a name that could not be followed.";
      if (found.length === 0)
        unresolved.push({
          at: placeOf(path, node),
          reason,
          registeredIn: nearestTo(path, servers),
        });
    }
  }
  return { tools, unresolved };
}

/** Whether objects of a type of the repository are given a tool's name and schema. */
function describesTool(type: string, program: Program): boolean {
  const names = new Set(parametersOf(type, program).map(capitalized));
  for (const { node } of membersOf(program, type)) {
    const name = node.childForFieldName("name")?.text ?? "";
    const isOpen = node.childForFieldName("accessors")?.text.match(/\b(?:set|init)\b/) !== null;
    if (node.type === "property_declaration" && isOpen) names.add(name);
  }
  return names.has("Name") && names.has("InputSchema");
}

/** The parameters of a record, or of a class's constructor. */
function parametersOf(type: string, program: Program): string[] {
  for (const { node } of program.types(type)) {
    const made =
      node.namedChildren.find((child) => child.type === "parameter_list") ??
      node
        .childForFieldName("body")
        ?.namedChildren.find((child) => child.type === "constructor_declaration")
        ?.childForFieldName("parameters");
    const names = (made?.namedChildren ?? []).flatMap((one) =>
      one.type === "parameter" ? [one.childForFieldName("name")?.text ?? ""] : [],
    );
    if (names.length > 0) return names;
  }
  return [];
}

/** The type of tools that is created; undefined for another. */
function typeOf(node: Node, types: Set<string>): string | undefined {
  if (types.size === 0 || node.type.startsWith("anonymous")) return undefined;
  if (node.type === "object_creation_expression") {
    const name = simpleName(node.childForFieldName("type"));
    return types.has(name) ? name : undefined;
  }
  let parent = node.parent;
  for (let height = 0; parent !== null && height < 40; height++) {
    const declared = parent.childForFieldName("type") ?? parent.childForFieldName("returns");
    if (declared !== null && parent.type !== "argument" && declared.type !== "implicit_type")
      return [...declared.text.matchAll(/\w+/g)]
        .map(([word]) => word)
        .find((one) => types.has(one));
    if (parent.type === "object_creation_expression") return undefined;
    parent = parent.parent;
  }
  return undefined;
}

/** Whether an object that is written out has the keys of a tool. */
function hasKeys(node: Node): boolean {
  const keys = new Set<string>();
  if (node.type.startsWith("anonymous"))
    for (const child of node.namedChildren) keys.add(child.text.replace(/^@/, ""));
  const initializer = node.namedChildren.find(({ type }) => type === "initializer_expression");
  for (const child of initializer?.namedChildren ?? []) {
    const key =
      child.type === "initializer_expression"
        ? child.namedChild(0)?.text
        : child.childForFieldName("left")?.text;
    keys.add((key ?? "").replace(/^[[@]*"?|"?\]?$/g, ""));
  }
  return keys.has("name") && keys.has("inputSchema");
}

function readCreation(
  node: Node,
  type: string | undefined,
  scope: Scope,
  servers: string[],
): Registered<Tool>[] {
  const own = read(node, type, scope);
  if (own !== undefined) {
    const at = { ...placeOf(scope.path, node), registeredIn: nearestTo(scope.path, servers) };
    const tool = describeListed(own, node, scope, at);
    return tool === undefined ? [] : [tool];
  }
  return callersOf(node, scope.path, scope.program).flatMap(({ path, call, bound }) => {
    if (isTest(path)) return [];
    const inner = { ...scope, bound };
    const value = read(node, type, inner);
    const at = { ...placeOf(path, call), registeredIn: nearestTo(path, servers) };
    const tool = value === undefined ? undefined : describeListed(value, node, inner, at);
    return tool === undefined ? [] : [tool];
  });
}

/** What an object is given, by the names of the protocol's properties in the SDK's spelling; undefined without a known name. */
function read(node: Node, type: string | undefined, scope: Scope): Map<string, Value> | undefined {
  const value = type === undefined ? fold(node, scope) : readRecord(node, type, scope);
  if (!(value instanceof Map)) return undefined;
  const given = new Map([...value].map(([key, item]) => [capitalized(key), item]));
  return typeof given.get("Name") === "string" ? given : undefined;
}

function readRecord(node: Node, type: string, scope: Scope): Map<string, Value> {
  const list = node.namedChildren.find((child) => child.type === "argument_list");
  const { positional, named } = foldArguments(list, scope);
  const names = parametersOf(type, scope.program);
  const given = new Map(positional.map((value, index) => [names[index] ?? String(index), value]));
  for (const [name, value] of named) given.set(name, value);
  const initializer = node.namedChildren.find((child) => child.type === "initializer_expression");
  const rest = initializer === undefined ? undefined : fold(initializer, scope);
  return new Map(
    [...given, ...(rest instanceof Map ? rest : [])].map(([key, value]) => [
      capitalized(key),
      value,
    ]),
  );
}

function capitalized(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}
