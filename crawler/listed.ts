import { isDeepStrictEqual } from "node:util";
import type { Registered } from "./extractors/extractor.ts";
import type { Definition, Difference, Method, Tool, Unresolved } from "../model.ts";

const shownMax = 500;
/** That are asked for one name; more have it only where somebody means harm. */
const maximumServers = 100;

/**
 * Finds the folder of the server that a manifest's list is of: that of its own package when tools were found there, else the
 * server which has at least half of the listed names and most of them, else that of its own package.
 */
export function homesOfLists(
  found: ReadonlyMap<string, { tools: readonly Tool[] }>,
): (own: string, names: readonly string[]) => string {
  const folders = new Map<string, string[]>();
  for (const [path, { tools }] of found)
    for (const name of new Set(tools.map((tool) => tool.name))) {
      const known = folders.get(name);
      if (known === undefined) folders.set(name, [path]);
      else if (known.length < maximumServers) known.push(path);
    }
  const withTools = new Set([...folders.values()].flat());
  return (own, names) => {
    if (withTools.has(own)) return own;
    const listed = new Set(names);
    const shared = Map.groupBy(
      [...listed].flatMap((name) => folders.get(name) ?? []),
      (path) => path,
    );
    const [best] = [...shared].toSorted(([, a], [, b]) => b.length - a.length);
    return best !== undefined && best[1].length * 2 >= listed.size ? best[0] : own;
  };
}

/**
 * Adds what manifests list to what evaluating and reading found. A name that is there already is no second tool: the list
 * confirms it, or differs in what it says of it. One that isn't there is a tool of method `listed`; where another method came
 * to a whole list, which is one with nothing unresolved, it has the difference `presence`, and where two others agree on theirs
 * it is no tool, but unresolved: manifests outlive the tools that they list. The first list of a name counts.
 */
export function addListed(
  server: { tools: readonly Tool[]; unresolved: readonly Unresolved[] },
  listed: readonly Registered<Tool>[],
): { tools: Tool[]; unresolved: Unresolved[] } {
  const tools = new Map(server.tools.map((tool) => [tool.name, tool]));
  const unresolved = [...server.unresolved];
  const absent = server.unresolved.length > 0 ? [] : whoListed(server.tools);
  // Some manifests list tools by what people call them.
  const titles = new Set(
    server.tools.flatMap(({ title, annotations }) => [title, annotations?.title]),
  );
  const seen = new Set<string>();
  for (const { registeredIn: _file, ...tool } of listed) {
    if (seen.has(tool.name)) continue;
    seen.add(tool.name);
    const known = tools.get(tool.name);
    if (known !== undefined) tools.set(tool.name, compareWith(known, tool));
    else if (titles.has(tool.name)) continue;
    else if (absent.length > 1)
      unresolved.push({
        at: tool.at,
        reason: `Lists "${tool.name}", which neither evaluating nor reading the server's code came to.`,
      });
    else tools.set(tool.name, absent.length === 0 ? tool : { ...tool, differences: absent });
  }
  return { tools: [...tools.values()], unresolved };
}

/** The difference of a tool that isn't in the list of any of these methods. */
function whoListed(tools: readonly Tool[]): Difference[] {
  const methods = new Set(
    tools.flatMap(({ method, confirmedBy }) =>
      confirmedBy === undefined ? [method] : [method, confirmedBy],
    ),
  );
  return [...methods].toSorted().map((by) => ({ by, field: "presence" }));
}

/** Only what the list says is compared: a manifest may leave out all but the name. */
function compareWith(known: Tool, listed: Tool): Tool {
  const differences = compared.flatMap((field): Difference[] => {
    const said = listed[field];
    if (said === undefined || isDeepStrictEqual(folded(said), folded(known[field]))) return [];
    return [{ by: "listed", field, saw: JSON.stringify(said).slice(0, shownMax) }];
  });
  const by: Method = "listed";
  if (differences.length === 0)
    return known.confirmedBy === undefined && known.differences === undefined
      ? { ...known, confirmedBy: by }
      : known;
  const all = [...(known.differences ?? []), ...differences];
  return {
    ...known,
    differences: all.toSorted((a, b) => compare(a.field, b.field) || compare(a.by, b.by)),
  };
}
const compared = [
  "title",
  "description",
  "inputSchema",
  "outputSchema",
  "annotations",
] satisfies (keyof Definition)[];

/** White space is no difference: a manifest's text is often folded by hand. */
function folded(value: unknown): unknown {
  return typeof value === "string" ? value.replaceAll(/\s+/g, " ").trim() : value;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
