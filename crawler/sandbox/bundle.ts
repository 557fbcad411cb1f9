import { isBuiltin } from "node:module";
import path from "node:path/posix";
import { build, type Loader, type Plugin } from "esbuild";
import type { Resolver } from "../extractors/typescript/resolve.ts";
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
/** Characters of all files of a bundle. */
const maxCharacters = 30_000_000;

/** One script of a program's own files, with calls for all else; throws what esbuild says of broken code. */
export async function bundle(
  files: ReadonlyMap<string, string>,
  resolver: Resolver,
  entry: string,
): Promise<Bundle> {
  const libraries = new Set<string>();
  const used = new Set<string>();
  const { outputFiles } = await build({
    entryPoints: [entry],
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
      "require.main": "module",
    },
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
    plugins: [fromSnapshot(files, resolver, libraries, used)],
  });
  const [map, code] = [".map", ".js"].map(
    (suffix) => outputFiles.find((file) => file.path.endsWith(suffix))?.text ?? "",
  );
  return { code: code ?? "", map: map ?? "", libraries, files: used };
}

/** No path ever reaches the file system: each module is a file of the snapshot, or is made up here. */
function fromSnapshot(
  files: ReadonlyMap<string, string>,
  resolver: Resolver,
  libraries: Set<string>,
  used: Set<string>,
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
        const file = resolveFile(importer, specifier);
        if (file !== undefined) return { path: file, namespace: "snapshot" };
        const library = libraryOf(specifier);
        if (library === undefined) return { path: specifier, namespace: "standIn" };
        libraries.add(library);
        return { path: specifier, namespace: "library" };
      });
      onLoad({ filter: /.*/, namespace: "snapshot" }, ({ path: file }) => {
        const text = files.get(file) ?? "";
        left -= text.length;
        if (left < 0) return { errors: [{ text: "more code than is evaluated" }] };
        used.add(file);
        const loader = loaders[path.extname(file)] ?? "text";
        const isCode = loader !== "json" && loader !== "text";
        return { contents: isCode ? withPlace(file, text) : text, loader };
      });
      for (const namespace of ["node", "library", "standIn"])
        onLoad({ filter: /.*/, namespace }, ({ path: specifier }) => ({
          contents: `module.exports = __almanac.${namespace}(${JSON.stringify(specifier)})`,
        }));
    },
  };
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
