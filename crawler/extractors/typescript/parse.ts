import { type ParseResult, parseSync, type Program } from "oxc-parser";

/** Beyond this the native parser may run out of stack, which ends the process. */
const maxNesting = 1500;
/** Chains of operators nest to the left, of which the parser bears more. */
const maxChain = 10_000;

/** The syntax tree of a file, or undefined when it has none or would be nested beyond all reason. */
export function parse(path: string, text: string): Program | undefined {
  return parseWhole(path, text)?.program;
}

/** The same with what a file imports and exports, which costs much less than its tree, whose values are made when they are asked for. */
export function parseWhole(path: string, text: string): ParseResult | undefined {
  if (nesting(text) > maxNesting || chaining(text) > maxChain) return undefined;
  const wanted = /\.[cm]?ts$/.test(path) ? "ts" : "tsx";
  for (const lang of [wanted, "jsx"] as const) {
    const result = parseSync(path, text, {
      lang,
      preserveParens: false,
      sourceType: "unambiguous",
    });
    if (result.errors.length === 0 || result.program.body.length > 0) return result;
  }
  return undefined;
}

/** 1-based line of each offset: the offsets at which lines start, ascending. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** 1-based line at an offset. */
export function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}

/**
 * An upper estimate of how deep the tree of a text can be: brackets, and within each the operators and keywords that nest
 * to the right. `((a))` -> 2, `a ? b : c ? d : e` -> 4.
 */
function nesting(text: string): number {
  const chains: number[] = [0];
  let total = 0;
  let deepest = 0;
  let last = "";
  const tokens =
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'|\b(?:if|else|for|while|do|with|new|extends)\b|=>|\$\{|[(){}[\]<>?:=;`]/g;
  for (const [token] of text.matchAll(tokens)) {
    const first = token[0] ?? "";
    if (first === "/" || first === '"' || first === "'") continue;
    const top = chains.length - 1;
    if (token === "(" || token === "[" || token === "{" || token === "${") {
      chains.push(0);
      total += 1;
    } else if (token === ")" || token === "]" || token === "}") {
      if (top > 0) total -= 1 + (chains.pop() ?? 0);
    } else if (token === ";") {
      last = token;
      continue;
    } else if (token !== ">" && token !== "`") {
      const isNewStatement = (last === ";" || last === "}") && token !== "else";
      const chain = chains[chains.length - 1] ?? 0;
      chains[chains.length - 1] = isNewStatement ? 1 : chain + 1;
      total += isNewStatement ? 1 - chain : 1;
    }
    last = token;
    deepest = Math.max(deepest, total);
  }
  return deepest;
}

/**
 * An upper estimate of how many operators follow one another without a comma, a statement's end or an assignment between
 * them: `a + b - c` -> 2, `!!a` -> 2, `string[][]` -> 2.
 */
function chaining(text: string): number {
  if (text.length < maxChain) return 0;
  const outer: number[] = [];
  let chain = 0;
  let longest = 0;
  const tokens =
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'|\b(?:as|await|const|delete|export|function|import|in|instanceof|keyof|let|readonly|return|satisfies|typeof|var|void|yield)\b|\n[ \t]*(?!(?:as|in|instanceof|satisfies)\b)[a-z_$]|[-(){}[\],;=:+*%&|^~!<>`/.]/gi;
  let last = "";
  for (const [token] of text.matchAll(tokens)) {
    if (token.length > 1 && /^["'/]/.test(token)) continue;
    if (token.startsWith("\n")) {
      // A word on a new line after a bracket starts a statement.
      if (")]}".includes(last)) chain = 0;
      continue;
    }
    last = token;
    if ("([{".includes(token)) {
      outer.push(chain);
      chain = 0;
    } else if (")]}".includes(token)) chain = (outer.pop() ?? 0) + 1;
    else if (/^(?:[,;=:]|const|export|function|import|let|return|var)$/.test(token)) chain = 0;
    else chain += 1;
    longest = Math.max(longest, chain);
  }
  return longest;
}
