import type { Node } from "oxc-parser";
import { clip, holeOf, type Notes } from "../notes.ts";
import { bare, calleeIn, keyOf } from "./callee.ts";

const maxDepth = 20;
const maxParts = 200;
/** Beyond this no more is added to a text that is cut anyway. */
const enough = 1000;

/** Functions that give back what they are given, as far as a statement, a path, an address or a body in it goes. */
const wrappers =
  /^(?:String|encodeURIComponent|encodeURI|decodeURIComponent|Number|parseInt|URL|gql|graphql|parse|dedent|sql|raw|unsafe|literal|stringify|normalize|resolve|fileURLToPath|pathToFileURL|from|freeze)$/;
const outer = /^(?:String|JSON|sql|Sql|Prisma|path|Path|Buffer|Object|url|URL|)$/;
/** Methods of texts that leave what matters of them. */
const finishers = /^(?:toString|trim|trimEnd|trimStart|toUpperCase|toLowerCase|href|valueOf)$/;

/** The text of an expression as far as it is constant, with each other part as its expression in braces. */
export function textOf(node: Node, notes: Notes, depth = 0): string {
  const inner = bare(node);
  if (depth > maxDepth) return hole(inner, notes);
  const known = constantOf(inner, notes, depth + 1);
  return known === undefined ? hole(inner, notes) : clip(known);
}

/** An expression in braces: names and their members without `?.` and `!`, calls without quotation marks. */
function hole(node: Node, notes: Notes): string {
  switch (node.type) {
    case "Identifier":
    case "ThisExpression":
      return `{${calleeIn(node)}}`;
    case "MemberExpression": {
      const name = calleeIn(node);
      return /[()[\]]/.test(name) ? holeOf(notes.text(node, 200)) : `{${name}}`;
    }
    case "CallExpression":
      return holeOf(notes.text(node, 200).replace(/["'`]/g, ""));
    default:
      return holeOf(notes.text(node, 200));
  }
}

function constantOf(node: Node, notes: Notes, depth: number): string | undefined {
  if (depth > maxDepth) return undefined;
  switch (node.type) {
    case "Literal":
      if (typeof node.value === "string") return node.value;
      return "regex" in node ? undefined : notes.text(node, 60);
    case "TemplateLiteral": {
      let text = "";
      for (const [index, quasi] of node.quasis.entries()) {
        if (text.length > enough) break;
        text += quasi.value.cooked ?? quasi.value.raw;
        const part = node.expressions[index];
        if (part !== undefined) text += textOf(part, notes, depth);
      }
      return text;
    }
    case "TaggedTemplateExpression":
      return constantOf(node.quasi, notes, depth);
    case "Identifier":
      return node.name === "undefined" ? "undefined" : undefined;
    case "UnaryExpression":
      return /^(?:-[\d.]+|void 0|!0|!1)$/.test(notes.text(node, 20))
        ? notes
            .text(node, 20)
            .replace("void 0", "undefined")
            .replace("!0", "true")
            .replace("!1", "false")
        : undefined;
    case "BinaryExpression":
      return node.operator === "+" ? sumOf(node, notes, depth) : undefined;
    case "ArrayExpression":
      return node.elements.length === 0 ? undefined : joined(node.elements, " ", notes, depth);
    case "ObjectExpression":
      return objectOf(node, notes, depth);
    case "LogicalExpression":
      return fallbackOf(node, notes, depth);
    case "ConditionalExpression":
      return choiceOf(node, notes, depth);
    case "CallExpression":
    case "NewExpression":
      return callOf(node, notes, depth);
    default:
      return undefined;
  }
}

/** `base + "/boxes/" + id`; sums of numbers stay expressions. */
function sumOf(node: Node & { type: "BinaryExpression" }, notes: Notes, depth: number) {
  const parts: Node[] = [];
  let at: Node = node;
  while (at.type === "BinaryExpression" && at.operator === "+" && parts.length < maxParts) {
    parts.push(at.right);
    at = bare(at.left);
  }
  parts.push(at);
  const isNumber = (part: Node): boolean =>
    part.type === "Literal" && typeof part.value === "number";
  const isText = (part: Node): boolean =>
    part.type === "TemplateLiteral" || (part.type === "Literal" && typeof part.value === "string");
  if (parts.some(isNumber) && !parts.some(isText)) return undefined;
  return joined(parts.toReversed(), "", notes, depth);
}

function joined(
  nodes: readonly (Node | null)[],
  separator: string,
  notes: Notes,
  depth: number,
): string {
  let text = "";
  for (const [index, node] of nodes.slice(0, maxParts).entries()) {
    if (text.length > enough) break;
    if (index > 0) text += separator;
    if (node !== null)
      text +=
        node.type === "SpreadElement"
          ? textOf(node.argument, notes, depth)
          : textOf(node, notes, depth);
  }
  return text;
}

function objectOf(node: Node & { type: "ObjectExpression" }, notes: Notes, depth: number) {
  let text = "";
  for (const each of node.properties) {
    if (text.length > enough) break;
    if (text !== "") text += ", ";
    if (each.type === "SpreadElement") text += textOf(each.argument, notes, depth);
    else {
      const key = keyOf(each.key, each.computed) ?? textOf(each.key, notes, depth);
      text += `${key}: ${each.method ? "{function}" : textOf(each.value, notes, depth)}`;
    }
  }
  return `{${text}}`;
}

/** `options.method ?? "GET"` -> `{options.method || "GET"}`, which whoever knows `options.method` can fill in. */
function fallbackOf(node: Node & { type: "LogicalExpression" }, notes: Notes, depth: number) {
  if (node.operator === "&&") return undefined;
  const left = textOf(node.left, notes, depth);
  const right = textOf(node.right, notes, depth);
  return /^\{[\w$.]+\}$/.test(left) && /^[^{}"]*$/.test(right)
    ? `{${left.slice(1, -1)} || "${right}"}`
    : undefined;
}

/** `{isNew ? "POST" : "PUT"}` with both constants, however long the condition is. */
function choiceOf(node: Node & { type: "ConditionalExpression" }, notes: Notes, depth: number) {
  const first = textOf(node.consequent, notes, depth);
  const second = textOf(node.alternate, notes, depth);
  // A search string that is put behind an address when there is one.
  if (first.startsWith(second) && second !== "") return first;
  if (second.startsWith(first) && first !== "") return second;
  if (/[{}"]/.test(first + second)) return undefined;
  const test = holeOf(notes.text(node.test, 60)).slice(1, -1);
  return `{${test.slice(0, 30)} ? "${first.slice(0, 80)}" : "${second.slice(0, 80)}"}`;
}

function callOf(
  node: Node & { type: "CallExpression" | "NewExpression" },
  notes: Notes,
  depth: number,
): string | undefined {
  const callee = bare(node.callee);
  const [first, second] = node.arguments;
  if (callee.type === "Identifier" || callee.type === "MemberExpression") {
    const name = calleeIn(callee);
    const at = name.lastIndexOf(".");
    const last = name.slice(at + 1);
    const object = at === -1 ? "" : name.slice(0, at);
    if (last === "URL" && first !== undefined && second !== undefined)
      return joined([second, first], "", notes, depth);
    if (/^(?:path|posix)$/.test(object) && /^(?:join|resolve)$/.test(last))
      return joined(node.arguments, "/", notes, depth);
    if (first !== undefined && wrappers.test(last) && outer.test(object))
      return first.type === "SpreadElement" ? undefined : textOf(first, notes, depth);
    if (callee.type === "MemberExpression")
      return methodOf(callee, last, node.arguments, notes, depth);
  }
  return undefined;
}

/** `"/boxes/".concat(id)`, which compilers make of templates; `["a", "b"].join("\n")`; `url.toString()`. */
function methodOf(
  { object }: Node & { type: "MemberExpression" },
  name: string,
  args: readonly Node[],
  notes: Notes,
  depth: number,
): string | undefined {
  const of = bare(object);
  if (finishers.test(name)) return textOf(of, notes, depth);
  const [first] = args;
  if (name === "join" && of.type === "ArrayExpression" && first !== undefined)
    return joined(of.elements, first.type === "Literal" ? String(first.value) : " ", notes, depth);
  if (name !== "concat") return undefined;
  const before = constantOf(of, notes, depth + 1);
  return of.type === "ArrayExpression" || before === undefined
    ? undefined
    : before + joined(args, "", notes, depth);
}
