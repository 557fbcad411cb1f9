import { isBuiltin } from "node:module";
import path from "node:path/posix";
import { build, type Loader, type Plugin } from "esbuild";
import { parseSync } from "oxc-parser";
import type { Resolver } from "../extractors/typescript/resolve.ts";
import { isTestFile } from "../extractors/typescript/roots.ts";
import { home } from "./guest/settings.ts";
import { libraryOf } from "./libraries.ts";

export interface Bundle {
  code: string;
  /** The source map, as JSON. */
  map: string;
  /** Definition packages that it uses. */
  libraries: Set<string>;
  /** Files of the snapshot that are in it. */
  files: Set<string>;
}

const loaders: Record<string, Loader> = {
  ".ts": "ts",
  ".mts": "ts",
  ".cts": "ts",
  ".tsx": "tsx",
  ".js": "jsx",
  ".mjs": "jsx",
  ".cjs": "jsx",
  ".jsx": "jsx",
  ".json": "json",
};
const parsers = new Set([
  "yargs",
  "minimist",
  "mri",
  "yargs-parser",
  "arg",
  "meow",
  "cleye",
  "citty",
]);
/** A made-up start of a bundle. */
const withAll = "almanac:all";
const maxLoadable = 600;
/** Characters of all files of a bundle. */
const maxCharacters = 30_000_000;

/** One script of a program's own files, with calls for all else; a whole one has all modules of the package, for imports by computed names. Throws what esbuild says of broken code. */
export function bundle(
  files: ReadonlyMap<string, string>,
  resolver: Resolver,
  entry: string,
  isWhole: boolean,
): Promise<Bundle> {
  const more = isWhole ? loadable(files, resolver, entry) : [];
  return bundleOnce(files, resolver, entry, more);
}

/** Files that a computed import may mean: those of the same package. */
function loadable(files: ReadonlyMap<string, string>, resolver: Resolver, entry: string): string[] {
  const folder = resolver.packageOf(entry);
  return [...files.keys()]
    .filter((file) => loaders[path.extname(file)] !== undefined && !isTestFile(file))
    .filter((file) => file !== entry && resolver.packageOf(file) === folder)
    .slice(0, maxLoadable);
}

async function bundleOnce(
  files: ReadonlyMap<string, string>,
  resolver: Resolver,
  entry: string,
  more: string[],
): Promise<Bundle> {
  const found: Found = { libraries: new Set(), files: new Set() };
  const { outputFiles } = await build({
    entryPoints: [more.length === 0 ? entry : withAll],
    bundle: true,
    write: false,
    outdir: "/",
    format: "esm",
    platform: "neutral",
    target: "es2023",
    keepNames: true,
    ignoreAnnotations: true,
    sourcemap: "external",
    sourcesContent: false,
    logLevel: "silent",
    jsx: "automatic",
    define: {
      "import.meta.url": "__almanac_url",
      "import.meta.filename": "__almanac_file",
      "import.meta.dirname": "__almanac_folder",
      "import.meta.main": "true",
      __filename: "__almanac_file",
      __dirname: "__almanac_folder",
    },
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
    plugins: [fromSnapshot(files, resolver, found, entry, more)],
  });
  const [map, code] = [".map", ".js"].map(
    (suffix) => outputFiles.find((file) => file.path.endsWith(suffix))?.text ?? "",
  );
  return { ...found, code: code ?? "", map: map ?? "" };
}

interface Found {
  libraries: Set<string>;
  files: Set<string>;
}

/** No path ever reaches the file system: each module is a file of the snapshot, or is made up here. */
function fromSnapshot(
  files: ReadonlyMap<string, string>,
  resolver: Resolver,
  found: Found,
  entry: string,
  more: string[],
): Plugin {
  let left = maxCharacters;
  const resolveFile = (importer: string, specifier: string): string | undefined => {
    const bare = specifier.replace(/[?#].*$/, "");
    const direct = path.join(path.dirname(importer), bare);
    if (/^\.\.?\//.test(bare) && files.has(direct)) return direct;
    return resolver.resolve(importer, bare);
  };
  return {
    name: "snapshot",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /.*/ }, ({ path: specifier, importer, kind }) => {
        if (kind === "entry-point") return { path: specifier, namespace: "snapshot" };
        if (isBuiltin(specifier) || parsers.has(specifier.split("/")[0] ?? ""))
          return { path: specifier, namespace: "node" };
        const file = importer === withAll ? specifier : resolveFile(importer, specifier);
        if (file !== undefined) return { path: file, namespace: "snapshot" };
        const library = libraryOf(specifier);
        if (library === undefined) return { path: specifier, namespace: "standIn" };
        found.libraries.add(library);
        return { path: specifier, namespace: "library" };
      });
      onLoad({ filter: /.*/, namespace: "snapshot" }, ({ path: file }) => {
        if (file === withAll) return { contents: startWith(entry, more), loader: "js" };
        const text = files.get(file) ?? "";
        left -= text.length;
        if (left < 0) return { errors: [{ text: "more code than is evaluated" }] };
        found.files.add(file);
        const loader = loaders[path.extname(file)] ?? "text";
        const isCode = loader !== "json" && loader !== "text";
        if (!isCode) return { contents: text, loader };
        const loading = withLoading(file, text);
        const started = loading.replace(/require\.main\s*===?\s*module/g, String(file === entry));
        return { contents: withPlace(file, started), loader };
      });
      for (const namespace of ["node", "library", "standIn"])
        onLoad({ filter: /.*/, namespace }, ({ path: specifier }) => ({
          contents: `module.exports = __almanac.${namespace}(${JSON.stringify(specifier)})`,
        }));
    },
  };
}

/** A start that knows the modules which may be imported by computed names. */
function startWith(entry: string, more: string[]): string {
  const modules = more.map((file) => `${JSON.stringify(file)}:()=>import(${JSON.stringify(file)})`);
  return `__almanac.modules({${modules.join(",\n")}});export * from ${JSON.stringify(entry)};`;
}

/** Code with its computed imports as calls that find the module when it runs. */
function withLoading(file: string, text: string): string {
  if (!/\bimport\s*\(\s*[^"'\s)]/.test(text)) return text;
  let changed = text;
  const { module } = parseSync(file, text);
  for (const { start, moduleRequest } of module.dynamicImports.toReversed()) {
    const named = text.slice(moduleRequest.start, moduleRequest.end);
    if (/^(?:"[^"]*"|'[^']*'|`[^`$]*`)$/.test(named)) continue;
    const from = JSON.stringify(file);
    const call = `__almanac.load(${from},`;
    changed = changed.slice(0, start) + call + changed.slice(moduleRequest.start);
  }
  return changed;
}

/** Code with where it lies, without another line. */
function withPlace(file: string, text: string): string {
  const bare = text.replace(/^#![^\n]*/, "");
  if (!/import\.meta|__(?:file|dir)name/.test(bare)) return bare;
  const at = `${home}/${file}`;
  const values = [
    ["__almanac_url", `file://${encodeURI(at)}`],
    ["__almanac_file", at],
    ["__almanac_folder", path.dirname(at)],
  ].map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `var ${values.join(",")};${bare}`;
}
