import type { Argument } from "../language.ts";
import { clip, type Notes } from "../notes.ts";
import { fillNumbered, fillPercent, outdent, unescape } from "../strings.ts";
import { fieldOf, type Syntax } from "../tree.ts";
import { invoked } from "./callee.ts";
import { typeName } from "./types.ts";

/** The arguments of a call. */
export function argumentsOf(list: Syntax | undefined, notes: Notes): Argument[] {
  return (list?.children ?? []).flatMap((node, index) => [
    { index, text: textOf(node, notes) },
    ...entriesOf(node, notes).map((entry) => ({ index, ...entry })),
  ]);
}

/** The entries of `Map.of("method", "DELETE")`. */
function entriesOf(node: Syntax, notes: Notes): { name: string; text: string }[] {
  if (node.type !== "method_invocation" || invoked(node, notes) !== "Map.of") return [];
  const items = fieldOf(node, "arguments")?.children ?? [];
  return items.slice(0, 20).flatMap((key, at) => {
    const value = items[at + 1];
    return at % 2 === 0 && key.type === "string_literal" && value !== undefined
      ? [{ name: textOf(key, notes), text: textOf(value, notes) }]
      : [];
  });
}

/** Calls that come to the text of what they are given. */
const transparent = new Set(
  `URI.create Path.of Paths.get String.valueOf HttpUrl.parse HttpUrl.get Objects.requireNonNull Mono.just
  UriComponentsBuilder.fromHttpUrl UriComponentsBuilder.fromUriString UriComponentsBuilder.fromPath`.split(
    /\s+/,
  ),
);
/** Methods that leave the text of what they are called on. */
const kept = new Set(
  "toString toUri build trim strip stripIndent intern toPath toFile normalize toAbsolutePath toURI toURL".split(
    " ",
  ),
);
const wrapping = new Set(["URI", "URL", "File", "StringBuilder", "String"]);
const listing = new Set(["List.of", "Arrays.asList", "Set.of", "Stream.of"]);

/** The text of an expression as far as it is constant, each other part in braces. */
export function textOf(node: Syntax | undefined, notes: Notes): string {
  return notes.fold(node, (one) => clip(readText(one, notes)));
}

function readText(node: Syntax, notes: Notes): string {
  switch (node.type) {
    case "string_literal":
      return stringText(notes.text(node, 1500));
    case "character_literal":
      return unescape(notes.text(node).slice(1, -1));
    case "true":
    case "false":
    case "null_literal":
      return notes.text(node);
    case "binary_expression":
      return joined(node, notes) ?? notes.hole(node);
    case "parenthesized_expression":
      return textOf(node.children[0], notes);
    case "cast_expression":
      return textOf(fieldOf(node, "value"), notes);
    case "method_reference":
      return `{${notes.text(node).replace("::", ".")}}`;
    case "method_invocation":
      return invokedText(node, notes) ?? notes.hole(node);
    case "object_creation_expression":
      return createdText(node, notes) ?? notes.hole(node);
    case "array_creation_expression":
      return listText(fieldOf(node, "value"), notes) ?? notes.hole(node);
    case "array_initializer":
    case "element_value_array_initializer":
      return listText(node, notes) ?? "";
    default:
      return node.type.endsWith("_literal") && node.type !== "class_literal"
        ? notes.text(node)
        : notes.hole(node);
  }
}

function stringText(source: string): string {
  return source.startsWith('"""')
    ? unescape(outdent(source.replace(/^"{3}|"{3}$/g, "")))
    : unescape(source.replace(/^"|"$/g, ""));
}

const listText = (list: Syntax | undefined, notes: Notes): string | undefined =>
  list?.children.map((item) => textOf(item, notes)).join(" ");

/** `"a" + b + "c"` as one text; undefined for numbers. */
function joined(node: Syntax, notes: Notes): string | undefined {
  const operands: Syntax[] = [];
  let left: Syntax | undefined = node;
  for (; left?.type === "binary_expression"; left = fieldOf(left, "left")) {
    const operator = fieldOf(left, "operator");
    const right = fieldOf(left, "right");
    if (notes.text(operator) !== "+" || right === undefined) return undefined;
    operands.unshift(right);
  }
  if (left !== undefined) operands.unshift(left);
  const isText = operands.some(({ type }) => /string|character/.test(type));
  const isCounted = operands.some(({ type }) => /integer_literal|point_literal/.test(type));
  return isCounted && !isText
    ? undefined
    : operands.map((operand) => textOf(operand, notes)).join("");
}

function invokedText(node: Syntax, notes: Notes): string | undefined {
  const object = fieldOf(node, "object");
  const name = notes.text(fieldOf(node, "name"));
  const given = fieldOf(node, "arguments")?.children ?? [];
  const texts = () => given.map((item) => textOf(item, notes));
  if (object?.type === "string_literal" && name === "formatted")
    return fillPercent(textOf(object, notes), texts());
  const callee = object?.type === "identifier" ? `${notes.text(object)}.${name}` : name;
  if (callee === "String.format" && given[0] !== undefined) {
    const [pattern = "", ...rest] = texts().slice(
      notes.text(given[0]).startsWith("Locale") ? 1 : 0,
    );
    return fillPercent(pattern, rest);
  }
  if (callee === "MessageFormat.format") return fillNumbered(texts()[0] ?? "", texts().slice(1));
  if (callee === "String.join") return texts().slice(1).join(texts()[0]);
  if (transparent.has(callee)) return texts().join(/^Paths?\./.test(callee) ? "/" : "");
  if (listing.has(callee)) return texts().join(" ");
  if (kept.has(name) && given.length === 0 && object !== undefined) return textOf(object, notes);
  if (name === "append" && object !== undefined && isBuilder(object, notes))
    return textOf(object, notes) + texts().join("");
  if (name === "resolve" && object !== undefined && given.length === 1)
    return `${textOf(object, notes)}/${texts()[0]}`;
  if (name === "concat" && object !== undefined) return textOf(object, notes) + texts().join("");
  return undefined;
}

/** Whether a chain of `append` begins with a new builder of text. */
function isBuilder(node: Syntax, notes: Notes): boolean {
  let root: Syntax | undefined = node;
  while (root?.type === "method_invocation") root = fieldOf(root, "object");
  return (
    root?.type === "object_creation_expression" &&
    typeName(fieldOf(root, "type"), notes).startsWith("StringBu")
  );
}

function createdText(node: Syntax, notes: Notes): string | undefined {
  if (!wrapping.has(typeName(fieldOf(node, "type"), notes))) return undefined;
  const given = fieldOf(node, "arguments")?.children ?? [];
  return given.map((item) => textOf(item, notes)).join("/");
}
