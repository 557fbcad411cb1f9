import type { Node } from "web-tree-sitter";

const maxLength = 300;

/** Under which condition a piece of code runs within its method, in the source's words; undefined when always. */
export function conditionOf(node: Node): string | undefined {
  const found: string[] = [];
  let child = node;
  for (let height = 0; child.parent !== null && height < 300; height++) {
    const parent = child.parent;
    if (parent.type === "method" || parent.type === "singleton_method") break;
    const condition = parent.childForFieldName("condition");
    if (condition !== null && condition.id !== child.id) {
      const isAlternative = parent.childForFieldName("alternative")?.id === child.id;
      const isUnless = parent.type.startsWith("unless");
      if (/^(?:if|unless|elsif|conditional)/.test(parent.type))
        found.unshift(isAlternative === isUnless ? condition.text : `!(${condition.text})`);
    }
    child = parent;
  }
  const all = found.join(" && ").replaceAll(/\s+/g, " ");
  return all === "" ? undefined : all.slice(0, maxLength);
}
