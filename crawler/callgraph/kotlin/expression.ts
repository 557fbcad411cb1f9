import type { Argument } from "../language.ts";
import { clip, type Notes } from "../notes.ts";
import { fillPercent, outdent, unescape } from "../strings.ts";
import { childOf, fieldOf, type Syntax } from "../tree.ts";
import { calleeIn, isTrailing } from "./callee.ts";

/** The arguments of a call; those by name have no position. What a lambda behind them assigns is named as its properties. */
export function argumentsOf(call: Syntax, notes: Notes): Argument[] {
  const inner = isTrailing(call) ? call.children[0] : call;
  const given = (childOf(inner, "value_arguments")?.children ?? []).flatMap(
    (node, index): Argument[] => {
      const [first, second] = node.children;
      if (first?.type === "identifier" && second !== undefined)
        return [{ index: -1, name: notes.text(first), text: textOf(second, notes) }];
      return [{ index, text: textOf(first, notes) }, ...entriesOf(first, index, notes)];
    },
  );
  const lambda = childOf(childOf(call, "annotated_lambda"), "lambda_literal");
  return [...given, ...settingsOf(lambda, notes)];
}

/** `{ method = HttpMethod.Delete }` */
const settingsOf = (lambda: Syntax | undefined, notes: Notes): Argument[] =>
  (lambda?.children ?? [])
    .filter(({ type }) => type === "assignment")
    .slice(0, 20)
    .map((one) => ({
      index: -1,
      name: notes.text(fieldOf(one, "left")),
      text: textOf(fieldOf(one, "right"), notes),
    }));

/** The entries of `mapOf("method" to "DELETE")`. */
function entriesOf(node: Syntax | undefined, index: number, notes: Notes): Argument[] {
  if (node?.type !== "call_expression" || !/[mM]apOf$/.test(calleeIn(node.children[0], notes)))
    return [];
  return (childOf(node, "value_arguments")?.children ?? [])
    .slice(0, 20)
    .flatMap(({ children: [pair] }) => {
      const [key, to, value] = pair?.children ?? [];
      return pair?.type === "infix_expression" && notes.text(to) === "to"
        ? [{ index, name: textOf(key, notes), text: textOf(value, notes) }]
        : [];
    });
}

const transparent = new Set(
  `URI.create URI URL Url Path.of Paths.get Path File String.valueOf requireNotNull checkNotNull`.split(
    /\s+/,
  ),
);
const listing = new Set(
  "listOf arrayOf setOf mutableListOf listOfNotNull List.of arrayListOf".split(" "),
);
const kept = new Set(
  `toString trim trimEnd trimStart toUri toPath toURI toURL toFile lowercase uppercase encodeURLPathPart encodeURLParameter
  encodeURLPath normalize orEmpty`.split(/\s+/),
);

/** The text of an expression as far as it is constant, each other part in braces. */
export function textOf(node: Syntax | undefined, notes: Notes): string {
  return notes.fold(node, (one) => clip(readText(one, notes) ?? notes.hole(one)));
}

function readText(node: Syntax, notes: Notes): string | undefined {
  switch (node.type) {
    case "string_literal":
    case "multiline_string_literal":
      return stringText(node, notes);
    case "number_literal":
    case "float_literal":
    case "boolean_literal":
      return notes.text(node);
    case "identifier":
      return /^(?:true|false|null)$/.test(notes.text(node)) ? notes.text(node) : undefined;
    case "parenthesized_expression":
    case "as_expression":
    case "unary_expression":
      return node.children[0] && !/^[-!]/.test(notes.text(node))
        ? textOf(node.children[0], notes)
        : notes.text(node);
    case "callable_reference":
      return `{${notes
        .text(node)
        .replace(/^(?:this)?::/, "")
        .replace("::", ".")}}`;
    case "navigation_expression":
      return notes.text(node).includes("::")
        ? `{${notes.text(node).replace("::", ".")}}`
        : undefined;
    case "binary_expression":
      return joined(node, notes);
    case "call_expression":
      return calledText(node, notes);
    default:
      return undefined;
  }
}

/** A string with its templates; the grammar leaves `$name` in the text. */
function stringText(node: Syntax, notes: Notes): string {
  const isRaw = node.type === "multiline_string_literal";
  const quotes = isRaw ? 3 : 1;
  const cut = node.end - quotes;
  const templates = /(\\[\s\S])|\$([\p{L}_][\p{L}\p{N}_]*)/gu;
  const plain = (from: number, to: number) => {
    const source = notes.source.slice(from, Math.min(to, from + 1500));
    const named = source.replace(templates, (all, escape?: string, name?: string) =>
      name === undefined || (escape !== undefined && !isRaw) ? all : `{${name}}`,
    );
    return isRaw ? named : unescape(named);
  };
  let text = "";
  let from = node.start + quotes;
  for (const child of node.children) {
    if (child.type !== "interpolation" || text.length > 1500) continue;
    // `$name` in a raw string is a node of its own.
    text += plain(from, child.start) + textOf(child.children[0], notes);
    from = child.end;
  }
  text += plain(from, cut);
  return isRaw ? outdent(text.replace(/^[ \t]*\|/gm, "")) : text;
}

/** `"a" + b + "c"` as one text; undefined for numbers. */
function joined(node: Syntax, notes: Notes): string | undefined {
  const operands: Syntax[] = [];
  let left: Syntax | undefined = node;
  for (; left?.type === "binary_expression"; left = fieldOf(left, "left")) {
    const right = fieldOf(left, "right");
    if (notes.text(fieldOf(left, "operator")) !== "+" || right === undefined) return undefined;
    operands.unshift(right);
  }
  if (left !== undefined) operands.unshift(left);
  const isText = operands.some(({ type }) => type.endsWith("string_literal"));
  const isCounted = operands.some(({ type }) => type === "number_literal");
  return isCounted && !isText
    ? undefined
    : operands.map((operand) => textOf(operand, notes)).join("");
}

function calledText(node: Syntax, notes: Notes): string | undefined {
  const [called] = node.children;
  const callee = calleeIn(called, notes);
  const given = (childOf(node, "value_arguments")?.children ?? []).map(({ children }) =>
    children.at(-1),
  );
  const texts = () => given.map((one) => textOf(one, notes));
  if (listing.has(callee)) return texts().join(" ");
  if (transparent.has(callee) && given.length > 0) return texts().join("/");
  if (/^(?:URLEncoder\.encode)$/.test(callee)) return texts()[0];
  if (callee === "String.format") return fillPercent(texts()[0] ?? "", texts().slice(1));
  const object = called?.type === "navigation_expression" ? called.children[0] : undefined;
  const last = callee.slice(callee.lastIndexOf(".") + 1);
  if (object === undefined) return undefined;
  if (last === "format" && object.type.endsWith("string_literal"))
    return fillPercent(textOf(object, notes), texts());
  if (/^trim(?:Margin|Indent)$/.test(last)) return textOf(object, notes);
  if (last === "resolve" && given.length === 1) return `${textOf(object, notes)}/${texts()[0]}`;
  return kept.has(last) ? textOf(object, notes) : undefined;
}
