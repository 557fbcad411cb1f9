import { createRequire } from "node:module";
import { Language, Parser, type Node, type Tree } from "web-tree-sitter";
import { lowerExpression } from "./lower-expression.ts";
import { lowerParameters } from "./lower-signature.ts";
import { lowerBlock } from "./lower-statement.ts";
import type { Callable, Expression, Parameter, Statement } from "./syntax.ts";

/** Past this, a nested construct is cut off: a real program stays far below. */
export const maxNesting = 300;

/** A reader of Python text; safe to keep for the life of the process. */
export interface PythonParser {
  /** The statements of a file; undefined when nothing in it could be parsed. */
  module(text: string): Statement[] | undefined;
  /** One expression, as in a quoted annotation; undefined when it is none. */
  expression(text: string): Expression | undefined;
}

/** What the lowering of one piece of text needs to know. */
export interface Lowering {
  text: string;
  /** Lines before the piece. */
  offset: number;
  callable(node: Node, nesting: number): Callable;
}

let loading: Promise<PythonParser> | undefined;
/** Set once the stack ended inside the parser, whose memory nothing is known of from then on. */
const overflowed: { error?: unknown } = {};

/** Throws when the parser is no longer to be relied on, in this process. */
export function checkParser(): void {
  if ("error" in overflowed)
    throw new Error("code was nested so deeply that the parser ran out of stack", {
      cause: overflowed.error,
    });
}

function parseText(parser: Parser, text: string): Tree | null {
  try {
    return parser.parse(text);
  } catch (error) {
    overflowed.error = error;
    throw error;
  }
}

/** Loads the grammar once. */
export function loadPythonParser(): Promise<PythonParser> {
  loading ??= load();
  return loading;
}

async function load(): Promise<PythonParser> {
  const { resolve } = createRequire(import.meta.url);
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(
    await Language.load(resolve("@vscode/tree-sitter-wasm/wasm/tree-sitter-python.wasm")),
  );
  return {
    module: (text) => parseModule(parser, text, 0),
    expression(text) {
      const first = parseModule(parser, `(${text.trim()})`, 0)?.[0];
      return first?.kind === "expression" ? first.value : undefined;
    },
  };
}

function parseModule(parser: Parser, text: string, offset: number): Statement[] | undefined {
  const tree = parseText(parser, text);
  if (tree === null) return undefined;
  try {
    const root = tree.rootNode;
    const readable = root.namedChildren.some((child) => child.type !== "ERROR");
    if (root.type === "ERROR" || (root.hasError && !readable)) return undefined;
    return lowerBlock(root, lowering(parser, text, offset), 0);
  } finally {
    tree.delete();
  }
}

function lowering(parser: Parser, text: string, offset: number): Lowering {
  const context: Lowering = {
    text,
    offset,
    callable: (node, nesting) => lowerCallable(parser, context, node, nesting),
  };
  return context;
}

/** Bodies of functions are parsed again when they are wanted: most never are, and a large repository would not fit. */
function lowerCallable(parser: Parser, context: Lowering, node: Node, nesting: number): Callable {
  const body = node.childForFieldName("body");
  const list = node.childForFieldName("parameters");
  const parameters: Parameter[] = list === null ? [] : lowerParameters(list, context, nesting);
  const line = node.startPosition.row + 1 + context.offset;
  const endLine = node.endPosition.row + 1 + context.offset;
  const returned = node.childForFieldName("return_type");
  const shared = {
    parameters,
    ...(returned && { returns: lowerExpression(returned, context, nesting + 1) }),
    text: context.text.slice(node.startIndex, node.endIndex),
    line,
    endLine,
  };
  if (node.type === "lambda") {
    const value: Expression =
      body === null ? { kind: "ellipsis" } : lowerExpression(body, context, nesting + 1);
    return { ...shared, name: "<lambda>", body: () => [{ kind: "return", value }] };
  }
  const name = node.childForFieldName("name")?.text ?? "";
  const indent = " ".repeat(node.startPosition.column);
  let statements: Statement[] | undefined;
  const callable: Callable = {
    ...shared,
    name,
    body() {
      if (nesting > maxNesting) return [];
      statements ??= parseBody(
        parser,
        `if 1:\n${indent === "" ? "" : indent}${shared.text}`,
        line - 2,
        indent === "",
      );
      return statements;
    },
  };
  const docstring = body === null ? undefined : readDocstring(body, context);
  return docstring === undefined ? callable : { ...callable, docstring };
}

function parseBody(parser: Parser, wrapped: string, offset: number, flush: boolean): Statement[] {
  const text = flush ? wrapped.slice("if 1:\n".length) : wrapped;
  const tree = parseText(parser, text);
  if (tree === null) return [];
  try {
    const body = firstDefinition(tree.rootNode)?.childForFieldName("body");
    return body === null || body === undefined
      ? []
      : lowerBlock(body, lowering(parser, text, flush ? offset + 1 : offset), 0);
  } finally {
    tree.delete();
  }
}

function firstDefinition(root: Node): Node | undefined {
  let node: Node | null | undefined = root;
  for (let steps = 0; node && steps < 20; steps += 1) {
    if (node.type === "function_definition") return node;
    const block: Node | null =
      node.type === "if_statement" ? node.childForFieldName("consequence") : node;
    node = block?.namedChildren.find((child) =>
      ["if_statement", "function_definition", "block"].includes(child.type),
    );
  }
  return undefined;
}

/** The documentation string that opens a body, as written. */
export function readDocstring(body: Node, context: Lowering): string | undefined {
  const first = body.namedChildren.find((child) => child.type !== "comment");
  const value = first?.type === "expression_statement" ? first.namedChildren[0] : undefined;
  if (value?.type !== "string" && value?.type !== "concatenated_string") return undefined;
  const text = lowerExpression(value, context, 0);
  return text.kind === "text" ? text.value : undefined;
}
