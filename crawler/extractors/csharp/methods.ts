import type { Node } from "web-tree-sitter";
import type { Value } from "../syntax/value.ts";
import { fold, foldArguments, type Scope } from "./fold.ts";
import { enclosingType, membersOf, type Program, simpleName } from "./program.ts";
import type { Found } from "../syntax/program.ts";

const maxCalls = 12;
const maxCallers = 500;

/** The methods, local functions among them, that a called or named expression may mean. */
export function findMethods(called: Node, scope: Scope): Found[] {
  const name = simpleName(
    called.type === "member_access_expression" ? called.childForFieldName("name") : called,
  );
  const local = localFunction(called, name);
  if (local !== undefined) return [{ path: scope.path, node: local }];
  const owner =
    called.type === "member_access_expression" ? called.childForFieldName("expression") : null;
  const around = enclosingType(called)?.childForFieldName("name")?.text ?? "";
  const type =
    owner === null || owner.text === "this" ? around : simpleName(owner).split(".").at(-1);
  return membersOf(scope.program, type ?? "").filter(
    ({ node }) =>
      node.type === "method_declaration" && node.childForFieldName("name")?.text === name,
  );
}

function localFunction(called: Node, name: string): Node | undefined {
  let block = called.parent;
  for (let height = 0; block !== null && height < 100; height++) {
    for (const child of block.namedChildren) {
      const statement = child.type === "global_statement" ? child.namedChild(0) : child;
      if (
        statement?.type === "local_function_statement" &&
        statement.childForFieldName("name")?.text === name
      )
        return statement;
    }
    block = block.parent;
  }
  return undefined;
}

/** What a call of a method of the repository gives back, when its body is one expression after its declarations. */
export function foldMethod(called: Node, list: Node | null, scope: Scope): Value {
  if (scope.depth > maxCalls) return undefined;
  const [method] = findMethods(called, scope);
  if (method === undefined) return undefined;
  const result = returned(method.node);
  if (result === undefined) return undefined;
  const inner = { program: scope.program, path: method.path, depth: scope.depth + 2 };
  return fold(result, { ...inner, bound: bind(method, list, scope) });
}

/** A call of the method around a node, with what its parameters are bound to. */
export interface Caller {
  path: string;
  call: Node;
  bound: Map<string, Value>;
}

/** The calls, in the whole repository, of the method that a node stands in. */
export function callersOf(node: Node, path: string, program: Program): Caller[] {
  const method = enclosingMethod(node);
  const name = method?.childForFieldName("name")?.text ?? "";
  if (method === undefined || name === "") return [];
  const callers: Caller[] = [];
  for (const [file, text] of program.files) {
    if (!file.endsWith(".cs") || !text.includes(`${name}(`)) continue;
    for (const call of program.forest.root(file)?.descendantsOfType("invocation_expression") ??
      []) {
      const called = call.childForFieldName("function");
      const tail = called?.type === "identifier" ? called : called?.childForFieldName("name");
      if (simpleName(tail) !== name || callers.length >= maxCallers) continue;
      const scope = { program, path: file, depth: 0 };
      const list = call.childForFieldName("arguments");
      callers.push({ path: file, call, bound: bind({ path, node: method }, list, scope) });
    }
  }
  return callers;
}

/** The method or local function around a node. */
export function enclosingMethod(node: Node): Node | undefined {
  let parent = node.parent;
  for (let height = 0; parent !== null && height < 300; height++) {
    if (parent.type === "method_declaration" || parent.type === "local_function_statement")
      return parent;
    parent = parent.parent;
  }
  return undefined;
}

/** The parameters of a method with the arguments of a call, or their defaults. */
function bind(method: Found, list: Node | null, scope: Scope): Map<string, Value> {
  const { positional, named } = foldArguments(list, scope);
  const inner = { program: scope.program, path: method.path, depth: scope.depth + 2 };
  const bound = new Map<string, Value>();
  const parameters = method.node.childForFieldName("parameters")?.namedChildren ?? [];
  parameters
    .filter(({ type }) => type === "parameter")
    .forEach((parameter, index) => {
      const name = parameter.childForFieldName("name");
      if (name === null) return;
      const fallback = parameter.namedChildren.findLast(
        (child) => child.startIndex > name.endIndex,
      );
      const isGiven = named.has(name.text) || index < positional.length;
      const given = named.has(name.text) ? named.get(name.text) : positional[index];
      bound.set(name.text, isGiven ? given : fold(fallback, inner));
    });
  return bound;
}

function returned(method: Node): Node | undefined {
  const body = method.childForFieldName("body");
  if (body?.type === "arrow_expression_clause") return body.namedChild(0) ?? undefined;
  const statements = body?.namedChildren.filter(({ type }) => type !== "comment") ?? [];
  const last = statements.at(-1);
  return last?.type === "return_statement" &&
    statements.slice(0, -1).every(({ type }) => type === "local_declaration_statement")
    ? (last.namedChild(0) ?? undefined)
    : undefined;
}
