import { posix } from "node:path";
import type { Node } from "web-tree-sitter";
import { evaluate } from "./evaluate.ts";
import { lastSegment } from "./items.ts";
import { readAt, readFile } from "./files.ts";
import { expandLocal } from "./macro-rules.ts";
import type { Run } from "./run.ts";
import { typeSchemaValue } from "./schemas-of-types.ts";
import { lookUp, newScope, placeIn } from "./scopes.ts";
import { countLines, insideBrackets, splitTokens } from "./tokens.ts";
import { type Dict, type Scope, type Value, unknown, partlyKnown } from "./values.ts";

/** What a macro call gives. */
export function expandMacro(node: Node, scope: Scope, run: Run): Value {
  const tree = node.namedChildren.find(({ type }) => type === "token_tree");
  const inside = tree === undefined ? undefined : insideBrackets(tree.text);
  if (tree === undefined || inside === undefined) return unknown(node.text);
  const name = lastSegment(node.childForFieldName("macro")?.text ?? "");
  const offset = tree.startPosition.row + scope.frame.offset;
  const macro: Macro = { node, inside, offset, scope, run };
  return macros.get(name)?.(macro) ?? expandLocal(name, macro) ?? unknown(node.text);
}

/** A macro call: what stands in its brackets, and the lines of the file before that. */
export interface Macro {
  node: Node;
  inside: string;
  offset: number;
  scope: Scope;
  run: Run;
}

/** Folds source text that stands behind `offset` lines of the scope's file. */
export function evaluateText(text: string, offset: number, scope: Scope, run: Run): Value {
  const node = run.project.fragment(text, "expression");
  if (node === undefined) return unknown(text);
  return evaluate(node, newScope({ ...scope.frame, offset }, scope), run);
}

const maxDepth = 100;

/** `serde_json::json!`. */
function json({ node, inside, offset, scope, run }: Macro): Value {
  const value = readJson(inside, offset, scope, run, 0);
  if (value instanceof Map) run.places.set(value, placeIn(scope, node));
  return value;
}

function readJson(source: string, offset: number, scope: Scope, run: Run, depth: number): Value {
  const { text, lines } = withoutComments(source);
  const at = offset + lines;
  if (depth > maxDepth) return unknown(text);
  if (text === "null") return null;
  const list = insideBrackets(text, "[");
  if (list !== undefined)
    return splitTokens(list, ",").map((piece) =>
      readJson(piece.text, at + piece.line, scope, run, depth + 1),
    );
  const object = insideBrackets(text, "{");
  if (object === undefined) return evaluateText(text, at, scope, run);
  const dict: Dict = new Map();
  for (const piece of splitTokens(object, ",")) {
    const entry = withoutComments(piece.text);
    const key = /^"(?:[^"\\]|\\[^])*"\s*(?=:)/.exec(entry.text)?.[0] ?? keyText(entry.text);
    const value = entry.text.slice(key.length + 1);
    const line = at + piece.line + entry.lines;
    const name = evaluateText(key.trim(), line, scope, run);
    if (typeof name === "string")
      dict.set(name, readJson(value, line + countLines(key), scope, run, depth + 1));
  }
  const { path, expanding } = scope.frame;
  run.places.set(dict, expanding ?? { path, line: at + 1, endLine: at + 1 + countLines(text) });
  if (dict.has("name") && (dict.has("inputSchema") || dict.has("description"))) run.made.add(dict);
  return dict;
}

function keyText(entry: string): string {
  const colon = /(?<!:):(?!:)/.exec(entry);
  return colon === null ? entry : entry.slice(0, colon.index);
}

function withoutComments(source: string): { text: string; lines: number } {
  let text = source;
  let lines = 0;
  for (let steps = 0; steps < 200; steps += 1) {
    const lead = /^(?:\s+|\/\/[^\n]*\n?|\/\*[^]*?\*\/)/.exec(text)?.[0];
    if (lead === undefined) break;
    lines += countLines(lead);
    text = text.slice(lead.length);
  }
  return { text: text.trimEnd(), lines };
}

function values({ inside, offset, scope, run }: Macro): Value[] {
  return splitTokens(inside, ",").map(({ text, line }) =>
    evaluateText(text, offset + line, scope, run),
  );
}

function vec(macro: Macro): Value {
  return splitTokens(macro.inside, ";").length > 1 ? unknown(macro.node.text) : values(macro);
}

function concat(macro: Macro): Value {
  const parts = values(macro);
  const isText = parts.every(
    (part) => typeof part === "string" || typeof part === "number" || typeof part === "boolean",
  );
  return isText ? parts.join("") : partlyKnown(parts, macro.node.text);
}

function format(macro: Macro): Value {
  const { inside, offset, scope, run } = macro;
  const [head, ...rest] = splitTokens(inside, ",");
  const template =
    head === undefined ? "" : evaluateText(head.text, offset + head.line, scope, run);
  if (typeof template !== "string") return unknown(macro.node.text);
  const named = new Map<string, Value>();
  const positional: Value[] = [];
  for (const { text, line } of rest) {
    const name = /^(?<name>[a-z_]\w*)\s*=(?!=)/.exec(text);
    const value = evaluateText(text.slice(name?.[0].length ?? 0).trim(), offset + line, scope, run);
    if (name?.groups?.["name"] === undefined) positional.push(value);
    else named.set(name.groups["name"], value);
  }
  let next = 0;
  let isKnown = true;
  const pieces: Value[] = [];
  let end = 0;
  const text = template.replace(
    /\{\{|\}\}|\{(?<name>\w*)(?::[^}]*)?\}/g,
    (whole: string, name: string | undefined, at: number) => {
      pieces.push(template.slice(end, at));
      end = at + whole.length;
      if (whole === "{{" || whole === "}}") {
        pieces.push(whole[0] ?? "");
        return whole[0] ?? "";
      }
      const value =
        name === undefined || name === ""
          ? positional[next++]
          : /^\d+$/.test(name)
            ? positional[Number(name)]
            : (named.get(name) ?? lookUp(scope, name) ?? evaluateText(name, offset, scope, run));
      pieces.push(value ?? null);
      if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
        return String(value);
      isKnown = false;
      return "";
    },
  );
  return isKnown ? text : partlyKnown([...pieces, template.slice(end)], macro.node.text);
}

function includeText(macro: Macro): Value {
  const [path] = values(macro);
  if (typeof path !== "string") return unknown(macro.node.text);
  const { scope, run } = macro;
  const found = path.startsWith("/")
    ? readFile(path.slice(1), scope.frame.path, run)
    : readAt(posix.join(posix.dirname(scope.frame.path), path), run);
  return found ?? unknown(macro.node.text);
}

function dedented(macro: Macro): Value {
  const text = format(macro);
  if (typeof text !== "string") return text;
  const lines = text.replace(/^\s*\n/, "").split("\n");
  const indents = lines
    .filter((line) => line.trim() !== "")
    .map((line) => /^\s*/.exec(line)?.[0].length ?? 0);
  const indent = Math.min(...(indents.length > 0 ? indents.slice(0, 5000) : [0]));
  return lines.map((line) => line.slice(indent)).join("\n");
}

function mapOf(macro: Macro): Value {
  const { inside, offset, scope, run } = macro;
  const dict: Dict = new Map();
  for (const { text, line } of splitTokens(inside, ",")) {
    const [key, value] = splitTokens(text, "=>");
    if (key === undefined || value === undefined) continue;
    const name = evaluateText(key.text, offset + line, scope, run);
    if (typeof name === "string")
      dict.set(name, evaluateText(value.text, offset + line + value.line, scope, run));
  }
  return dict;
}

/** `env!("CARGO_MANIFEST_DIR")` is the folder above: empty, so that a path behind it starts at a slash. */
function environment(macro: Macro): Value {
  const [name] = values(macro);
  return name === "CARGO_MANIFEST_DIR" ? "" : unknown(macro.node.text);
}

const macros = new Map<string, (macro: Macro) => Value>([
  ["json", json],
  ["json_internal", json],
  ["json_schema", json],
  ["object", json],
  ["vec", vec],
  ["smallvec", vec],
  ["concat", concat],
  ["concatcp", concat],
  ["concat_str", concat],
  ["formatcp", format],
  ["format", format],
  ["format_args", format],
  ["indoc", dedented],
  ["formatdoc", dedented],
  ["include_str", includeText],
  ["include_bytes", includeText],
  ["env", environment],
  ["stringify", ({ inside }) => inside.trim()],
  ["hashmap", mapOf],
  ["btreemap", mapOf],
  ["indexmap", mapOf],
  ["schema_for", ({ inside, scope, run }) => typeSchemaValue(inside.trim(), scope, run)],
]);
