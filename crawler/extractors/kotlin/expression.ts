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
import {
  type Argument,
  type Declaration,
  declare,
  type Expression,
  type Lines,
} from "../jvm/syntax.ts";
import { lowerInside } from "./lower.ts";
import { lowerBlock, lowerBranch, lowerStatements, lowerWhen } from "./statement.ts";
import { lowerString } from "./string.ts";
import { isType, lowerType, variableName } from "./type.ts";

/** An expression of Kotlin; what has no bearing on a value is unknown. */
export function lowerExpression(node: Node, depth: number, owner?: Declaration): Expression {
  if (depth > maxDepth) return unknown;
  const lower = (child: Node | null | undefined): Expression =>
    child ? lowerExpression(child, depth + 1, owner) : unknown;
  const field = (name: string) => node.childForFieldName(name);
  switch (node.type) {
    case "string_literal":
    case "multiline_string_literal":
      return lowerString(node, lower);
    case "character_literal":
      return { kind: "constant", value: unescape(node.text.slice(1, -1)) };
    case "identifier":
      return lowerIdentifier(node.text);
    case "this_expression":
    case "super_expression":
      return { kind: "self" };
    case "parenthesized_expression":
    case "spread_expression":
    case "annotated_expression":
    case "labeled_expression":
      return lower(childrenOf(node).at(-1));
    case "as_expression":
      return lower(field("left"));
    case "navigation_expression": {
      const parts = childrenOf(node);
      return { kind: "member", of: lower(parts[0]), name: nameOf(parts.at(-1)) };
    }
    case "index_expression": {
      const [of, index] = childrenOf(node);
      return {
        kind: "call",
        of: lower(of),
        name: "get",
        args: [{ value: lower(index) }],
        at: linesOf(node),
      };
    }
    case "call_expression":
      return lowerCall(node, depth, owner);
    case "infix_expression": {
      const [left, name, right] = childrenOf(node);
      return {
        kind: "call",
        of: lower(left),
        name: nameOf(name),
        args: [{ value: lower(right) }],
        at: linesOf(node),
      };
    }
    case "lambda_literal":
      return lowerLambda(node, depth, owner);
    case "annotated_lambda":
      return lower(childrenOf(node).find((child) => child.type === "lambda_literal"));
    case "anonymous_function": {
      const body = childrenOf(node).find((child) => child.type === "function_body");
      return {
        kind: "lambda",
        parameters: [],
        body: body === undefined ? [] : lowerStatements(body, depth + 1, owner),
        at: linesOf(node),
      };
    }
    case "callable_reference": {
      const parts = childrenOf(node);
      const last = node.children.at(-1);
      if (last?.type === "class") {
        const [type] = parts;
        if (type === undefined) return unknown;
        return { kind: "type", type: isType(type) ? lowerType(type) : typeNamed(type.text) };
      }
      const [of] = parts.length > 1 ? parts : [];
      return {
        kind: "reference",
        ...(of === undefined
          ? {}
          : { of: isType(of) ? ({ kind: "type", type: lowerType(of) } as const) : lower(of) }),
        name: nameOf(last ?? undefined),
        at: linesOf(node),
      };
    }
    case "object_literal": {
      const at = linesOf(node);
      if (owner === undefined) return unknown;
      const anonymous = declare("class", "", owner.file, at);
      anonymous.outer = owner;
      lowerInside(node, anonymous, depth);
      const type = anonymous.supers[0] ?? typeNamed("Any");
      return { kind: "new", type, args: anonymous.superArgs, body: anonymous, at };
    }
    case "collection_literal":
      return { kind: "list", items: childrenOf(node).map(lower) };
    case "if_expression": {
      const test = field("condition");
      const [then, otherwise] = branchesOf(node);
      return {
        kind: "choice",
        test: lower(test),
        text: test === null ? "" : flatText(test),
        yes: lowerBranch(then, depth, owner),
        no: lowerBranch(otherwise, depth, owner),
      };
    }
    case "when_expression":
      return lowerWhen(node, depth, owner);
    case "try_expression": {
      const block = childrenOf(node).find((child) => child.type === "block");
      return block === undefined
        ? unknown
        : { kind: "block", body: lowerBlock(block, depth + 1, owner) };
    }
    case "unary_expression": {
      const argument = lower(field("argument"));
      const operator = field("operator")?.type;
      if (operator === "!!") return argument;
      if (operator === "!") return { kind: "not", of: argument };
      if (operator !== "-" || argument.kind !== "constant") return unknown;
      return typeof argument.value === "number" ? { ...argument, value: -argument.value } : unknown;
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

function branchesOf(node: Node): [Node | undefined, Node | undefined] {
  const condition = node.childForFieldName("condition");
  const elseAt = node.children.find((child) => child?.type === "else")?.startIndex ?? Infinity;
  const after = childrenOf(node).filter((child) => child.id !== condition?.id);
  return [
    after.find((child) => child.startIndex < elseAt),
    after.find((child) => child.startIndex > elseAt),
  ];
}

function lowerIdentifier(text: string): Expression {
  if (text === "true" || text === "false") return { kind: "constant", value: text === "true" };
  if (text === "null") return { kind: "constant", value: null };
  return { kind: "name", name: text.replaceAll("`", "") };
}

function nameOf(node: Node | undefined): string {
  return node?.text.replaceAll("`", "") ?? "";
}

function typeNamed(name: string) {
  return { name, args: [], nullable: false };
}

/** A call with its trailing lambda, which the grammar makes a call of the call. */
function lowerCall(node: Node, depth: number, owner: Declaration | undefined): Expression {
  const parts = childrenOf(node);
  const args = lowerArguments(
    parts.find((part) => part.type === "value_arguments"),
    depth + 1,
    owner,
  );
  const types = parts.find((part) => part.type === "type_arguments");
  if (types !== undefined)
    for (const projection of childrenOf(types)) {
      const type = childrenOf(projection).find(isType);
      if (type !== undefined)
        args.push({ name: "<>", value: { kind: "type", type: lowerType(type) } });
    }
  const lambda = parts.find((part) => part.type === "annotated_lambda");
  if (lambda !== undefined) args.push({ value: lowerExpression(lambda, depth + 1, owner) });
  const [callee] = parts;
  if (callee === undefined) return unknown;
  if (lambda !== undefined && callee.type === "call_expression") {
    const inner = lowerExpression(callee, depth + 1, owner);
    if (
      inner.kind === "call" &&
      !inner.args.some(
        (arg) =>
          arg.name === undefined &&
          arg.value.kind === "lambda" &&
          arg.value.at.endLine > linesOf(callee).endLine,
      )
    )
      return { ...inner, args: [...inner.args, ...args], at: linesOf(node) };
  }
  const at = linesOf(node);
  if (callee.type === "navigation_expression") {
    const of = childrenOf(callee)[0];
    const name = nameOf(childrenOf(callee).at(-1));
    return {
      kind: "call",
      ...(of === undefined ? {} : { of: lowerExpression(of, depth + 1, owner) }),
      name,
      args,
      at,
    };
  }
  if (callee.type === "identifier") return { kind: "call", name: nameOf(callee), args, at };
  if (types !== undefined && /^(?:infix|binary)_expression$/.test(callee.type))
    return calledAtEnd(lowerExpression(callee, depth + 1, owner), args, at);
  return { kind: "call", of: lowerExpression(callee, depth + 1, owner), name: "invoke", args, at };
}

/** `a to f<T>()`, which the grammar takes for a call of `a to f`. */
function calledAtEnd(operation: Expression, args: Argument[], at: Lines): Expression {
  const call = (called: Expression): Expression =>
    called.kind === "name"
      ? { kind: "call", name: called.name, args, at }
      : called.kind === "member"
        ? { kind: "call", of: called.of, name: called.name, args, at }
        : { kind: "call", of: called, name: "invoke", args, at };
  if (operation.kind === "binary") return { ...operation, right: call(operation.right) };
  const right = operation.kind === "call" ? operation.args.at(-1) : undefined;
  return operation.kind === "call" && right !== undefined
    ? { ...operation, args: [{ ...right, value: call(right.value) }] }
    : call(operation);
}

/** The arguments of a call, in order; a named one with its name. */
export function lowerArguments(
  node: Node | undefined,
  depth: number,
  owner: Declaration | undefined,
): Argument[] {
  if (node === undefined) return [];
  return childrenOf(node).flatMap((arg): Argument[] => {
    const parts = childrenOf(arg);
    const value = parts.at(-1);
    if (value === undefined) return [];
    const lowered = lowerExpression(value, depth, owner);
    const isNamed = parts.length > 1 && arg.children.some((child) => child?.type === "=");
    return [isNamed ? { name: nameOf(parts[0]), value: lowered } : { value: lowered }];
  });
}

function lowerLambda(node: Node, depth: number, owner: Declaration | undefined): Expression {
  const list = childrenOf(node).find((child) => child.type === "lambda_parameters");
  const parameters = childrenOf(list ?? node).flatMap((one) =>
    list === undefined ? [] : [variableName(one)],
  );
  return {
    kind: "lambda",
    parameters,
    body: lowerStatements(node, depth + 1, owner),
    at: linesOf(node),
  };
}
