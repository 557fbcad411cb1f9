import type { Argument } from "../language.ts";
import type { Notes } from "../notes.ts";
import { fieldOf, type Syntax } from "../tree.ts";
import { holeIn, textOf } from "./text.ts";

const maxArguments = 40;

/** The arguments of a call. Items of a dictionary are named `query` where it is passed by position, `json.query` where by keyword. */
export function argumentsOf(nodes: readonly Syntax[], notes: Notes): Argument[] {
  const found: Argument[] = [];
  let index = 0;
  for (const node of nodes.slice(0, maxArguments)) {
    if (node.type === "keyword_argument") {
      const name = notes.text(fieldOf(node, "name"));
      const value = fieldOf(node, "value");
      found.push({ index: -1, name, text: textOf(value, notes) });
      found.push(...itemsOf(value, -1, `${name}.`, notes));
    } else if (node.type === "dictionary_splat") {
      const [of] = node.children;
      const items = itemsOf(of, -1, "", notes);
      found.push(
        ...(items.length > 0 || of === undefined
          ? items
          : [{ index: -1, name: "**", text: holeIn(of, notes) }]),
      );
    } else {
      found.push({ index, text: textOf(node, notes) }, ...itemsOf(node, index, "", notes));
      index += 1;
    }
  }
  return found;
}

function itemsOf(
  node: Syntax | undefined,
  index: number,
  prefix: string,
  notes: Notes,
): Argument[] {
  if (node?.type !== "dictionary") return [];
  return node.children
    .filter(({ type }) => type === "pair")
    .slice(0, maxArguments)
    .map((pair) => ({
      index,
      name: `${prefix}${textOf(fieldOf(pair, "key"), notes)}`,
      text: textOf(fieldOf(pair, "value"), notes),
    }));
}
