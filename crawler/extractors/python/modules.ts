import { dirname } from "node:path/posix";
import { executeBlock } from "./execute.ts";
import { limits, type ModuleFinder, type Run } from "./run.ts";
import type { Statement } from "./syntax.ts";
import { external, unknown, type Module, type Scope, type Value } from "./values.ts";

/** Looks modules up among the snapshot's paths, as Python would from a file in it: its own folders first, then any package of that name, then those that have it by another's word. */
export function moduleFinder(
  paths: Iterable<string>,
  renamed: ReadonlyMap<string, string[]> = new Map(),
): ModuleFinder {
  const files = new Set(paths);
  const folders = new Set<string>();
  for (const path of files) {
    for (
      let folder = dirname(path);
      folder !== "." && !folders.has(folder);
      folder = dirname(folder)
    )
      folders.add(folder);
  }
  const bases = packageBases(files, folders);
  const inside = (base: string, relative: string): string | undefined => {
    const path = [base, relative].filter((part) => part !== "").join("/");
    if (files.has(path === "" ? "__init__.py" : `${path}/__init__.py`))
      return path === "" ? "__init__.py" : `${path}/__init__.py`;
    if (files.has(`${path}.py`)) return `${path}.py`;
    return folders.has(path) ? `${path}/` : undefined;
  };
  return {
    find(name, from) {
      const relative = name.replaceAll(".", "/");
      const own: string[] = [];
      for (let folder = dirname(from); ; folder = dirname(folder)) {
        const base = folder === "." ? "" : folder;
        own.push(base, base === "" ? "src" : `${base}/src`);
        if (base === "") break;
      }
      // Inside a package its own folder is not where absolute imports start.
      own.sort(
        (a, b) => Number(files.has(`${a}/__init__.py`)) - Number(files.has(`${b}/__init__.py`)),
      );
      const top = relative.split("/", 1)[0] ?? "";
      const candidates = [...own, ...(bases.get(top) ?? [])].map((base) => inside(base, relative));
      return (
        candidates.find((path) => path?.endsWith(".py")) ??
        candidates.find((path) => path !== undefined) ??
        (renamed.get(top) ?? [])
          .map((base) => inside(base, relative.slice(top.length + 1)))
          .find((path) => path !== undefined)
      );
    },
  };
}

/** The SDKs are never what a folder of the same name in the snapshot holds. */
const sdk = /^(?:mcp(?:\.(?:types|server|client|shared|cli)\b.*)?|fastmcp(?:\..*)?)$/;

/** The module of a dotted name as seen from a file, its statements folded; something external when the snapshot has none. */
export function importModule(run: Run, name: string, from: string): Value {
  if (sdk.test(name)) return external(name);
  const path = run.finder.find(name, from);
  return path === undefined ? external(name) : loadModule(run, path);
}

/** `from <dots><name>`: the module that it names. */
export function importRelative(run: Run, name: string, level: number, from: string): Value {
  let folder = dirname(from);
  for (let up = 1; up < level; up += 1) folder = dirname(folder);
  const base = folder === "." ? "" : folder;
  const relative = name.replaceAll(".", "/");
  const path = [base, relative].filter((part) => part !== "").join("/");
  const found = [`${path}/__init__.py`, `${path}.py`].find((candidate) => run.files.has(candidate));
  if (found !== undefined) return loadModule(run, found);
  return name === ""
    ? loadModule(run, path === "" ? "/" : `${path}/`)
    : unknown(`the module ${".".repeat(level)}${name}`);
}

/** Folds a module once; while it is being folded, what it has so far. */
export function loadModule(run: Run, path: string): Value {
  const known = run.modules.get(path);
  if (known) return known;
  if (run.imports >= limits.imports) {
    run.cut = true;
    return unknown("a module that is imported too deeply");
  }
  const text = path.endsWith("/") ? "" : (run.files.get(path) ?? "");
  const parsed = run.parser.module(text);
  if (parsed === undefined) run.unparsable.add(path);
  const module = createModule(run, path, parsed ?? []);
  run.modules.set(path, module);
  const kept = run.when;
  run.when = [];
  run.imports += 1;
  executeBlock(run, module.statements, module.scope);
  run.imports -= 1;
  run.when = kept;
  return module;
}

/** A name of a module: what it binds, else its submodule. */
export function moduleName(run: Run, module: Module, name: string): Value | undefined {
  const bound = module.scope.names.get(name);
  if (bound !== undefined) return bound;
  const folder = /^(?<folder>.*?)\/?(?:__init__\.py)?$/.exec(module.path)?.groups?.["folder"] ?? "";
  if (module.path.endsWith(".py") && !module.path.endsWith("__init__.py")) return undefined;
  const path = folder === "" ? name : `${folder}/${name}`;
  const found = [`${path}/__init__.py`, `${path}.py`].find((candidate) => run.files.has(candidate));
  if (found !== undefined) return loadModule(run, found);
  return run.finder.find(name, `${path}.py`) === `${path}/`
    ? loadModule(run, `${path}/`)
    : undefined;
}

function createModule(run: Run, path: string, statements: Statement[]): Module {
  const scope: Partial<Scope> & Pick<Scope, "names" | "type"> = {
    names: new Map<string, Value>(),
    type: "module",
  };
  const module: Module = { kind: "module", path, scope: scope as Scope, statements };
  scope.module = module;
  let base = dirname(path);
  while (run.files.has(`${base}/__init__.py`)) base = dirname(base);
  const relative = base === "." ? path : path.slice(base.length + 1);
  const name = relative.replace(/(?:\/__init__)?\.py$/, "").replaceAll("/", ".");
  scope.names.set("__name__", name);
  scope.names.set(
    "__package__",
    path.endsWith("__init__.py") ? name : name.slice(0, Math.max(0, name.lastIndexOf("."))),
  );
  scope.names.set("__file__", path);
  return module;
}

function packageBases(files: Set<string>, folders: Set<string>): Map<string, string[]> {
  const bases = new Map<string, string[]>();
  for (const folder of folders) {
    const parent = dirname(folder);
    if (!files.has(`${folder}/__init__.py`) || files.has(`${parent}/__init__.py`)) continue;
    const name = folder.slice(folder.lastIndexOf("/") + 1);
    bases.set(name, [...(bases.get(name) ?? []), parent === "." ? "" : parent]);
  }
  return bases;
}
