import type { Node } from "web-tree-sitter";
import { atOf, maxNesting, type Lowering } from "./lower.ts";
import { isTypeNode, lowerType, lowerTypeArguments, named } from "./lower-type.ts";
import type { Element, Expression } from "./syntax.ts";
import { writtenName } from "./new-value.ts";
import { unquote } from "./unquote.ts";

/** An expression; unknown when it is nested too deeply or broken. */
export function lowerExpression(
  node: Node | null,
  lowering: Lowering,
  nesting: number,
): Expression {
  if (node === null || nesting > maxNesting) return { k: "unknown" };
  const inner = (name: string) =>
    lowerExpression(node.childForFieldName(name), lowering, nesting + 1);
  switch (node.type) {
    case "interpreted_string_literal":
    case "raw_string_literal":
    case "rune_literal":
    case "int_literal":
    case "float_literal":
      return { k: "literal", value: literal(node) };
    case "identifier":
    case "true":
    case "false":
    case "nil":
    case "iota":
    case "package_identifier":
      return { k: "name", name: writtenName(node.text) };
    case "parenthesized_expression":
      return lowerExpression(named(node)[0] ?? null, lowering, nesting + 1);
    case "selector_expression":
      return {
        k: "select",
        of: inner("operand"),
        name: node.childForFieldName("field")?.text ?? "",
      };
    case "index_expression":
      return lowerIndex(node, lowering, nesting);
    case "type_instantiation_expression": {
      const [of, ...types] = named(node);
      return {
        k: "instantiate",
        of: lowerExpression(of ?? null, lowering, nesting + 1),
        types: types.map((type) => lowerType(type, lowering, nesting + 1)),
      };
    }
    case "slice_expression": {
      const from = node.childForFieldName("start");
      const to = node.childForFieldName("end");
      return {
        k: "slice",
        of: inner("operand"),
        ...(from && { from: lowerExpression(from, lowering, nesting + 1) }),
        ...(to && { to: lowerExpression(to, lowering, nesting + 1) }),
      };
    }
    case "call_expression":
      return lowerCall(node, lowering, nesting);
    case "type_conversion_expression":
      return {
        k: "call",
        callee: lowerTypeValue(node.childForFieldName("type"), lowering, nesting),
        arguments: [inner("operand")],
        spread: false,
        at: atOf(node, lowering),
      };
    case "composite_literal":
      return {
        k: "composite",
        type: lowerType(node.childForFieldName("type"), lowering, nesting + 1),
        elements: lowerElements(node.childForFieldName("body"), lowering, nesting + 1),
        at: atOf(node, lowering),
      };
    case "literal_value":
      return {
        k: "composite",
        elements: lowerElements(node, lowering, nesting + 1),
        at: atOf(node, lowering),
      };
    case "literal_element":
      return lowerExpression(named(node)[0] ?? null, lowering, nesting + 1);
    case "func_literal":
      return { k: "func", callable: lowering.callable(node, nesting + 1) };
    case "unary_expression":
      return {
        k: "unary",
        operator: node.childForFieldName("operator")?.text ?? "",
        value: inner("operand"),
      };
    case "binary_expression":
      return lowerBinary(node, lowering, nesting);
    case "type_assertion_expression":
      return {
        k: "assert",
        of: inner("operand"),
        type: lowerType(node.childForFieldName("type"), lowering, nesting + 1),
      };
    default:
      return isTypeNode(node) ? lowerTypeValue(node, lowering, nesting) : { k: "unknown" };
  }
}

/** `a + b + c …` is nested as deeply as it is long: its left side is walked, not recursed into. */
function lowerBinary(node: Node, lowering: Lowering, nesting: number): Expression {
  const chain: Node[] = [];
  let left: Node | null = node;
  while (left?.type === "binary_expression" && chain.length < 5_000) {
    chain.push(left);
    left = left.childForFieldName("left");
  }
  let result = lowerExpression(left, lowering, nesting + 1);
  for (const step of chain.toReversed())
    result = {
      k: "binary",
      operator: step.childForFieldName("operator")?.text ?? "",
      left: result,
      right: lowerExpression(step.childForFieldName("right"), lowering, nesting + 1),
    };
  return result;
}

function lowerIndex(node: Node, lowering: Lowering, nesting: number): Expression {
  const of = lowerExpression(node.childForFieldName("operand"), lowering, nesting + 1);
  const index = node.childForFieldName("index");
  return { k: "index", of, index: lowerExpression(index, lowering, nesting + 1) };
}

function lowerCall(node: Node, lowering: Lowering, nesting: number): Expression {
  const callee = lowerExpression(node.childForFieldName("function"), lowering, nesting + 1);
  const types = node.childForFieldName("type_arguments");
  const list = named(node.childForFieldName("arguments"));
  const last = list.at(-1);
  const spread = last?.type === "variadic_argument";
  return {
    k: "call",
    callee:
      types === null
        ? callee
        : { k: "instantiate", of: callee, types: lowerTypeArguments(types, lowering, nesting) },
    arguments: list.map((child) =>
      lowerExpression(
        child.type === "variadic_argument" ? (named(child)[0] ?? null) : child,
        lowering,
        nesting + 1,
      ),
    ),
    spread,
    at: atOf(node, lowering),
  };
}

/** `T[int](x)` reads as a conversion, and is a call of a generic function as often. */
function lowerTypeValue(node: Node | null, lowering: Lowering, nesting: number): Expression {
  if (node?.type === "type_identifier") return { k: "name", name: node.text };
  if (node?.type === "qualified_type") return qualified(node);
  if (node?.type === "generic_type") {
    const of = node.childForFieldName("type");
    return {
      k: "instantiate",
      of: of?.type === "qualified_type" ? qualified(of) : { k: "name", name: of?.text ?? "" },
      types: lowerTypeArguments(node.childForFieldName("type_arguments"), lowering, nesting),
    };
  }
  return { k: "type", type: lowerType(node, lowering, nesting + 1) };
}

function qualified(node: Node): Expression {
  return {
    k: "select",
    of: { k: "name", name: node.childForFieldName("package")?.text ?? "" },
    name: node.childForFieldName("name")?.text ?? "",
  };
}

function lowerElements(node: Node | null, lowering: Lowering, nesting: number): Element[] {
  return named(node).flatMap((child): Element[] => {
    if (child.type === "keyed_element") {
      const [key, value] = named(child);
      return [
        {
          key: lowerExpression(key ?? null, lowering, nesting + 1),
          value: lowerExpression(value ?? null, lowering, nesting + 1),
        },
      ];
    }
    return [{ value: lowerExpression(child, lowering, nesting + 1) }];
  });
}

function literal(node: Node): string | number {
  const { text } = node;
  if (node.type === "int_literal" || node.type === "float_literal") {
    const digits = text.replaceAll("_", "");
    return Number(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  }
  const value = unquote(text);
  return node.type === "rune_literal" ? (value.codePointAt(0) ?? 0) : value;
}
