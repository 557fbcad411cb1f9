import { posix } from "node:path";
import type { Parser, Tree } from "web-tree-sitter";
import { importName, parseFile } from "./lower.ts";
import { limits, type Imported, type Run } from "./run.ts";
import { standIns } from "./stand-ins.ts";
import type { SourceFile } from "./syntax.ts";
import type { Func, Package, Scope } from "./values.ts";

/** A folder with a `go.mod`, by the import path that it gives itself. */
export interface Module {
  path: string;
  folder: string;
}

/** The modules of a snapshot, deepest folder first. */
export function readModules(files: ReadonlyMap<string, string>): Module[] {
  const modules: Module[] = [];
  for (const [path, text] of files) {
    if (posix.basename(path) !== "go.mod") continue;
    const name = /^\s*module\s+"?(?<name>[^\s"]+)/m.exec(text)?.groups?.["name"];
    if (name !== undefined) modules.push({ path: name, folder: folderOf(path) });
  }
  return modules.toSorted((a, b) => b.folder.length - a.folder.length);
}

/** The folder of a file; empty for the root. */
export function folderOf(path: string): string {
  const folder = posix.dirname(path);
  return folder === "." ? "" : folder;
}

/** The sources of a snapshot by folder, and how they are parsed. */
export interface Sources {
  files: ReadonlyMap<string, string>;
  modules: Module[];
  byFolder: ReadonlyMap<string, string[]>;
  parser: Parser;
  parsed: Map<string, SourceFile | undefined>;
  trees: Tree[];
  unparsable: Set<string>;
  /** Steps that all programs of the snapshot took together. */
  steps: number;
  /** Programs that were followed. */
  programs: number;
}

const ignored = /^\/\/(?:go:build|\s*\+build)\s+(?:ignore|tools|never)\b/m;

/** Parses a file once; undefined when it cannot be or need not be. */
export function sourceFile(sources: Sources, path: string): SourceFile | undefined {
  if (sources.parsed.has(path)) return sources.parsed.get(path);
  const text = sources.files.get(path) ?? "";
  let file: SourceFile | undefined;
  if (text.length > limits.file || sources.trees.length >= limits.files)
    sources.unparsable.add(path);
  else if (!ignored.test(text.slice(0, 4_000))) {
    const found = parseFile(sources.parser, path, text);
    if (found) sources.trees.push(found.tree);
    else sources.unparsable.add(path);
    file = found?.file;
  }
  sources.parsed.set(path, file);
  return file;
}

/** The folder that an import path names; undefined when it is outside the snapshot. */
export function folderOfImport(modules: Module[], path: string): string | undefined {
  for (const module of modules) {
    if (path === module.path) return module.folder;
    if (path.startsWith(`${module.path}/`))
      return posix.join(module.folder, path.slice(module.path.length + 1));
  }
  return undefined;
}

/** The import path of a folder. */
export function importOfFolder(modules: Module[], folder: string): string {
  const module = modules.find(
    (one) => one.folder === "" || one.folder === folder || folder.startsWith(`${one.folder}/`),
  );
  if (module === undefined) return `./${folder}`;
  return posix.join(module.path, posix.relative(module.folder, folder));
}

/** A loader of packages for one program. */
export function loader(sources: Sources, packages: Map<string, Package>): Run["load"] {
  return (path) => {
    const known = packages.get(path);
    if (known) return known;
    const text = standIns.get(path);
    const folder =
      folderOfImport(sources.modules, path) ?? (path.startsWith("./") ? path.slice(2) : undefined);
    const inside =
      folder !== undefined && sources.byFolder.has(folder) ? filesOf(sources, folder) : [];
    const files = text === undefined ? inside : standIn(sources, path, text);
    const [first] = files;
    if (first === undefined) return undefined;
    const made = assemble(path, files, first.path.startsWith("<"));
    packages.set(path, made);
    return made;
  };
}

function filesOf(sources: Sources, folder: string): SourceFile[] {
  const files = (sources.byFolder.get(folder) ?? []).flatMap((path) => {
    const file = sourceFile(sources, path);
    return file && !file.package.endsWith("_test") ? [file] : [];
  });
  const name = files.find((file) => file.package === "main")?.package ?? files[0]?.package;
  return files.filter((file) => file.package === name);
}

function standIn(sources: Sources, path: string, text: string): SourceFile[] {
  const found = parseFile(sources.parser, `<${path}>`, text);
  if (found === undefined) return [];
  sources.trees.push(found.tree);
  return [found.file];
}

function assemble(path: string, files: SourceFile[], isStandIn: boolean): Package {
  const made: Package = {
    path,
    name: files[0]?.package ?? "",
    standIn: isStandIn,
    files,
    functions: new Map(),
    types: new Map(),
    values: new Map(),
    names: new Map(),
    inits: [],
    initialized: false,
  };
  const scopes = new Map<SourceFile, Scope>();
  for (const file of files) {
    const scope: Scope = { names: made.names, file, package: made };
    scopes.set(file, scope);
    for (const declaration of file.types)
      if (!made.types.has(declaration.name))
        made.types.set(declaration.name, { declaration, scope, methods: new Map() });
    for (const declaration of file.values)
      if (!made.values.has(declaration.name) || declaration.name === "_")
        made.values.set(declaration.name === "_" ? `_${made.values.size}` : declaration.name, {
          declaration,
          scope,
        });
  }
  for (const file of files) {
    const scope = scopes.get(file);
    if (scope) for (const callable of file.callables) add(made, { kind: "func", callable, scope });
  }
  return made;
}

function add(made: Package, func: Func): void {
  const { callable } = func;
  if (callable.receiver) {
    const { type } = callable.receiver;
    const base = type.t === "pointer" ? type.element : type;
    const methods = base.t === "name" ? made.types.get(base.name)?.methods : undefined;
    if (methods && !methods.has(callable.name)) methods.set(callable.name, func);
  } else if (callable.name === "init") made.inits.push(func);
  else if (!made.functions.has(callable.name)) made.functions.set(callable.name, func);
}

/** What a name before a dot imports in a file; undefined when it imports nothing of that name. */
export function packageOf(run: Run, file: SourceFile, name: string): Imported | undefined {
  let known = run.imports.get(file);
  if (known === undefined) {
    known = new Map();
    run.imports.set(file, known);
  }
  if (!known.has(name)) known.set(name, findImport(run, file, name));
  return known.get(name);
}

function findImport(run: Run, file: SourceFile, name: string): Imported | undefined {
  const direct = file.imports.get(name);
  if (direct !== undefined) {
    const found = run.load(direct);
    if (found === undefined || importName(direct) !== name || found.name === name)
      return { path: direct, package: found };
  }
  for (const path of file.imports.values()) {
    const found = run.load(path);
    if (found?.name === name) return { path, package: found };
  }
  for (const path of file.imports.values())
    if (looseNames(path).includes(name)) return { path, package: run.load(path) };
  return direct === undefined ? undefined : { path: direct, package: run.load(direct) };
}

/** `github.com/a/go-thing` is most often `thing`, `a.b/my-sdk` `mysdk` or `my_sdk`. */
function looseNames(path: string): string[] {
  const name = importName(path);
  return [
    name.replace(/^go-/, ""),
    name.replace(/-go$/, ""),
    name.replaceAll("-", ""),
    name.replaceAll("-", "_"),
    name.replace(/^.*-/, ""),
    name.replace(/^go-/, "").replaceAll("-", ""),
  ];
}
