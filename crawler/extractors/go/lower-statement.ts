import type { Node } from "web-tree-sitter";
import { lowerExpression } from "./lower-expression.ts";
import { lowerType, lowerTypeParameters, named } from "./lower-type.ts";
import { maxNesting, type Lowering } from "./lower.ts";
import type { Case, Expression, Statement, TypeDeclaration } from "./syntax.ts";

/** The statements of a block, in order. */
export function lowerBlock(node: Node | null, lowering: Lowering, nesting: number): Statement[] {
  if (node === null || nesting > maxNesting) return [];
  const children = named(node);
  const list =
    children.length === 1 && children[0]?.type === "statement_list" ? named(children[0]) : children;
  return list.flatMap((child) => lowerStatement(child, lowering, nesting + 1));
}

/** A `type` declaration's specifications. */
export function lowerTypeDeclaration(
  node: Node,
  lowering: Lowering,
  nesting: number,
): TypeDeclaration[] {
  return named(node).flatMap((spec): TypeDeclaration[] => {
    if (spec.type !== "type_spec" && spec.type !== "type_alias") return [];
    return [
      {
        name: spec.childForFieldName("name")?.text ?? "",
        typeParameters: lowerTypeParameters(spec.childForFieldName("type_parameters")),
        type: lowerType(spec.childForFieldName("type"), lowering, nesting + 1),
        alias: spec.type === "type_alias",
      },
    ];
  });
}

function lowerStatement(node: Node, lowering: Lowering, nesting: number): Statement[] {
  if (nesting > maxNesting) return [];
  const expression = (name: string) =>
    lowerExpression(node.childForFieldName(name), lowering, nesting + 1);
  const block = (name: string) => lowerBlock(node.childForFieldName(name), lowering, nesting + 1);
  switch (node.type) {
    case "expression_statement":
      return [
        { k: "expression", value: lowerExpression(node.namedChild(0), lowering, nesting + 1) },
      ];
    case "send_statement":
      return [{ k: "expression", value: expression("value") }];
    case "go_statement":
    case "defer_statement":
      return [{ k: "later", value: lowerExpression(node.namedChild(0), lowering, nesting + 1) }];
    case "short_var_declaration":
      return [
        {
          k: "define",
          names: named(node.childForFieldName("left")).map((name) => name.text),
          values: lowerList(node.childForFieldName("right"), lowering, nesting),
        },
      ];
    case "assignment_statement":
      return [
        {
          k: "assign",
          targets: lowerList(node.childForFieldName("left"), lowering, nesting),
          operator: node.childForFieldName("operator")?.text ?? "=",
          values: lowerList(node.childForFieldName("right"), lowering, nesting),
        },
      ];
    case "inc_statement":
    case "dec_statement":
      return [
        {
          k: "assign",
          targets: [lowerExpression(node.namedChild(0), lowering, nesting + 1)],
          operator: node.type === "inc_statement" ? "+=" : "-=",
          values: [{ k: "literal", value: 1 }],
        },
      ];
    case "var_declaration":
    case "const_declaration":
      return lowerLocals(node, lowering, nesting);
    case "type_declaration":
      return lowerTypeDeclaration(node, lowering, nesting).map((declaration) => ({
        k: "type",
        declaration,
      }));
    case "if_statement": {
      const otherwise = node.childForFieldName("alternative");
      return [
        {
          k: "if",
          ...before(node, lowering, nesting),
          test: expression("condition"),
          text: words(node.childForFieldName("condition")),
          body: block("consequence"),
          otherwise:
            otherwise?.type === "if_statement"
              ? lowerStatement(otherwise, lowering, nesting + 1)
              : lowerBlock(otherwise, lowering, nesting + 1),
        },
      ];
    }
    case "for_statement":
      return [lowerFor(node, lowering, nesting)];
    case "expression_switch_statement": {
      const tag = node.childForFieldName("value");
      return [
        {
          k: "switch",
          ...before(node, lowering, nesting),
          ...(tag && { tag: lowerExpression(tag, lowering, nesting + 1) }),
          cases: lowerCases(node, words(tag), lowering, nesting),
        },
      ];
    }
    case "type_switch_statement": {
      const bind = named(node.childForFieldName("alias"))[0]?.text;
      return [
        {
          k: "typeswitch",
          ...before(node, lowering, nesting),
          ...(bind !== undefined && { bind }),
          of: expression("value"),
          cases: lowerCases(
            node,
            `the type of ${words(node.childForFieldName("value"))}`,
            lowering,
            nesting,
          ),
        },
      ];
    }
    case "select_statement":
      return [
        {
          k: "select",
          cases: named(node).map((child) =>
            named(child).flatMap((part) =>
              part.type === "statement_list"
                ? lowerBlock(part, lowering, nesting + 1)
                : lowerStatement(part, lowering, nesting + 1),
            ),
          ),
        },
      ];
    case "return_statement":
      return [{ k: "return", values: lowerList(node.namedChild(0), lowering, nesting) }];
    case "break_statement":
      return [{ k: "leave", how: "break" }];
    case "continue_statement":
      return [{ k: "leave", how: "continue" }];
    case "block":
      return [{ k: "block", body: lowerBlock(node, lowering, nesting + 1) }];
    case "statement_list":
      return lowerBlock(node, lowering, nesting + 1);
    case "labeled_statement":
      return named(node)
        .slice(1)
        .flatMap((child) => lowerStatement(child, lowering, nesting + 1));
    default:
      return [];
  }
}

function lowerList(node: Node | null, lowering: Lowering, nesting: number): Expression[] {
  return named(node).map((child) => lowerExpression(child, lowering, nesting + 1));
}

function before(node: Node, lowering: Lowering, nesting: number): { before?: Statement } {
  const initializer = node.childForFieldName("initializer");
  const [statement] = initializer ? lowerStatement(initializer, lowering, nesting + 1) : [];
  return statement === undefined ? {} : { before: statement };
}

function lowerLocals(node: Node, lowering: Lowering, nesting: number): Statement[] {
  const specs = named(node).flatMap((child) =>
    child.type === "var_spec_list" ? named(child) : [child],
  );
  return specs.map((spec) => {
    const type = spec.childForFieldName("type");
    return {
      k: "define",
      names: spec.childrenForFieldName("name").flatMap((name) => (name ? [name.text] : [])),
      values: lowerList(spec.childForFieldName("value"), lowering, nesting),
      ...(type && { type: lowerType(type, lowering, nesting + 1) }),
    };
  });
}

function lowerFor(node: Node, lowering: Lowering, nesting: number): Statement {
  const body = lowerBlock(node.childForFieldName("body"), lowering, nesting + 1);
  const clause = named(node).find((child) => child.type !== "block");
  if (clause?.type === "range_clause") {
    const left = clause.childForFieldName("left");
    return {
      k: "range",
      targets: lowerList(left, lowering, nesting),
      define: clause.children.some((child) => child?.type === ":="),
      of: lowerExpression(clause.childForFieldName("right"), lowering, nesting + 1),
      body,
    };
  }
  if (clause?.type === "for_clause") {
    const test = clause.childForFieldName("condition");
    const update = clause.childForFieldName("update");
    const [after] = update ? lowerStatement(update, lowering, nesting + 1) : [];
    return {
      k: "for",
      ...before(clause, lowering, nesting),
      ...(test && { test: lowerExpression(test, lowering, nesting + 1) }),
      ...(after && { after }),
      body,
    };
  }
  return {
    k: "for",
    ...(clause && { test: lowerExpression(clause, lowering, nesting + 1) }),
    body,
  };
}

function lowerCases(node: Node, tag: string, lowering: Lowering, nesting: number): Case[] {
  return named(node).flatMap((child): Case[] => {
    if (!/^(?:expression|type|default)_case$/.test(child.type)) return [];
    const types = child.childrenForFieldName("type").flatMap((type) => (type ? [type] : []));
    const value = child.childForFieldName("value");
    const list = named(child).find((part) => part.type === "statement_list");
    const said = value ? words(value) : types.map(words).join(", ");
    return [
      {
        values: lowerList(value, lowering, nesting),
        types: types.map((type) => lowerType(type, lowering, nesting + 1)),
        otherwise: child.type === "default_case",
        body: lowerBlock(list ?? null, lowering, nesting + 1),
        text:
          child.type === "default_case"
            ? `${tag} is anything else`
            : tag === ""
              ? said
              : `${tag} is ${said}`,
      },
    ];
  });
}

const longest = 200;

/** A node's source on one line, cut at 200 characters. */
function words(node: Node | null): string {
  const text = (node?.text ?? "").replace(/\s+/g, " ").trim();
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
