import type { Mark } from "../declared.ts";
import type { Notes } from "../notes.ts";
import { childOf, type Syntax } from "../tree.ts";
import { argumentsOf } from "./expression.ts";
import { simpleType, typeIn } from "./types.ts";

/** The annotations of a declaration. */
export function marksOf(node: Syntax, notes: Notes): Mark[] {
  return (childOf(node, "modifiers")?.children ?? [])
    .filter(({ type }) => type === "annotation")
    .map((one) => {
      const made = childOf(one, "constructor_invocation");
      const given = made === undefined ? [] : argumentsOf(made, notes);
      return {
        name: simpleType(typeIn(made ?? one), notes),
        node: one,
        arguments: given.map((argument) => ({ ...argument, index: 0 })),
      };
    });
}

/** A parameter with the name of its type. */
export interface Typed {
  name: string;
  type: string;
  fallback?: Syntax;
}

/** The parameters of a function, a constructor or a lambda. */
export function parametersOf(list: Syntax | undefined, notes: Notes): Typed[] {
  const found: Typed[] = [];
  for (const node of list?.children ?? []) {
    const last = found.at(-1);
    if (
      /^(?:parameter|class_parameter|variable_declaration|multi_variable_declaration)$/.test(
        node.type,
      )
    ) {
      const name = notes.text(childOf(node, "identifier"));
      const one: Typed = { name, type: simpleType(typeIn(node), notes) };
      const type = typeIn(node);
      const value = node.children.at(-1);
      if (
        node.type === "class_parameter" &&
        value !== undefined &&
        type !== undefined &&
        value.start > type.start
      )
        one.fallback = value;
      found.push(one);
    } else if (last !== undefined && !node.type.endsWith("modifiers")) last.fallback = node;
  }
  return found;
}
