import { posix } from "node:path";
import { parse as parseToml } from "smol-toml";
import { z } from "zod";
import type { Package, Snapshot } from "../model.ts";

const NameAndVersion = z.object({
  name: z.string().min(1),
  version: z.string().optional().catch(undefined),
});
const PyProject = z.object({
  project: NameAndVersion.optional().catch(undefined),
  tool: z
    .object({ poetry: NameAndVersion.optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

/** A manifest that makes its folder a package. Undefined when it names none: then the folder is no package. */
interface Manifest {
  registry: string;
  read(text: string): z.infer<typeof NameAndVersion> | undefined;
}

const manifests: Record<string, Manifest> = {
  "package.json": {
    registry: "npm",
    read: (text) => NameAndVersion.safeParse(JSON.parse(text)).data,
  },
  "pyproject.toml": {
    registry: "pypi",
    read: (text) => {
      const file = PyProject.safeParse(parseToml(text)).data;
      return file?.project ?? file?.tool?.poetry;
    },
  },
  "setup.py": {
    registry: "pypi",
    read: (text) => {
      const name = /\bname\s*=\s*["'](?<name>[\w.-]+)["']/.exec(text)?.groups?.["name"];
      const version = /\bversion\s*=\s*["'](?<version>[\w.+-]+)["']/.exec(text)?.groups?.[
        "version"
      ];
      return name === undefined ? undefined : { name, version };
    },
  },
};

/** Whether a path is a manifest that `readPackages` reads. */
export function isManifest(path: string): boolean {
  return Object.hasOwn(manifests, posix.basename(path));
}

/** The packages of a snapshot by folder (the root is the empty string); a broken or nameless manifest makes none. */
export function readPackages(snapshot: Snapshot): Map<string, Package[]> {
  const packages = new Map<string, Package[]>();
  for (const [path, text] of snapshot.files) {
    if (!isManifest(path)) continue;
    const found = readPackage(posix.basename(path), text);
    if (found === undefined) continue;
    const folder = posix.dirname(path) === "." ? "" : posix.dirname(path);
    const siblings = packages.get(folder) ?? [];
    if (!siblings.some((known) => known.registry === found.registry)) siblings.push(found);
    packages.set(folder, siblings);
  }
  for (const [folder, own] of packages)
    if (repeatsAbove(folder, own, packages)) packages.delete(folder);
  return packages;
}

/** A copy of the manifest in a build folder makes no package of its own. */
function repeatsAbove(folder: string, own: Package[], packages: Map<string, Package[]>): boolean {
  for (let above = folder; above !== "";) {
    above = posix.dirname(above) === "." ? "" : posix.dirname(above);
    const names = packages.get(above)?.map(({ name }) => name) ?? [];
    if (own.every(({ name }) => names.includes(name))) return true;
  }
  return false;
}

function readPackage(file: string, text: string): Package | undefined {
  const manifest = manifests[file];
  if (manifest === undefined) return undefined;
  try {
    const found = manifest.read(text);
    if (found === undefined) return undefined;
    const { name, version } = found;
    return { registry: manifest.registry, name, ...(version === undefined ? {} : { version }) };
  } catch {
    return undefined;
  }
}
