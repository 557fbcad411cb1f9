/** Stands for `new` where the grammar knows only types after it. */
const standIn = "nEw";
const tokens = /"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)+'|\/\/[^\n]*|\/\*|\bnew\(/g;

/** A text in which each call of `new` is an ordinary one, since Go 1.26 allows any value in it; of the same length. */
export function withPlainNew(text: string): string {
  let result = "";
  let from = 0;
  tokens.lastIndex = 0;
  for (let match = tokens.exec(text); match; match = tokens.exec(text)) {
    if (match[0] === "/*") {
      const end = text.indexOf("*/", tokens.lastIndex);
      if (end < 0) break;
      tokens.lastIndex = end + 2;
    } else if (match[0] === "new(") {
      result += `${text.slice(from, match.index)}${standIn}(`;
      from = tokens.lastIndex;
    }
  }
  return result + text.slice(from);
}

/** The name that was written. */
export function writtenName(name: string): string {
  return name === standIn ? "new" : name;
}
