import type { Node } from "web-tree-sitter";
import { lineOf, lowerExpression, meaningful, words } from "./lower-expression.ts";
import { lowerArguments } from "./lower-signature.ts";
import { maxNesting, readDocstring, type Lowering } from "./parse.ts";
import type { Decorator, Expression, MatchCase, Pattern, Statement } from "./syntax.ts";

/** Lowers the statements of a module or a block, in order; what could not be parsed is left out. */
export function lowerBlock(
  block: Node | null | undefined,
  context: Lowering,
  nesting: number,
): Statement[] {
  if (!block || nesting > maxNesting) return [];
  return meaningful(block).flatMap((node) => lowerStatement(node, context, nesting + 1));
}

function lowerStatement(
  node: Node,
  context: Lowering,
  nesting: number,
  decorators: Decorator[] = [],
): Statement[] {
  const field = (name: string): Expression =>
    lowerExpression(node.childForFieldName(name), context, nesting);
  const block = (name: string): Statement[] =>
    lowerBlock(node.childForFieldName(name), context, nesting);
  const otherwise = (): Statement[] => {
    const clause = node.namedChildren.find((child) => child.type === "else_clause");
    return lowerBlock(clause?.childForFieldName("body"), context, nesting);
  };
  switch (node.type) {
    case "decorated_definition": {
      const found = node.namedChildren.filter((child) => child.type === "decorator");
      const lowered = found.map((child) => ({
        value: lowerExpression(meaningful(child)[0], context, nesting),
        line: lineOf(child, context),
      }));
      const definition = node.childForFieldName("definition");
      return definition === null ? [] : lowerStatement(definition, context, nesting, lowered);
    }
    case "function_definition":
      return [{ kind: "def", callable: context.callable(node, nesting), decorators }];
    case "class_definition": {
      const body = node.childForFieldName("body");
      const docstring = body === null ? undefined : readDocstring(body, context);
      return [
        {
          kind: "class",
          name: node.childForFieldName("name")?.text ?? "",
          bases: lowerArguments(node.childForFieldName("superclasses"), context, nesting),
          body: lowerBlock(body, context, nesting),
          ...(docstring !== undefined && { docstring }),
          decorators,
          ...lines(node, context),
        },
      ];
    }
    case "expression_statement":
      return lowerExpressionStatement(node, context, nesting);
    case "return_statement": {
      const value = meaningful(node)[0];
      return [
        value
          ? { kind: "return", value: lowerExpression(value, context, nesting) }
          : { kind: "return" },
      ];
    }
    case "if_statement":
      return lowerIf(node, context, nesting);
    case "for_statement":
      return [
        {
          kind: "for",
          target: field("left"),
          iterable: field("right"),
          body: block("body"),
          otherwise: otherwise(),
        },
      ];
    case "while_statement":
      return [
        { kind: "while", body: block("body"), text: words(node.childForFieldName("condition")) },
      ];
    case "with_statement":
      return [{ kind: "with", items: lowerWithItems(node, context, nesting), body: block("body") }];
    case "try_statement":
      return [lowerTry(node, context, nesting, block("body"), otherwise())];
    case "match_statement":
      return [
        {
          kind: "match",
          subject: field("subject"),
          text: words(node.childForFieldName("subject")),
          cases: lowerCases(node, context, nesting),
        },
      ];
    case "import_statement":
    case "import_from_statement":
      return lowerImport(node);
    case "type_alias_statement":
      return [
        {
          kind: "assign",
          targets: [field("left")],
          value: field("right"),
          line: lineOf(node, context),
        },
      ];
    case "global_statement":
    case "nonlocal_statement":
      return [{ kind: "global", names: meaningful(node).map((child) => child.text) }];
    case "raise_statement":
    case "break_statement":
    case "continue_statement":
      return [
        {
          kind: "leave",
          how: node.type.slice(0, node.type.indexOf("_")) as "raise" | "break" | "continue",
        },
      ];
    default:
      return [];
  }
}

function lines(node: Node, context: Lowering): { line: number; endLine: number } {
  return { line: lineOf(node, context), endLine: node.endPosition.row + 1 + context.offset };
}

function lowerExpressionStatement(node: Node, context: Lowering, nesting: number): Statement[] {
  const values = meaningful(node);
  const first = values[0];
  if (first === undefined) return [];
  if (first.type === "augmented_assignment") {
    const operator = first.childForFieldName("operator")?.type.slice(0, -1) ?? "";
    const [target, value] = ["left", "right"].map((name) =>
      lowerExpression(first.childForFieldName(name), context, nesting),
    );
    return target && value ? [{ kind: "augment", target, operator, value }] : [];
  }
  if (first.type !== "assignment")
    return values.map((value) => ({
      kind: "expression",
      value: lowerExpression(value, context, nesting),
    }));
  const targets: Expression[] = [];
  let assignment: Node | null = first;
  let type: Node | null = null;
  // a = b = value is nested to the right.
  while (assignment?.type === "assignment" && targets.length < maxNesting) {
    targets.push(lowerExpression(assignment.childForFieldName("left"), context, nesting));
    type ??= assignment.childForFieldName("type");
    assignment = assignment.childForFieldName("right");
  }
  return [
    {
      kind: "assign",
      line: lineOf(node, context),
      targets,
      ...(type && { annotation: lowerExpression(type, context, nesting) }),
      ...(assignment && { value: lowerExpression(assignment, context, nesting) }),
    },
  ];
}

function lowerIf(node: Node, context: Lowering, nesting: number): Statement[] {
  const alternatives = node.childrenForFieldName("alternative").filter((child) => child !== null);
  let otherwise: Statement[] = [];
  for (const clause of [...alternatives.toReversed(), node]) {
    if (clause.type === "else_clause") {
      otherwise = lowerBlock(clause.childForFieldName("body"), context, nesting);
      continue;
    }
    const test = clause.childForFieldName("condition");
    const consequence = clause.childForFieldName("consequence");
    otherwise = [
      {
        kind: "if",
        test: lowerExpression(test, context, nesting),
        text: words(test),
        body: lowerBlock(consequence, context, nesting),
        otherwise,
        line: lineOf(clause, context),
        endLine: (consequence ?? clause).endPosition.row + 1 + context.offset,
      },
    ];
  }
  return otherwise;
}

function lowerWithItems(
  node: Node,
  context: Lowering,
  nesting: number,
): { value: Expression; target?: Expression }[] {
  const clause = node.namedChildren.find((child) => child.type === "with_clause");
  return (clause ? meaningful(clause) : []).map((item) => {
    const value = item.childForFieldName("value") ?? item;
    if (value.type !== "as_pattern") return { value: lowerExpression(value, context, nesting) };
    const target = value.childForFieldName("alias");
    return {
      value: lowerExpression(meaningful(value)[0], context, nesting),
      ...(target && { target: lowerExpression(target, context, nesting) }),
    };
  });
}

function lowerTry(
  node: Node,
  context: Lowering,
  nesting: number,
  body: Statement[],
  otherwise: Statement[],
): Statement {
  const clauseBlock = (child: Node): Statement[] =>
    lowerBlock(
      child.namedChildren.find((inner) => inner.type === "block"),
      context,
      nesting,
    );
  const handlers = node.namedChildren
    .filter((child) => child.type.startsWith("except"))
    .map(clauseBlock);
  const last = node.namedChildren
    .filter((child) => child.type === "finally_clause")
    .flatMap(clauseBlock);
  return { kind: "try", body, handlers, otherwise, last };
}

function lowerCases(node: Node, context: Lowering, nesting: number): MatchCase[] {
  const body = node.childForFieldName("body");
  const clauses = (body ? body.namedChildren : []).filter((child) => child.type === "case_clause");
  return clauses.map((clause) => {
    const guard = clause.namedChildren.find((child) => child.type === "if_clause");
    const patterns = clause.namedChildren.filter((child) => child.type === "case_pattern");
    return {
      patterns: patterns.map((pattern) => lowerPattern(pattern, context, nesting)),
      ...(guard && { guard: lowerExpression(meaningful(guard)[0], context, nesting) }),
      body: lowerBlock(clause.childForFieldName("consequence"), context, nesting),
      ...lines(clause, context),
    };
  });
}

function lowerPattern(node: Node, context: Lowering, nesting: number): Pattern {
  const child = node.type === "case_pattern" ? meaningful(node)[0] : node;
  if (child === undefined) return { kind: "capture" };
  if (child.type === "union_pattern")
    return {
      kind: "any",
      patterns: meaningful(child).map((part) => lowerPattern(part, context, nesting)),
    };
  if (child.type === "dotted_name" && !child.text.includes("."))
    return { kind: "capture", name: child.text };
  if (
    ["string", "concatenated_string", "integer", "dotted_name", "true", "false", "none"].includes(
      child.type,
    )
  ) {
    return { kind: "value", value: lowerExpression(child, context, nesting) };
  }
  return { kind: "other" };
}

function lowerImport(node: Node): Statement[] {
  const named = node.childrenForFieldName("name").flatMap((child) => {
    if (!child) return [];
    const name = (child.childForFieldName("name") ?? child).text;
    const alias = child.childForFieldName("alias")?.text;
    return [{ name, alias }];
  });
  if (node.type === "import_statement") {
    return named.map(({ name, alias }) => ({
      kind: "import",
      module: name,
      ...(alias !== undefined && { as: alias }),
    }));
  }
  const [, dots = "", module = ""] =
    /^(\.*)(.*)$/.exec((node.childForFieldName("module_name")?.text ?? "").replace(/\s/g, "")) ??
    [];
  const names = named.map(({ name, alias }) => ({ name, as: alias ?? name }));
  return [
    {
      kind: "from",
      module,
      level: dots.length,
      names,
      all: node.namedChildren.some((child) => child.type === "wildcard_import"),
    },
  ];
}
