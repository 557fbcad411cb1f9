import type { Argument } from "../language.ts";
import { clip, holeOf, type Notes } from "../notes.ts";
import { fillPercent, outdent, unescape } from "../strings.ts";
import { childOf, fieldOf, type Syntax } from "../tree.ts";
import { calleeIn } from "./callee.ts";

const maxItems = 40;

/** The arguments of a call; those by name have no position. Entries of an array are named by their keys. */
export function argumentsOf(list: Syntax | undefined, notes: Notes): Argument[] {
  return (list?.children ?? []).slice(0, maxItems).flatMap((node, index): Argument[] => {
    const name = fieldOf(node, "name");
    const value = node.children.findLast(({ field }) => field !== "name");
    if (value === undefined || value.type === "variadic_placeholder") return [];
    if (name !== undefined)
      return [
        { index: -1, name: notes.text(name), text: textOf(value, notes) },
        ...entriesOf(value, -1, `${notes.text(name)}.`, notes),
      ];
    return [{ index, text: textOf(value, notes) }, ...entriesOf(value, index, "", notes)];
  });
}

const entriesOf = (node: Syntax, index: number, prefix: string, notes: Notes): Argument[] =>
  node.type === "array_creation_expression"
    ? node.children
        .slice(0, maxItems)
        .flatMap(({ children: [key, value] }) =>
          key !== undefined && value !== undefined
            ? [{ index, name: prefix + textOf(key, notes), text: textOf(value, notes) }]
            : [],
        )
    : [];

/** Functions that leave what matters of the text that they are given first. */
const transparent = new Set(
  `trim rtrim ltrim urlencode rawurlencode strval escapeshellarg escapeshellcmd esc_sql addslashes strtolower strtoupper esc_url_raw
  sanitize_text_field untrailingslashit trailingslashit realpath Str.of`.split(/\s+/),
);
const kept = new Set("toString trim value __toString rtrim lower".split(" "));

/** The text of an expression as far as it is constant, each other part in braces. */
export function textOf(node: Syntax | undefined, notes: Notes): string {
  return notes.fold(node, (one) => clip(readText(one, notes) ?? hole(one, notes)));
}

/** `$this->id` as `{this.id}`, `$args['id']` as `{args.id}`. */
function hole(node: Syntax, notes: Notes): string {
  const [of, key] = node.type === "subscript_expression" ? node.children : [];
  const name = key?.type === "string" ? notes.text(key).slice(1, -1) : "";
  if (/^\w+$/.test(name)) return `{${calleeIn(of, notes)}.${name}}`;
  const source = notes.text(node).replace(/^static::/, "self::");
  return holeOf(source.replace(/\$(?=\w)/g, "").replace(/\?*->|::/g, "."));
}

function readText(node: Syntax, notes: Notes): string | undefined {
  switch (node.type) {
    case "string":
      return notes
        .text(node, 1000)
        .replace(/^b?'|'$/g, "")
        .replace(/\\([\\'])/g, "$1");
    case "encapsed_string":
      return partsOf(node, notes);
    case "heredoc":
    case "nowdoc":
      return outdent(partsOf(fieldOf(node, "value"), notes));
    case "integer":
    case "float":
    case "boolean":
    case "null":
      return notes.text(node);
    case "parenthesized_expression":
      return node.children[0] && textOf(node.children[0], notes);
    case "cast_expression":
      return textOf(fieldOf(node, "value"), notes);
    case "binary_expression":
      return joined(node, notes);
    case "array_creation_expression":
      return listText(node, notes);
    case "class_constant_access_expression":
      return notes.text(node.children[1]) === "class"
        ? notes.text(node.children[0]).replace(/^.*\\/, "")
        : undefined;
    case "function_call_expression":
    case "scoped_call_expression":
    case "member_call_expression":
      return calledText(node, notes);
    default:
      return undefined;
  }
}

function partsOf(node: Syntax | undefined, notes: Notes): string {
  let text = "";
  for (const part of node?.children ?? []) {
    if (text.length > 1500) break;
    if (/^(?:string_content|nowdoc_string)$/.test(part.type)) text += notes.text(part, 1500);
    else if (part.type === "escape_sequence") text += unescape(notes.text(part));
    else text += textOf(part, notes);
  }
  return text;
}

/** `[$this, 'remove']` names a method; other lists are their items. */
function listText(node: Syntax, notes: Notes): string | undefined {
  const items = node.children.slice(0, maxItems).map(({ children }) => children);
  if (items.length === 0 || items.some(({ length }) => length !== 1)) return undefined;
  const [first, second] = items.map(([item]) => item);
  if (items.length === 2 && notes.text(first) === "$this" && second?.type === "string")
    return `{this.${textOf(second, notes)}}`;
  return items.map(([item]) => textOf(item, notes)).join(" ");
}

/** `'a' . $b . 'c'` as one text. */
function joined(node: Syntax, notes: Notes): string | undefined {
  const operands: Syntax[] = [];
  let left: Syntax | undefined = node;
  for (; left?.type === "binary_expression"; left = fieldOf(left, "left")) {
    const right = fieldOf(left, "right");
    if (notes.text(fieldOf(left, "operator")) !== "." || right === undefined) return undefined;
    operands.unshift(right);
  }
  if (left !== undefined) operands.unshift(left);
  return operands.map((operand) => textOf(operand, notes)).join("");
}

function calledText(node: Syntax, notes: Notes): string | undefined {
  const object = fieldOf(node, "object");
  const given = (fieldOf(node, "arguments")?.children ?? []).map(({ children }) => children.at(-1));
  const texts = () => given.map((one) => textOf(one, notes));
  if (object !== undefined)
    return kept.has(notes.text(fieldOf(node, "name"))) ? textOf(object, notes) : undefined;
  const callee =
    node.type === "scoped_call_expression"
      ? `${calleeIn(fieldOf(node, "scope"), notes)}.${notes.text(fieldOf(node, "name"))}`
      : calleeIn(fieldOf(node, "function"), notes);
  if (callee === "sprintf" || callee === "vsprintf")
    return fillPercent(texts()[0] ?? "", texts().slice(1));
  if (callee === "implode" || callee === "join") {
    const list = given[1]?.type === "array_creation_expression" ? given[1] : undefined;
    return list?.children.map((item) => textOf(item.children.at(-1), notes)).join(texts()[0]);
  }
  // `$wpdb->prepare("… %s", $x)` is a call of its own; `prepare` of a bare name isn't known.
  return transparent.has(callee) && given.length > 0 ? texts()[0] : undefined;
}

/** The text of a command between backticks. */
export const commandOf = (node: Syntax, notes: Notes): string => partsOf(node, notes);

/** The name of a variable, without `$`. */
export const variableOf = (node: Syntax | undefined, notes: Notes): string =>
  node?.type === "variable_name" ? notes.text(childOf(node, "name")) : "";
