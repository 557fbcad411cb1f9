import { unquote } from "../../extractors/go/unquote.ts";
import { clip, type Notes } from "../notes.ts";
import { fieldOf, type Syntax } from "../tree.ts";
import { calleeIn } from "./callee.ts";

/** Functions that give back what they are given: conversions, pointers to constants, cleaned paths and addresses. */
const wrappers = new Set([
  "string",
  "[]byte",
  "bytes.NewBufferString",
  "bytes.NewReader",
  "bytes.NewBuffer",
  "strings.NewReader",
  "strings.TrimSpace",
  "strings.ToUpper",
  "strings.ToLower",
  "strings.TrimRight",
  "strings.TrimSuffix",
  "strings.TrimPrefix",
  "filepath.Clean",
  "filepath.FromSlash",
  "path.Clean",
  "url.PathEscape",
  "url.QueryEscape",
  "aws.String",
  "github.String",
  "github.Ptr",
  "ptr.To",
  "pointer.String",
  "lo.ToPtr",
]);
const formats = /^(?:fmt\.(?:Sprintf|Errorf|Sprint)|\w*\.?[sS]printf)$/;

/** The text of an expression as far as it is constant, with each other part as its expression in braces. */
export function textOf(node: Syntax | undefined, notes: Notes): string {
  return notes.fold(node, (one) => {
    const known = constantOf(one, notes);
    return known === undefined ? holeIn(one, notes) : clip(known);
  });
}

function holeIn(node: Syntax, notes: Notes): string {
  return node.type === "call_expression" ? notes.callHole(node) : notes.hole(node);
}

function constantOf(node: Syntax, notes: Notes): string | undefined {
  switch (node.type) {
    case "interpreted_string_literal":
    case "rune_literal":
      return unquote(`${notes.text(node, 1000)}${node.end - node.start > 1000 ? '"' : ""}`);
    case "raw_string_literal":
      return notes.text(node, 1000).replace(/^`|`$/g, "");
    case "int_literal":
    case "float_literal":
    case "true":
    case "false":
    case "nil":
      return notes.text(node);
    case "parenthesized_expression":
    case "literal_element":
    case "variadic_argument":
    case "expression_list":
      return node.children.length === 1 ? textOf(node.children[0], notes) : undefined;
    case "unary_expression":
      return ["&", "*", "-"].includes(notes.text(fieldOf(node, "operator")))
        ? operandOf(node, notes)
        : undefined;
    case "binary_expression":
      return notes.text(fieldOf(node, "operator")) === "+" && isText(node)
        ? `${textOf(fieldOf(node, "left"), notes)}${textOf(fieldOf(node, "right"), notes)}`
        : undefined;
    case "composite_literal":
      return compositeOf(node, notes);
    case "literal_value":
      return `{${itemsOf(node, ", ", notes)}}`;
    case "type_conversion_expression":
      return textOf(fieldOf(node, "operand"), notes);
    case "call_expression":
      return callOf(node, notes);
    default:
      return undefined;
  }
}

function operandOf(node: Syntax, notes: Notes): string | undefined {
  const operand = fieldOf(node, "operand");
  if (operand === undefined) return undefined;
  const isNegative = notes.text(fieldOf(node, "operator")) === "-";
  if (!isNegative) return textOf(operand, notes);
  const text = constantOf(operand, notes);
  return text === undefined ? undefined : `-${text}`;
}

/** Whether a sum may be one of texts: it has one in it, or no number. */
function isText(node: Syntax | undefined, depth = 0): boolean {
  if (node === undefined || depth > 20) return false;
  if (node.type.endsWith("_string_literal")) return true;
  if (node.type === "binary_expression") {
    const parts = [fieldOf(node, "right"), fieldOf(node, "left")];
    return (
      parts.some((part) => isText(part, depth + 1)) ||
      parts.every((part) => part !== undefined && /^(?:identifier|selector)/.test(part.type))
    );
  }
  return false;
}

function compositeOf(node: Syntax, notes: Notes): string {
  const isList = /^(?:implicit_length_array|slice|array)_type$/.test(
    fieldOf(node, "type")?.type ?? "",
  );
  const body = fieldOf(node, "body");
  if (body === undefined) return "";
  const items = itemsOf(body, isList ? " " : ", ", notes);
  return isList ? items || "[]" : `{${items}}`;
}

function itemsOf(body: Syntax, separator: string, notes: Notes): string {
  let text = "";
  for (const item of body.children) {
    if (text.length > 1000) break;
    if (text !== "") text += separator;
    if (item.type === "keyed_element")
      text += `${keyOf(item, notes)}: ${textOf(fieldOf(item, "value"), notes)}`;
    else text += textOf(item, notes);
  }
  return text;
}

/** A field's name as it is, a map's key by its text. */
export function keyOf(item: Syntax, notes: Notes): string {
  const key = fieldOf(item, "key")?.children[0];
  return key?.type === "identifier" ? notes.text(key) : textOf(key, notes);
}

function callOf(node: Syntax, notes: Notes): string | undefined {
  const name = calleeIn(fieldOf(node, "function"), notes);
  const args = fieldOf(node, "arguments")?.children ?? [];
  const [first, ...others] = args;
  if (first === undefined) return undefined;
  if (formats.test(name)) return sprintf(textOf(first, notes), others, notes);
  if (name === "filepath.Join" || name === "path.Join")
    return args.map((one) => textOf(one, notes)).join("/");
  if (name === "strings.Join" || name === "strings.Replace" || name === "strings.ReplaceAll") {
    const text = constantOf(first, notes);
    return text;
  }
  return wrappers.has(name) ? textOf(first, notes) : undefined;
}

/** https://pkg.go.dev/fmt#hdr-Printing */
function sprintf(format: string, values: readonly Syntax[], notes: Notes): string {
  let next = 0;
  return format.replace(/%[-+# 0]*(?:\[\d+\])?[\d*]*(?:\.\d+)?([a-zA-Z%])/g, (whole, verb) => {
    if (verb === "%") return "%";
    const value = values[next];
    next += 1;
    return value === undefined ? whole : textOf(value, notes);
  });
}
