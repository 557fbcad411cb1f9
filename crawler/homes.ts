import type { Files } from "./manifests/files.ts";
import { mainFolders } from "./manifests/go.ts";
import { type Described, folderOf, foldersAbove, keyOf } from "./manifests/manifest.ts";
import { readTransports } from "./transports.ts";

/** Folders whose contents are shown to others and not shipped: what is registered below them is a server of its own. */
const shownFolders = /^(?:examples?|samples?|demos?|templates?|docs?|playground|cookbook)$/i;
const notServed =
  /(?:^|\/)(?:tests?|e2e|benchmarks?|examples?|samples?|demos?|templates?|docs?|playground|cookbook)(?:\/|$)/i;

/** That are looked at for one library; more are built on one only where somebody means harm. */
const maximumUsers = 200;

type Packages = ReadonlyMap<string, Described[]>;

/**
 * The folders of the servers that each registering file belongs to: the nearest package above it, or the programs of this
 * snapshot that are built on that package where it is a library that starts nothing; both where the library is published too.
 */
export function findHomes(
  files: Files,
  packages: Packages,
  registering: Iterable<string>,
): Map<string, string[]> {
  const nearest = new Map([...registering].map((file) => [file, nearestFolder(file, packages)]));
  divideByPrograms(files, packages, nearest);
  const users = indexUsers(packages);
  const serving = new Map(
    [...new Set(nearest.values())].map((folder) => [
      folder,
      programsOn(folder, files, packages, users),
    ]),
  );
  return new Map(
    [...nearest].map(([file, folder]) => {
      const programs = serving.get(folder) ?? [];
      const isPublished = packages.get(folder)?.some((one) => one.isPublished === true) === true;
      return [file, [...new Set(isPublished ? [folder, ...programs] : programs)]];
    }),
  );
}

/** Below it the folders are a language's own names, `com/example` for instance, and say nothing of what is shown. */
const sourceRoot = /^(?<module>(?:.*?\/)?)src\/\w+\/(?:java|kotlin|groovy|scala)\//;

/** `src/git/server.py` -> `src/git` when a package lies there; else the next one above, and the root when there is none. */
export function nearestFolder(file: string, packages: ReadonlyMap<string, unknown>): string {
  const module = sourceRoot.exec(file)?.groups?.["module"];
  const own = folderOf(module === undefined ? file : `${module}src`);
  for (const folder of [own, ...foldersAbove(own)]) {
    if (packages.has(folder) || shownFolders.test(folder)) return folder;
    const above = folderOf(folder);
    if (shownFolders.test(above.slice(above.lastIndexOf("/") + 1))) return folder;
  }
  return "";
}

/** The paths whose nearest package a folder is. */
export function ownPaths(folder: string, files: Files, packages: Packages): string[] {
  return files.below(folder).filter((path) => nearestFolder(path, packages) === folder);
}

/** Where several programs of one Go module register tools in their own folders, each is a server. */
function divideByPrograms(files: Files, packages: Packages, nearest: Map<string, string>): void {
  for (const module of new Set(nearest.values())) {
    if (packages.get(module)?.some(({ registry }) => registry === "go") !== true) continue;
    const mains = new Set(mainFolders(files, module).filter((main) => main !== module));
    const mainOf = new Map<string, string>();
    for (const [file, folder] of nearest) {
      if (folder !== module || !file.endsWith(".go")) continue;
      const own = folderOf(file);
      const main = [own, ...foldersAbove(own)].find((above) => mains.has(above));
      if (main !== undefined) mainOf.set(file, main);
    }
    if (new Set(mainOf.values()).size < 2) continue;
    for (const [file, main] of mainOf) nearest.set(file, main);
  }
}

/** The folder itself when it starts something or nothing is built on it; of several programs on it, those that serve. */
function programsOn(
  folder: string,
  files: Files,
  packages: Packages,
  users: ReadonlyMap<string, string[]>,
): string[] {
  const own = packages.get(folder) ?? [];
  if (own.length === 0 || own.some(({ start }) => start.length > 0)) return [folder];
  const programs = [...builtOn(folder, packages, users)]
    .filter((user) => !notServed.test(user))
    .filter((user) => packages.get(user)?.some(({ start }) => start.length > 0) === true)
    .toSorted();
  if (programs.length < 2) return programs.length === 0 ? [folder] : programs;
  const serving = programs.filter(
    (program) => readTransports(files, program, ownPaths(program, files, packages), []).length > 0,
  );
  return serving.length === 0 ? [folder] : serving;
}

/** Folders of packages that are built on this one, over any number of others. */
function builtOn(
  folder: string,
  packages: Packages,
  users: ReadonlyMap<string, string[]>,
): Set<string> {
  const found = new Set([folder]);
  for (const library of found) {
    if (found.size > maximumUsers) break;
    for (const name of [library, ...(packages.get(library) ?? []).map(keyOf)])
      for (const user of users.get(name) ?? []) found.add(user);
  }
  found.delete(folder);
  return found;
}

/** The folders of packages by what they are built on: the folder of another, or its key. */
function indexUsers(packages: Packages): Map<string, string[]> {
  const users = new Map<string, string[]>();
  for (const [folder, own] of packages)
    for (const { registry, uses } of own)
      for (const used of uses.flatMap((name) => [name, keyOf({ registry, name })])) {
        const known = users.get(used);
        if (known === undefined) users.set(used, [folder]);
        else if (known.length < maximumUsers) known.push(folder);
      }
  return users;
}
