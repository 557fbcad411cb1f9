import { posix } from "node:path";
import { parse as parseToml } from "smol-toml";
import { z } from "zod";
import { readTables, toPackage } from "./dependencies.ts";
import type { Manifest } from "./manifest.ts";
import { normalName, pythonCommands, pythonLibraries, readRequirements } from "./pypi.ts";

const Table = z.record(z.string(), z.unknown()).optional().catch(undefined);
const Lists = z.record(z.string(), z.array(z.unknown())).optional().catch(undefined);
const Project = z.object({
  name: z.string().min(1),
  version: z.string().optional().catch(undefined),
  dependencies: z.array(z.unknown()).optional().catch(undefined),
  "optional-dependencies": Lists,
  scripts: Table,
});
const Poetry = z.object({
  name: z.string().min(1),
  version: z.string().optional().catch(undefined),
  dependencies: Table,
  scripts: Table,
});
const PyProject = z.object({
  project: Project.optional().catch(undefined),
  tool: z
    .object({ poetry: Poetry.optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

/** pyproject.toml, by its `[project]` or Poetry's own table. https://packaging.python.org/en/latest/specifications/pyproject-toml/ */
export default {
  id: "pyproject",
  describes: (path) => posix.basename(path) === "pyproject.toml",
  read({ text }) {
    const { data } = PyProject.safeParse(parseToml(text));
    const poetry = data?.tool?.poetry;
    const named = data?.project ?? poetry;
    if (named === undefined) return undefined;
    const { name, version } = named;
    const optional = Object.values(data?.project?.["optional-dependencies"] ?? {});
    const poetryDependencies = readTables(poetry?.dependencies);
    const dependencies = new Map([
      ...[...poetryDependencies].map(([key, value]) => [normalName(key), value] as const),
      ...readRequirements([...(data?.project?.dependencies ?? []), ...optional.flat()]),
    ]);
    const scripts = Object.keys({ ...poetry?.scripts, ...data?.project?.scripts });
    return {
      ...toPackage("pypi", name, version),
      start: pythonCommands(name, scripts),
      sdks: pythonLibraries(dependencies),
      uses: [...dependencies.keys()],
    };
  },
} satisfies Manifest;
