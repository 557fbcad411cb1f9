import type { Node } from "web-tree-sitter";
import { childrenOf, flatText, maxDepth } from "../jvm/nodes.ts";
import type { Declaration, Expression, Statement } from "../jvm/syntax.ts";
import { lowerExpression } from "./expression.ts";
import { lowerType } from "./type.ts";

/** The statements of a block. */
export function lowerBlock(node: Node, depth: number, owner?: Declaration): Statement[] {
  return childrenOf(node).flatMap((one) => lowerStatement(one, depth + 1, owner));
}

function lowerStatement(node: Node, depth: number, owner?: Declaration): Statement[] {
  if (depth > maxDepth) return [];
  const field = (name: string) => node.childForFieldName(name);
  const lower = (child: Node) => lowerExpression(child, depth + 1, owner);
  const body = (child: Node | null) =>
    child === null ? [] : lowerStatement(child, depth + 1, owner);
  switch (node.type) {
    case "block":
    case "constructor_body":
      return lowerBlock(node, depth, owner);
    case "expression_statement": {
      const [inner] = childrenOf(node);
      return inner === undefined ? [] : lowerInner(inner, depth, owner);
    }
    case "explicit_constructor_invocation":
      return [{ kind: "expression", value: lower(node) }];
    case "local_variable_declaration":
      return lowerLocals(node, depth, owner);
    case "yield_statement": {
      const [value] = childrenOf(node);
      return value === undefined ? [] : [{ kind: "expression", value: lower(value) }];
    }
    case "return_statement": {
      const [value] = childrenOf(node);
      return [{ kind: "return", ...(value ? { value: lower(value) } : {}) }];
    }
    case "throw_statement":
      return [{ kind: "throw" }];
    case "if_statement": {
      const condition = field("condition");
      const test = condition === null ? null : (childrenOf(condition)[0] ?? null);
      if (test === null) return [];
      const choice: Expression = {
        kind: "choice",
        test: lower(test),
        text: flatText(test),
        yes: body(field("consequence")),
        no: body(field("alternative")),
      };
      return [{ kind: "expression", value: choice }];
    }
    case "enhanced_for_statement": {
      const over = field("value");
      const type = field("type");
      return [
        {
          kind: "loop",
          name: field("name")?.text ?? "",
          ...(type === null ? {} : { type: lowerType(type) }),
          ...(over === null ? {} : { over: lower(over) }),
          body: body(field("body")),
        },
      ];
    }
    case "for_statement":
    case "while_statement":
    case "do_statement":
      return [
        ...childrenOf(node)
          .filter((child) => child.type === "local_variable_declaration")
          .flatMap((child) => lowerLocals(child, depth, owner).map(withoutValue)),
        { kind: "loop", body: body(field("body")) },
      ];
    case "try_statement":
    case "try_with_resources_statement": {
      const resources = field("resources");
      const last = childrenOf(node).at(-1);
      return [
        ...(resources === null ? [] : lowerResources(resources, depth, owner)),
        ...body(field("body")),
        ...(last?.type === "finally_clause" ? lowerBlock(last, depth, owner) : []),
      ];
    }
    case "synchronized_statement":
    case "labeled_statement":
      return body(childrenOf(node).at(-1) ?? null);
    case "switch_expression":
      return [{ kind: "expression", value: lowerCases(node, depth, owner) }];
    default:
      return [];
  }
}

/** The counter of a loop has no single value. */
function withoutValue(statement: Statement): Statement {
  return statement.kind === "local" ? { kind: "local", name: statement.name } : statement;
}

function lowerInner(node: Node, depth: number, owner?: Declaration): Statement[] {
  if (node.type === "assignment_expression") {
    const left = node.childForFieldName("left");
    const right = node.childForFieldName("right");
    if (left === null || right === null) return [];
    return [
      {
        kind: "assign",
        target: lowerExpression(left, depth + 1, owner),
        operator: node.childForFieldName("operator")?.type ?? "=",
        value: lowerExpression(right, depth + 1, owner),
      },
    ];
  }
  if (node.type === "switch_expression" || !node.type.endsWith("_statement"))
    return [{ kind: "expression", value: lowerExpression(node, depth + 1, owner) }];
  return lowerStatement(node, depth + 1, owner);
}

function lowerLocals(node: Node, depth: number, owner?: Declaration): Statement[] {
  const type = node.childForFieldName("type");
  return node.childrenForFieldName("declarator").flatMap((one): Statement[] => {
    const name = one?.childForFieldName("name")?.text;
    const value = one?.childForFieldName("value");
    if (name === undefined) return [];
    return [
      {
        kind: "local",
        name,
        ...(type === null || type.text === "var" ? {} : { type: lowerType(type) }),
        ...(value ? { value: lowerExpression(value, depth + 1, owner) } : {}),
      },
    ];
  });
}

function lowerResources(node: Node, depth: number, owner?: Declaration): Statement[] {
  return childrenOf(node).flatMap((one): Statement[] => {
    const name = one.childForFieldName("name")?.text;
    const value = one.childForFieldName("value");
    if (name === undefined || value === null) return [];
    return [{ kind: "local", name, value: lowerExpression(value, depth + 1, owner) }];
  });
}

/** A `switch`, as statement or expression. */
export function lowerCases(node: Node, depth: number, owner?: Declaration): Expression {
  const subject = node.childForFieldName("condition");
  const body = node.childForFieldName("body");
  const cases = childrenOf(body ?? node).flatMap((group) => {
    if (!/^switch_(?:rule|block_statement_group)$/.test(group.type)) return [];
    const parts = childrenOf(group);
    const labels = parts.filter((part) => part.type === "switch_label");
    const rest = parts.filter((part) => part.type !== "switch_label");
    return [
      {
        label: labels.map((label) => flatText(label).replace(/^case /, "")).join(", "),
        body: rest.flatMap((part) => lowerStatement(part, depth + 1, owner)),
      },
    ];
  });
  return { kind: "cases", text: subject === null ? "" : flatText(subject), cases };
}
