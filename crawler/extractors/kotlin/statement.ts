import type { Node } from "web-tree-sitter";
import { childrenOf, flatText, linesOf, maxDepth } from "../jvm/nodes.ts";
import type { Declaration, Expression, Statement } from "../jvm/syntax.ts";
import { lowerExpression } from "./expression.ts";
import { isType, lowerType, variableName } from "./type.ts";

/** The statements of a block. */
export function lowerBlock(node: Node, depth: number, owner?: Declaration): Statement[] {
  return lowerStatements(node, depth, owner);
}

/** The body of a function: a block, or the expression after `=`. */
export function lowerFunctionBody(node: Node, depth: number, owner?: Declaration): Statement[] {
  if (node.type === "block") return lowerStatements(node, depth, owner);
  const [inner] = childrenOf(node);
  if (inner === undefined) return [];
  if (inner.type === "block") return lowerStatements(inner, depth, owner);
  return [{ kind: "return", value: lowerExpression(inner, depth + 1, owner) }];
}

/** The statements among a node's children. */
export function lowerStatements(node: Node, depth: number, owner?: Declaration): Statement[] {
  return childrenOf(node).flatMap((one) => lowerStatement(one, depth + 1, owner));
}

/** The branch of an `if` or `when`, with or without braces. */
export function lowerBranch(
  node: Node | undefined,
  depth: number,
  owner?: Declaration,
): Statement[] {
  if (node === undefined) return [];
  return node.type === "block"
    ? lowerStatements(node, depth + 1, owner)
    : lowerStatement(node, depth + 1, owner);
}

function lowerStatement(node: Node, depth: number, owner?: Declaration): Statement[] {
  if (depth > maxDepth) return [];
  const lower = (child: Node) => lowerExpression(child, depth + 1, owner);
  switch (node.type) {
    case "lambda_parameters":
    case "function_declaration":
    case "class_declaration":
      return [];
    case "property_declaration": {
      const parts = childrenOf(node);
      const variable = parts.find((part) => /^(?:multi_)?variable_declaration$/.test(part.type));
      const value = parts.at(-1);
      if (variable === undefined) return [];
      const type = variable.type.startsWith("multi")
        ? undefined
        : childrenOf(variable).find(isType);
      const delegate = value?.type === "property_delegate" ? childrenOf(value)[0] : value;
      return [
        {
          kind: "local",
          name: variableName(variable),
          ...(type !== undefined ? { type: lowerType(type) } : {}),
          ...(delegate === undefined || value?.id === variable.id
            ? {}
            : { value: lower(delegate) }),
        },
      ];
    }
    case "assignment": {
      const left = node.childForFieldName("left");
      const right = node.childForFieldName("right");
      if (left === null || right === null) return [];
      if (left.type === "index_expression") {
        const [of, index] = childrenOf(left);
        if (of === undefined || index === undefined) return [];
        const args = [{ value: lower(index) }, { value: lower(right) }];
        const call: Expression = {
          kind: "call",
          of: lower(of),
          name: "put",
          args,
          at: linesOf(node),
        };
        return [{ kind: "expression", value: call }];
      }
      return [
        {
          kind: "assign",
          target: lower(left),
          operator: node.childForFieldName("operator")?.type ?? "=",
          value: lower(right),
        },
      ];
    }
    case "return_expression": {
      const value = childrenOf(node).find((child) => child.type !== "label");
      // `return@forEach x` ends the lambda that it stands in.
      return [{ kind: "return", ...(value ? { value: lower(value) } : {}) }];
    }
    case "throw_expression":
      return [{ kind: "throw" }];
    case "for_statement": {
      const [variable, over, body] = childrenOf(node).filter(
        (child) => child.type !== "annotation",
      );
      if (variable === undefined || over === undefined) return [];
      return [
        {
          kind: "loop",
          name: variableName(variable),
          over: lower(over),
          body: lowerBranch(body, depth, owner),
        },
      ];
    }
    case "while_statement":
    case "do_while_statement":
      return [
        {
          kind: "loop",
          body: childrenOf(node)
            .filter((child) => child.type === "block")
            .flatMap((child) => lowerStatements(child, depth + 1, owner)),
        },
      ];
    default:
      return [{ kind: "expression", value: lower(node) }];
  }
}

/** A `when`, with or without a subject. */
export function lowerWhen(node: Node, depth: number, owner?: Declaration): Expression {
  const subject = childrenOf(node).find((child) => child.type === "when_subject");
  const cases = childrenOf(node).flatMap((entry) => {
    if (entry.type !== "when_entry") return [];
    const conditions = entry
      .childrenForFieldName("condition")
      .filter((condition): condition is Node => condition !== null);
    const ids = new Set(conditions.map((condition) => condition.id));
    const body = childrenOf(entry).filter((child) => !ids.has(child.id));
    return [
      {
        label: conditions.length === 0 ? "default" : conditions.map(flatText).join(", "),
        body: body.flatMap((child) => lowerBranch(child, depth + 1, owner)),
      },
    ];
  });
  return {
    kind: "cases",
    text: subject === undefined ? "" : flatText(subject).replace(/^\(|\)$/g, ""),
    cases,
  };
}
