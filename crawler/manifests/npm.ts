import { posix } from "node:path";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { librariesAmong, readTables, toPackage } from "./dependencies.ts";
import { parsedOnce } from "./files.ts";
import { readJson } from "./json.ts";
import { foldersAbove, type Manifest, type ManifestFile, pathIn } from "./manifest.ts";

const libraries = new Set([
  "@hono/mcp",
  "@mastra/mcp",
  "@mcp-use/server",
  "@modelcontextprotocol/core",
  "@modelcontextprotocol/express",
  "@modelcontextprotocol/ext-apps",
  "@modelcontextprotocol/fastify",
  "@modelcontextprotocol/hono",
  "@modelcontextprotocol/node",
  "@modelcontextprotocol/sdk",
  "@modelcontextprotocol/server",
  "@rekog/mcp-nest",
  "@vercel/mcp-adapter",
  "agents",
  "easy-mcp",
  "fastmcp",
  "litemcp",
  "mcp-framework",
  "mcp-handler",
  "mcp-lite",
  "mcp-use",
  "muppet",
  "tmcp",
  "xmcp",
]);
const catalogFile = "pnpm-workspace.yaml";
const maximumCommands = 8;

const Table = z.record(z.string(), z.unknown()).optional().catch(undefined);
const PackageJson = z.object({
  name: z.string().min(1),
  version: z.string().optional().catch(undefined),
  private: z.boolean().optional().catch(undefined),
  bin: z
    .union([z.string(), z.record(z.string(), z.unknown())])
    .optional()
    .catch(undefined),
  exports: z.unknown().optional(),
  dependencies: Table,
  devDependencies: Table,
  optionalDependencies: Table,
  peerDependencies: Table,
});
type PackageJson = z.infer<typeof PackageJson>;
const Workspace = z.object({ catalog: Table, catalogs: Table });
const readWorkspace = parsedOnce(
  (text) => Workspace.safeParse(parseYaml(text, { maxAliasCount: 0, logLevel: "silent" })).data,
);

/** package.json. https://docs.npmjs.com/cli/configuring-npm/package-json */
export default {
  id: "npm",
  describes: (path) => posix.basename(path) === "package.json",
  refersTo: (path) => posix.basename(path) === catalogFile,
  read(file) {
    const { data } = PackageJson.safeParse(readJson(file.text));
    if (data === undefined) return undefined;
    const declared = readTables(
      data.dependencies,
      data.optionalDependencies,
      data.peerDependencies,
      data.devDependencies,
    );
    return {
      ...toPackage("npm", data.name, data.version),
      ...(data.private === true || data.exports === undefined ? {} : { isPublished: true }),
      start: data.private === true ? [] : commands(data),
      sdks: librariesAmong(declared, "npm", libraries).map(({ name, version }) =>
        toPackage("npm", name, resolveVersion(file, name, version)),
      ),
      uses: [
        ...readTables(data.dependencies, data.optionalDependencies, data.peerDependencies).keys(),
      ],
    };
  },
} satisfies Manifest;

/** `npx` runs the only program, or the one named like the package, by the package's name; others are named beside it. */
function commands({ name, bin = {} }: PackageJson): string[][] {
  const own = name.slice(name.indexOf("/") + 1);
  const programs = typeof bin === "string" ? [own] : Object.keys(bin);
  return programs
    .slice(0, maximumCommands)
    .filter((program) => ![name, program].some((word) => word.startsWith("-")))
    .map((program) =>
      programs.length === 1 || program === own
        ? ["npx", "-y", name]
        : ["npx", "-y", `--package=${name}`, program],
    );
}

/** A version that stands in a pnpm catalog is looked up there. https://pnpm.io/catalogs */
function resolveVersion(file: ManifestFile, name: string, version = ""): string | undefined {
  if (version.startsWith("workspace:")) return undefined;
  if (!version.startsWith("catalog:")) return version;
  const catalog = version.slice("catalog:".length);
  for (const folder of [file.folder, ...foldersAbove(file.folder)]) {
    const workspace = readWorkspace(file.files, pathIn(folder, catalogFile));
    if (workspace === undefined) continue;
    const { catalog: unnamed, catalogs } = workspace;
    const named = catalog === "" || catalog === "default" ? unnamed : catalogs?.[catalog];
    return readTables(named).get(name);
  }
  return undefined;
}
