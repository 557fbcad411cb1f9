import type { Argument } from "../language.ts";
import { clip, type Notes } from "../notes.ts";
import { fillNumbered, outdent, unescape } from "../strings.ts";
import { fieldOf, type Syntax } from "../tree.ts";
import { calleeIn } from "./callee.ts";
import { simpleType } from "./types.ts";

/** The arguments of a call; those by name, and the properties that a creation sets, have no position. */
export function argumentsOf(list: Syntax | undefined, notes: Notes): Argument[] {
  return (list?.children ?? []).flatMap((node, index): Argument[] => {
    const name = fieldOf(node, "name");
    const value = node.children.findLast(({ field }) => field !== "name");
    if (value === undefined) return [];
    if (name !== undefined)
      return [{ index: -1, name: notes.text(name), text: textOf(value, notes) }];
    return [{ index, text: textOf(value, notes) }, ...membersOf(value, index, notes)];
  });
}

/** What an initializer sets: `new HttpRequestMessage { Method = HttpMethod.Delete }`, `new { id }`. */
export function membersOf(node: Syntax | undefined, index: number, notes: Notes): Argument[] {
  if (node?.type === "anonymous_object_creation_expression")
    return node.children.slice(0, 40).flatMap((name, at, all) => {
      const value = all[at + 1];
      return name.type === "identifier" && value !== undefined
        ? [{ index, name: notes.text(name), text: textOf(value, notes) }]
        : [];
    });
  return (fieldOf(node, "initializer")?.children ?? [])
    .filter(({ type }) => type === "assignment_expression")
    .slice(0, 40)
    .map((one) => ({
      index,
      name: notes.text(fieldOf(one, "left")),
      text: textOf(fieldOf(one, "right"), notes),
    }));
}

/** Calls that come to the text of their first argument, and types whose objects do. */
const transparent = new Set(
  `Uri.EscapeDataString HttpUtility.UrlEncode WebUtility.UrlEncode Path.GetFullPath Convert.ToString FormattableString.Invariant
  Task.FromResult`.split(/\s+/),
);
const wrapping = new Set(["Uri", "DirectoryInfo", "FileInfo", "SqlCommand", "StringBuilder"]);
const kept = new Set(
  "ToString Trim TrimEnd TrimStart ToLower ToLowerInvariant ToUpper ToUpperInvariant ConfigureAwait AsSpan".split(
    " ",
  ),
);

/** The text of an expression as far as it is constant, each other part in braces. */
export function textOf(node: Syntax | undefined, notes: Notes): string {
  return notes.fold(node, (one) => clip(readText(one, notes) ?? notes.hole(one)));
}

function readText(node: Syntax, notes: Notes): string | undefined {
  switch (node.type) {
    case "string_literal":
    case "character_literal":
      return unescape(notes.text(node, 1000).replace(/^["']|["'](?:u8)?$/g, ""));
    case "verbatim_string_literal":
      return outdent(
        notes
          .text(node, 1000)
          .replace(/^@"|"$/g, "")
          .replaceAll('""', '"'),
      );
    case "raw_string_literal":
      return outdent(notes.text(node, 1500).replace(/^"+|"+$/g, ""));
    case "interpolated_string_expression":
      return interpolated(node, notes);
    case "integer_literal":
    case "real_literal":
    case "boolean_literal":
    case "null_literal":
      return notes.text(node);
    case "binary_expression":
      return joined(node, notes);
    case "parenthesized_expression":
    case "await_expression":
    case "postfix_unary_expression":
      return node.children[0] && textOf(node.children[0], notes);
    case "cast_expression":
      return textOf(fieldOf(node, "value"), notes);
    case "invocation_expression":
      return invokedText(node, notes);
    case "object_creation_expression": {
      const [only] = fieldOf(node, "arguments")?.children ?? [];
      if (only !== undefined && wrapping.has(simpleType(fieldOf(node, "type"), notes)))
        return textOf(only.children.at(-1), notes);
      return listText(fieldOf(node, "initializer"), notes);
    }
    case "array_creation_expression":
    case "implicit_array_creation_expression":
      return listText(
        node.children.find(({ type }) => type === "initializer_expression"),
        notes,
      );
    case "collection_expression":
      return listText(node, notes);
    default:
      return undefined;
  }
}

function listText(list: Syntax | undefined, notes: Notes): string | undefined {
  const items = list?.children ?? [];
  if (items.length === 0 || items.some(({ type }) => /assignment|initializer/.test(type)))
    return undefined;
  return items
    .slice(0, 40)
    .map((item) => textOf(item.type === "collection_element" ? item.children[0] : item, notes))
    .join(" ");
}

function interpolated(node: Syntax, notes: Notes): string {
  let text = "";
  for (const part of node.children) {
    if (text.length > 1500) break;
    if (part.type === "string_content") text += notes.text(part, 1500);
    else if (part.type === "escape_sequence") text += unescape(notes.text(part));
    else if (part.type === "interpolation")
      text += textOf(
        part.children.find(({ type }) => type !== "interpolation_brace"),
        notes,
      );
  }
  return text.includes("\n") ? outdent(text) : unescape(text);
}

/** `"a" + b + "c"` as one text; undefined for numbers. */
function joined(node: Syntax, notes: Notes): string | undefined {
  const operands: Syntax[] = [];
  let left: Syntax | undefined = node;
  for (; left?.type === "binary_expression"; left = fieldOf(left, "left")) {
    const operator = notes.text(fieldOf(left, "operator"));
    const right = fieldOf(left, "right");
    if (operator !== "+" || right === undefined) return undefined;
    operands.unshift(right);
  }
  if (left !== undefined) operands.unshift(left);
  const isText = operands.some(({ type }) => /string|character/.test(type));
  const isCounted = operands.some(({ type }) => /^(?:integer|real)_literal$/.test(type));
  return isCounted && !isText
    ? undefined
    : operands.map((operand) => textOf(operand, notes)).join("");
}

function invokedText(node: Syntax, notes: Notes): string | undefined {
  const called = fieldOf(node, "function");
  const callee = calleeIn(called, notes);
  const given = fieldOf(node, "arguments")?.children ?? [];
  const texts = () => given.map((one) => textOf(one.children.at(-1), notes));
  if (callee === "nameof") return texts()[0]?.replace(/^\{(?:[\w.]*\.)?|\}$/g, "");
  if (/^[sS]tring\.Format$/.test(callee)) return fillNumbered(texts()[0] ?? "", texts().slice(1));
  if (/^[sS]tring\.Concat$/.test(callee)) return texts().join("");
  if (/^[sS]tring\.Join$/.test(callee)) return texts().slice(1).join(texts()[0]);
  if (callee === "Path.Combine" || callee === "Path.Join") return texts().join("/");
  if (transparent.has(callee)) return texts()[0];
  const last = callee.slice(callee.lastIndexOf(".") + 1);
  const object =
    called?.type === "member_access_expression" ? fieldOf(called, "expression") : undefined;
  if (kept.has(last) && object !== undefined) return textOf(object, notes);
  return undefined;
}
