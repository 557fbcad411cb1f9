import { isDeepStrictEqual } from "node:util";
import type { Registered } from "./extractors/extractor.ts";
import type { Definition, Difference, Method, Tool, Unresolved } from "../model.ts";

const shownMax = 500;

/**
 * The folder of the server that a manifest's list is of: that of its own package when tools were found there, else the
 * server which has at least half of the listed names and most of them, else that of its own package.
 */
export function homeOfList(
  own: string,
  names: readonly string[],
  found: ReadonlyMap<string, { tools: readonly Tool[] }>,
): string {
  if ((found.get(own)?.tools.length ?? 0) > 0) return own;
  const listed = new Set(names);
  const shared = [...found].map(([path, { tools }]) => ({
    path,
    count: new Set(tools.map(({ name }) => name).filter((name) => listed.has(name))).size,
  }));
  const best = shared.reduce((a, b) => (b.count > a.count ? b : a), { path: own, count: 0 });
  return best.count * 2 >= listed.size ? best.path : own;
}

/**
 * Adds what manifests list to the tools that evaluating and reading found. A name that is there already is no second tool: the
 * list confirms it, or differs in what it says of it. One that isn't there is a tool of method `listed`, with the difference
 * `presence` where the others came to a whole list, which is one with nothing unresolved. The first list of a name counts.
 */
export function addListed(
  tools: readonly Tool[],
  unresolved: readonly Unresolved[],
  listed: readonly Registered<Tool>[],
): Tool[] {
  const merged = new Map(tools.map((tool) => [tool.name, tool]));
  const methods = new Set(
    tools.flatMap(({ method, confirmedBy }) => [
      method,
      ...(confirmedBy === undefined ? [] : [confirmedBy]),
    ]),
  );
  const absent: Difference[] = [...methods].toSorted().map((by) => ({ by, field: "presence" }));
  const seen = new Set<string>();
  for (const { registeredIn: _file, ...tool } of listed) {
    if (seen.has(tool.name)) continue;
    seen.add(tool.name);
    const known = merged.get(tool.name);
    if (known !== undefined) merged.set(tool.name, compareWith(known, tool));
    else
      merged.set(tool.name, {
        ...tool,
        ...(absent.length > 0 && unresolved.length === 0 ? { differences: absent } : {}),
      });
  }
  return [...merged.values()];
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
