import type { Place } from "../../../model.ts";
import { nameOf, type Answer, type Named } from "./answers.ts";
import { caseOf, dispatchOf, type Dispatch } from "./dispatch.ts";
import type { Registration, Run } from "./run.ts";
import { jsonName } from "./to-json.ts";
import { fieldsOf } from "./types.ts";
import {
  choice,
  isComposite,
  optionsOf,
  pointed,
  textOf,
  unknown,
  unknownType,
  type MapValue,
  type Struct,
  type Value,
} from "./values.ts";

const asked = /tools?\W{0,3}_?list|list_?tools?/i;
const request = "tools/list";
const most = 5_000;

type Item = Struct | MapValue;

/** What a program may answer `tools/list` with: a list of tools, made where it is asked for, else anywhere. */
export function toolLists(run: Run): Answer[] {
  const direct = run.answers.filter(({ when }) => when.some((text) => asked.test(text)));
  const sign = direct.length > 0 ? "description" : "inputSchema";
  return (direct.length > 0 ? direct : run.answers).filter(({ list }) =>
    itemsOf(list).items.some((item) => member(run, item, sign) !== undefined),
  );
}

/** The tools of a program that has no library for the protocol, out of its answers to `tools/list`; of a library only those whose name it knows. */
export function registerAnswers(run: Run, isLibrary: boolean): void {
  if (run.registrations.length > 0) return;
  const answers = toolLists(run);
  const serves = run.cases.has(request) || run.keyed.has(request);
  const seen = new Set<Item>();
  const names = answers.flatMap(({ list }) =>
    itemsOf(list).items.flatMap((item) => textOf(member(run, item, "name")) ?? []),
  );
  const dispatch = dispatchOf(run, new Set(names));
  for (const answer of answers) {
    const { items, open } = itemsOf(answer.list);
    const at = answer.sites.findLast(({ path }) => !path.startsWith("<"));
    if (open && at && serves && !isLibrary)
      run.problems.push({
        at: { path: at.path, line: at.line },
        reason: "Lists tools, of which not all could be followed.",
      });
    for (const item of items) {
      if (seen.has(item) || run.registrations.length >= most) continue;
      seen.add(item);
      const name = pointed(member(run, item, "name") ?? null);
      if (!isComposite(name) ? name === null || name === "" : isLibrary || !serves) continue;
      registerItem(run, item, answer, dispatch);
    }
  }
}

/** Says of a program that has a case for `tools/list`, and no tool that could be followed, where it is. */
export function noteSilence(run: Run): void {
  if (run.registrations.length > 0 || run.problems.length > 0) return;
  const at = caseOf(run, request);
  if (at)
    run.problems.push({ at, reason: "Answers tools/list with tools that could not be followed." });
}

/** The structs and maps in a list, and whether there may be more. */
function itemsOf(list: Value): { items: Item[]; open: boolean } {
  const items: Item[] = [];
  let open = false;
  for (const option of optionsOf(list)) {
    const of = pointed(option);
    if (!isComposite(of)) continue;
    if (of.kind !== "slice") {
      open = true;
      continue;
    }
    open ||= of.open === true;
    for (const one of of.items.flatMap(optionsOf)) {
      const item = pointed(one);
      if (isComposite(item) && (item.kind === "struct" || item.kind === "map")) items.push(item);
      else open = true;
    }
  }
  return { items, open };
}

/** What stands under a key in the JSON of a struct or a map; undefined when there is no such key. */
function member(run: Run, item: Item, key: string, depth = 0): Value | undefined {
  if (item.kind === "map") return item.entries.get(key);
  for (const field of fieldsOf(run, item.type)) {
    const value = item.fields.get(field.name);
    if (jsonName(field.name, field.tag, false).name === key) return value ?? null;
    const inner = field.embedded && depth < 5 ? pointed(value ?? null) : null;
    if (isComposite(inner) && inner.kind === "struct") {
      const found = member(run, inner, key, depth + 1);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function registerItem(
  run: Run,
  item: Item,
  answer: Answer,
  dispatch: ReadonlyMap<string, Dispatch>,
): void {
  const name = member(run, item, "name");
  if (name === undefined) return;
  const named = textOf(name) ?? "";
  const origins = originsOf(run, named, item);
  const own = item.kind === "struct" ? ownPlaces(item.sites) : [];
  const { handler, place: word } = dispatch.get(named) ?? {};
  const schema = member(run, item, "inputSchema");
  const fields = new Map<string, Value>([["Name", name]]);
  if (schema !== undefined)
    fields.set("InputSchema", pointed(schema) === null ? unknown("no schema") : schema);
  for (const [field, key] of rest) {
    const value = member(run, item, key);
    if (value !== undefined) fields.set(field, value);
  }
  const registration: Omit<Registration, "when"> = {
    tool: { kind: "struct", type: unknownType, fields, sites: [], when: [] },
    handler:
      funcIn(item) ??
      origins.map(({ value }) => funcIn(value)).find((func) => func !== undefined) ??
      handler,
    sites: answer.sites,
    places: [
      ...origins.map(({ place }) => place),
      ...own.slice(0, 1),
      ...origins.flatMap(({ sites }) => ownPlaces(sites)),
      ...own.slice(1),
      ...(word ? [word] : []),
      ...ownPlaces(answer.sites),
    ],
  };
  for (const when of conditionsOf(item, origins, run.keyed.get(named) ?? [], answer))
    run.registrations.push({ ...registration, when });
}

const rest = [
  ["Title", "title"],
  ["Description", "description"],
  ["OutputSchema", "outputSchema"],
  ["Annotations", "annotations"],
] as const;

/** Literals of the same name and description: what an answer was copied from. */
function originsOf(run: Run, name: string, item: Item): Named[] {
  const description = textOf(member(run, item, "description"));
  return (run.named.get(name) ?? []).filter(({ value }) => {
    const own = textOf(
      value.kind === "map" ? value.entries.get("description") : value.fields.get("Description"),
    );
    return nameOf(value) === name && (value === item || own === undefined || own === description);
  });
}

function ownPlaces(sites: Place[]): Place[] {
  return sites.filter(({ path }) => !path.startsWith("<")).toReversed();
}

function funcIn(item: Item): Value | undefined {
  const held = item.kind === "struct" ? [...item.fields.values()] : [...item.entries.values()];
  const found = held.filter((value) => {
    const of = pointed(value);
    return isComposite(of) && of.kind === "func";
  });
  return found.length > 0 ? choice(found) : undefined;
}

/** The conditions of a tool itself, without those under which anybody asks for the list; one of the given holds. */
function conditionsOf(
  item: Item,
  origins: Named[],
  kept: { when: string[] }[],
  answer: Answer,
): string[][] {
  const made = item.kind === "struct" ? item : origins.find(({ value }) => value === item);
  const before = [...origins, ...kept]
    .filter(({ when }) => !when.some((text) => asked.test(text)))
    .map(({ when }) => strip(when, answer));
  const ways = before.length > 0 && before.every((when) => when.length > 0) ? before : [[]];
  // What was made earlier stands among the origins, with its conditions.
  const isCopy = made?.when.some((text) => asked.test(text)) ?? false;
  const own = made && (isCopy || before.length === 0) ? strip(made.when, answer) : [];
  const distinct = new Map(ways.map((way) => [way.join("\n"), way]));
  return [...distinct.values()].slice(0, 5).map((way) => [...new Set([...way, ...own])]);
}

function strip(when: string[], answer: Answer): string[] {
  const last = when.findLastIndex((text) => asked.test(text));
  if (last >= 0) return when.slice(last + 1);
  if (answer.when.some((text) => asked.test(text))) return when;
  const shared = when.findIndex((text, index) => answer.when[index] !== text);
  return shared < 0 ? [] : when.slice(shared);
}
