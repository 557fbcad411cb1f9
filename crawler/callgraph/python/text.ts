import { clip, type Notes } from "../notes.ts";
import { fieldOf, type Syntax } from "../tree.ts";
import { calleeIn } from "./callee.ts";
import { format, percent } from "./format.ts";

/** Functions that give back what they are given, as far as a statement, a path or an address in it goes. */
const wrappers = new Set(
  "text SQL gql graphql dedent cleandoc Path PurePath PurePosixPath str URL Template cast literal".split(
    " ",
  ),
);
/** Methods of texts and paths that leave what matters of them. */
const finishers = new Set(
  "strip lstrip rstrip lower upper encode decode resolve expanduser absolute as_posix safe_substitute substitute".split(
    " ",
  ),
);
const joiners = new Map([
  ["os.path.join", "/"],
  ["path.join", "/"],
  ["urljoin", ""],
  ["urllib.parse.urljoin", ""],
  ["parse.urljoin", ""],
]);

/** The text of an expression as far as it is constant, with each other part as its expression in braces. */
export function textOf(node: Syntax | undefined, notes: Notes): string {
  return notes.fold(node, (one) => {
    const known = constantOf(one, notes);
    return known === undefined ? holeIn(one, notes) : clip(known);
  });
}

/** An expression in braces; `a["b"]` and `a.get("b")` as `{a.b}`, calls without quotation marks. */
export function holeIn(node: Syntax, notes: Notes): string {
  if (node.type === "await") return holeIn(node.children[0] ?? node, notes);
  const of = fieldOf(node, "value") ?? fieldOf(fieldOf(node, "function"), "object");
  const isGet =
    node.type === "call" && notes.text(fieldOf(fieldOf(node, "function"), "attribute")) === "get";
  const key = isGet ? fieldOf(node, "arguments")?.children[0] : fieldOf(node, "subscript");
  if ((isGet || node.type === "subscript") && key?.type === "string" && of?.type === "identifier") {
    const name = constantOf(key, notes) ?? "";
    if (/^\w+$/.test(name)) return `{${notes.text(of)}.${name}}`;
  }
  return node.type === "call" ? notes.callHole(node) : notes.hole(node);
}

function constantOf(node: Syntax, notes: Notes): string | undefined {
  switch (node.type) {
    case "string":
      return stringOf(node, notes);
    case "concatenated_string":
      return joined(node.children, "", notes);
    case "parenthesized_expression":
      return node.children.length === 1 ? textOf(node.children[0], notes) : undefined;
    case "integer":
    case "float":
    case "true":
    case "false":
    case "none":
      return notes.text(node);
    case "unary_operator":
      return /^-\s*[\d.]+$/.test(notes.text(node)) ? notes.text(node) : undefined;
    case "list":
    case "tuple":
      return node.children.length === 0 ? "[]" : joined(node.children, " ", notes);
    case "list_splat":
      return textOf(node.children[0], notes);
    case "dictionary":
      return dictionaryOf(node, notes);
    case "binary_operator":
      return operationOf(node, notes);
    case "call":
      return callOf(node, notes);
    default:
      return undefined;
  }
}

function joined(nodes: readonly Syntax[], separator: string, notes: Notes): string {
  let text = "";
  for (const [index, node] of nodes.entries()) {
    if (text.length > 1000) break;
    text += (index === 0 ? "" : separator) + textOf(node, notes);
  }
  return text;
}

function stringOf(node: Syntax, notes: Notes): string {
  let text = "";
  const [start] = node.children;
  const isRaw = /r/i.test(notes.text(start));
  for (const part of node.children) {
    if (text.length > 1000) break;
    if (part.type === "interpolation") text += textOf(fieldOf(part, "expression"), notes);
    else if (part.type === "string_content")
      text += isRaw ? notes.text(part, 1000) : unescape(notes.text(part, 1000));
  }
  return text;
}

const escapes = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["\n", ""],
]);

function unescape(text: string): string {
  return text.replace(/\\([\s\S])/g, (whole, of: string) =>
    /["'\\nrt\n]/.test(of) ? (escapes.get(of) ?? of) : whole,
  );
}

function dictionaryOf(node: Syntax, notes: Notes): string | undefined {
  let text = "";
  for (const pair of node.children) {
    if (text.length > 1000) break;
    text += `${text === "" ? "" : ", "}${
      pair.type === "pair"
        ? `${textOf(fieldOf(pair, "key"), notes)}: ${textOf(fieldOf(pair, "value"), notes)}`
        : textOf(pair.children[0], notes)
    }`;
  }
  return `{${text}}`;
}

function operationOf(node: Syntax, notes: Notes): string | undefined {
  const left = fieldOf(node, "left");
  const right = fieldOf(node, "right");
  if (left === undefined || right === undefined) return undefined;
  switch (notes.text(fieldOf(node, "operator"))) {
    case "+":
      return isText(left) || isText(right) || (isName(left) && isName(right))
        ? `${textOf(left, notes)}${isList(left) && isList(right) ? " " : ""}${textOf(right, notes)}`
        : undefined;
    case "/":
      return isText(right) || isPath(left, notes)
        ? `${textOf(left, notes)}/${textOf(right, notes)}`
        : undefined;
    case "%":
      return isText(left) ? percent(textOf(left, notes), right, notes) : undefined;
    default:
      return undefined;
  }
}

const isName = ({ type }: Syntax): boolean => type === "identifier" || type === "attribute";

const isList = ({ type }: Syntax): boolean => type === "list" || type === "tuple";

const isPath = (node: Syntax, notes: Notes): boolean =>
  node.type === "call" && /(?:^|\.)Path$/.test(notes.text(fieldOf(node, "function")));

/** Whether an expression is a text (or a list of words) at its left or right end. */
function isText(node: Syntax, depth = 0): boolean {
  if (/^(?:concatenated_)?string$|^list$/.test(node.type)) return true;
  if (depth > 20) return false;
  if (node.type === "binary_operator" || node.type === "parenthesized_expression")
    return node.children.some((child) => isText(child, depth + 1));
  return node.type === "call" && fieldOf(fieldOf(node, "function"), "object")?.type === "string";
}

function callOf(node: Syntax, notes: Notes): string | undefined {
  const callee = fieldOf(node, "function");
  const [first, ...others] = fieldOf(node, "arguments")?.children ?? [];
  const name = calleeIn(callee, notes);
  const separator = joiners.get(name);
  if (separator !== undefined && first !== undefined)
    return joined([first, ...others], separator, notes);
  const last = /[^.]*$/.exec(name)?.[0] ?? "";
  if (first !== undefined && first.type !== "keyword_argument" && wrappers.has(last))
    return isOpaque(first) ? undefined : textOf(first, notes);
  const object = callee?.type === "attribute" ? fieldOf(callee, "object") : undefined;
  if (object === undefined) return undefined;
  if (last === "format" && isText(object))
    return format(textOf(object, notes), first === undefined ? [] : [first, ...others], notes);
  if (last === "join" && object.type === "string" && first !== undefined && isList(first))
    return joined(first.children, textOf(object, notes), notes);
  return finishers.has(last) && isText(object) ? textOf(object, notes) : undefined;
}

const isOpaque = ({ type }: Syntax): boolean =>
  type.endsWith("_splat") || type === "generator_expression";
