import type { Node } from "web-tree-sitter";

/** What the `use` declarations of a file bring into it. */
export interface Uses {
  /** Full path by the name in this file: `use a::B as C` -> C: [a, B]. */
  named: Map<string, string[]>;
  /** Paths of `use a::b::*`. */
  globs: string[][];
}

const maxDepth = 40;

/** Reads the `use` declarations of a file, those in its modules and functions too. */
export function readUses(root: Node): Uses {
  const uses: Uses = { named: new Map(), globs: [] };
  for (const node of root.descendantsOfType("use_declaration")) {
    const argument = node?.childForFieldName("argument");
    if (argument) readTree(argument, [], uses, 0);
  }
  return uses;
}

function readTree(node: Node, prefix: string[], uses: Uses, depth: number): void {
  if (depth > maxDepth) return;
  const path = (part: Node | null) => [...prefix, ...(part === null ? [] : part.text.split("::"))];
  if (node.type === "use_list") {
    for (const child of node.namedChildren) readTree(child, prefix, uses, depth + 1);
  } else if (node.type === "scoped_use_list") {
    const list = node.childForFieldName("list");
    if (list !== null) readTree(list, path(node.childForFieldName("path")), uses, depth + 1);
  } else if (node.type === "use_wildcard") {
    uses.globs.push(path(node.namedChildren[0] ?? null));
  } else if (node.type === "use_as_clause") {
    const alias = node.childForFieldName("alias")?.text ?? "";
    uses.named.set(alias, path(node.childForFieldName("path")));
  } else if (node.type === "self") {
    const name = prefix.at(-1);
    if (name !== undefined) uses.named.set(name, prefix);
  } else {
    const full = path(node);
    const name = full.at(-1);
    if (name !== undefined) uses.named.set(name, full);
  }
}
