import type { Node } from "web-tree-sitter";
import {
  chain,
  childrenOf,
  flatText,
  linesOf,
  maxDepth,
  parseNumber,
  unescape,
  unknown,
} from "../jvm/nodes.ts";
import { type Argument, type Declaration, declare, type Expression } from "../jvm/syntax.ts";
import { lowerBody } from "./lower.ts";
import { lowerBlock, lowerCases } from "./statement.ts";
import { textBlock } from "./text-block.ts";
import { lowerAnnotation, lowerType } from "./type.ts";

/** An expression of Java; what has no bearing on a value is unknown. */
export function lowerExpression(node: Node, depth: number, owner?: Declaration): Expression {
  if (depth > maxDepth) return unknown;
  const lower = (child: Node | null | undefined): Expression =>
    child ? lowerExpression(child, depth + 1, owner) : unknown;
  const field = (name: string) => node.childForFieldName(name);
  switch (node.type) {
    case "string_literal":
      return {
        kind: "constant",
        value: node.text.startsWith('"""')
          ? textBlock(node.text)
          : unescape(node.text.slice(1, -1)),
      };
    case "character_literal":
      return { kind: "constant", value: unescape(node.text.slice(1, -1)) };
    case "true":
    case "false":
      return { kind: "constant", value: node.type === "true" };
    case "null_literal":
      return { kind: "constant", value: null };
    case "identifier":
    case "type_identifier":
      return { kind: "name", name: node.text };
    case "this":
    case "super":
      return { kind: "self" };
    case "parenthesized_expression":
      return lower(childrenOf(node)[0]);
    case "cast_expression":
      return lower(field("value"));
    case "field_access":
      if (field("field")?.type === "this") return { kind: "self" };
      return { kind: "member", of: lower(field("object")), name: field("field")?.text ?? "" };
    case "scoped_identifier":
      return { kind: "member", of: lower(field("scope")), name: field("name")?.text ?? "" };
    case "method_invocation": {
      const of = field("object");
      return {
        kind: "call",
        ...(of === null ? {} : { of: lower(of) }),
        name: field("name")?.text ?? "",
        args: lowerArguments(field("arguments"), depth + 1, owner),
        at: linesOf(node),
      };
    }
    case "explicit_constructor_invocation":
      return {
        kind: "call",
        name: field("constructor")?.type ?? "super",
        args: lowerArguments(field("arguments"), depth + 1, owner),
        at: linesOf(node),
      };
    case "object_creation_expression":
      return lowerCreation(node, depth, owner);
    case "lambda_expression":
      return lowerLambda(node, depth, owner);
    case "method_reference": {
      const [of] = childrenOf(node);
      const name = node.children.at(-1)?.text ?? "";
      return { kind: "reference", ...(of ? { of: lower(of) } : {}), name, at: linesOf(node) };
    }
    case "class_literal": {
      const [type] = childrenOf(node);
      return type === undefined ? unknown : { kind: "type", type: lowerType(type) };
    }
    case "array_creation_expression":
      return field("value") === null ? unknown : lower(field("value"));
    case "array_initializer":
    case "element_value_array_initializer":
      return { kind: "list", items: childrenOf(node).map(lower) };
    case "annotation":
    case "marker_annotation":
      return { kind: "annotation", annotation: lowerAnnotation(node, depth) };
    case "ternary_expression":
      return {
        kind: "choice",
        test: lower(field("condition")),
        text: field("condition") ? flatText(field("condition") as Node) : "",
        yes: [{ kind: "expression", value: lower(field("consequence")) }],
        no: [{ kind: "expression", value: lower(field("alternative")) }],
      };
    case "switch_expression":
      return lowerCases(node, depth, owner);
    case "assignment_expression":
    case "update_expression":
      return unknown;
    case "unary_expression": {
      const operand = lower(field("operand"));
      const operator = field("operator")?.type;
      if (operator === "!") return { kind: "not", of: operand };
      if (operator !== "-" || operand.kind !== "constant") return unknown;
      return typeof operand.value === "number" ? { ...operand, value: -operand.value } : unknown;
    }
    case "binary_expression": {
      const { first, rest } = chain(node, (one) => one.type === "binary_expression");
      return rest.reduce<Expression>(
        (left, { operator, right }) => ({ kind: "binary", operator, left, right: lower(right) }),
        lower(first),
      );
    }
    default: {
      const value = node.type.endsWith("_literal") ? parseNumber(node.text) : undefined;
      return value === undefined ? unknown : { kind: "constant", value };
    }
  }
}

/** The arguments of a call, in order. */
export function lowerArguments(
  node: Node | null,
  depth: number,
  owner: Declaration | undefined,
): Argument[] {
  return node === null
    ? []
    : childrenOf(node).map((arg) => ({ value: lowerExpression(arg, depth, owner) }));
}

function lowerCreation(node: Node, depth: number, owner: Declaration | undefined): Expression {
  const type = node.childForFieldName("type");
  if (type === null) return unknown;
  const ref = lowerType(type);
  const at = linesOf(node);
  const args = lowerArguments(node.childForFieldName("arguments"), depth + 1, owner);
  const body = childrenOf(node).find((child) => child.type === "class_body");
  if (body === undefined || owner === undefined) return { kind: "new", type: ref, args, at };
  const anonymous = declare("class", "", owner.file, at);
  anonymous.outer = owner;
  anonymous.supers = [ref];
  anonymous.superArgs = args;
  lowerBody(body, anonymous, depth + 10);
  return { kind: "new", type: ref, args, body: anonymous, at };
}

function lowerLambda(node: Node, depth: number, owner: Declaration | undefined): Expression {
  const parameters = node.childForFieldName("parameters");
  const body = node.childForFieldName("body");
  const names =
    parameters === null
      ? []
      : parameters.type === "identifier"
        ? [parameters.text]
        : childrenOf(parameters).map((one) => one.childForFieldName("name")?.text ?? one.text);
  return {
    kind: "lambda",
    parameters: names,
    body:
      body === null
        ? []
        : body.type === "block"
          ? lowerBlock(body, depth + 1, owner)
          : [{ kind: "return", value: lowerExpression(body, depth + 1, owner) }],
    at: linesOf(node),
  };
}
