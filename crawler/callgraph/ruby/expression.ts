import type { Argument } from "../language.ts";
import { clip, holeOf, type Notes } from "../notes.ts";
import { fillPercent, outdent, unescape } from "../strings.ts";
import { fieldOf, type Syntax } from "../tree.ts";
import { calledBy, calleeIn } from "./callee.ts";
import { bodyOf } from "./heredocs.ts";

const maxItems = 40;

/** The arguments of a call; those by name have no position. Entries of a hash are named by their keys. */
export function argumentsOf(nodes: readonly Syntax[], notes: Notes): Argument[] {
  return nodes.slice(0, maxItems).flatMap((node, index): Argument[] => {
    if (node.type === "pair") {
      const name = textOf(fieldOf(node, "key"), notes).replace(/^["']|["']$/g, "");
      const value = fieldOf(node, "value");
      // `force:` alone passes the name's value.
      const text = value === undefined ? `{${name}}` : textOf(value, notes);
      return [{ index: -1, name, text }, ...entriesOf(value, -1, `${name}.`, notes)];
    }
    if (node.type === "block_argument" || node.type === "hash_splat_argument") return [];
    return [{ index, text: textOf(node, notes) }, ...entriesOf(node, index, "", notes)];
  });
}

const entriesOf = (
  node: Syntax | undefined,
  index: number,
  prefix: string,
  notes: Notes,
): Argument[] =>
  node?.type === "hash"
    ? node.children
        .filter(({ type }) => type === "pair")
        .slice(0, maxItems)
        .map((pair) => ({
          index,
          name: prefix + textOf(fieldOf(pair, "key"), notes),
          text: textOf(fieldOf(pair, "value"), notes),
        }))
    : [];

/** Calls that leave what matters of the text that they are given first. */
const transparent = new Set(
  `URI URI.parse URI.join Pathname Pathname.new Shellwords.escape CGI.escape ERB.Util.url_encode URI.encode_www_form_component
  URI.encode_uri_component String Arel.sql Shellwords.shellescape File.expand_path File.absolute_path File.realpath`.split(
    /\s+/,
  ),
);
const kept = new Set(
  `freeze to_s to_str strip chomp squish strip_heredoc html_safe to_sym shellescape downcase upcase presence path expand_path
  dup chomp! +@`.split(/\s+/),
);

/** The text of an expression as far as it is constant, each other part in braces. */
export function textOf(node: Syntax | undefined, notes: Notes): string {
  return notes.fold(node, (one) => clip(readText(one, notes) ?? hole(one, notes)));
}

/** `@id` as `{self.id}`, `params[:id]` as `{params.id}`. */
function hole(node: Syntax, notes: Notes): string {
  const [, key] = node.type === "element_reference" ? node.children : [];
  const name = key === undefined ? "" : notes.text(key).replace(/^:|^["']|["']$/g, "");
  if (/^\w+$/.test(name)) return `{${calleeIn(fieldOf(node, "object"), notes)}.${name}}`;
  return holeOf(
    notes
      .text(node)
      .replace(/^@{1,2}(?=\w)/, "self.")
      .replaceAll("::", "."),
  );
}

function readText(node: Syntax, notes: Notes): string | undefined {
  switch (node.type) {
    case "string":
    case "subshell":
    case "bare_string":
    case "delimited_symbol":
      return partsOf(node, notes);
    case "simple_symbol":
      return notes.text(node).slice(1);
    case "hash_key_symbol":
    case "integer":
    case "float":
    case "true":
    case "false":
    case "nil":
      return notes.text(node);
    case "heredoc_beginning":
      return outdent(partsOf(bodyOf(node), notes));
    case "chained_string":
      return node.children.map((part) => textOf(part, notes)).join("");
    case "array":
    case "string_array":
    case "symbol_array":
      return node.children.length === 0
        ? undefined
        : node.children
            .slice(0, maxItems)
            .map((item) => textOf(item, notes))
            .join(" ");
    case "splat_argument":
    case "parenthesized_statements":
      return node.children.length === 1 ? textOf(node.children[0], notes) : undefined;
    case "binary":
      return operated(node, notes);
    case "call":
      return calledText(node, notes);
    default:
      return undefined;
  }
}

function partsOf(node: Syntax | undefined, notes: Notes): string {
  let text = "";
  for (const part of node?.children ?? []) {
    if (text.length > 1500) break;
    if (/^(?:string|heredoc)_content$/.test(part.type)) text += notes.text(part, 1500);
    else if (part.type === "escape_sequence") text += unescape(notes.text(part));
    else if (part.type === "interpolation") text += textOf(part.children[0], notes);
  }
  return text;
}

/** `"a" + b` and `"%s" % b` as one text. */
function operated(node: Syntax, notes: Notes): string | undefined {
  const operator = notes.text(fieldOf(node, "operator"));
  if (operator === "%") {
    const left = fieldOf(node, "left");
    const right = fieldOf(node, "right");
    if (left === undefined || !/string|heredoc/.test(left.type)) return undefined;
    const given = right?.type === "array" ? right.children : right === undefined ? [] : [right];
    return fillPercent(
      textOf(left, notes),
      given.map((one) => textOf(one, notes)),
    );
  }
  const operands: Syntax[] = [];
  let left: Syntax | undefined = node;
  for (; left?.type === "binary"; left = fieldOf(left, "left")) {
    const right = fieldOf(left, "right");
    if (!/^(?:\+|<<)$/.test(notes.text(fieldOf(left, "operator"))) || right === undefined)
      return undefined;
    operands.unshift(right);
  }
  if (left !== undefined) operands.unshift(left);
  const isText = operands.some(({ type }) => /string|heredoc/.test(type));
  const isCounted = operands.some(({ type }) => /^(?:integer|float|array)$/.test(type));
  return isCounted && !isText
    ? undefined
    : operands.map((operand) => textOf(operand, notes)).join("");
}

function calledText(node: Syntax, notes: Notes): string | undefined {
  const receiver = fieldOf(node, "receiver");
  const { callee, given } = calledBy(node, notes);
  const texts = () => given.map((one) => textOf(one, notes));
  if (callee === "format" || callee === "sprintf")
    return fillPercent(texts()[0] ?? "", texts().slice(1));
  if (callee === "File.join") return texts().join("/");
  if (transparent.has(callee) && given.length > 0) return texts()[0];
  const method = notes.text(fieldOf(node, "method"));
  if (receiver === undefined) return undefined;
  if (method === "join" && receiver.type === "array")
    return receiver.children.map((item) => textOf(item, notes)).join(texts()[0] ?? "");
  if (
    method === "join" &&
    given.length > 0 &&
    /^(?:Rails|root|self)\b|[Pp]ath/.test(calleeIn(receiver, notes))
  )
    return [textOf(receiver, notes), ...texts()].join("/");
  return kept.has(method) && given.length === 0 ? textOf(receiver, notes) : undefined;
}
