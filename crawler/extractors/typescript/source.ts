import type { Node, Program } from "oxc-parser";
import type { Place } from "../../../model.ts";
import { bundledZod } from "./bundled.ts";
import { lineAt, lineStarts, parse } from "./parse.ts";

/** A parsed file with its imports and exports by name. */
export interface SourceFile {
  path: string;
  text: string;
  program: Program;
  starts: readonly number[];
  /** By local name; `name` is `*` for the namespace. */
  imports: ReadonlyMap<string, Imported>;
  /** By exported name: of this file's scope, or of another module. */
  exports: ReadonlyMap<string, Exported>;
  /** Specifiers of `export * from`. */
  stars: readonly string[];
  /** Specifiers that are loaded before this file runs, in order. */
  loads: readonly string[];
  /** All literal specifiers, with `require` and `import()`. */
  mentions: ReadonlySet<string>;
  /** Whether it is an ECMAScript module. */
  isModule: boolean;
  /** zod's names for functions of this file, when a bundler put zod into it. */
  zod: ReadonlyMap<string, string>;
}

export interface Imported {
  specifier: string;
  name: string;
}

export type Exported = { local: string } | Imported;

/** The file, or undefined when it can't be parsed. */
export function readSource(path: string, text: string): SourceFile | undefined {
  const program = parse(path, text);
  if (program === undefined) return undefined;
  const imports = new Map<string, Imported>();
  const exports = new Map<string, Exported>();
  const stars: string[] = [];
  const loads: string[] = [];
  let isModule = false;
  for (const node of program.body) {
    if (node.type === "ImportDeclaration") {
      isModule = true;
      if (node.importKind === "type") continue;
      const specifier = node.source.value;
      const specifiers = node.specifiers ?? [];
      let isUsed = specifiers.length === 0;
      for (const each of specifiers) {
        if (each.type === "ImportSpecifier" && each.importKind === "type") continue;
        isUsed = true;
        imports.set(each.local.name, { specifier, name: importedName(each) });
      }
      if (isUsed) loads.push(specifier);
    } else if (node.type === "TSImportEqualsDeclaration") {
      if (node.moduleReference.type === "TSExternalModuleReference") {
        const specifier = node.moduleReference.expression.value;
        imports.set(node.id.name, { specifier, name: "=" });
        loads.push(specifier);
      }
    } else if (node.type === "ExportAllDeclaration") {
      isModule = true;
      if (node.exportKind === "type") continue;
      const specifier = node.source.value;
      loads.push(specifier);
      if (node.exported === null) stars.push(specifier);
      else exports.set(nameOf(node.exported), { specifier, name: "*" });
    } else if (node.type === "ExportDefaultDeclaration") {
      isModule = true;
      const { declaration } = node;
      const id =
        "id" in declaration && declaration.id?.type === "Identifier"
          ? declaration.id.name
          : undefined;
      const isDeclared =
        declaration.type === "FunctionDeclaration" || declaration.type === "ClassDeclaration";
      exports.set(
        "default",
        isDeclared && id !== undefined ? { local: id } : { local: "*default*" },
      );
    } else if (node.type === "ExportNamedDeclaration") {
      isModule = true;
      if (node.exportKind === "type") continue;
      for (const name of declaredNames(node.declaration)) exports.set(name, { local: name });
      if (node.source !== null) loads.push(node.source.value);
      for (const each of node.specifiers) {
        if (each.exportKind === "type") continue;
        const local = nameOf(each.local);
        exports.set(
          nameOf(each.exported),
          node.source === null ? { local } : { specifier: node.source.value, name: local },
        );
      }
    }
  }
  const mentions = new Set(loads);
  for (const match of text.matchAll(/\b(?:require|import)\(\s*(["'`])([^"'`\n$]{1,300})\1/g)) {
    if (match[2] !== undefined) mentions.add(match[2]);
  }
  return {
    path,
    text,
    program,
    starts: lineStarts(text),
    imports,
    exports,
    stars,
    loads,
    mentions,
    isModule,
    zod: bundledZod(program),
  };
}

/** The lines of a node. */
export function placeOf(source: SourceFile, node: { start: number; end: number }): Place {
  const line = lineAt(source.starts, node.start);
  return {
    path: source.path,
    line,
    endLine: lineAt(source.starts, Math.max(node.start, node.end - 1)),
  };
}

/** The source words of a node on one line, cut when long. */
export function wordsOf(source: SourceFile, node: { start: number; end: number }): string {
  const text = source.text
    .slice(node.start, Math.min(node.end, node.start + 2000))
    .replace(/\s+/g, " ");
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}

/** The names that a declaration binds. */
export function declaredNames(node: Node | null): string[] {
  if (node === null) return [];
  if (node.type === "VariableDeclaration")
    return node.declarations.flatMap(({ id }) => patternNames(id));
  if ("id" in node && node.id !== null && node.id !== undefined && "name" in node.id) {
    return typeof node.id.name === "string" ? [node.id.name] : [];
  }
  return [];
}

/** The names that a pattern binds. */
export function patternNames(node: Node | null): string[] {
  if (node === null) return [];
  if (node.type === "Identifier") return [node.name];
  if (node.type === "AssignmentPattern") return patternNames(node.left);
  if (node.type === "RestElement") return patternNames(node.argument);
  if (node.type === "ArrayPattern")
    return node.elements.flatMap((element) => patternNames(element));
  if (node.type !== "ObjectPattern") return [];
  return node.properties.flatMap((property) =>
    patternNames(property.type === "RestElement" ? property.argument : property.value),
  );
}

function nameOf(node: { type: string } & ({ name: string } | { value: string })): string {
  return "name" in node ? node.name : node.value;
}

function importedName(node: { type: string; imported?: Parameters<typeof nameOf>[0] }): string {
  if (node.type === "ImportNamespaceSpecifier") return "*";
  return node.imported === undefined ? "default" : nameOf(node.imported);
}
