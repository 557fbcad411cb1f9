import type { Node, Parser, Tree } from "web-tree-sitter";
import { lowerExpression } from "./lower-expression.ts";
import { lowerBlock, lowerTypeDeclaration } from "./lower-statement.ts";
import {
  lowerParameters,
  lowerResults,
  lowerType,
  lowerTypeParameters,
  named,
} from "./lower-type.ts";
import type { At, Callable, SourceFile, Statement, ValueDeclaration } from "./syntax.ts";
import { withPlainNew } from "./new-value.ts";
import { unquote } from "./unquote.ts";

/** Past this, a nested construct is cut off: a real program stays far below. */
export const maxNesting = 300;

/** What the lowering of one file needs to know. */
export interface Lowering {
  path: string;
  callable(node: Node, nesting: number): Callable;
}

/** A file and its syntax tree, which lives until all bodies of its functions are lowered or it is freed. */
export interface Parsed {
  file: SourceFile;
  tree: Tree;
}

/** Reads one file; undefined when nothing in it could be parsed. */
export function parseFile(parser: Parser, path: string, text: string): Parsed | undefined {
  const tree = parseText(parser, text);
  if (tree === null) return undefined;
  const root = tree.rootNode;
  const children = named(root);
  const clause = children.find((child) => child.type === "package_clause");
  if (clause === undefined) {
    tree.delete();
    return undefined;
  }
  const lowering: Lowering = {
    path,
    callable: (node, nesting) => lowerCallable(node, lowering, nesting),
  };
  const file: SourceFile = {
    path,
    package: clause.namedChild(0)?.text ?? "",
    imports: new Map(),
    imported: [],
    callables: [],
    types: [],
    values: [],
  };
  for (const child of children) lowerTop(child, file, lowering);
  if (root.hasError) file.broken = brokenLine(root);
  return { file, tree };
}

function parseText(parser: Parser, text: string): Tree | null {
  const tree = parser.parse(text);
  if (!tree?.rootNode.hasError) return tree;
  const plain = withPlainNew(text);
  const other = plain === text ? null : parser.parse(plain);
  if (
    other === null ||
    (other.rootNode.hasError && brokenLine(other.rootNode) <= brokenLine(tree.rootNode))
  ) {
    other?.delete();
    return tree;
  }
  tree.delete();
  return other;
}

/** The line of the first part that the grammar made nothing of. */
function brokenLine(root: Node): number {
  let at = root;
  for (let depth = 0; depth < maxNesting; depth++) {
    const inner = at.children.find((child) => child.hasError || child.isError || child.isMissing);
    if (inner === undefined || at.isError) break;
    at = inner;
  }
  return at.startPosition.row + 1;
}

/** The lines that a node stands on. */
export function atOf(node: Node, _lowering: Lowering): At {
  return { line: node.startPosition.row + 1, endLine: node.endPosition.row + 1 };
}

function lowerTop(node: Node, file: SourceFile, lowering: Lowering): void {
  switch (node.type) {
    case "import_declaration":
      for (const spec of node.descendantsOfType("import_spec")) if (spec) lowerImport(spec, file);
      return;
    case "function_declaration":
    case "method_declaration":
      file.callables.push(lowerCallable(node, lowering, 0));
      return;
    case "type_declaration":
      file.types.push(...lowerTypeDeclaration(node, lowering, 0));
      return;
    case "const_declaration":
    case "var_declaration":
      file.values.push(...lowerValues(node, lowering));
      return;
    default:
  }
}

function lowerImport(spec: Node, file: SourceFile): void {
  const path = unquote(spec.childForFieldName("path")?.text ?? '""');
  const name = spec.childForFieldName("name")?.text;
  file.imported.push(path);
  if (name === "_" || name === ".") return;
  file.imports.set(name ?? importName(path), path);
}

/** `github.com/a/mcp-go/v2` -> `mcp-go`, `gopkg.in/yaml.v3` -> `yaml`: what a package is most often called. */
export function importName(path: string): string {
  const segments = path.split("/");
  let last = segments.pop() ?? "";
  if (/^v\d+$/.test(last)) last = segments.pop() ?? last;
  return last.replace(/\.v\d+$/, "");
}

function lowerCallable(node: Node, lowering: Lowering, nesting: number): Callable {
  const body = node.childForFieldName("body");
  const [receiver] = lowerParameters(node.childForFieldName("receiver"), lowering, nesting);
  let lowered: Statement[] | undefined;
  return {
    name: node.childForFieldName("name")?.text ?? "",
    path: lowering.path,
    ...atOf(node, lowering),
    typeParameters: lowerTypeParameters(node.childForFieldName("type_parameters")),
    parameters: lowerParameters(node.childForFieldName("parameters"), lowering, nesting),
    results: lowerResults(node.childForFieldName("result"), lowering, nesting),
    ...(receiver && { receiver }),
    bodied: body !== null,
    body() {
      lowered ??= lowerBlock(body, lowering, nesting + 1);
      return lowered;
    },
  };
}

function lowerValues(node: Node, lowering: Lowering): ValueDeclaration[] {
  const constant = node.type === "const_declaration";
  const specs = named(node).flatMap((child) =>
    child.type === "var_spec_list" ? named(child) : [child],
  );
  const found: ValueDeclaration[] = [];
  let repeated: { type: Node | null; values: Node[] } = { type: null, values: [] };
  for (const [iota, spec] of specs.entries()) {
    const own = {
      type: spec.childForFieldName("type"),
      values: named(spec.childForFieldName("value")),
    };
    if (!constant || own.values.length > 0) repeated = own;
    const embed = constant ? undefined : embedded(node, spec);
    const names = spec.childrenForFieldName("name").flatMap((name) => (name ? [name.text] : []));
    for (const [position, name] of names.entries()) {
      const shared = names.length > 1 && repeated.values.length === 1;
      const value = repeated.values[shared ? 0 : position];
      found.push({
        name,
        ...(repeated.type && { type: lowerType(repeated.type, lowering, 0) }),
        ...(value && { value: lowerExpression(value, lowering, 0) }),
        ...(shared && { position }),
        iota,
        ...(embed !== undefined && { embed }),
        constant,
      });
    }
  }
  return found;
}

/** The path after `//go:embed` right above a variable. */
function embedded(declaration: Node, spec: Node): string | undefined {
  for (const start of [spec, declaration]) {
    let above = start.previousNamedSibling;
    while (above?.type === "comment") {
      const path = /^\/\/go:embed\s+(?<path>.+)$/.exec(above.text.trim())?.groups?.["path"];
      if (path !== undefined) return path.trim().replace(/^"(.*)"$/, "$1");
      above = above.previousNamedSibling;
    }
  }
  return undefined;
}
