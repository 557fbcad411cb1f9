import { posix } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Package, Place, Server, Snapshot, Tool, Unresolved } from "../model.ts";
import type { Extraction, Registered } from "./extractors/extractor.ts";
import { readPackages } from "./packages.ts";

/** Folders whose contents are shown to others and not shipped: what is registered below them is a server of its own. */
const shownFolders = /^(?:examples?|samples?|demos?|templates?|docs?|playground|cookbook)$/i;
const builtFile = /(?:^|\/)(?:dist|build|out)\/.*\.[cm]?js$/;

/** Gives each registration to the server that it belongs to: the nearest package above the file that registers it. */
export function attribute(snapshot: Snapshot, extraction: Extraction): Server[] {
  const packages = readPackages(snapshot);
  const byPath = new Map<
    string,
    { tools: Registered<Tool>[]; unresolved: Registered<Unresolved>[] }
  >();
  const at = (file: string) => {
    const path = serverPath(file, packages);
    const known = byPath.get(path) ?? { tools: [], unresolved: [] };
    byPath.set(path, known);
    return known;
  };
  for (const tool of extraction.tools) at(tool.registeredIn).tools.push(tool);
  for (const one of extraction.unresolved) at(one.registeredIn).unresolved.push(one);
  return [...byPath]
    .toSorted(([a], [b]) => compare(a, b))
    .map(([path, found]) =>
      toServer(snapshot, path, packages.get(path) ?? [], found.tools, found.unresolved),
    );
}

function toServer(
  snapshot: Snapshot,
  path: string,
  packages: Package[],
  registered: Registered<Tool>[],
  seen: Registered<Unresolved>[],
): Server {
  const unresolved = withoutBuilt(seen).map(({ registeredIn: _file, ...rest }): Unresolved => rest);
  const tools = new Map<string, Tool>();
  for (const { registeredIn: _file, ...tool } of withoutBuilt(registered).toSorted((a, b) =>
    comparePlaces(a.at, b.at),
  )) {
    const first = tools.get(tool.name);
    if (first === undefined) tools.set(tool.name, tool);
    else if (!isDeepStrictEqual(definition(first), definition(tool)))
      unresolved.push({
        at: tool.at,
        reason: `Registers "${tool.name}" again, with another definition than at ${first.at.path}:${first.at.line}.`,
      });
  }
  const { id } = snapshot.repository;
  return {
    id: path === "" ? id : `${id}/${path}`,
    path,
    name:
      packages[0]?.name ?? (path === "" ? id.slice(id.lastIndexOf("/") + 1) : posix.basename(path)),
    packages,
    start: [],
    transports: [],
    sdks: [],
    tools: [...tools.values()].toSorted((a, b) => compare(a.name, b.name)),
    unresolved: unresolved.toSorted(
      (a, b) => comparePlaces(a.at, b.at) || compare(a.reason, b.reason),
    ),
  };
}

/** `src/git/server.py` -> `src/git` when a package lies there; else the next one above, and the root when there is none. */
function serverPath(file: string, packages: Map<string, Package[]>): string {
  const segments = posix.dirname(file).split("/");
  for (let length = segments.length; length > 0; length--) {
    const folder = segments.slice(0, length).join("/");
    if (packages.has(folder)) return folder;
    if (shownFolders.test(segments[length - 2] ?? "")) return folder;
    if (length === 1 && shownFolders.test(folder)) return folder;
  }
  return "";
}

/** Compiled output beside its source says everything twice, and often an older state of it. */
function withoutBuilt<T extends { registeredIn: string }>(found: T[]): T[] {
  const sources = found.filter((one) => !builtFile.test(one.registeredIn));
  return sources.length > 0 ? sources : found;
}

function definition(tool: Tool): Partial<Tool> {
  const { at: _at, handler: _handler, when: _when, method: _method, ...rest } = tool;
  return rest;
}

function comparePlaces(a: Place, b: Place): number {
  return compare(a.path, b.path) || a.line - b.line;
}

/** Code unit order, the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
