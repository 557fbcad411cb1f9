import type { Node } from "web-tree-sitter";
import { bounded, joinTexts, once, type Value } from "../syntax/value.ts";
import { casesOf, foldCreation, madeFrom } from "./creations.ts";
import { foldLibrary } from "./library.ts";
import { assignedTo } from "./variables.ts";
import { findClass, findMethod, findValue, lineageOf, type Program } from "./program.ts";
import type { Found } from "../syntax/program.ts";
import { callBuilder, isBuilder } from "./builder.ts";
import { readParts } from "./strings.ts";

/** Where an expression stands, whose `$this` it has and what its variables are bound to. */
export interface Scope {
  program: Program;
  path: string;
  /** The class of `$this` with what it is made of; absent for code outside of a class. */
  lineage?: Found[];
  bound?: Map<string, Value>;
  /** The methods that are being followed, by node: none is followed within itself. */
  calling?: number[];
  depth: number;
}

/** Arguments of a call by position and by name. */
export interface Given {
  positional: Value[];
  named: Map<string, Value>;
}

const maxDepth = 60;
const jsonType = /^(?:string|integer|number|boolean|object|array)$/i;

/** What an expression always comes to; undefined where that cannot be said. */
export function fold(node: Node | null | undefined, outer: Scope): Value {
  if (node === null || node === undefined || outer.depth > maxDepth) return undefined;
  if (--outer.program.fuel.left < 0) return undefined;
  return bounded(foldNode(node, { ...outer, depth: outer.depth + 1 }));
}

function foldNode(node: Node, scope: Scope): Value {
  const parts = readParts(node);
  if (parts !== undefined)
    return joinTexts(
      parts.map((part) => (typeof part === "string" ? part : fold(part, scope))),
      "",
    );
  switch (node.type) {
    case "boolean":
      return node.text.toLowerCase() === "true";
    case "null":
      return null;
    case "integer":
    case "float":
      return numberOf(node.text.replaceAll("_", ""));
    case "unary_op_expression": {
      const value = fold(node.namedChildren.at(-1), scope);
      return typeof value === "number" && node.text.startsWith("-") ? -value : undefined;
    }
    case "parenthesized_expression":
    case "argument":
    case "clone_expression":
      return fold(node.namedChildren.at(-1), scope);
    case "cast_expression": {
      const value = fold(node.childForFieldName("value"), scope);
      const isEmpty = Array.isArray(value) && value.length === 0;
      return isEmpty && /^\(\s*object/.test(node.text) ? new Map() : value;
    }
    case "binary_expression":
      return foldBinary(node, scope);
    case "array_creation_expression":
      return foldArray(node, scope);
    case "variable_name":
      return foldVariable(node, scope);
    case "class_constant_access_expression":
      return foldConstant(node, scope);
    case "name":
    case "qualified_name":
      return /^PHP_EOL$/.test(node.text) ? "\n" : undefined;
    case "member_access_expression":
    case "nullsafe_member_access_expression":
      return foldMember(node, scope);
    case "scoped_property_access_expression": {
      const found = findValue(
        node.childForFieldName("name")?.text.slice(1) ?? "",
        owners(node.childForFieldName("scope"), scope),
      );
      return found === undefined ? undefined : fold(found.node, { ...scope, path: found.path });
    }
    case "subscript_expression": {
      const list = fold(node.namedChild(0), scope);
      const key = fold(node.namedChild(1), scope);
      if (list instanceof Map && (typeof key === "string" || typeof key === "number"))
        return list.get(String(key));
      return Array.isArray(list) && typeof key === "number" ? list[key] : undefined;
    }
    case "function_call_expression": {
      const name = node.childForFieldName("function")?.text ?? "";
      return foldLibrary(
        name,
        foldArguments(node.childForFieldName("arguments"), scope).positional,
      );
    }
    case "member_call_expression":
    case "nullsafe_member_call_expression":
    case "scoped_call_expression":
      return foldCall(node, scope);
    case "object_creation_expression":
      return foldCreation(node, scope);
    case "arrow_function":
      return fold(node.childForFieldName("body"), scope);
    case "anonymous_function":
    case "anonymous_function_creation_expression":
      return run(node, scope);
    default:
      return undefined;
  }
}

/** `0755` is octal. */
function numberOf(text: string): number {
  return /^0[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number(text);
}

/** The arguments of a call. */
export function foldArguments(list: Node | null | undefined, scope: Scope): Given {
  const positional: Value[] = [];
  const named = new Map<string, Value>();
  for (const argument of list?.namedChildren ?? []) {
    if (argument.type !== "argument") continue;
    const name = argument.childForFieldName("name")?.text;
    const value = fold(argument.namedChildren.at(-1), scope);
    if (name === undefined) positional.push(value);
    else named.set(name, value);
  }
  return { positional, named };
}

/** Runs a method's statements for what they do to builders, and folds what it returns. */
export function run(callable: Node, scope: Scope): Value {
  for (const statement of callable.childForFieldName("body")?.namedChildren ?? []) {
    if (statement.type === "return_statement") return fold(statement.namedChild(0), scope);
    if (statement.type === "expression_statement") {
      const expression = statement.namedChild(0);
      if (expression !== null && expression.type.endsWith("call_expression"))
        fold(expression, scope);
    }
  }
  return undefined;
}

/** Chains of `.` lean to the left and may be long: unrolled in a loop. */
function foldBinary(node: Node, scope: Scope): Value {
  const operands: Node[] = [];
  let left: Node | null = node;
  const first = node.childForFieldName("operator")?.text;
  if (first === "??" || first === "?:") return fold(node.childForFieldName("left"), scope);
  while (left?.type === "binary_expression" && left.childForFieldName("operator")?.text === first) {
    const right = left.childForFieldName("right");
    if (right !== null) operands.unshift(right);
    left = left.childForFieldName("left");
  }
  if (left !== null) operands.unshift(left);
  const values = operands.map((operand) => fold(operand, scope));
  if (first === ".") return joinTexts(values, "");
  const numbers = values.filter((value) => typeof value === "number");
  if (numbers.length === values.length) {
    if (first === "*") return numbers.reduce((product, value) => product * value, 1);
    if (first === "+") return numbers.reduce((sum, value) => sum + value, 0);
  }
  if (first === "+" && values.every((value) => value instanceof Map))
    return new Map(values.toReversed().flatMap((value) => [...value]));
  return undefined;
}

/** A map when it has keys, a list otherwise. */
function foldArray(node: Node, scope: Scope): Value {
  const map = new Map<string, Value>();
  const list: Value[] = [];
  for (const element of node.namedChildren) {
    if (element.type !== "array_element_initializer") continue;
    const [first, second] = element.namedChildren.filter(({ type }) => type !== "comment");
    if (first?.type === "variadic_unpacking") {
      const spread = fold(first.namedChild(0), scope);
      if (spread instanceof Map) for (const [key, value] of spread) map.set(key, value);
      else list.push(...(Array.isArray(spread) ? spread.slice(0, 1000) : [undefined]));
    } else if (second === undefined) list.push(fold(first, scope));
    else {
      const key = fold(first, scope);
      if (typeof key === "string" || typeof key === "number")
        map.set(String(key), fold(second, scope));
    }
  }
  return map.size > 0 ? map : list;
}

function foldVariable(node: Node, scope: Scope): Value {
  const name = node.text.slice(1);
  if (scope.bound?.has(name)) return scope.bound.get(name);
  return assignedTo(node, scope);
}

function owners(owner: Node | null, scope: Scope): Found[] {
  const text = owner?.text ?? "";
  if (/^(?:self|static|\$this)$/.test(text)) return scope.lineage ?? [];
  if (text === "parent") return scope.lineage?.slice(1) ?? [];
  const name = text.split("\\").at(-1) ?? "";
  const found = /^\w+$/.test(name) ? findClass(name, scope.path, scope.program) : undefined;
  return found === undefined ? [] : lineageOf(found, scope.program);
}

function foldConstant(node: Node, scope: Scope): Value {
  const owner = node.namedChild(0);
  const name = node.namedChild(1)?.text ?? "";
  if (name === "class") return owner?.text.split("\\").at(-1);
  const lineage = owners(owner, scope);
  const found = findValue(name, lineage);
  // An enum of JSON's types, from a library.
  const isOfTypes = lineage.length === 0 && owner?.text.endsWith("Type") === true;
  if (found === undefined) return isOfTypes && jsonType.test(name) ? name.toLowerCase() : undefined;
  return once(scope.program.folded, `${found.node.id} ${lineage[0]?.node.id}`, () =>
    fold(found.node, { ...scope, path: found.path, lineage }),
  );
}

function foldMember(node: Node, scope: Scope): Value {
  const object = node.childForFieldName("object");
  const name = node.childForFieldName("name")?.text ?? "";
  if (object?.text === "$this") {
    const found = findValue(name, scope.lineage ?? []);
    return found === undefined ? undefined : fold(found.node, { ...scope, path: found.path });
  }
  const value = fold(object, scope);
  if (name === "value") return value;
  return value instanceof Map ? value.get(name) : undefined;
}

function foldCall(node: Node, scope: Scope): Value {
  const owner = node.childForFieldName("object") ?? node.childForFieldName("scope");
  const name = node.childForFieldName("name")?.text ?? "";
  const list = node.childForFieldName("arguments");
  const isOwn = /^(?:\$this|self|static|parent)$/.test(owner?.text ?? "");
  if (isOwn || node.type === "scoped_call_expression") {
    const lineage = owners(owner, scope);
    const method = findMethod(name, lineage);
    if (method !== undefined)
      return callMethod(method, list, isOwn ? (scope.lineage ?? []) : lineage, scope);
    if (name === "cases") return casesOf(lineage[0]);
    const given = foldArguments(list, scope);
    if (/^(?:fromArray|make|create|from|of)$/.test(name)) return madeFrom(given);
    if (/(?:^|\\)JsonSchema$/.test(owner?.text ?? ""))
      return callBuilder(new Map(), name, list, scope);
    return foldLibrary(`${owner?.text.split("\\").at(-1)}::${name}`, given.positional);
  }
  const on = fold(owner, scope);
  if (on instanceof Map && isBuilder(on)) return callBuilder(on, name, list, scope);
  if (/^(?:toArray|all|values|jsonSerialize|value|toString)$/.test(name)) return on;
  return undefined;
}

function callMethod(method: Found, list: Node | null, lineage: Found[], scope: Scope): Value {
  if (scope.calling?.includes(method.node.id) === true) return undefined;
  const { positional, named } = foldArguments(list, scope);
  const bound = new Map<string, Value>();
  const calling = [...(scope.calling ?? []), method.node.id];
  const inner = { ...scope, path: method.path, lineage, calling };
  const parameters = method.node.childForFieldName("parameters")?.namedChildren ?? [];
  parameters.forEach((parameter, index) => {
    const name = parameter.childForFieldName("name")?.text.slice(1) ?? "";
    const isGiven = named.has(name) || index < positional.length;
    const given = named.has(name) ? named.get(name) : positional[index];
    bound.set(name, isGiven ? given : fold(parameter.childForFieldName("default_value"), inner));
  });
  return run(method.node, { ...inner, bound });
}
