import type { Node } from "web-tree-sitter";
import { bounded, joinTexts, once, parseJson, type Value } from "../syntax/value.ts";
import { foldOn } from "./library.ts";
import { lastName, namespacesOf, type Program, statementsOf } from "./program.ts";
import type { Found } from "../syntax/program.ts";
import { readParts } from "./strings.ts";

/** Where an expression stands. */
export interface Scope {
  program: Program;
  path: string;
  depth: number;
}

const maxDepth = 40;

/** What an expression always comes to, symbols as text; undefined where that cannot be said. */
export function fold(node: Node | null | undefined, outer: Scope): Value {
  if (node === null || node === undefined || outer.depth > maxDepth) return undefined;
  if (--outer.program.fuel.left < 0) return undefined;
  return bounded(foldNode(node, { ...outer, depth: outer.depth + 1 }));
}

function foldNode(node: Node, scope: Scope): Value {
  const parts = readParts(node);
  if (parts !== undefined) return join(parts, scope);
  switch (node.type) {
    case "true":
      return true;
    case "false":
      return false;
    case "nil":
      return null;
    case "integer":
    case "float":
      return Number(node.text.replaceAll("_", ""));
    case "unary": {
      const value = fold(node.childForFieldName("operand"), scope);
      return typeof value === "number" && node.text.startsWith("-") ? -value : undefined;
    }
    case "parenthesized_statements":
    case "begin":
      return fold(node.lastNamedChild, scope);
    case "chained_string":
      return concatenate(node.namedChildren, scope);
    case "binary":
      return foldBinary(node, scope);
    case "array":
    case "string_array":
    case "symbol_array":
      return foldArray(node, scope);
    case "hash":
      return foldPairs(node.namedChildren, scope);
    case "constant":
    case "scope_resolution":
      return foldFound(findConstant(node, scope), scope);
    case "identifier":
      return foldLocal(node, scope) ?? foldFound(findMethod(node, node.text, scope), scope);
    case "call":
      return foldCall(node, scope);
    default:
      return undefined;
  }
}

/** The keyword arguments of a call, or the entries of a hash. */
export function foldPairs(nodes: Node[], scope: Scope): Map<string, Value> {
  const map = new Map<string, Value>();
  for (const node of nodes) {
    if (node.type === "hash_splat_argument") {
      const spread = fold(node.namedChild(0), scope);
      if (spread instanceof Map) for (const [key, value] of spread) map.set(key, value);
    }
    if (node.type !== "pair") continue;
    const key = fold(node.childForFieldName("key"), scope);
    const value = node.childForFieldName("value");
    // `{ name: }` stands for `{ name: name }`.
    if (typeof key === "string" || typeof key === "number")
      map.set(String(key), value === null ? undefined : fold(value, scope));
  }
  return map;
}

function join(parts: (string | Node)[], scope: Scope): Value {
  let text = "";
  for (const part of parts) {
    const value = typeof part === "string" ? part : fold(part.namedChild(0), scope);
    if (typeof value !== "string" && typeof value !== "number" && value !== null) return undefined;
    text += value ?? "";
  }
  return text;
}

function concatenate(nodes: Node[], scope: Scope): Value {
  return joinTexts(
    nodes.map((node) => fold(node, scope)),
    "",
  );
}

/** Chains of `+` lean to the left and may be long: unrolled in a loop. */
function foldBinary(node: Node, scope: Scope): Value {
  const operands: Node[] = [];
  let left: Node | null = node;
  while (left?.type === "binary") {
    const operator = left.childForFieldName("operator")?.text;
    const right = left.childForFieldName("right");
    if (operator === "||" && left === node) return fold(left.childForFieldName("left"), scope);
    if ((operator !== "+" && operator !== "<<") || right === null) return undefined;
    operands.unshift(right);
    left = left.childForFieldName("left");
  }
  if (left !== null) operands.unshift(left);
  const values = operands.map((operand) => fold(operand, scope));
  if (values.every((value) => typeof value === "string")) return joinTexts(values, "");
  if (values.every((value) => typeof value === "number"))
    return values.reduce((sum, value) => sum + value, 0);
  return values.every((value) => Array.isArray(value)) ? values.flat() : undefined;
}

function foldArray(node: Node, scope: Scope): Value {
  const pairs = node.namedChildren.filter(({ type }) => type === "pair");
  const items = node.namedChildren
    .filter(({ type }) => type !== "comment" && type !== "pair")
    .flatMap((item) => {
      if (item.type !== "splat_argument") return [fold(item, scope)];
      const spread = fold(item.namedChild(0), scope);
      return Array.isArray(spread) ? spread.slice(0, 1000) : [undefined];
    });
  return pairs.length > 0 ? [...items, foldPairs(pairs, scope)] : items;
}

function foldFound(found: Found | undefined, scope: Scope): Value {
  if (found === undefined) return undefined;
  return once(scope.program.folded, String(found.node.id), () =>
    fold(found.node, { ...scope, path: found.path }),
  );
}

/** The value of a constant: of the namespaces around it first. */
export function findConstant(node: Node, { program }: Scope): Found | undefined {
  const name = lastName(node);
  const all = program.constants(name);
  if (all.length < 2) return all[0];
  const owner =
    node.type === "scope_resolution" ? lastName(node.childForFieldName("scope")) : undefined;
  const around = new Set(
    owner === undefined
      ? namespacesOf(node).map((one) => lastName(one.childForFieldName("name")))
      : [owner],
  );
  const inside = all.filter(({ node: value }) => {
    const [nearest] = namespacesOf(value);
    return nearest !== undefined && around.has(lastName(nearest.childForFieldName("name")));
  });
  return inside[0] ?? (owner === undefined ? all[0] : undefined);
}

/** The variable that was assigned last before, in the same body. */
function foldLocal(node: Node, scope: Scope): Value {
  let block = node.parent;
  for (let height = 0; block !== null && height < 60; height++) {
    const before = block.namedChildren.findLast(
      (child) =>
        child.type === "assignment" &&
        child.endIndex <= node.startIndex &&
        child.childForFieldName("left")?.text === node.text,
    );
    if (before !== undefined) return fold(before.childForFieldName("right"), scope);
    if (block.type === "method" || block.type === "singleton_method") return undefined;
    block = block.parent;
  }
  return undefined;
}

/** The last expression of a method without parameters, in the classes around a node. */
export function findMethod(node: Node, name: string, { path, program }: Scope): Found | undefined {
  const around = namespacesOf(node).flatMap((one) =>
    program.classes(lastName(one.childForFieldName("name"))),
  );
  const root = program.forest.root(path);
  for (const place of around.length > 0 || root === undefined ? around : [{ path, node: root }])
    for (const method of place.node.descendantsOfType(["method", "singleton_method"])) {
      if (method.childForFieldName("name")?.text !== name) continue;
      const body = method.childForFieldName("body");
      const last = body?.type === "body_statement" ? statementsOf(method).at(-1) : body;
      if (last !== null && last !== undefined) return { path: place.path, node: last };
    }
  return undefined;
}

function foldCall(node: Node, scope: Scope): Value {
  const receiver = node.childForFieldName("receiver");
  const method = node.childForFieldName("method")?.text ?? "";
  const given = node.childForFieldName("arguments")?.namedChildren ?? [];
  if (receiver === null) return foldFound(findMethod(node, method, scope), scope);
  if (receiver.text === "JSON" && method === "parse") {
    const text = fold(given[0], scope);
    return typeof text === "string" ? parseJson(text) : undefined;
  }
  if (method === "new" && /Schema$|^Hash$/.test(receiver.text))
    return fold(given[0], scope) ?? foldPairs(given, scope);
  if (receiver.type === "constant" || receiver.type === "scope_resolution") {
    const [owner] = scope.program.classes(lastName(receiver));
    const inside = owner?.node.childForFieldName("body")?.namedChild(0);
    if (owner !== undefined && inside !== null && inside !== undefined) {
      const found = foldFound(findMethod(inside, method, { ...scope, path: owner.path }), scope);
      if (found !== undefined) return found;
    }
  }
  const values = given.filter(({ type }) => type !== "pair").map((one) => fold(one, scope));
  const pairs = foldPairs(given, scope);
  return foldOn(method, fold(receiver, scope), pairs.size > 0 ? [...values, pairs] : values);
}
