import type { Node } from "web-tree-sitter";
import type { Forest } from "../syntax/forest.ts";
import type { Found, SourceProgram } from "../syntax/program.ts";
import { newFuel } from "../syntax/value.ts";

/** The PHP files of a snapshot. */
export interface Program extends SourceProgram {
  /** Declarations of the classes, interfaces, traits and enums of that simple name. */
  classes(name: string): Found[];
}

const declarations = [
  "class_declaration",
  "interface_declaration",
  "trait_declaration",
  "enum_declaration",
];
const maxFound = 40;
const maxBases = 60;

/** Indexes classes by name; a file is parsed only when something in it is asked for. */
export function indexProgram(files: ReadonlyMap<string, string>, forest: Forest): Program {
  const paths = new Map<string, Set<string>>();
  for (const [path, text] of files)
    for (const [, name = ""] of text.matchAll(
      /^[ \t]*(?:(?:abstract|final|readonly)[ \t]+)*(?:class|interface|trait|enum)[ \t]+(\w+)/gm,
    ))
      paths.set(name, (paths.get(name) ?? new Set()).add(path));
  const cache = new Map<string, Found[]>();
  return {
    files,
    forest,
    fuel: newFuel(),
    folded: new Map(),
    classes(name) {
      const known =
        cache.get(name) ??
        [...(paths.get(name) ?? [])]
          .slice(0, maxFound)
          .flatMap((path) =>
            (forest.root(path)?.descendantsOfType(declarations) ?? [])
              .filter((node) => node.childForFieldName("name")?.text === name)
              .map((node) => ({ path, node })),
          );
      cache.set(name, known);
      return known;
    },
  };
}

/** `\A\B\Name` -> `Name`. */
export function lastName(node: Node | null | undefined): string {
  return node?.text.split("\\").at(-1) ?? "";
}

/** The class that a name means in a file: one whose namespace the file imports or shares before others of that name. */
export function findClass(name: string, from: string, program: Program): Found | undefined {
  if (!/^\w+$/.test(name)) return undefined;
  const text = program.files.get(from) ?? "";
  const alias = new RegExp(`^use\\s+([\\w\\\\]+)\\s+as\\s+${name}\\s*;`, "m").exec(text)?.[1];
  const real = alias?.split("\\").at(-1) ?? name;
  const all = program.classes(real);
  if (all.length < 2) return all[0];
  const imported = alias ?? new RegExp(`^use\\s+([\\w\\\\]*\\\\${real})\\s*;`, "m").exec(text)?.[1];
  const namespace =
    imported === undefined ? namespaceOf(text) : imported.split("\\").slice(0, -1).join("\\");
  return (
    all.find(({ path }) => namespaceOf(program.files.get(path) ?? "") === namespace) ??
    all.find(({ path }) => path === from) ??
    all[0]
  );
}

function namespaceOf(text: string): string {
  return /^\s*namespace\s+([\w\\]+)/m.exec(text)?.[1] ?? "";
}

/** A class with the classes and traits that it is made of, nearest first. */
export function lineageOf(found: Found, program: Program): Found[] {
  const lineage = [found];
  for (const one of lineage) {
    const bases = [...traitNames(one.node), ...baseNames(one.node)];
    for (const base of bases) {
      const next = findClass(base.split("\\").at(-1) ?? base, one.path, program);
      const isKnown = next === undefined || lineage.some(({ node }) => node.id === next.node.id);
      if (!isKnown && lineage.length < maxBases) lineage.push(next);
    }
  }
  return lineage;
}

/** What a class extends, as written. */
export function baseNames(node: Node): string[] {
  const clause = node.namedChildren.find(({ type }) => type === "base_clause");
  return (clause?.namedChildren ?? []).map(({ text }) => text);
}

/** What a class implements, as written. */
export function interfaceNames(node: Node): string[] {
  const clause = node.namedChildren.find(({ type }) => type === "class_interface_clause");
  return (clause?.namedChildren ?? []).map(({ text }) => text);
}

function traitNames(node: Node): string[] {
  return membersOf(node)
    .filter(({ type }) => type === "use_declaration")
    .flatMap((use) => use.namedChildren.map(({ text }) => text));
}

/** The members in the body of a class. */
export function membersOf(node: Node): Node[] {
  return node.childForFieldName("body")?.namedChildren ?? [];
}

/** The method of that name, of the nearest class that has it. */
export function findMethod(name: string, lineage: Found[]): Found | undefined {
  for (const { path, node } of lineage)
    for (const member of membersOf(node))
      if (
        member.type === "method_declaration" &&
        member.childForFieldName("name")?.text === name &&
        member.childForFieldName("body") !== null
      )
        return { path, node: member };
  return undefined;
}

/** The value of a property or constant, of the nearest class that has it. */
export function findValue(name: string, lineage: Found[]): Found | undefined {
  for (const { path, node } of lineage)
    for (const member of membersOf(node)) {
      if (member.type === "property_declaration")
        for (const element of member.namedChildren) {
          const value = element.childForFieldName("default_value");
          if (value !== null && element.childForFieldName("name")?.text === `$${name}`)
            return { path, node: value };
        }
      if (member.type === "const_declaration")
        for (const element of member.namedChildren)
          if (element.type === "const_element" && element.namedChild(0)?.text === name) {
            const value = element.namedChild(1);
            if (value !== null) return { path, node: value };
          }
      if (member.type === "enum_case" && member.childForFieldName("name")?.text === name) {
        const value = member.childForFieldName("value");
        if (value !== null) return { path, node: value };
      }
    }
  return undefined;
}

/** The nearest class around a node; undefined outside of classes. */
export function enclosingClass(node: Node): Node | undefined {
  return enclosing(node, declarations);
}

/** The nearest node of one of these types around a node. */
export function enclosing(node: Node, types: string[]): Node | undefined {
  let parent = node.parent;
  for (let height = 0; parent !== null && height < 300; height++) {
    if (types.includes(parent.type)) return parent;
    parent = parent.parent;
  }
  return undefined;
}

/** Whether a file belongs to tests or to installed packages. */
export function isTest(path: string): boolean {
  return (
    /(?:^|\/)(?:tests?|specs?|vendor|stubs)\//i.test(path) || /(?:Test|\.stub)\.php$/.test(path)
  );
}
