/** About how many blanks stand before the lines of code when it is printed, with blocks in blocks, and more rather than fewer. */
export function indentation(text: string): number {
  const outer: { base: number; depth: number }[] = [];
  /** Of the innermost brackets. */
  let base = 0;
  /** Also of statements in others without brackets, as in `if (a) while (b) c: d`. */
  let depth = 0;
  let total = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text[at]) {
      case "(":
      case "[":
      case "{":
        outer.push({ base, depth });
        depth += 1;
        base = depth;
        break;
      case ")":
      case "]":
      case "}": {
        total += depth;
        const isStatement = text[at] === ")";
        ({ base, depth } = outer.pop() ?? { base: 0, depth: 0 });
        depth = isStatement ? depth + 1 : base;
        break;
      }
      case ":":
        depth += 1;
        break;
      case "o":
        if (text[at - 1] !== "d") continue;
        depth += 1;
        break;
      case ";":
      case ",":
        total += depth;
        depth = base;
        continue;
      case "\n":
        break;
      default:
        continue;
    }
    total += depth;
  }
  return 2 * total;
}
