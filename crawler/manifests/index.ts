import cargo from "./cargo.ts";
import composer from "./composer.ts";
import deno from "./deno.ts";
import dotnet from "./dotnet.ts";
import type { Files } from "./files.ts";
import gemspec from "./gemspec.ts";
import go from "./go.ts";
import gradle from "./gradle.ts";
import { type Described, folderOf, foldersAbove, type Manifest } from "./manifest.ts";
import maven from "./maven.ts";
import npm from "./npm.ts";
import pyproject from "./pyproject.ts";
import { isRegistryEntry, readRegistryEntry, type RegistryEntry } from "./registry-entry.ts";
import setupCfg from "./setup-cfg.ts";
import setupPy from "./setup-py.ts";

/** Every manifest format; where a folder has several of one registry, the first counts. */
export const manifests: Manifest[] = [
  npm,
  deno,
  pyproject,
  setupCfg,
  setupPy,
  go,
  cargo,
  maven,
  gradle,
  dotnet,
  composer,
  gemspec,
];

/** Of all manifests of a snapshot; the largest monorepos have a hundredth. */
const maximumCharacters = 32 * 2 ** 20;
const maximumEntries = 500;

/** Whether a path is a file that packages are read from. */
export function isManifest(path: string): boolean {
  return (
    isRegistryEntry(path) ||
    manifests.some(
      ({ describes, refersTo }) => describes(path) || (refersTo !== undefined && refersTo(path)),
    )
  );
}

/**
 * The packages of a repository's files by folder (the root is the empty string), at most one of a registry; a broken or
 * nameless manifest makes none, nor does the copy of one above.
 */
export function readPackages(repository: string, files: Files): Map<string, Described[]> {
  const packages = new Map<string, Described[]>();
  let characters = 0;
  for (const manifest of manifests)
    for (const path of files.below("")) {
      const text = manifest.describes(path) ? files.text(path) : undefined;
      if (text === undefined || characters + text.length > maximumCharacters) continue;
      characters += text.length;
      const folder = folderOf(path);
      const found = attempt(() => manifest.read({ path, text, folder, files, repository }));
      if (found === undefined) continue;
      const siblings = packages.get(folder) ?? [];
      if (!siblings.some((known) => known.registry === found.registry)) siblings.push(found);
      packages.set(folder, siblings);
    }
  for (const [folder, own] of packages)
    if (repeatsAbove(folder, own, packages)) packages.delete(folder);
  return packages;
}

/** Libraries that parse manifests throw for what one says, at its worst for how deep it is. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

const builtFolder = /(?:^|\/)(?:dist|build|out|lib|bundle|target|esm|cjs)(?:\/|$)/;

/** A copy of the manifest in a build folder makes no package of its own. */
function repeatsAbove(
  folder: string,
  own: Described[],
  packages: Map<string, Described[]>,
): boolean {
  if (!builtFolder.test(folder)) return false;
  return foldersAbove(folder).some((above) => {
    const names = packages.get(above)?.map(({ name }) => name) ?? [];
    return own.every(({ name }) => names.includes(name));
  });
}

/** The server.json files of the registry's format, sorted by path. */
export function readRegistryEntries(files: Files): RegistryEntry[] {
  return files
    .below("")
    .filter(isRegistryEntry)
    .slice(0, maximumEntries)
    .flatMap((path) => {
      const text = files.text(path);
      return text === undefined ? [] : (readRegistryEntry(path, text) ?? []);
    });
}
