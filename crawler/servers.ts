import { posix } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Definition, Place, Server, Snapshot, Tool, Unresolved } from "../model.ts";
import type { Extraction, Registered } from "./extractors/extractor.ts";
import { findHomes } from "./homes.ts";
import { addListed, homesOfLists } from "./listed.ts";
import { lookAt } from "./manifests/files.ts";
import { readPackages } from "./manifests/index.ts";
import { factsReader, type ServerFacts } from "./server-facts.ts";

/** Characters of a tool's name; the specification asks for at most 128. */
const maxName = 1000;
const builtFile = /(?:^|\/)(?:dist|build|out)\/.*\.[cm]?js$/;

/** Gives each registration to the servers that it belongs to, and says of each what its manifests and code say. */
export function attribute(snapshot: Snapshot, given: Extraction): Server[] {
  const extraction = withoutLongNames(given);
  const files = lookAt(snapshot.files);
  const packages = readPackages(posix.basename(snapshot.repository.id), files);
  const found = [...extraction.tools, ...extraction.unresolved];
  const homes = findHomes(files, packages, new Set(found.map((one) => one.registeredIn)));
  const byPath = new Map<
    string,
    { tools: Registered<Tool>[]; unresolved: Registered<Unresolved>[]; listed: Registered<Tool>[] }
  >();
  const open = (path: string) => {
    const known = byPath.get(path) ?? { tools: [], unresolved: [], listed: [] };
    byPath.set(path, known);
    return known;
  };
  const at = (file: string) => (homes.get(file) ?? []).map(open);
  const lists: Registered<Tool>[] = [];
  for (const tool of extraction.tools)
    if (tool.method === "listed") lists.push(tool);
    else for (const home of at(tool.registeredIn)) home.tools.push(tool);
  for (const one of extraction.unresolved)
    for (const home of at(one.registeredIn)) home.unresolved.push(one);
  const homeOf = homesOfLists(byPath);
  for (const [file, listed] of Map.groupBy(lists, (tool) => tool.registeredIn))
    for (const own of homes.get(file) ?? []) {
      const names = listed.map(({ name }) => name);
      open(homeOf(own, names)).listed.push(...listed);
    }
  const facts = factsReader(files, packages);
  return [...byPath]
    .toSorted(([a], [b]) => compare(a, b))
    .map(([path, { tools, unresolved, listed }]) => {
      const server = toServer(snapshot, path, facts(path), tools, unresolved);
      return sorted({ ...server, ...addListed(server, listed) });
    });
}

/** A name that no client could show is a registration that was not understood. */
function withoutLongNames(extraction: Extraction): Extraction {
  const long = extraction.tools.filter(({ name }) => name.length > maxName);
  const tools = extraction.tools.filter(({ name }) => name.length <= maxName);
  const unresolved = long.map(({ at, registeredIn }) => ({
    at,
    reason: "A tool is registered under a name of more than 1,000 characters.",
    registeredIn,
  }));
  return { ...extraction, tools, unresolved: [...extraction.unresolved, ...unresolved] };
}

function toServer(
  snapshot: Snapshot,
  path: string,
  facts: ServerFacts,
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
      facts.packages[0]?.name ??
      (path === "" ? id.slice(id.lastIndexOf("/") + 1) : posix.basename(path)),
    ...facts,
    tools: [...tools.values()],
    unresolved,
  };
}

function sorted(server: Server): Server {
  return {
    ...server,
    tools: server.tools.toSorted((a, b) => compare(a.name, b.name)),
    unresolved: server.unresolved.toSorted(
      (a, b) => comparePlaces(a.at, b.at) || compare(a.reason, b.reason),
    ),
  };
}

/** Compiled output beside its source says everything twice, and often an older state of it. */
function withoutBuilt<T extends { registeredIn: string }>(found: T[]): T[] {
  const sources = found.filter((one) => !builtFile.test(one.registeredIn));
  return sources.length > 0 ? sources : found;
}

function definition(tool: Tool): { [Field in keyof Definition]: Definition[Field] | undefined } {
  const { name, title, description, inputSchema, outputSchema, annotations } = tool;
  return { name, title, description, inputSchema, outputSchema, annotations };
}

function comparePlaces(a: Place, b: Place): number {
  return compare(a.path, b.path) || a.line - b.line;
}

/** Code unit order, the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
