import { isBuiltin } from "node:module";
import path from "node:path/posix";
import { build, type Loader, type Plugin, stop } from "esbuild";
import type { Resolver } from "../extractors/typescript/resolve.ts";
import { isTestFile } from "../extractors/typescript/roots.ts";
import { indentation } from "./indentation.ts";
import { libraryOf } from "./libraries.ts";
import { moduleText } from "./module-text.ts";

export interface Bundle {
  code: string;
  /** The source map, as JSON. */
  map: string;
  /** Definition packages that it uses. */
  libraries: Set<string>;
  /** Files of the snapshot that are in it. */
  files: Set<string>;
}

/** How the modules of a bundle are loaded. */
export interface Way {
  /** With all modules of the package, for imports by computed names. */
  isWhole: boolean;
  /** With the modules that are loaded later from the start: where some wait for others, bundled ones may wait for each other without end. */
  isEager: boolean;
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
/** What esbuild would warn of, each time with the whole line, which in minified code is the whole file. */
const unread = [
  "assert-to-with",
  "assert-type-json",
  "assign-to-constant",
  "assign-to-import",
  "bigint",
  "call-import-namespace",
  "class-name-will-throw",
  "commonjs-variable-in-esm",
  "delete-super-property",
  "direct-eval",
  "duplicate-case",
  "duplicate-class-member",
  "duplicate-object-key",
  "empty-import-meta",
  "equals-nan",
  "equals-negative-zero",
  "equals-new-object",
  "html-comment-in-js",
  "impossible-typeof",
  "import-is-undefined",
  "indirect-require",
  "private-name-will-throw",
  "require-resolve-not-external",
  "semicolon-after-return",
  "suspicious-boolean-not",
  "suspicious-define",
  "suspicious-logical-operator",
  "suspicious-nullish-coalescing",
  "this-is-undefined-in-esm",
  "unsupported-dynamic-import",
  "unsupported-jsx-comment",
  "unsupported-regexp",
  "unsupported-require-call",
  "unsupported-source-map-comment",
];
/** A made-up start of a bundle. */
const withAll = "almanac:all";
const allModules = "almanac:modules";
const maxLoadable = 600;
/** Characters of all files of a bundle. */
const maxCharacters = 30_000_000;
/** Blanks before the lines of a bundle: those of a small file of blocks in blocks would fill the host's memory. */
const maxBlanks = 250_000_000;
const tooDeep = "too much indentation";

/** One script of a program's own files, with calls for all else; see `Way`. Throws what esbuild says of broken code. */
export async function bundle(
  files: ReadonlyMap<string, string>,
  resolver: Resolver,
  entry: string,
  how: Way,
): Promise<Bundle> {
  const more = how.isWhole ? loadable(files, resolver, entry) : [];
  const once = (isDense: boolean) =>
    bundleOnce(files, resolver, { entry, more, isEager: how.isEager, isDense });
  try {
    return await once(false);
  } catch (error) {
    if (!String(error).includes(tooDeep)) throw error;
    return once(true);
  }
}

/** Files that a computed import may mean: those of the same package. */
function loadable(files: ReadonlyMap<string, string>, resolver: Resolver, entry: string): string[] {
  const folder = resolver.packageOf(entry);
  return [...files.keys()]
    .filter((file) => loaders[path.extname(file)] !== undefined && !isTestFile(file))
    .filter((file) => file !== entry && resolver.packageOf(file) === folder)
    .slice(0, maxLoadable);
}

interface Wanted {
  entry: string;
  /** Modules that may be imported by computed names. */
  more: string[];
  isEager: boolean;
  /** Whether it is all in one line, in which the ends of functions are found less well. */
  isDense: boolean;
}

async function bundleOnce(
  files: ReadonlyMap<string, string>,
  resolver: Resolver,
  wanted: Wanted,
): Promise<Bundle> {
  const { entry, more, isDense } = wanted;
  const found: Found = { libraries: new Set(), files: new Set() };
  const { outputFiles, warnings } = await build({
    entryPoints: [more.length === 0 ? entry : withAll],
    bundle: true,
    write: false,
    outdir: "/",
    format: "esm",
    platform: "neutral",
    target: "es2023",
    keepNames: true,
    minifyWhitespace: isDense,
    ignoreAnnotations: true,
    sourcemap: "external",
    sourcesContent: false,
    logLevel: "silent",
    logOverride: Object.fromEntries(unread.map((id) => [id, "silent"])),
    jsx: "automatic",
    define: {
      "import.meta.url": "__almanac_url",
      "import.meta.filename": "__almanac_file",
      "import.meta.dirname": "__almanac_folder",
      "import.meta.main": "true",
      "import.meta.resolve": "__almanac_resolve",
      __filename: "__almanac_file",
      __dirname: "__almanac_folder",
    },
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
    plugins: [fromSnapshot(files, resolver, found, wanted)],
  }).catch(async (error: unknown) => {
    // Code that is nested deeply enough ends esbuild; the next build starts it again only after this.
    if (!(error instanceof Error && "errors" in error)) await stop();
    throw error;
  });
  // Only a computed path is resolved without the plugin, and then in the folders of the host.
  const outside = warnings.find(({ text }) => /glob|could not resolve/i.test(text));
  if (outside !== undefined) throw new Error(outside.text);
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
  { entry, more, isEager, isDense }: Wanted,
): Plugin {
  let left = maxCharacters;
  let blanks = maxBlanks;
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
        const file = importer.startsWith("almanac:") ? specifier : resolveFile(importer, specifier);
        if (file !== undefined) return { path: file, namespace: "snapshot" };
        const library = libraryOf(specifier);
        if (/^\.\.?\//.test(specifier)) {
          // A file that bundles libraries may be too large to be in the snapshot.
          const sdk = sdkOf(resolver, entry);
          for (const name of ["zod", sdk]) found.libraries.add(name);
          return { path: sdk, namespace: "missing" };
        }
        if (library === undefined) return { path: specifier, namespace: "standIn" };
        found.libraries.add(library);
        return { path: specifier, namespace: "library" };
      });
      onLoad({ filter: /.*/, namespace: "snapshot" }, ({ path: file }) => {
        if (file === withAll) return { contents: startWith(entry), loader: "js" };
        if (file === allModules) return { contents: modulesOf(more), loader: "js" };
        const text = files.get(file) ?? "";
        left -= text.length;
        if (left < 0) return { errors: [{ text: "more code than is evaluated" }] };
        if (!isDense) blanks -= indentation(text);
        if (blanks < 0) return { errors: [{ text: tooDeep }] };
        found.files.add(file);
        const loader = loaders[path.extname(file)] ?? "text";
        const isCode = loader !== "json" && loader !== "text";
        if (!isCode) return { contents: isBroken(loader, text) ? "null" : text, loader };
        const isLocal = (specifier: string) =>
          isEager && resolveFile(file, specifier) !== undefined;
        return { contents: moduleText(file, text, file === entry, isLocal), loader };
      });
      onLoad({ filter: /.*/, namespace: "file" }, () => ({
        errors: [{ text: "a file outside the snapshot" }],
      }));
      for (const namespace of ["node", "library", "standIn", "missing"])
        onLoad({ filter: /.*/, namespace }, ({ path: specifier }) => ({
          contents: `module.exports = __almanac.${namespace}(${JSON.stringify(specifier)})`,
        }));
    },
  };
}

/** The package of the SDK that a program is written with, also when it is bundled. */
function sdkOf(resolver: Resolver, entry: string): string {
  const { dependencies, devDependencies } = resolver.manifests.get(resolver.packageOf(entry)) ?? {};
  const second = "@modelcontextprotocol/server";
  return second in { ...dependencies, ...devDependencies } ? second : "@modelcontextprotocol/sdk";
}

/** Whether a file of data is none, which only the code that imports it may fail of. */
function isBroken(loader: Loader, text: string): boolean {
  try {
    return loader === "json" && JSON.parse(text) === undefined;
  } catch {
    return true;
  }
}

/** A start that knows the modules which may be imported by computed names before it runs. */
function startWith(entry: string): string {
  return `import ${JSON.stringify(allModules)};export * from ${JSON.stringify(entry)};`;
}

function modulesOf(files: readonly string[]): string {
  const modules = files.map(
    (file) => `${JSON.stringify(file)}:()=>import(${JSON.stringify(file)})`,
  );
  return `__almanac.modules({${modules.join(",\n")}});export {};`;
}
