import type { Place, Tool } from "../../../model.ts";
import type { Extraction } from "../extractor.ts";
import type { Named } from "./answers.ts";
import { negatedText } from "./execute.ts";
import { describeTool, handlersOf } from "./describe.ts";
import type { Registration, Run } from "./run.ts";
import { isComposite, pointed, textOf, type Func, type Value } from "./values.ts";

interface Candidate {
  registration: Registration;
  tool: Omit<Tool, "at" | "handler" | "method" | "when">;
  handlers: Func[];
  /** Where it may be said to be registered, best first. */
  places: Place[];
}

/** The tools of one program, each once, with the place and the code that are its own and no other's. */
export function collect(run: Run, registeredIn: string): Extraction {
  const extraction: Extraction = { tools: [], unresolved: [], skipped: [] };
  const candidates = new Map<string, Candidate[]>();
  for (const registration of run.registrations) {
    const described = describeTool(run, registration);
    if ("reason" in described) {
      const at = ownSites(registration.sites).at(-1);
      if (at)
        extraction.unresolved.push({ at: startOf(at), reason: described.reason, registeredIn });
      continue;
    }
    const { tool } = described;
    const list = candidates.get(tool.name) ?? [];
    list.push({
      registration,
      tool,
      handlers: handlersOf(registration.handler),
      places: placesOf(run, registration),
    });
    candidates.set(tool.name, list);
  }
  const users = countUsers([...candidates.values()].flat());
  for (const [name, list] of candidates) {
    const best = list.toSorted((a, b) => known(b) - known(a))[0];
    if (!best) continue;
    const at = leastShared(best.places, users);
    if (!at) continue;
    const handler = handlerPlace(best.handlers, users);
    if (best.tool.inputSchema === undefined && declares(best.registration))
      extraction.unresolved.push({
        at: startOf(at),
        reason: `Registers "${name}" with parameters that could not be followed.`,
        registeredIn,
      });
    if (best.tool.description === undefined && isUnfollowed(best.registration.tool))
      extraction.unresolved.push({
        at: startOf(at),
        reason: `Registers "${name}" with a description that could not be followed.`,
        registeredIn,
      });
    const when = sharedConditions(list.map(({ registration }) => registration.when));
    extraction.tools.push({
      ...best.tool,
      name,
      at: startOf(at),
      ...(handler && { handler }),
      method: "read",
      ...(when !== undefined && { when }),
      registeredIn,
    });
  }
  const followed = new Set(run.registrations.flatMap(({ sites }) => sites.map(key)));
  for (const at of run.unfollowed)
    if (!followed.has(key(at)))
      extraction.unresolved.push({
        at: startOf(at),
        reason: "Registers a tool in a way that could not be followed.",
        registeredIn,
      });
  for (const problem of run.problems) extraction.unresolved.push({ ...problem, registeredIn });
  return { ...extraction, unresolved: unique(extraction.unresolved) };
}

/** Whether parameters are to be expected: an answer to `tools/list` may have none. */
function declares({ tool, places }: Registration): boolean {
  return (
    places === undefined ||
    (isComposite(tool) && tool.kind === "struct" && tool.fields.has("InputSchema"))
  );
}

/** Whether a tool has a description, and of a kind that is no text here. */
function isUnfollowed(tool: Value): boolean {
  if (!isComposite(tool) || tool.kind !== "struct") return false;
  return isComposite(pointed(tool.fields.get("Description") ?? null));
}

function unique(found: Extraction["unresolved"]): Extraction["unresolved"] {
  return [
    ...new Map(found.map((one) => [`${one.at.path}:${one.at.line} ${one.reason}`, one])).values(),
  ];
}

/** How much of a definition is there: of several registrations of one name, the fullest is kept. */
function known({ tool }: Candidate): number {
  return (tool.description === undefined ? 0 : 2) + (tool.inputSchema === undefined ? 0 : 1);
}

function ownSites(sites: Place[]): Place[] {
  return sites.filter(({ path }) => !path.startsWith("<"));
}

function startOf({ path, line }: Place): Place {
  return { path, line };
}

/** The call that registers it, then from inside out what made it, then what called for the registration. */
function placesOf(run: Run, { tool, sites, places }: Registration): Place[] {
  if (places) return places;
  const calls = ownSites(sites).toReversed();
  const struct = isComposite(tool) && tool.kind === "struct" ? tool : undefined;
  const made = struct ? ownSites(struct.sites).toReversed() : [];
  const name = textOf(struct?.fields.get("Name"));
  const description = textOf(struct?.fields.get("Description"));
  const literals = name === undefined ? [] : (run.named.get(name) ?? []);
  const own = literals.filter(
    ({ value }) => description === undefined || textOf(descriptionIn(value)) === description,
  );
  return [
    ...calls.slice(0, 1),
    ...made,
    ...calls.slice(1),
    ...own.map(({ place }) => place),
  ].filter(({ path }) => !path.startsWith("<"));
}

function descriptionIn(value: Named["value"]): Value {
  if (value.kind === "map") return value.entries.get("description") ?? null;
  return value.fields.get("Description") ?? value.fields.get("description") ?? null;
}

function key({ path, line }: Place): string {
  return `${path}:${line}`;
}

function placeOfHandler({ callable }: Func): Place {
  return { path: callable.path, line: callable.line, endLine: callable.endLine };
}

/** The place that fewest tools share, the first of several. */
function leastShared(places: Place[], users: Map<string, number>): Place | undefined {
  const count = (place: Place) => users.get(key(place)) ?? 0;
  return places.toSorted((a, b) => count(a) - count(b))[0];
}

/** How many tools a place or a handler serves. */
function countUsers(candidates: Candidate[]): Map<string, number> {
  const names = new Map<string, Set<string>>();
  const add = (id: string, name: string) => {
    const known = names.get(id) ?? new Set();
    known.add(name);
    names.set(id, known);
  };
  for (const { tool, places, handlers } of candidates) {
    for (const place of places) add(key(place), tool.name);
    for (const handler of handlers) add(`handler ${key(placeOfHandler(handler))}`, tool.name);
  }
  return new Map([...names].map(([id, known]) => [id, known.size]));
}

/** A wrapper that all tools share says nothing: what it wraps does. */
function handlerPlace(handlers: Func[], users: Map<string, number>): Place | undefined {
  const own = handlers.map(placeOfHandler).filter(({ path }) => !path.startsWith("<"));
  return own.find((place) => users.get(`handler ${key(place)}`) === 1) ?? own[0];
}

/** What every registration of a tool stands under, else any of the conditions of each; undefined when there is nothing. */
function sharedConditions(lists: string[][]): string | undefined {
  const [first = [], ...rest] = lists;
  const shared = first.filter((condition) => rest.every((list) => list.includes(condition)));
  if (shared.length > 0) return shared.join(" and ");
  if (lists.some((list) => list.length === 0)) return undefined;
  const all = new Set(lists.flat());
  // One way or the other: always.
  if ([...all].some((condition) => all.has(negatedText(condition)))) return undefined;
  // A way that asks for more than another adds nothing.
  const least = lists.filter(
    (list) =>
      !lists.some(
        (other) => other.length < list.length && other.every((one) => list.includes(one)),
      ),
  );
  const ways = new Set(least.map((list) => list.join(" and ")));
  return ways.size > maxWays ? undefined : [...ways].join(" or ");
}

const maxWays = 4;
