import type { Mark } from "../declared.ts";
import type { Parameter } from "../language.ts";
import type { Notes } from "../notes.ts";
import { childOf, fieldOf, type Syntax } from "../tree.ts";
import { textOf } from "./expression.ts";
import { simpleType } from "./types.ts";

/** The annotations of a declaration. */
export function marksOf(node: Syntax, notes: Notes): Mark[] {
  return (childOf(node, "modifiers")?.children ?? [])
    .filter(({ type }) => type.endsWith("annotation"))
    .map((one) => ({
      name: notes.text(fieldOf(one, "name")).split(".").at(-1) ?? "",
      node: one,
      arguments: (fieldOf(one, "arguments")?.children ?? []).map((item) =>
        item.type === "element_value_pair"
          ? {
              index: 0,
              name: notes.text(fieldOf(item, "key")),
              text: textOf(fieldOf(item, "value"), notes),
            }
          : { index: 0, text: textOf(item, notes) },
      ),
    }));
}

/** A parameter or component with the name of its type. */
export interface Typed {
  name: string;
  type: string;
}

/** The parameters of a method, a lambda or a record. */
export function parametersOf(list: Syntax | undefined, notes: Notes): Typed[] {
  return (list?.children ?? []).flatMap((node) => {
    const held = node.type === "spread_parameter" ? childOf(node, "variable_declarator") : node;
    const name = node.type === "identifier" ? notes.text(node) : notes.text(fieldOf(held, "name"));
    return name === ""
      ? []
      : [{ name, type: node === held ? simpleType(fieldOf(node, "type"), notes) : "" }];
  });
}

/** Parameters as a function has them. */
export const positions = (typed: readonly Typed[]): Parameter[] =>
  typed.map(({ name }, index) => ({ name, index }));
