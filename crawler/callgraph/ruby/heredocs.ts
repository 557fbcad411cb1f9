import type { Syntax } from "../tree.ts";

const bodies = new WeakMap<Syntax, Syntax>();

/** Finds the body of each heredoc of a file: bodies follow in the order in which the heredocs begin. */
export function pairHeredocs(root: Syntax): void {
  const begun: Syntax[] = [];
  const found: Syntax[] = [];
  const left = [root];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if (node.type === "heredoc_beginning") begun.push(node);
    if (node.type === "heredoc_body") found.push(node);
    for (let at = node.children.length - 1; at >= 0; at -= 1) {
      const child = node.children[at];
      if (child !== undefined) left.push(child);
    }
  }
  begun.sort((a, b) => a.start - b.start);
  found.sort((a, b) => a.start - b.start);
  for (const [index, one] of begun.entries()) {
    const body = found[index];
    if (body !== undefined) bodies.set(one, body);
  }
}

/** The body of a heredoc. */
export const bodyOf = (beginning: Syntax): Syntax | undefined => bodies.get(beginning);
