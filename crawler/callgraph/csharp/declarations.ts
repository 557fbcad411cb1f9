import type { Mark } from "../declared.ts";
import type { Parameter } from "../language.ts";
import type { Notes } from "../notes.ts";
import { childOf, fieldOf, type Syntax } from "../tree.ts";
import { textOf } from "./expression.ts";
import { simpleType } from "./types.ts";

/** The attributes of a declaration. */
export function marksOf(node: Syntax, notes: Notes): Mark[] {
  return node.children
    .filter(({ type }) => type === "attribute_list")
    .flatMap((list) => list.children.filter(({ type }) => type === "attribute"))
    .map((one) => ({
      name: notes.text(fieldOf(one, "name")).split(".").at(-1) ?? "",
      node: one,
      arguments: (childOf(one, "attribute_argument_list")?.children ?? []).map((item) => {
        const name = fieldOf(item, "name");
        const text = textOf(item.children.at(-1), notes);
        return name === undefined ? { index: 0, text } : { index: 0, name: notes.text(name), text };
      }),
    }));
}

/** A parameter with the name of its type. */
export interface Typed {
  name: string;
  type: string;
  /** Of an extension's receiver. */
  isReceiver: boolean;
  fallback?: Syntax;
}

/** The parameters of a method, a lambda or a class. */
export function parametersOf(list: Syntax | undefined, notes: Notes): Typed[] {
  if (list?.type === "implicit_parameter" || list?.type === "identifier")
    return [{ name: notes.text(list), type: "", isReceiver: false }];
  return (list?.children ?? []).flatMap((node): Typed[] => {
    // `params string[] xs` has no node of its own.
    if (node.field === "name") return [{ name: notes.text(node), type: "", isReceiver: false }];
    if (node.type !== "parameter") return [];
    const name = notes.text(fieldOf(node, "name"));
    const value = node.children.at(-1);
    return [
      {
        name,
        type: simpleType(fieldOf(node, "type"), notes),
        isReceiver: node.children.some(
          (one) => one.type === "modifier" && notes.text(one) === "this",
        ),
        ...(value !== undefined && value.field === undefined && /literal/.test(value.type)
          ? { fallback: value }
          : {}),
      },
    ];
  });
}

/** Parameters as a function has them; the receiver of an extension has no position. */
export const positions = (typed: readonly Typed[]): Parameter[] =>
  typed.filter(({ isReceiver }) => !isReceiver).map(({ name }, index) => ({ name, index }));
