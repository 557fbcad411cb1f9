/** Lines (1-based, both inclusive) that are compiled under a condition. */
export interface Conditional {
  line: number;
  endLine: number;
  condition: string;
}

interface Branch {
  condition: string;
  start: number;
  end: number;
}

const directive = /^[ \t]*#[ \t]*(\w+)[ \t]*(.*?)[ \t\r]*$/;

/** The text with every preprocessor line blank, and of branches that are no whole code each only the first. */
export function blankDirectives(text: string): string {
  if (!/^[ \t]*#/m.test(text)) return text;
  const lines = text.split("\n");
  for (const branches of readBranches(lines)) {
    const whole = branches.every(({ start, end }) => isBalanced(lines.slice(start, end)));
    const first = branches.findIndex(({ condition }) => condition !== "false");
    branches.forEach(({ start, end }, index) => {
      if (whole ? index >= first : index === first) return;
      for (let row = start; row < end; row++) lines[row] = "";
    });
  }
  return lines.map((line) => (directive.test(line) ? "" : line)).join("\n");
}

/** The conditions of `#if`, `#elif` and `#else`, with the lines below each. */
export function conditionals(text: string): Conditional[] {
  if (!/^[ \t]*#[ \t]*if/m.test(text)) return [];
  return readBranches(text.split("\n"))
    .flat()
    .map(({ condition, start, end }) => ({ condition, line: start + 1, endLine: end }));
}

/** Each `#if` with its branches, inner ones first. */
function readBranches(lines: string[]): Branch[][] {
  const open: Branch[][] = [];
  const closed: Branch[][] = [];
  lines.forEach((line, row) => {
    const [, word, rest = ""] = directive.exec(line) ?? [];
    const current = open.at(-1);
    const last = current?.at(-1);
    if (word === "if") open.push([{ condition: rest, start: row + 1, end: lines.length }]);
    else if (current === undefined || last === undefined) return;
    else if (word === "elif" || word === "else") {
      last.end = row;
      const others = current.map(({ condition }) => negate(condition));
      const condition = [...others, ...(word === "elif" ? [rest] : [])].join(" && ");
      current.push({ condition, start: row + 1, end: lines.length });
    } else if (word === "endif") {
      last.end = row;
      open.pop();
      closed.push(current);
    }
  });
  return [...closed, ...open];
}

function negate(condition: string): string {
  return /^\w+$/.test(condition) ? `!${condition}` : `!(${condition})`;
}

function isBalanced(lines: string[]): boolean {
  const text = lines.join("\n").trimEnd();
  const count = (mark: string) => text.split(mark).length;
  return (
    count("{") === count("}") && count("(") === count(")") && (text === "" || /[;}\]]$/.test(text))
  );
}
