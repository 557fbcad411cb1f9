/** Parts of zod that a bundler put into a file, told by the table of exports that stays with them. */
import type { Expression, Node, Program } from "oxc-parser";

const telling = ["ZodObject", "ZodString", "preprocess", "object"];

/** zod's names for the functions of a file, by their own: `object2` -> `object`; empty when zod is no part of it. */
export function bundledZod(program: Program): ReadonlyMap<string, string> {
  for (const statement of program.body) {
    for (const table of tablesOf(statement)) {
      const names = new Map<string, string>();
      const keys = new Set<string>();
      for (const property of table.properties) {
        if (property.type !== "Property" || property.key.type !== "Identifier") continue;
        keys.add(property.key.name);
        const local = localOf(property.value);
        if (local !== undefined && !names.has(local)) names.set(local, property.key.name);
      }
      if (telling.every((key) => keys.has(key))) return names;
    }
  }
  return new Map();
}

type Table = Expression & { type: "ObjectExpression" };

/** The object literals that a top statement hands to a call: `__export(z, { … })`, `var z = Object.freeze({ … })`. */
function tablesOf(statement: Node): Table[] {
  const expressions =
    statement.type === "ExpressionStatement"
      ? statement.expression.type === "SequenceExpression"
        ? statement.expression.expressions
        : [statement.expression]
      : statement.type === "VariableDeclaration"
        ? statement.declarations.map(({ init }) => init)
        : [];
  return expressions.flatMap((each) =>
    each?.type === "CallExpression"
      ? each.arguments.filter((arg): arg is Table => arg.type === "ObjectExpression")
      : [],
  );
}

/** `() => object2` and `object2` -> `object2`. */
function localOf(value: Node): string | undefined {
  if (value.type === "Identifier") return value.name;
  return value.type === "ArrowFunctionExpression" && value.body.type === "Identifier"
    ? value.body.name
    : undefined;
}
