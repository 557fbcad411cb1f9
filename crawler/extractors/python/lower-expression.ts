import type { Node } from "web-tree-sitter";
import { decodeEscapes } from "./literal.ts";
import { lowerArguments } from "./lower-signature.ts";
import { maxNesting, type Lowering } from "./parse.ts";
import type { Clause, Expression } from "./syntax.ts";

const nothing: Expression = { kind: "other", type: "missing" };

/** The 1-based line on which a node starts. */
export function lineOf(node: Node, context: Lowering): number {
  return node.startPosition.row + 1 + context.offset;
}

/** The node's children that mean something. */
export function meaningful(node: Node): Node[] {
  return node.namedChildren.filter(
    (child) => child.type !== "comment" && child.type !== "line_continuation",
  );
}

/** Lowers one expression; what is too deep or not understood becomes `other`. */
export function lowerExpression(
  node: Node | null | undefined,
  context: Lowering,
  nesting: number,
): Expression {
  if (!node || nesting > maxNesting) return nothing;
  const lower = (child: Node | null | undefined): Expression =>
    lowerExpression(child, context, nesting + 1);
  const field = (name: string): Expression => lower(node.childForFieldName(name));
  switch (node.type) {
    case "identifier":
      return { kind: "name", name: node.text };
    case "string":
      return lowerString(node, context, nesting);
    case "concatenated_string": {
      const parts = meaningful(node).map(lower);
      if (parts.every((part) => part.kind === "text"))
        return { kind: "text", value: parts.map((part) => part.value).join("") };
      return { kind: "format", parts };
    }
    case "integer":
    case "float":
      return { kind: "number", value: Number(node.text.replaceAll("_", "")) };
    case "true":
    case "false":
      return { kind: "constant", value: node.type === "true" };
    case "none":
      return { kind: "constant", value: null };
    case "ellipsis":
      return { kind: "ellipsis" };
    case "attribute":
      return {
        kind: "attribute",
        of: field("object"),
        name: node.childForFieldName("attribute")?.text ?? "",
        line: lineOf(node, context),
      };
    case "call":
      return lowerCall(node, context, nesting);
    case "parenthesized_expression":
    case "type":
    case "await":
    case "dotted_name":
      return node.type === "dotted_name" ? lowerDotted(node, context) : lower(meaningful(node)[0]);
    case "list":
    case "list_pattern":
      return { kind: "list", type: "list", items: meaningful(node).map(lower) };
    case "tuple":
    case "tuple_pattern":
    case "pattern_list":
    case "expression_list":
      return { kind: "list", type: "tuple", items: meaningful(node).map(lower) };
    case "set":
      return { kind: "list", type: "set", items: meaningful(node).map(lower) };
    case "dictionary":
      return {
        kind: "dict",
        entries: meaningful(node).map((entry) => lowerEntry(entry, lower)),
        line: lineOf(node, context),
      };
    case "subscript": {
      const indexes = node
        .childrenForFieldName("subscript")
        .filter((child) => child !== null)
        .map(lower);
      return { kind: "index", of: field("value"), index: single(indexes) };
    }
    case "generic_type":
      return lowerGeneric(node, lower);
    case "union_type": {
      const [left, right] = meaningful(node).map(lower);
      return { kind: "binary", operator: "|", left: left ?? nothing, right: right ?? nothing };
    }
    case "member_type": {
      const [of, name] = meaningful(node);
      return {
        kind: "attribute",
        of: lower(of),
        name: name?.text ?? "",
        line: lineOf(node, context),
      };
    }
    case "slice":
      return lowerSlice(node, lower);
    case "binary_operator":
    case "boolean_operator":
      return {
        kind: "binary",
        operator: node.childForFieldName("operator")?.type ?? "",
        left: field("left"),
        right: field("right"),
      };
    case "unary_operator":
      return {
        kind: "unary",
        operator: node.childForFieldName("operator")?.type ?? "",
        operand: field("argument"),
      };
    case "not_operator":
      return { kind: "unary", operator: "not", operand: field("argument") };
    case "comparison_operator":
      return lowerComparison(node, lower);
    case "conditional_expression": {
      const [first, test, otherwise] = meaningful(node).map(lower);
      return {
        kind: "choose",
        test: test ?? nothing,
        first: first ?? nothing,
        otherwise: otherwise ?? nothing,
      };
    }
    case "lambda":
      return { kind: "lambda", callable: context.callable(node, nesting) };
    case "list_comprehension":
    case "generator_expression":
    case "set_comprehension":
    case "dictionary_comprehension":
      return lowerComprehension(node, lower);
    case "list_splat":
    case "list_splat_pattern":
      return { kind: "star", value: lower(meaningful(node)[0]) };
    case "named_expression":
      return {
        kind: "walrus",
        name: node.childForFieldName("name")?.text ?? "",
        value: field("value"),
      };
    case "yield": {
      const value = meaningful(node)[0];
      const from = node.children.some((child) => child.type === "from");
      return value === undefined
        ? { kind: "yield", from }
        : { kind: "yield", value: lower(value), from };
    }
    case "as_pattern_target":
      return lower(meaningful(node)[0]);
    default:
      return { kind: "other", type: node.type };
  }
}

function lowerCall(node: Node, context: Lowering, nesting: number): Expression {
  const callee = lowerExpression(node.childForFieldName("function"), context, nesting + 1);
  // The line of the name that is called, not of the start of a long chain.
  const line = callee.kind === "attribute" ? callee.line : lineOf(node, context);
  return {
    kind: "call",
    callee,
    arguments: lowerArguments(node.childForFieldName("arguments"), context, nesting),
    line,
  };
}

function lowerString(node: Node, context: Lowering, nesting: number): Expression {
  const prefix = (
    node.namedChildren.find((child) => child.type === "string_start")?.text ?? ""
  ).toLowerCase();
  const formatted = /^[a-z]*[ft]/.test(prefix);
  const raw = /^[a-z]*r/.test(prefix);
  if (/^[a-z]*b/.test(prefix)) return { kind: "other", type: "bytes" };
  const parts: Expression[] = [];
  for (const child of node.namedChildren) {
    if (child.type === "interpolation") parts.push(lowerInterpolation(child, context, nesting + 1));
    if (child.type !== "string_content") continue;
    const text = raw ? child.text : decodeEscapes(child.text);
    parts.push({
      kind: "text",
      value: formatted ? text.replaceAll("{{", "{").replaceAll("}}", "}") : text,
    });
  }
  if (parts.every((part) => part.kind === "text"))
    return { kind: "text", value: parts.map((part) => part.value).join("") };
  return { kind: "format", parts };
}

/** `{value!r:>8}`: the value, as `repr` and `format` would write it. */
function lowerInterpolation(node: Node, context: Lowering, nesting: number): Expression {
  const value = lowerExpression(node.childForFieldName("expression"), context, nesting);
  const conversion = node.childForFieldName("type_conversion")?.text;
  const specifier = node.childForFieldName("format_specifier")?.text.slice(1);
  const line = lineOf(node, context);
  const call = (name: string, ...given: Expression[]): Expression => ({
    kind: "call",
    callee: { kind: "name", name },
    arguments: given.map((each) => ({ value: each })),
    line,
  });
  const converted = conversion === "!r" ? call("repr", value) : value;
  return specifier === undefined || specifier === ""
    ? converted
    : call("format", converted, { kind: "text", value: specifier });
}

function lowerDotted(node: Node, context: Lowering): Expression {
  const [first, ...rest] = node.text.split(".");
  let value: Expression = { kind: "name", name: first ?? "" };
  for (const name of rest)
    value = { kind: "attribute", of: value, name, line: lineOf(node, context) };
  return value;
}

function lowerEntry(
  entry: Node,
  lower: (node: Node | null | undefined) => Expression,
): { key?: Expression; value: Expression } {
  if (entry.type !== "pair") return { value: lower(meaningful(entry)[0]) };
  return {
    key: lower(entry.childForFieldName("key")),
    value: lower(entry.childForFieldName("value")),
  };
}

function lowerGeneric(
  node: Node,
  lower: (node: Node | null | undefined) => Expression,
): Expression {
  const [of, parameters] = meaningful(node);
  return {
    kind: "index",
    of: lower(of),
    index: single(parameters ? meaningful(parameters).map(lower) : []),
  };
}

function lowerSlice(node: Node, lower: (node: Node | null | undefined) => Expression): Expression {
  const ends: (Node | undefined)[] = [undefined, undefined, undefined];
  let position = 0;
  for (const child of node.children) {
    if (child.type === ":") position += 1;
    else ends[position] = child;
  }
  const [from, to, step] = ends;
  return {
    kind: "slice",
    ...(from && { from: lower(from) }),
    ...(to && { to: lower(to) }),
    stepped: step !== undefined,
  };
}

function lowerComparison(
  node: Node,
  lower: (node: Node | null | undefined) => Expression,
): Expression {
  const operands = meaningful(node);
  const operators = node
    .childrenForFieldName("operators")
    .flatMap((child) => (child ? [child.text.replace(/\s+/g, " ")] : []));
  const [first, ...rest] = operands.map(lower);
  return {
    kind: "compare",
    first: first ?? nothing,
    rest: rest.map((right, index) => ({ operator: operators[index] ?? "", right })),
  };
}

function lowerComprehension(
  node: Node,
  lower: (node: Node | null | undefined) => Expression,
): Expression {
  const body = node.childForFieldName("body");
  const clauses: Clause[] = [];
  for (const child of meaningful(node)) {
    if (child.type === "for_in_clause") {
      clauses.push({
        target: lower(child.childForFieldName("left")),
        iterable: lower(child.childForFieldName("right")),
        conditions: [],
      });
    }
    const test = child.type === "if_clause" ? meaningful(child)[0] : undefined;
    if (test) clauses.at(-1)?.conditions.push({ test: lower(test), text: words(test) });
  }
  if (node.type === "dictionary_comprehension") {
    return {
      kind: "comprehension",
      type: "dict",
      key: lower(body?.childForFieldName("key")),
      element: lower(body?.childForFieldName("value")),
      clauses,
    };
  }
  return {
    kind: "comprehension",
    type: node.type === "set_comprehension" ? "set" : "list",
    element: lower(body),
    clauses,
  };
}

function single(items: Expression[]): Expression {
  const [only] = items;
  return items.length === 1 && only ? only : { kind: "list", type: "tuple", items };
}

/** What a part of the source says, on one line, for people to read. */
export function words(node: Node | null): string {
  return (node?.text ?? "").replace(/\s+/g, " ").slice(0, 200);
}
