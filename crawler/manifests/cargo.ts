import { posix } from "node:path";
import { parse as parseToml } from "smol-toml";
import { z } from "zod";
import { type Dependencies, librariesAmong, readTables, toPackage } from "./dependencies.ts";
import { parsedOnce } from "./files.ts";
import { foldersAbove, type Manifest, type ManifestFile, pathIn } from "./manifest.ts";

const libraries = new Set([
  "async-mcp",
  "mcp-core",
  "mcp-protocol-sdk",
  "mcp-sdk",
  "mcp-sdk-rs",
  "mcp-server",
  "mcp_rust_sdk",
  "mcpkit",
  "mcpr",
  "pmcp",
  "poem-mcpserver",
  "rmcp",
  "rust-mcp-schema",
  "rust-mcp-sdk",
  "tower-mcp",
  "turbomcp",
  "ultrafast-mcp",
]);
const maximumCommands = 8;

const Table = z.record(z.string(), z.unknown()).optional().catch(undefined);
const Program = z.object({ name: z.string().min(1), path: z.string().optional().catch(undefined) });
const CargoToml = z.object({
  package: z
    .object({
      name: z.string().min(1),
      version: z.unknown().optional(),
      autobins: z.unknown().optional(),
    })
    .optional()
    .catch(undefined),
  bin: z.array(z.unknown()).optional().catch(undefined),
  dependencies: Table,
  "build-dependencies": Table,
  workspace: z.object({ package: Table, dependencies: Table }).optional().catch(undefined),
});
type CargoToml = z.infer<typeof CargoToml>;
const parse = parsedOnce((text) => CargoToml.safeParse(parseToml(text)).data);
const FromWorkspace = z.object({ workspace: z.literal(true) });
const Renamed = z.object({ package: z.string().min(1) });

/** Cargo.toml; what a member takes from its workspace is looked up in the one above it. https://doc.rust-lang.org/cargo/reference/manifest.html */
export default {
  id: "cargo",
  describes: (path) => posix.basename(path) === "Cargo.toml",
  read(file) {
    const own = parse(file.files, file.path);
    if (own?.package === undefined) return undefined;
    const { name, version } = own.package;
    const workspace = findWorkspace(file, own);
    const dependencies = readDependencies(own, workspace);
    return {
      ...toPackage("cargo", name, readVersion(version, workspace)),
      start: commands(file, own, name),
      sdks: librariesAmong(dependencies, "cargo", libraries),
      uses: [...dependencies.keys()],
    };
  },
} satisfies Manifest;

function findWorkspace(file: ManifestFile, own: CargoToml): CargoToml["workspace"] {
  if (own.workspace !== undefined) return own.workspace;
  for (const folder of foldersAbove(file.folder)) {
    const workspace = parse(file.files, pathIn(folder, "Cargo.toml"))?.workspace;
    if (workspace !== undefined) return workspace;
  }
  return undefined;
}

function readVersion(declared: unknown, workspace: CargoToml["workspace"]): string | undefined {
  const version = FromWorkspace.safeParse(declared).success
    ? workspace?.package?.["version"]
    : declared;
  return typeof version === "string" ? version : undefined;
}

/** By the crate's own name, where a dependency is renamed. */
function readDependencies(own: CargoToml, workspace: CargoToml["workspace"]): Dependencies {
  const shared = readTables(workspace?.dependencies);
  const found = new Map<string, string | undefined>();
  for (const [key, version] of readTables(own.dependencies)) {
    const declared = own.dependencies?.[key];
    const inherited = FromWorkspace.safeParse(declared).success;
    const renamed = Renamed.safeParse(inherited ? workspace?.dependencies?.[key] : declared).data;
    found.set(renamed?.package ?? key, inherited ? shared.get(key) : version);
  }
  return found;
}

/** Declared programs, and those that Cargo finds by itself: `src/main.rs` and what lies in `src/bin`. */
function commands(file: ManifestFile, own: CargoToml, name: string): string[][] {
  const programs = new Set(
    (own.bin ?? []).flatMap((one) => Program.safeParse(one).data?.name ?? []),
  );
  if (own.package?.autobins !== false) {
    const declaredMain = (own.bin ?? []).some(
      (one) => (Program.safeParse(one).data?.path ?? "src/main.rs") === "src/main.rs",
    );
    if (file.files.text(pathIn(file.folder, "src/main.rs")) !== undefined && !declaredMain)
      programs.add(name);
    const folder = pathIn(file.folder, "src/bin");
    for (const path of file.files.below(folder)) {
      const program = /^(?<name>[^/]+)(?:\.rs|\/main\.rs)$/.exec(path.slice(folder.length + 1));
      if (program?.groups?.["name"] !== undefined) programs.add(program.groups["name"]);
    }
  }
  return [...programs]
    .slice(0, maximumCommands)
    .map((program) =>
      programs.size === 1
        ? ["cargo", "run", "--release"]
        : ["cargo", "run", "--release", "--bin", program],
    );
}
