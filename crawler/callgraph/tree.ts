import type { Tree, TreeCursor } from "web-tree-sitter";
import { loadGrammar } from "../extractors/syntax/grammar.ts";
import type { CodeFile } from "./language.ts";
import { type FunctionNotes, Notes } from "./notes.ts";

const maxLength = 1_000_000;
/** What is nested more deeply has no children, so that code that calls itself for each level never runs out of stack. */
const maxDepth = 500;

/** A node of a syntax tree, as plain data: nothing of it needs to be freed. */
export interface Syntax {
  type: string;
  /** Its field in its parent: `function`, `arguments`. */
  field?: string;
  /** UTF-16 offsets. */
  start: number;
  end: number;
  /** Named nodes, nodes with a field, and those that the language keeps; comments are left out. */
  children: Syntax[];
}

/** Where a node stands. */
export interface Scope {
  /** The innermost class around it, whose `self` or `this` it sees. */
  owner?: string;
  /** The innermost function around it inside that class; without one, it stands in the class's body or outside everything. */
  function?: FunctionNotes;
  /** It stands in a decorator, an annotation or a default: what a call of the function doesn't run. */
  decorates?: true;
}

/** Notes what a node says. Its children are visited in the scope that it gives back, or else in the same one; `skip` leaves them out. */
export type Visit = (node: Syntax, scope: Scope, notes: Notes) => Scope | "skip" | undefined | void;

/** A language of tree-sitter, as the walk sees it. */
export interface TreeLanguage {
  /** As `loadGrammar` takes it. */
  grammar: string;
  /** By type of node; a node of another type is only gone through. Each is called before its children, in the order of the source. */
  visits: ReadonlyMap<string, Visit>;
  /** Types of unnamed nodes that the visits want to see though they have no field: `?.`. */
  keeps?: ReadonlySet<string>;
  /** The text that is parsed, with the same offsets. */
  prepare?(text: string): string;
}

/** One file as the call graph sees it; undefined when it is too large or has no tree. */
export async function parseTree(
  language: TreeLanguage,
  text: string,
): Promise<CodeFile | undefined> {
  const root = await readSyntax(language, text);
  if (root === undefined) return undefined;
  const notes = new Notes(text);
  const left: { node: Syntax; scope: Scope }[] = [{ node: root, scope: {} }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { node } = next;
    const scope = language.visits.get(node.type)?.(node, next.scope, notes) ?? next.scope;
    if (scope === "skip") continue;
    for (let index = node.children.length - 1; index >= 0; index -= 1) {
      const child = node.children[index];
      if (child !== undefined) left.push({ node: child, scope });
    }
  }
  return notes.file();
}

/** The whole tree of a text, at most 500 levels deep; undefined for more than a million characters. */
export async function readSyntax(
  { grammar, keeps, prepare }: TreeLanguage,
  text: string,
): Promise<Syntax | undefined> {
  if (text.length > maxLength) return undefined;
  const parser = await loadGrammar(grammar);
  let tree: Tree | null = null;
  let cursor: TreeCursor | undefined;
  try {
    tree = parser.parse(prepare?.(text) ?? text);
    cursor = tree?.walk();
    return cursor && copy(cursor, keeps);
  } finally {
    cursor?.delete();
    tree?.delete();
  }
}

function copy(cursor: TreeCursor, keeps: ReadonlySet<string> | undefined): Syntax {
  const root = nodeAt(cursor);
  /** From the root to the cursor. */
  const path = [root];
  for (;;) {
    if (path.length >= maxDepth || !cursor.gotoFirstChild()) {
      path.pop();
      while (!cursor.gotoNextSibling()) {
        if (path.length === 0 || !cursor.gotoParent()) return root;
        path.pop();
      }
    }
    const node = nodeAt(cursor);
    const isKept =
      cursor.nodeIsNamed ||
      keeps?.has(node.type) === true ||
      (node.field !== undefined && !/^[,;(){}[\]]$/.test(node.type));
    if (isKept && !node.type.endsWith("comment")) path.at(-1)?.children.push(node);
    path.push(node);
  }
}

function nodeAt(cursor: TreeCursor): Syntax {
  const field = cursor.currentFieldName;
  const node: Syntax = {
    type: cursor.nodeType,
    start: cursor.startIndex,
    end: cursor.endIndex,
    children: [],
  };
  if (field !== null) node.field = field;
  return node;
}

/** The child in a field. */
export function fieldOf(node: Syntax | undefined, field: string): Syntax | undefined {
  return node?.children.find((child) => child.field === field);
}

/** The first child of one of some types. */
export function childOf(node: Syntax | undefined, ...types: string[]): Syntax | undefined {
  return node?.children.find((child) => types.includes(child.type));
}

/** What a part of a callee stands on, and what it adds behind: `.delete`, `()`, `[]`, or nothing. */
export interface Link {
  of: Syntax | undefined;
  adds: string;
}

/** The callee as written, from the parts that a language knows as links; the first part is its source without spaces. */
export function calleeOf(
  node: Syntax | undefined,
  linkOf: (node: Syntax) => Link | undefined,
  notes: Notes,
): string {
  const parts: string[] = [];
  let at = node;
  for (let link = at && linkOf(at); at !== undefined && link !== undefined;) {
    parts.push(link.adds);
    at = link.of;
    link = at && linkOf(at);
  }
  parts.push(notes.text(at, 60).replace(/\s+/g, ""));
  return parts.toReversed().join("");
}
