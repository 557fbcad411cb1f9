import type { Node } from "web-tree-sitter";
import { conditionals } from "./directives.ts";

const maxLength = 300;

/** Under which condition a piece of code runs within its method, in the source's words; undefined when always. */
export function conditionOf(node: Node, text: string): string | undefined {
  const line = node.startPosition.row + 1;
  const conditions = conditionals(text)
    .filter((one) => one.line <= line && line <= one.endLine && one.condition !== "")
    .map(({ condition }) => condition);
  const inner: string[] = [];
  let child = node;
  // How a request for the list comes in is no condition of what it lists.
  const isAsked = () => inner[0]?.includes('"tools/list"') === true;
  for (let height = 0; child.parent !== null && height < 300 && !isAsked(); height++) {
    const parent = child.parent;
    const condition = parent.childForFieldName("condition")?.text;
    if (parent.type === "if_statement" || parent.type === "conditional_expression") {
      const isAlternative = parent.childForFieldName("alternative")?.id === child.id;
      const isConsequence = parent.childForFieldName("consequence")?.id === child.id;
      if (condition !== undefined && isAlternative) inner.unshift(`!(${condition})`);
      else if (condition !== undefined && isConsequence) inner.unshift(condition);
    } else if (parent.type === "switch_section") {
      const label = parent.text.slice(0, parent.text.indexOf(":"));
      inner.unshift(label);
    }
    child = parent;
  }
  if (isAsked()) inner.shift();
  const all = [...conditions, ...inner].join(" && ").replaceAll(/\s+/g, " ");
  return all === "" ? undefined : all.slice(0, maxLength);
}

/** Both conditions; undefined when there is none. */
export function both(outer: string | undefined, inner: string | undefined): string | undefined {
  if (outer === undefined || inner === undefined || outer === inner) return outer ?? inner;
  return `${outer} && ${inner}`.slice(0, maxLength);
}
