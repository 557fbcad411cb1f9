/** Where a program of the snapshot may start. */
import path from "node:path/posix";
import type { Resolver } from "./resolve.ts";
import type { SourceFile } from "./source.ts";

export interface Root {
  path: string;
  /** Folder of the package that it belongs to. */
  package: string;
  isBuilt: boolean;
  /** Whether the manifest of its package names it as program or entry. */
  isNamed: boolean;
  /** Whether it is a script: the source of a bundled program, for want of any other. */
  isScript: boolean;
}

const testPath =
  /(^|\/)(__tests__|__mocks__|__fixtures__|tests?|e2e|spec|fixtures|testing)\/|[._-](test|tests|spec|e2e|stories|bench)\.[cm]?[jt]sx?$|(^|\/)(vitest|jest|playwright|eslint|webpack|rollup|vite|tsup|esbuild)\.(config|setup)[^/]*$/;
const examplePath =
  /(^|\/)(examples?|samples?|demos?|templates?|docs?|benchmarks?|playground|scripts)\//;
const builtPath = /(^|\/)(dist|build|out|lib|bundle|esm|cjs|\.smithery)\//;
const registering =
  /registerTool|RequestHandler|addTools?\b|\.tool\s*\(|register\w*Tool\b|[\w/-]mcp|mcp[\w-]|modelcontextprotocol|tools\/list/i;

/** Whether a file is one of a dependency, put where an installation would. */
export function isInstalled(file: string): boolean {
  return /(^|\/)node_modules\//.test(file);
}

/** Whether a file belongs to tests, which register nothing for a user. */
export function isTestFile(file: string): boolean {
  return testPath.test(file);
}

/** The files from which a server may be reached, sources before built files, each group sorted by path. */
export function findRoots(
  files: readonly string[],
  readSource: (file: string) => SourceFile | undefined,
  resolver: Resolver,
): Root[] {
  const sources = files.filter((file) => !isTestFile(file));
  const imports = new Map<string, string[]>();
  for (const file of sources) {
    const mentions = [...(readSource(file)?.mentions ?? [])];
    const targets = mentions
      .map((each) => resolver.resolve(file, each))
      .filter((target) => target !== undefined);
    imports.set(file, [...new Set(targets)]);
  }
  const registers = new Map(
    sources.map((file) => [file, registering.test(readSource(file)?.text ?? "")]),
  );
  const reach = (from: string, seen: Set<string>): Set<string> => {
    const pending = [from];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      pending.push(...(imports.get(next) ?? []));
    }
    return seen;
  };
  const named = namedFiles(resolver, imports);
  const imported = new Set<string>();
  for (const [file, targets] of imports) {
    for (const target of targets) {
      if (target !== file && resolver.packageOf(target) === resolver.packageOf(file))
        imported.add(target);
    }
  }
  const roots = new Set(sources.filter((file) => !imported.has(file) || named.has(file)));
  const covered = new Set<string>();
  for (const root of roots) reach(root, covered);
  // What only files of a circle import starts at the file whose name says so.
  const rest = sources
    .filter((file) => !covered.has(file))
    .toSorted((a, b) => entryRank(a) - entryRank(b) || (a < b ? -1 : 1));
  for (const file of rest) {
    if (covered.has(file)) continue;
    roots.add(file);
    reach(file, covered);
  }
  return [...roots]
    .map((file) => {
      const root = { path: file, package: resolver.packageOf(file) };
      const isNamed = named.has(file);
      return { ...root, isBuilt: builtPath.test(file), isNamed, isScript: isScript(root, isNamed) };
    })
    .filter((root) => root.isScript || !isExample(root, named))
    .filter((root) => [...reach(root.path, new Set())].some((file) => registers.get(file) === true))
    .toSorted(
      (a, b) =>
        Number(a.isBuilt) - Number(b.isBuilt) ||
        Number(a.isScript) - Number(b.isScript) ||
        Number(b.isNamed) - Number(a.isNamed) ||
        (a.path < b.path ? -1 : 1),
    );
}

/** Files that a manifest names as program or entry. */
function namedFiles(resolver: Resolver, imports: ReadonlyMap<string, unknown>): Set<string> {
  const named = new Set<string>();
  for (const [folder, manifest] of resolver.manifests) {
    const bins =
      typeof manifest.bin === "string" ? [manifest.bin] : Object.values(manifest.bin ?? {});
    for (const target of [...bins, manifest.main, manifest.module]) {
      const file = target === undefined ? undefined : resolver.sourceOf(path.join(folder, target));
      if (file !== undefined && imports.has(file)) named.add(file);
    }
  }
  return named;
}

/** Examples, templates and scripts are no servers of the package round them, unless they are packages of their own. */
function isExample(root: Pick<Root, "path" | "package">, named: ReadonlySet<string>): boolean {
  return examplePath.test(insideOf(root)) && !named.has(root.path);
}

/** Whether it lies in the package's own folder of scripts, and no manifest names it. */
function isScript(root: Pick<Root, "path" | "package">, isNamed: boolean): boolean {
  return !isNamed && insideOf(root).startsWith("scripts/");
}

function insideOf({ path: file, package: folder }: Pick<Root, "path" | "package">): string {
  return folder === "" ? file : file.slice(folder.length + 1);
}

function entryRank(file: string): number {
  const name = path.basename(file).replace(/\.[^.]*$/, "");
  const rank = ["index", "main", "server", "cli", "app"].indexOf(name);
  return (rank === -1 ? 9 : rank) * 100 + file.split("/").length;
}
