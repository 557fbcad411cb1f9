import { isDeepStrictEqual } from "node:util";
import { readCredentials } from "./credentials.ts";
import { type Package, type Server, transports } from "../model.ts";
import { nearestFolder, ownPaths } from "./homes.ts";
import { toPackage } from "./manifests/dependencies.ts";
import type { Files } from "./manifests/files.ts";
import { readRegistryEntries } from "./manifests/index.ts";
import { type Described, keyOf, pathIn } from "./manifests/manifest.ts";
import type { RegistryEntry } from "./manifests/registry-entry.ts";
import { readTransports } from "./transports.ts";

/** What manifests and code say of a server beside its tools. */
export type ServerFacts = Pick<
  Server,
  "packages" | "start" | "transports" | "sdks" | "secrets" | "scopes"
>;

const maximumStarts = 20;
const maximumPackages = 50;
/** That are followed from one server, and dependencies of each. */
const maximumLibraries = 50;
const maximumUses = 500;
const maximumWords = 40;
/** Characters of a name. */
const longestName = 300;

/** Whether a name is one: a client would take one that starts with a dash for an option of its own. */
function isNamed({ name }: Package): boolean {
  return !name.startsWith("-") && name.length <= longestName;
}

/** Whether a reader who copies a command gets what is seen: no control characters, nothing that can't be seen or turns words round. */
function isTypeable(words: readonly string[]): boolean {
  return (
    words.length <= maximumWords &&
    words.every((word) => word.length <= longestName && !/[\p{C}\p{Zl}\p{Zp}]/u.test(word))
  );
}

/** Answers for any folder of a snapshot; an entry of the registry counts for the folder of its package, else for its own. */
export function factsReader(
  files: Files,
  packages: ReadonlyMap<string, Described[]>,
): (folder: string) => ServerFacts {
  const folders = new Map(
    [...packages].flatMap(([folder, own]) => own.map((one) => [keyOf(one), folder] as const)),
  );
  const entries = new Map<string, RegistryEntry[]>();
  for (const entry of readRegistryEntries(files)) {
    const known = entry.packages.map((one) => folders.get(keyOf(one)));
    const home =
      known.find((folder) => folder !== undefined) ??
      nearestFolder(pathIn(entry.folder, "server.json"), packages);
    entries.set(home, [...(entries.get(home) ?? []), entry]);
  }
  return (folder) => {
    // A folder may hold a website's package beside the server's: the one that is built on MCP names the server.
    const own = (packages.get(folder) ?? [])
      .filter(isNamed)
      .toSorted((a, b) => Number(b.sdks.length > 0) - Number(a.sdks.length > 0));
    const listed = entries.get(folder) ?? [];
    const sdks = librariesOf(folder, packages, folders);
    const paths = ownPaths(folder, files, packages);
    const seen = readTransports(files, folder, paths, sdks);
    const named = new Map<string, Package>();
    for (const { registry, name, version } of [
      ...own,
      ...listed.flatMap((one) => one.packages),
    ].filter(isNamed))
      if (!named.has(`${registry}:${name}`))
        named.set(`${registry}:${name}`, toPackage(registry, name, version));
    return {
      packages: [...named.values()].slice(0, maximumPackages),
      start: distinct(
        [...listed, ...own]
          .flatMap(({ start }) => start)
          .filter(isTypeable)
          .slice(0, maximumStarts),
      ),
      transports: transports.filter(
        (one) => seen.includes(one) || listed.some((entry) => entry.transports.includes(one)),
      ),
      sdks,
      ...readCredentials(files, paths),
    };
  };
}

/** Those that its packages name; where they name none, those of the snapshot's packages that they are built on. */
function librariesOf(
  folder: string,
  packages: ReadonlyMap<string, Described[]>,
  folders: ReadonlyMap<string, string>,
): Package[] {
  const seen = new Set([folder]);
  for (const one of seen) {
    const own = packages.get(one) ?? [];
    const sdks = new Map(own.flatMap((each) => each.sdks).map((sdk) => [keyOf(sdk), sdk]));
    if (sdks.size > 0)
      return [...sdks.values()].toSorted(
        (a, b) => compare(a.name, b.name) || compare(a.registry, b.registry),
      );
    for (const { registry, uses } of own)
      for (const name of uses.slice(0, maximumUses)) {
        if (seen.size > maximumLibraries) break;
        const target = packages.has(name) ? name : folders.get(keyOf({ registry, name }));
        if (target !== undefined) seen.add(target);
      }
  }
  return [];
}

function distinct<T>(values: readonly T[]): T[] {
  return values.filter(
    (value, index) => values.findIndex((other) => isDeepStrictEqual(other, value)) === index,
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
