import type { Place } from "../../../model.ts";
import { callFunction } from "./call.ts";
import { describeObject, placeOf, type Described } from "./describe.ts";
import { itemsOf } from "./items.ts";
import { callBlindly } from "./registrations.ts";
import type { Handler, Run, Trace } from "./run.ts";
import type { Callable } from "./syntax.ts";
import { isComposite, likeliest, unknown, type Func, type Value } from "./values.ts";

/** A tool of an answer; `when` are the conditions under which it is in the list. */
export type Listed = Described & { at: Place; when?: string };

/** The tools that a handler of `tools/list` returns, in order, with what could not be followed. */
export function listTools(run: Run, handler: Handler): Listed[] {
  const answer = callBlindly(run, handler.answer, handler.at);
  const found: Listed[] = [];
  collect(run, answer, handler, found, 0);
  return found;
}

/** Adds the tools that a value lists, in order, with what could not be followed. */
export function collect(
  run: Run,
  value: Value,
  handler: Handler,
  found: Listed[],
  depth: number,
): void {
  if (value === null || depth > 6) return;
  const at = handler.at;
  if (!isComposite(value)) return;
  if (value.kind === "choice") {
    const known = value.options.filter(
      (option) => !(isComposite(option) && option.kind === "unknown"),
    );
    for (const option of known) collect(run, option, handler, found, depth + 1);
    return;
  }
  if (value.kind === "list") {
    for (const item of itemsOf(value).items) {
      const before = found.length;
      collect(run, item, handler, found, depth + 1);
      const when = value.maybe?.get(item);
      if (when === undefined) continue;
      for (const listed of found.slice(before))
        listed.when = listed.when === undefined ? when : `${when} and ${listed.when}`;
    }
    if (value.open)
      found.push({ at, reason: "The list of tools could not be followed to its end." });
    return;
  }
  const inner =
    value.kind === "made"
      ? (value.keywords.get("tools") ??
        value.keywords.get("root") ??
        (value.path.endsWith("Tool") ? undefined : value.positional[0]))
      : undefined;
  if (inner !== undefined && value.kind === "made" && !value.keywords.has("name")) {
    collect(run, inner, handler, found, depth + 1);
    return;
  }
  if (value.kind === "made" || value.kind === "dict" || value.kind === "instance") {
    const described = describeObject(run, value);
    found.push({ ...described, at: "at" in described && described.at ? described.at : at });
    return;
  }
  found.push({
    at,
    reason: `A tool list is returned, but ${value.kind === "unknown" ? value.reason : "an item of it"} could not be followed.`,
  });
}

/** What a handler of `tools/call` does for one name: the branch that it takes last and the calls in it. */
interface Followed {
  func: Func;
  branch?: Trace["branches"][number];
  calls: Trace["calls"];
}

/**
 * The code that a handler of `tools/call` runs for each name: the function that its branch calls, else the branch; none where
 * no branch is told apart and there are other tools.
 */
export function handlersFor(run: Run, handler: Handler, names: string[]): Map<string, Place> {
  const followed = new Map<string, Followed>();
  for (const name of names) {
    const found = followed.has(name) ? undefined : follow(run, handler, name);
    if (found) followed.set(name, found);
  }
  const callers = new Map<Callable, number>();
  for (const { calls } of followed.values())
    for (const callable of new Set(calls.map((call) => call.callable)))
      callers.set(callable, (callers.get(callable) ?? 0) + 1);
  const places = new Map<string, Place>();
  for (const [name, { func, branch, calls }] of followed) {
    const handed = calls.filter((call) => call.handed);
    // What several tools call without their arguments helps them, and an object is made to be used.
    const own = calls.filter(
      ({ callable }) => callable.name !== "__init__" && callers.get(callable) === 1,
    );
    const chosen = new Map(
      (handed.length > 0 ? handed : names.length > 1 ? own : calls).map((call) => [
        call.callable,
        { path: call.path, line: call.line, endLine: call.callable.endLine },
      ]),
    );
    const [only] = chosen.values();
    const place = chosen.size === 1 ? only : (branch ?? (names.length === 1 && placeOf(func)));
    if (place) places.set(name, { path: place.path, line: place.line, ...endOf(place) });
  }
  return places;
}

function endOf({ endLine }: Place): { endLine?: number } {
  return endLine === undefined ? {} : { endLine };
}

function follow(run: Run, handler: Handler, name: string): Followed | undefined {
  const func = likeliest(handler.answer);
  if (!isComposite(func) || func.kind !== "func") return undefined;
  const given = unknown("the arguments of the call");
  const trace: Trace = { callable: func.callable, given, calls: [], branches: [] };
  const kept = run.trace;
  run.trace = trace;
  callFunction(run, func, { positional: [name, given], keywords: new Map(), open: false });
  if (kept) run.trace = kept;
  else delete run.trace;
  const branch = trace.branches.at(-1);
  const calls = trace.calls.filter(
    (call) => !branch || (call.from >= branch.line && call.from <= branch.endLine),
  );
  return { func, calls, ...(branch && { branch }) };
}
