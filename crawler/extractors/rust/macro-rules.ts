import type { Item } from "./items.ts";
import { type Macro, evaluateText } from "./macros.ts";
import type { Run } from "./run.ts";
import { placeIn } from "./scopes.ts";
import { type Piece, insideBrackets, splitTokens } from "./tokens.ts";
import type { Value } from "./values.ts";

const maxExpansion = 400_000;

/** The value of a call of a macro that this snapshot declares with `macro_rules!`; undefined when it has none or no rule fits. */
export function expandLocal(name: string, macro: Macro): Value | undefined {
  const { scope, run, inside, offset } = macro;
  const [item] = run.project.find(["macro"], name, scope.frame.path);
  const found = item ?? anywhere(name, run);
  if (found === undefined || scope.frame.depth > 30) return undefined;
  const text = expandRules(found, inside);
  if (text === undefined) return undefined;
  const expanding = placeIn(scope, macro.node);
  const frame = { ...scope.frame, depth: scope.frame.depth + 1, expanding };
  return evaluateText(`{${text}}`, offset, { ...scope, frame }, run);
}

/** A macro of this snapshot by name: `#[macro_export]` and `#[macro_use]` need no import. */
export function anywhere(name: string, run: Run): Item | undefined {
  for (const file of run.project.filesNaming(name)) {
    const item = run.project.items(file).find((one) => one.kind === "macro" && one.name === name);
    if (item !== undefined) return item;
  }
  return undefined;
}

/** What a call expands to, by the first rule that fits: rules of names, separators and repetitions, which is what most are. */
export function expandRules(macro: Item, args: string): string | undefined {
  for (const rule of macro.node.namedChildren) {
    if (rule.type !== "macro_rule") continue;
    const [left, right] = [rule.childForFieldName("left"), rule.childForFieldName("right")];
    const pattern = left === null ? undefined : insideBrackets(left.text);
    const body = right === null ? undefined : insideBrackets(right.text);
    if (pattern === undefined || body === undefined) continue;
    const bound: Bound = new Map();
    if (bind(pattern.trim(), args.trim(), bound, 0)) return transcribe(body, bound, 0);
  }
  return undefined;
}

/** A name stands for one piece of source, or for one binding a repetition. */
type Bound = Map<string, string | Bound[]>;

const repetition = /^\$\((?<inner>[^]*)\)\s*(?<separator>[^\s*+?$()]{0,2})\s*(?<count>[*+?])$/;

function bind(written: string, args: string, bound: Bound, depth: number): boolean {
  if (depth > 8) return false;
  const pattern = written.replace(/,?\s*\$\(\s*,\s*\)\s*[?*]/g, "").trim();
  const separator = [";", "=>", ","].find((one) => splitPattern(pattern, one).length > 1);
  if (separator === undefined) return bindOne(pattern, args, bound, depth);
  const wanted = splitPattern(pattern, separator);
  const given = splitTokens(args, separator);
  let at = 0;
  for (const [index, { text }] of wanted.entries()) {
    const repeat = repetition.exec(text)?.groups;
    if (repeat !== undefined && (repeat["separator"] === separator || repeat["separator"] === "")) {
      const later = wanted.slice(index + 1).filter((one) => !repetition.test(one.text)).length;
      const taken = given.slice(at, Math.max(at, given.length - later));
      if (!bindRepeated(repeat["inner"] ?? "", taken, bound, depth)) return false;
      at += taken.length;
      continue;
    }
    const piece = given[at];
    if (piece === undefined || !bind(text, piece.text, bound, depth + 1)) return false;
    at += 1;
  }
  return at === given.length;
}

function bindOne(pattern: string, args: string, bound: Bound, depth: number): boolean {
  const repeat = repetition.exec(pattern)?.groups;
  if (repeat !== undefined) {
    const { separator = "" } = repeat;
    const pieces =
      args === ""
        ? []
        : separator === ""
          ? [{ text: args, line: 0 }]
          : splitTokens(args, separator);
    return bindRepeated(repeat["inner"] ?? "", pieces, bound, depth);
  }
  const name = /^\$(?<name>\w+)\s*:\s*(?<kind>\w+)$/.exec(pattern)?.groups;
  if (name !== undefined) {
    if (args === "" || (name["kind"] === "literal" && !/^(?:r?#*"|[-\d]|true|false)/.test(args)))
      return false;
    if (name["kind"] === "ident" && !/^\w+$/.test(args)) return false;
    bound.set(name["name"] ?? "", args);
    return true;
  }
  const [open] = pattern;
  const inner = insideBrackets(pattern);
  const given = insideBrackets(args, open);
  if (inner !== undefined)
    return given !== undefined && bind(inner.trim(), given.trim(), bound, depth + 1);
  const labelled = /^(?<label>[\w.:= ]*?)\s*[:=]\s*(?<rest>\$[^]*)$/.exec(pattern)?.groups;
  if (labelled !== undefined) {
    const { label = "", rest = "" } = labelled;
    const value = args.startsWith(label) ? args.slice(label.length).trim() : "";
    return /^[:=]/.test(value) && bindOne(rest, value.slice(1).trim(), bound, depth + 1);
  }
  return pattern.replace(/\s+/g, "") === args.replace(/\s+/g, "");
}

function bindRepeated(inner: string, pieces: Piece[], bound: Bound, depth: number): boolean {
  const each = pieces.map(({ text }) => {
    const own: Bound = new Map();
    return bind(inner.trim().replace(/,$/, ""), text, own, depth + 1) ? own : undefined;
  });
  if (each.includes(undefined)) return false;
  const all = each.filter((one) => one !== undefined);
  for (const match of inner.matchAll(/\$(?<name>\w+)\s*:/g))
    bound.set(match.groups?.["name"] ?? "", all);
  return true;
}

/** Separators inside `$(…)` belong to the repetition. */
function splitPattern(pattern: string, separator: string): Piece[] {
  const pieces = splitTokens(pattern, separator);
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last !== undefined && /^[*+?]/.test(piece.text) && last.text.endsWith(")"))
      last.text = `${last.text}${separator}${piece.text}`;
    else joined.push({ ...piece });
  }
  return joined;
}

function transcribe(body: string, bound: Bound, depth: number): string {
  let out = "";
  for (let index = 0; index < body.length && out.length < maxExpansion;) {
    if (body[index] !== "$") {
      out += body[index] ?? "";
      index += 1;
      continue;
    }
    if (body[index + 1] === "(" && depth < 6) {
      const end = closing(body, index + 1);
      const inner = body.slice(index + 2, end);
      const tail = /^\s*(?<separator>[^\s*+?$()\w]{0,2})\s*[*+?]/.exec(body.slice(end + 1));
      const names = [...inner.matchAll(/\$(?<name>\w+)/g)].map(
        (match) => match.groups?.["name"] ?? "",
      );
      const lists = names.map((name) => bound.get(name)).filter((value) => Array.isArray(value));
      const [rounds = []] = lists;
      out += rounds
        .map((own) => transcribe(inner, new Map([...bound, ...own]), depth + 1))
        .join(tail?.groups?.["separator"] ?? "");
      index = end + 1 + (tail?.[0].length ?? 0);
      continue;
    }
    const name = /^\$(?<name>\w+)/.exec(body.slice(index, index + 80));
    const value = bound.get(name?.groups?.["name"] ?? "");
    out += typeof value === "string" ? value : (name?.[0].replace("$crate", "crate") ?? "$");
    index += name?.[0].length ?? 1;
  }
  return out.slice(0, maxExpansion);
}

function closing(text: string, open: number): number {
  let depth = 0;
  for (let index = open; index < text.length; index += 1) {
    if (text[index] === "(") depth += 1;
    else if (text[index] === ")") depth -= 1;
    if (depth === 0) return index;
  }
  return text.length;
}
