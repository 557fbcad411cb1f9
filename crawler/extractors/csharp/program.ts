import type { Node } from "web-tree-sitter";
import type { Forest } from "../syntax/forest.ts";
import type { Found, SourceProgram } from "../syntax/program.ts";
import { newFuel } from "../syntax/value.ts";

/** The C# files of a snapshot. */
export interface Program extends SourceProgram {
  /** The declarations of a type by its simple name. */
  types(name: string): Found[];
}

const declarationTypes = [
  "class_declaration",
  "struct_declaration",
  "record_declaration",
  "record_struct_declaration",
  "interface_declaration",
  "enum_declaration",
];
const maxDeclarations = 40;

/** Indexes the types of all files by name; a file is parsed only when one of its types is asked for. */
export function indexProgram(files: ReadonlyMap<string, string>, forest: Forest): Program {
  const paths = new Map<string, Set<string>>();
  for (const [path, text] of files) {
    if (!path.endsWith(".cs")) continue;
    for (const match of text.matchAll(
      /\b(?:class|struct|interface|enum|record(?:[ \t]+(?:class|struct))?)[ \t]+([A-Za-z_]\w*)/g,
    )) {
      const name = match[1] ?? "";
      const known = paths.get(name) ?? new Set();
      paths.set(name, known.add(path));
    }
  }
  const declarations = new Map<string, Found[]>();
  function find(name: string): Found[] {
    return [...(paths.get(name) ?? [])]
      .slice(0, maxDeclarations)
      .flatMap((path) => (declarationsIn(path).get(name) ?? []).map((node) => ({ path, node })));
  }
  const perFile = new Map<string, Map<string, Node[]>>();
  function declarationsIn(path: string): Map<string, Node[]> {
    const known =
      perFile.get(path) ??
      Map.groupBy(
        forest.root(path)?.descendantsOfType(declarationTypes) ?? [],
        (node) => node.childForFieldName("name")?.text ?? "",
      );
    perFile.set(path, known);
    return known;
  }
  return {
    files,
    forest,
    fuel: newFuel(),
    folded: new Map(),
    types(name) {
      const known = declarations.get(name) ?? find(name);
      declarations.set(name, known);
      return known;
    },
  };
}

/** The nearest type around a node; undefined at the top level. */
export function enclosingType(node: Node): Node | undefined {
  let parent = node.parent;
  for (let height = 0; parent !== null && height < 300; height++) {
    if (declarationTypes.includes(parent.type)) return parent;
    parent = parent.parent;
  }
  return undefined;
}

/** Simple name of a possibly qualified, generic or nullable type: `A.B<C>?` -> `B`. */
export function simpleName(type: Node | null | undefined): string {
  let node = type;
  for (let depth = 0; node !== null && node !== undefined && depth < 20; depth++) {
    if (node.type === "identifier") return node.text;
    if (node.type === "generic_name") node = node.namedChild(0);
    else if (node.type === "nullable_type") node = node.childForFieldName("type");
    else if (node.type === "qualified_name" || node.type === "alias_qualified_name")
      node = node.childForFieldName("name");
    else return node.text;
  }
  return "";
}

/** The types that a declaration names as its bases, nearest first. */
export function baseNames(declaration: Node): string[] {
  const bases = declaration.namedChildren.find((child) => child.type === "base_list");
  return (bases?.namedChildren ?? []).map((base) =>
    simpleName(base.type === "primary_constructor_base_type" ? base.namedChild(0) : base),
  );
}

const maxTypes = 20;

/** Members of a type in all its parts and, after them, in its base classes; of the types in files that are kept, when there are such. */
export function membersOf(
  program: Program,
  name: string,
  keeps: (path: string) => boolean = () => true,
): Found[] {
  const names = new Set([name]);
  const members: Found[] = [];
  for (const type of names) {
    const all = program.types(type);
    const kept = all.filter(({ path }) => keeps(path));
    for (const { path, node } of kept.length > 0 ? kept : all) {
      for (const member of node.childForFieldName("body")?.namedChildren ?? [])
        members.push({ path, node: member });
      for (const base of baseNames(node)) if (names.size < maxTypes) names.add(base);
    }
  }
  return members;
}
