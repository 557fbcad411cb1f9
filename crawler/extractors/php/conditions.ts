import type { Node } from "web-tree-sitter";

const maxLength = 300;
const bodies = new Set(["method_declaration", "function_definition"]);

/** Under which condition a piece of code runs within its function, in the source's words; undefined when always. */
export function conditionOf(node: Node): string | undefined {
  const found: string[] = [];
  let child = node;
  for (let height = 0; child.parent !== null && height < 300; height++) {
    const parent = child.parent;
    if (bodies.has(parent.type)) break;
    const condition = parent.childForFieldName("condition")?.text.replace(/^\(([\s\S]*)\)$/, "$1");
    if (condition !== undefined && parent.childForFieldName("condition")?.id !== child.id) {
      const isAlternative = parent.childForFieldName("alternative")?.id === child.id;
      if (/^(?:if_|else_if|conditional)/.test(parent.type))
        found.unshift(isAlternative ? `!(${condition})` : condition);
    }
    child = parent;
  }
  const all = found.join(" && ").replaceAll(/\s+/g, " ");
  return all === "" ? undefined : all.slice(0, maxLength);
}
