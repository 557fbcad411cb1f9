import { readFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";

/** Packages that define tools and nothing else: they run as they are, with their modules by path; an empty one is the package itself. */
const definitions: Record<string, readonly string[]> = {
  zod: ["", "v3", "v4", "v4-mini", "v4/mini", "v4/core", "mini"],
  "zod-to-json-schema": [""],
  "@modelcontextprotocol/sdk": [
    "server/mcp.js",
    "server/index.js",
    "server/stdio.js",
    "server/completable.js",
    "server/zod-compat.js",
    "server/zod-json-schema-compat.js",
    "shared/protocol.js",
    "shared/uriTemplate.js",
    "shared/metadataUtils.js",
    "shared/auth.js",
    "inMemory.js",
    "types.js",
  ],
  "@modelcontextprotocol/server": ["", "stdio"],
  "@modelcontextprotocol/core": ["", "internal"],
  fastmcp: [""],
  xsschema: [""],
  "@sinclair/typebox": [""],
  commander: [""],
  "common-tags": [""],
  dedent: [""],
  yaml: [""],
};

export interface Library {
  name: string;
  /** Tells it from the same package in another version. */
  id: string;
  /** An expression: a function of how modules of other packages are had, which gives this package's by path. */
  code: string;
}

/** Major version of zod that a program is written for. */
export type ZodMajor = 3 | 4;

const built = new Map<string, Promise<Library>>();

/** The definition package that a module belongs to; undefined when it is another package's. */
export function libraryOf(specifier: string): string | undefined {
  const parts = specifier.split("/");
  const name = parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
  return Object.hasOwn(definitions, name) ? name : undefined;
}

/** The packages with all those that they need, each built once in a process; in the same order however they are asked for. */
export async function loadLibraries(names: Iterable<string>, zod: ZodMajor): Promise<Library[]> {
  const found = new Map<string, Library>();
  const pending = [...names];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (found.has(name)) continue;
    const library = await loadLibrary(name, zod);
    found.set(name, library);
    for (const [, other] of library.code.matchAll(/\brequire\("([^"]+)"\)/g)) {
      const needed = libraryOf(other ?? "");
      if (needed !== undefined) pending.push(needed);
    }
  }
  return [...found.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** What makes a new machine into a small Node, as an expression. */
let prelude: Promise<string> | undefined;
export function loadPrelude(): Promise<string> {
  prelude ??= build({
    ...common,
    entryPoints: [join(import.meta.dirname, "guest/prelude.ts")],
    globalName: "prelude",
    format: "iife",
  }).then(
    ({ outputFiles }) => `(() => { ${outputFiles[0]?.text ?? ""}; return prelude.start; })()`,
  );
  return prelude;
}

const common = {
  bundle: true,
  write: false,
  logLevel: "silent",
  target: "es2023",
  minifyWhitespace: true,
  tsconfigRaw: {},
} as const;

function loadLibrary(name: string, zod: ZodMajor): Promise<Library> {
  const key = `${name} ${zod}`;
  const known = built.get(key) ?? buildLibrary(name, zod);
  built.set(key, known);
  return known;
}

async function buildLibrary(name: string, zod: ZodMajor): Promise<Library> {
  const installed = name === "zod" && zod === 3 ? "zod3" : name;
  const entries = (definitions[name] ?? []).filter((path) => !(zod === 3 && path === "mini"));
  const specifier = (path: string) => (path === "" ? installed : `${installed}/${path}`);
  const contents = `module.exports = {${entries
    .map((path) => `${JSON.stringify(path)}: () => require(${JSON.stringify(specifier(path))})`)
    .join(",")}}`;
  const { outputFiles } = await build({
    ...common,
    stdin: { contents, resolveDir: import.meta.dirname },
    format: "cjs",
    platform: "neutral",
    mainFields: ["module", "main"],
    conditions: ["import", "node"],
    // What is imported later comes from outside the script too.
    supported: { "dynamic-import": false },
    plugins: [keepApart(installed), englishOnly],
  });
  const code = outputFiles[0]?.text ?? "";
  return {
    name,
    id: `${name} ${zod}`,
    code: `(require) => { const module = { exports: {} }; ${code}; return module.exports; }`,
  };
}

/** Everything outside a package's own files comes from outside its script. */
function keepApart(own: string): Plugin {
  return {
    name: "apart",
    setup({ onResolve }) {
      onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
        const isOwn = path === own || path.startsWith(`${own}/`);
        if (kind === "entry-point" || (isOwn && !isBuiltin(path))) return undefined;
        return { path, external: true };
      });
    },
  };
}

/** Messages in forty languages say nothing about tools. */
const englishOnly: Plugin = {
  name: "english",
  setup({ onLoad }) {
    onLoad({ filter: /\/locales\/index\.js$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      return {
        contents: text
          .split("\n")
          .filter((line) => /\/en\.js/.test(line))
          .join("\n"),
      };
    });
  },
};
