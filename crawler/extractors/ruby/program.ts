import type { Node } from "web-tree-sitter";
import type { Forest } from "../syntax/forest.ts";
import type { Found, SourceProgram } from "../syntax/program.ts";
import { newFuel } from "../syntax/value.ts";

/** The Ruby files of a snapshot. */
export interface Program extends SourceProgram {
  /** Bodies of the classes and modules of that simple name. */
  classes(name: string): Found[];
  /** The values given to a constant of that simple name. */
  constants(name: string): Found[];
}

const maxFound = 40;

/** Indexes classes and constants by name; a file is parsed only when something in it is asked for. */
export function indexProgram(files: ReadonlyMap<string, string>, forest: Forest): Program {
  const classPaths = indexNames(files, /^[ \t]*(?:class|module)[ \t]+(?:[\w:]*::)?([A-Z]\w*)/gm);
  const constantPaths = indexNames(files, /(?:^|[\s:])([A-Z]\w*)[ \t]*(?:\|\|)?=(?![=~>])/gm);
  const cache = new Map<string, Found[]>();
  function remember(key: string, find: () => Found[]): Found[] {
    const known = cache.get(key) ?? find();
    cache.set(key, known);
    return known;
  }
  return {
    files,
    forest,
    fuel: newFuel(),
    folded: new Map(),
    classes: (name) =>
      remember(`class ${name}`, () =>
        nodesIn(forest, classPaths.get(name), ["class", "module"]).filter(
          ({ node }) => lastName(node.childForFieldName("name")) === name,
        ),
      ),
    constants: (name) =>
      remember(`constant ${name}`, () =>
        nodesIn(forest, constantPaths.get(name), ["assignment", "operator_assignment"]).flatMap(
          ({ path, node }) => {
            const value = node.childForFieldName("right");
            const left = node.childForFieldName("left");
            const isConstant = left?.type === "constant" || left?.type === "scope_resolution";
            return isConstant && lastName(left) === name && value !== null
              ? [{ path, node: value }]
              : [];
          },
        ),
      ),
  };
}

function indexNames(files: ReadonlyMap<string, string>, pattern: RegExp): Map<string, Set<string>> {
  const paths = new Map<string, Set<string>>();
  for (const [path, text] of files)
    for (const [, name = ""] of text.matchAll(pattern))
      paths.set(name, (paths.get(name) ?? new Set()).add(path));
  return paths;
}

function nodesIn(forest: Forest, paths: Set<string> | undefined, types: string[]): Found[] {
  return [...(paths ?? [])]
    .slice(0, maxFound)
    .flatMap((path) =>
      (forest.root(path)?.descendantsOfType(types) ?? []).map((node) => ({ path, node })),
    );
}

/** `A::B::Name` -> `Name`. */
export function lastName(node: Node | null | undefined): string {
  return (node?.type === "scope_resolution" ? node.childForFieldName("name") : node)?.text ?? "";
}

/** The statements of a class, module or block. */
export function statementsOf(node: Node): Node[] {
  const body = node.childForFieldName("body");
  return (body?.namedChildren ?? []).filter(({ type }) => type !== "comment");
}

/** Classes and modules around a node, innermost first. */
export function namespacesOf(node: Node): Node[] {
  const around: Node[] = [];
  let parent = node.parent;
  for (let height = 0; parent !== null && height < 300; height++) {
    if (parent.type === "class" || parent.type === "module") around.push(parent);
    parent = parent.parent;
  }
  return around;
}

/** The whole name of a class: `Shop::AddTool`. */
export function fullName(declaration: Node): string {
  return [declaration, ...namespacesOf(declaration)]
    .toReversed()
    .map((node) => node.childForFieldName("name")?.text ?? "")
    .join("::");
}

/** The method that a call names, without a receiver: `tool_name "x"` -> `tool_name`; undefined for anything else. */
export function ownCall(node: Node): string | undefined {
  if (node.type !== "call" || node.childForFieldName("receiver") !== null) return undefined;
  return node.childForFieldName("method")?.text;
}

/** Whether a file belongs to tests. */
export function isTest(path: string): boolean {
  return /(?:^|\/)(?:tests?|specs?|features)\//i.test(path) || /_(?:test|spec)\.rb$/.test(path);
}
