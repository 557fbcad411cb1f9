import type { Node } from "web-tree-sitter";
import { bounded, joinTexts, once, parseJson, replaceText, type Value } from "../syntax/value.ts";
import { lookUp } from "./look-up.ts";
import { foldMethod } from "./methods.ts";
import type { Program } from "./program.ts";
import { readInterpolated, readString } from "./strings.ts";

/** Where an expression stands, and what the names around it are bound to. */
export interface Scope {
  program: Program;
  path: string;
  bound?: Map<string, Value>;
  depth: number;
}

const maxDepth = 40;

/** What an expression always comes to; undefined where that cannot be said. */
export function fold(node: Node | null | undefined, outer: Scope): Value {
  if (node === null || node === undefined || outer.depth > maxDepth) return undefined;
  if (--outer.program.fuel.left < 0) return undefined;
  return bounded(foldNode(node, { ...outer, depth: outer.depth + 1 }));
}

function foldNode(node: Node, scope: Scope): Value {
  const text = readString(node);
  if (text !== undefined) return text;
  switch (node.type) {
    case "boolean_literal":
      return node.text === "true";
    case "null_literal":
      return null;
    case "integer_literal":
    case "real_literal":
      return readNumber(node.text);
    case "prefix_unary_expression":
      return foldUnary(node, scope);
    case "interpolated_string_expression":
      return foldInterpolated(node, scope);
    case "binary_expression":
      return foldBinary(node, scope);
    case "parenthesized_expression":
    case "arrow_expression_clause":
    case "argument":
    case "postfix_unary_expression":
      return fold(lastNamed(node), scope);
    case "cast_expression":
      return fold(node.childForFieldName("value"), scope);
    case "identifier":
    case "member_access_expression":
      return foldMember(node, scope);
    case "invocation_expression":
      return foldCall(node, scope);
    case "anonymous_object_creation_expression":
      return foldAnonymous(node, scope);
    case "object_creation_expression":
    case "implicit_object_creation_expression":
      return foldCreation(node, scope);
    case "array_creation_expression":
    case "implicit_array_creation_expression":
      return foldItems(
        node.namedChildren.find((child) => child.type === "initializer_expression"),
        scope,
      );
    case "collection_expression":
    case "element_binding_expression":
    case "initializer_expression":
      return foldItems(node, scope);
    default:
      return undefined;
  }
}

/** Arguments of a call by position and by name. */
export function foldArguments(
  list: Node | null | undefined,
  scope: Scope,
): { positional: Value[]; named: Map<string, Value> } {
  const positional: Value[] = [];
  const named = new Map<string, Value>();
  for (const argument of list?.namedChildren ?? []) {
    if (argument.type !== "argument" && argument.type !== "attribute_argument") continue;
    const inner = lastNamed(argument);
    const name = argument.childForFieldName("name")?.text;
    if (name !== undefined) named.set(name, fold(inner, scope));
    else if (inner?.type === "assignment_expression" && argument.type === "attribute_argument")
      named.set(
        inner.childForFieldName("left")?.text ?? "",
        fold(inner.childForFieldName("right"), scope),
      );
    else positional.push(fold(inner, scope));
  }
  return { positional, named };
}

function lastNamed(node: Node): Node | null {
  return node.namedChildren.findLast((child) => child.type !== "comment") ?? null;
}

function readNumber(text: string): number | undefined {
  const number = Number(text.replaceAll("_", "").replace(/(?<=[\d.])[dfmul]+$/i, ""));
  return Number.isNaN(number) ? undefined : number;
}

function foldUnary(node: Node, scope: Scope): Value {
  const value = fold(lastNamed(node), scope);
  if (node.text.startsWith("-") && typeof value === "number") return -value;
  if (node.text.startsWith("!") && typeof value === "boolean") return !value;
  return undefined;
}

function foldInterpolated(node: Node, scope: Scope): Value {
  let text = "";
  for (const part of readInterpolated(node)) {
    const value = typeof part === "string" ? part : fold(part, scope);
    if (typeof value !== "string" && typeof value !== "number") return undefined;
    text += value;
  }
  return text;
}

/** Chains of `+` lean to the left and may be long: unrolled in a loop. */
function foldBinary(node: Node, scope: Scope): Value {
  const operands: Node[] = [];
  let left: Node | null = node;
  while (left?.type === "binary_expression") {
    const operator = left.childForFieldName("operator")?.text ?? left.child(1)?.text;
    const right = left.childForFieldName("right");
    if (operator === "??" && left === node) return fold(left.childForFieldName("left"), scope);
    if (operator !== "+" || right === null) return undefined;
    operands.unshift(right);
    left = left.childForFieldName("left");
  }
  if (left !== null) operands.unshift(left);
  const values = operands.map((operand) => fold(operand, scope));
  if (values.every((value) => typeof value === "number"))
    return values.reduce((sum, value) => sum + value, 0);
  return joinTexts(values, "");
}

function foldMember(node: Node, scope: Scope): Value {
  if (node.type === "identifier" && scope.bound?.has(node.text)) return scope.bound.get(node.text);
  if (/^(?:System\.)?Environment\.NewLine$/.test(node.text)) return "\n";
  if (/^(?:string|String)\.Empty$/.test(node.text)) return "";
  const found = lookUp(node, scope);
  if (found !== undefined)
    return once(scope.program.folded, String(found.node.id), () =>
      fold(found.node, { program: scope.program, path: found.path, depth: scope.depth }),
    );
  const name = node.childForFieldName("name")?.text;
  if (name === "RootElement") return fold(node.childForFieldName("expression"), scope);
  return undefined;
}

function foldAnonymous(node: Node, scope: Scope): Value {
  const object = new Map<string, Value>();
  const children = node.children;
  for (let index = 0; index < children.length; index++) {
    const child = children[index];
    if (child === undefined || !child.isNamed || child.type === "comment") continue;
    if (child.type === "identifier" && children[index + 1]?.text === "=") {
      object.set(child.text.replace(/^@/, ""), fold(children[index + 2], scope));
      index += 2;
    } else object.set(child.childForFieldName("name")?.text ?? child.text, fold(child, scope));
  }
  return object;
}

function foldCreation(node: Node, scope: Scope): Value {
  const initializer = node.namedChildren.find((child) => child.type === "initializer_expression");
  const list = node.namedChildren.find((child) => child.type === "argument_list");
  const type = node.childForFieldName("type")?.text ?? "";
  if (initializer !== undefined) return foldItems(initializer, scope);
  if (/(?:JsonArray|JsonValue|JArray|JValue)$/.test(type))
    return foldArguments(list, scope).positional;
  return type === "" || /(?:Object|Dictionary|List|Options|Schema)\b/.test(type)
    ? new Map()
    : undefined;
}

/** Entries of an initializer: a map when they have keys, a list otherwise. */
function foldItems(node: Node | undefined, scope: Scope): Value {
  const object = new Map<string, Value>();
  const list: Value[] = [];
  for (const child of node?.namedChildren ?? []) {
    const item = child.type === "argument" ? (lastNamed(child) ?? child) : child;
    if (item.type === "comment") continue;
    if (item.type === "assignment_expression") {
      const left = item.childForFieldName("left");
      const key =
        left?.type === "element_binding_expression"
          ? fold(left.namedChild(0), scope)
          : left?.text.replace(/^@/, "");
      if (typeof key === "string") object.set(key, fold(item.childForFieldName("right"), scope));
    } else if (item.type === "initializer_expression" && node?.type === "initializer_expression") {
      const key = fold(item.namedChild(0), scope);
      if (typeof key === "string") object.set(key, fold(item.namedChild(1), scope));
    } else if (item.type === "range_expression" || item.type === "spread_element") {
      const spread = fold(lastNamed(item), scope);
      list.push(...(Array.isArray(spread) ? spread.slice(0, 1000) : [undefined]));
    } else list.push(fold(item, scope));
  }
  return object.size > 0 ? object : list;
}

function foldCall(node: Node, scope: Scope): Value {
  const called = node.childForFieldName("function");
  const list = node.childForFieldName("arguments");
  if (called === null) return undefined;
  if (called.text === "nameof") return list?.namedChild(0)?.text.split(".").at(-1);
  const { positional } = foldArguments(list, scope);
  const full = called.text.replace(/<[^<>]*>$/, "").replaceAll(/\s/g, "");
  const known = foldLibrary(full, positional);
  if (known !== undefined) return known;
  if (called.type === "member_access_expression") {
    const method = called.childForFieldName("name")?.text ?? "";
    const own = foldOn(method, fold(called.childForFieldName("expression"), scope), positional);
    if (own !== undefined) return own;
  }
  return foldMethod(called, list, scope);
}

function foldLibrary(name: string, values: Value[]): Value {
  const [first] = values;
  if (
    /(?:^|\.)(?:JsonSerializer\.(?:Deserialize|SerializeToElement|SerializeToNode|SerializeToDocument|Serialize)|Json(?:Document|Node|Element|Object)\.Parse(?:Value)?)$/.test(
      name,
    )
  )
    return typeof first === "string" ? parseJson(first) : first;
  if (/^(?:string|String)\.Concat$/.test(name)) return joinTexts(values, "");
  if (/^(?:string|String)\.Join$/.test(name)) {
    const items = Array.isArray(values[1]) ? values[1] : values.slice(1);
    return joinTexts(items, first);
  }
  if (/^(?:string|String)\.Format$/.test(name) && typeof first === "string") {
    const args = values.slice(1);
    if (args.some((value) => typeof value !== "string" && typeof value !== "number"))
      return undefined;
    return first.replaceAll(/\{(\d+)\}/g, (_all, index: string) =>
      String(args[Number(index)] ?? ""),
    );
  }
  return undefined;
}

function foldOn(method: string, on: Value, values: Value[]): Value {
  if (/^(?:Clone|DeepClone|ToArray|ToList|AsObject|ToString|AsReadOnly)$/.test(method)) return on;
  if (typeof on !== "string") return undefined;
  const [from, to] = values;
  switch (method) {
    case "Trim":
      return on.trim();
    case "TrimEnd":
      return on.trimEnd();
    case "TrimStart":
      return on.trimStart();
    case "ToLower":
    case "ToLowerInvariant":
      return on.toLowerCase();
    case "ToUpper":
    case "ToUpperInvariant":
      return on.toUpperCase();
    case "ReplaceLineEndings":
      return on.replaceAll("\r\n", "\n");
    case "Replace":
      return replaceText(on, from, to);
    default:
      return undefined;
  }
}
