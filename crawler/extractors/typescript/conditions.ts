import type { Node } from "oxc-parser";

/** Whether a condition of unknown outcome holds when nothing that it asks for was set: `!x`, `x !== "a"`. */
export function isTrueByDefault(node: Node, depth = 0): boolean {
  if (depth > 20) return false;
  switch (node.type) {
    case "UnaryExpression":
      return node.operator === "!" && !isTrueByDefault(node.argument, depth + 1);
    case "BinaryExpression":
      return node.operator === "!==" || node.operator === "!=";
    case "LogicalExpression": {
      const left = isTrueByDefault(node.left, depth + 1);
      const right = isTrueByDefault(node.right, depth + 1);
      return node.operator === "&&" ? left && right : left || right;
    }
    case "ParenthesizedExpression":
      return isTrueByDefault(node.expression, depth + 1);
    default:
      return false;
  }
}

/** The opposite of a condition: `a && b` -> `!(a && b)`, `!a.b(c)` -> `a.b(c)`. */
export function negate(words: string): string {
  if (words.startsWith("!") && isOperand(words.slice(1))) {
    const inner = words.slice(1);
    return inner.startsWith("(") ? inner.slice(1, -1) : inner;
  }
  return isOperand(words) ? `!${words}` : `!(${words})`;
}

/** Whether an expression is a name, a member, a call or something in brackets, without operators round them. */
function isOperand(words: string): boolean {
  let depth = 0;
  let closings = 0;
  for (const character of words) {
    if ("([{".includes(character)) depth += 1;
    else if (")]}".includes(character)) {
      depth -= 1;
      if (depth === 0) closings += 1;
    } else if (depth === 0 && !/[\w$.?#]/.test(character)) return false;
  }
  return depth === 0 && (!words.startsWith("(") || (closings === 1 && words.endsWith(")")));
}
