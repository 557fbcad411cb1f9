import path from "node:path/posix";
import { z } from "zod";

const Manifest = z.object({
  name: z.string().optional(),
  main: z.string().optional(),
  module: z.string().optional(),
  source: z.string().optional(),
  types: z.string().optional(),
  bin: z.union([z.string(), z.record(z.string(), z.string())]).optional(),
  exports: z.unknown().optional(),
  imports: z.unknown().optional(),
  private: z.boolean().optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
  devDependencies: z.record(z.string(), z.string()).optional(),
});
export type Manifest = z.infer<typeof Manifest>;

const Tsconfig = z.object({
  compilerOptions: z
    .object({
      baseUrl: z.string().optional(),
      paths: z.record(z.string(), z.array(z.string())).optional(),
      outDir: z.string().optional(),
      rootDir: z.string().optional(),
    })
    .optional(),
});

/** Answers which file of the snapshot an import means. */
export interface Resolver {
  /** Path of the file, or undefined when it lies outside the snapshot. */
  resolve(from: string, specifier: string): string | undefined;
  /** Folder of the nearest package.json with a name above a file; empty for the root. */
  packageOf(file: string): string;
  /** By folder. */
  manifests: ReadonlyMap<string, Manifest>;
  /** The source file for a file that a manifest names, which may not be built yet. */
  sourceOf(file: string): string | undefined;
}

const extensions = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];
const buildFolders = /(^|\/)(dist|build|lib|out|esm|cjs|\.smithery)\//;

/** Reads the manifests and compiler settings of a snapshot once. */
export function createResolver(files: ReadonlyMap<string, string>): Resolver {
  const manifests = new Map<string, Manifest>();
  const byName = new Map<string, string>();
  const aliases: {
    folder: string;
    prefix: string;
    suffix: string;
    exact: boolean;
    targets: string[];
  }[] = [];
  for (const [file, text] of files) {
    const folder = folderOf(file);
    if (path.basename(file) === "package.json") {
      const manifest = Manifest.safeParse(parseLoose(text));
      if (!manifest.success) continue;
      manifests.set(folder, manifest.data);
      if (manifest.data.name !== undefined) byName.set(manifest.data.name, folder);
      for (const [key, target] of importsOf(manifest.data.imports)) {
        aliases.push({ folder, ...splitStar(key), targets: [path.join(folder, target)] });
      }
    } else if (/^tsconfig[^/]*\.json$/.test(path.basename(file))) {
      const options = Tsconfig.safeParse(parseLoose(text)).data?.compilerOptions;
      const base = path.join(folder, options?.baseUrl ?? ".");
      for (const [key, targets] of Object.entries(options?.paths ?? {})) {
        aliases.push({
          folder,
          ...splitStar(key),
          targets: targets.map((to) => path.join(base, to)),
        });
      }
      if (options?.baseUrl !== undefined) {
        aliases.push({
          folder,
          prefix: "",
          suffix: "",
          exact: false,
          targets: [path.join(base, "*")],
        });
      }
    }
  }
  // The settings nearest to a file win, and among them the most exact alias.
  aliases.sort((a, b) => b.folder.length - a.folder.length || b.prefix.length - a.prefix.length);

  function asFile(target: string): string | undefined {
    const name = path.normalize(target).replace(/^\.\//, "").replace(/\/$/, "");
    if (name.startsWith("..")) return undefined;
    if (files.has(name) && isImportable(name)) return name;
    const stem = name.replace(/\.([cm]?)jsx?$/, "");
    if (stem !== name) {
      const found = extensions.map((extension) => stem + extension).find((file) => files.has(file));
      if (found !== undefined) return found;
    }
    const found = extensions.map((extension) => name + extension).find((file) => files.has(file));
    if (found !== undefined) return found;
    const manifest = manifests.get(name);
    if (manifest !== undefined) {
      const entry = entryOf(name, manifest, ".");
      if (entry !== undefined) return entry;
    }
    return extensions
      .map((extension) => path.join(name, `index${extension}`))
      .find((file) => files.has(file));
  }

  function sourceOf(target: string): string | undefined {
    const direct = asFile(target);
    if (direct !== undefined) return direct;
    const unbuilt = target.replace(/\.d\.([cm]?)ts$/, ".$1js").replace(buildFolders, "$1src/");
    const flat = target.replace(/\.d\.([cm]?)ts$/, ".$1js").replace(buildFolders, "$1");
    const folded = target.replace(/(^|\/)(dist|build|lib|out)\/(esm|cjs|src|commonjs)\//, "$1src/");
    return [unbuilt, folded, flat].map(asFile).find((file) => file !== undefined);
  }

  function entryOf(folder: string, manifest: Manifest, subpath: string): string | undefined {
    const listed = exportTargets(manifest.exports, subpath);
    if (subpath === ".")
      listed.push(
        ...[manifest.source, manifest.module, manifest.main, manifest.types].filter(isText),
      );
    for (const target of listed) {
      const found = sourceOf(path.join(folder, target));
      if (found !== undefined) return found;
    }
    const bare =
      subpath === "." ? ["src/index", "index", "src/main"] : [subpath, path.join("src", subpath)];
    return bare.map((name) => asFile(path.join(folder, name))).find((file) => file !== undefined);
  }

  function resolve(from: string, specifier: string): string | undefined {
    if (specifier.startsWith(".") || specifier.startsWith("/")) {
      const target = specifier.startsWith("/")
        ? specifier.slice(1)
        : path.join(path.dirname(from), specifier);
      return asFile(target) ?? sourceOf(target) ?? linkedFile(from, target);
    }
    for (const alias of aliases) {
      if (alias.folder !== "" && !from.startsWith(`${alias.folder}/`)) continue;
      const star = matchStar(alias, specifier);
      if (star === undefined) continue;
      for (const target of alias.targets) {
        const found = sourceOf(target.replace("*", () => star));
        if (found !== undefined) return found;
      }
    }
    const parts = specifier.split("/");
    const name = parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
    const folder = byName.get(name);
    if (folder === undefined) return undefined;
    const rest = parts.slice(specifier.startsWith("@") ? 2 : 1).join("/");
    const manifest = manifests.get(folder);
    return manifest && entryOf(folder, manifest, rest === "" ? "." : `./${rest}`);
  }

  /** A file in a folder that a set-up script links into a package: the package beside it that has the folder's name. */
  function linkedFile(from: string, target: string): string | undefined {
    let own = folderOf(from);
    while (own !== "" && !manifests.has(own)) own = folderOf(own);
    if (own === "" || !target.startsWith(`${own}/`)) return undefined;
    const [folder = "", ...rest] = target.slice(own.length + 1).split("/");
    const beside = path.join(path.dirname(own), folder);
    if (rest.length === 0 || !manifests.has(beside)) return undefined;
    return asFile(path.join(beside, "src", ...rest)) ?? sourceOf(path.join(beside, ...rest));
  }

  function packageOf(file: string): string {
    for (let folder = folderOf(file); folder !== ""; folder = folderOf(folder)) {
      const name = manifests.get(folder)?.name;
      if (name !== undefined && !isCopy(folder, name)) return folder;
    }
    return "";
  }

  /** A manifest copied beside built files names the package above it again. */
  function isCopy(folder: string, name: string): boolean {
    if (!builtFolder.test(folder)) return false;
    for (let above = folder; above !== "";) {
      above = folderOf(above);
      if (manifests.get(above)?.name === name) return true;
    }
    return false;
  }

  return { resolve, packageOf, manifests, sourceOf };
}

const builtFolder = /(?:^|\/)(?:dist|build|out|lib|bundle|esm|cjs)(?:\/|$)/;

/** Whether an import can mean a file as it stands: code, data, or a text that a bundler's loader gives. */
function isImportable(file: string): boolean {
  return /\.(?:[cm]?[jt]sx?|json|md|txt)$/.test(file);
}

function folderOf(file: string): string {
  const at = file.lastIndexOf("/");
  return at === -1 ? "" : file.slice(0, at);
}

function isText(value: string | undefined): value is string {
  return value !== undefined;
}

/** JSON with comments and trailing commas, as compiler settings are written; undefined when it isn't. */
function parseLoose(text: string): unknown {
  const bare = text.replace(/"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (token) =>
    token.startsWith("/") ? "" : token,
  );
  for (const candidate of [text, bare.replace(/,(?=\s*[}\]])/g, "")]) {
    try {
      return JSON.parse(candidate) as unknown;
    } catch {
      // The next reading is more lenient; a file that is neither says nothing.
    }
  }
  return undefined;
}

function splitStar(key: string): { prefix: string; suffix: string; exact: boolean } {
  const at = key.indexOf("*");
  if (at === -1) return { prefix: key, suffix: "", exact: true };
  return { prefix: key.slice(0, at), suffix: key.slice(at + 1), exact: false };
}

function matchStar(
  { prefix, suffix, exact }: { prefix: string; suffix: string; exact: boolean },
  specifier: string,
): string | undefined {
  if (exact) return specifier === prefix ? "" : undefined;
  if (!specifier.startsWith(prefix) || !specifier.endsWith(suffix)) return undefined;
  return specifier.length < prefix.length + suffix.length
    ? undefined
    : specifier.slice(prefix.length, specifier.length - suffix.length);
}

/** The `imports` field: own aliases of a package that start with `#`. */
function importsOf(imports: unknown): [string, string][] {
  if (typeof imports !== "object" || imports === null) return [];
  return Object.entries(imports).flatMap(([key, value]) =>
    leaves(value).map((target): [string, string] => [key, target]),
  );
}

/** The files that `exports` names for a subpath, in order. */
function exportTargets(exported: unknown, subpath: string): string[] {
  if (typeof exported === "string") return subpath === "." ? [exported] : [];
  if (typeof exported !== "object" || exported === null) return [];
  const entries = Object.entries(exported);
  if (!entries.some(([key]) => key.startsWith("."))) return subpath === "." ? leaves(exported) : [];
  return entries.flatMap(([key, value]) => {
    const star = matchStar(splitStar(key), subpath);
    return star === undefined ? [] : leaves(value).map((target) => target.replace("*", () => star));
  });
}

function leaves(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value)
    .flatMap((inner) => (typeof inner === "string" ? [inner] : leaves(inner)))
    .slice(0, 50);
}
