import type { Call, Place } from "../../model.ts";
import { lineAt } from "../extractors/typescript/parse.ts";
import { homeOf } from "./members.ts";
import { bind, fill, fitting, passedOn, type Given } from "./bind.ts";
import { functionsAround, type Code, type Found, type Loaded } from "./code.ts";
import { learnConstants } from "./constants.ts";
import type { Argument, CallSite, CodeFunction } from "./language.ts";
import { originOf } from "./origin.ts";
import { resolveCallee, type Scope } from "./resolve.ts";

/** Functions that are entered for one handler. */
const maxVisits = 80;
const maxDepth = 8;
/** Calls that are kept of one handler. */
const maxCalls = 100;
/** Characters of a handler: what is longer is a program, or one line of a bundle. */
const maxHandler = 60_000;
const maxQuote = 160;
const maxArguments = 12;

interface Walk {
  code: Code;
  calls: Map<string, Call>;
  visited: Set<string>;
  /** What is entered once the functions that are nearer to the handler have been gone through. */
  ahead: Step[];
}

interface Step {
  file: Loaded;
  range: Range;
  given: Given;
  via: readonly string[];
}

/** The calls by which a handler leaves the code of its snapshot, the nearest to it first; undefined when the handler can't be read. */
export async function follow(code: Code, handler: Place): Promise<Call[] | undefined> {
  const file = await code.load(handler.path);
  if (file === undefined) return undefined;
  const start = file.starts[handler.line - 1];
  const end = file.starts[handler.endLine ?? handler.line] ?? file.text.length;
  if (start === undefined || end - start > maxHandler) return undefined;
  const range = functionOn(file, { start, end });
  const first: Step = { file, range, given: new Map(), via: [] };
  const walk: Walk = { code, calls: new Map(), visited: new Set(), ahead: [first] };
  for (const step of walk.ahead) {
    if (walk.calls.size >= maxCalls) break;
    await visit(walk, step);
  }
  return [...walk.calls.values()];
}

type Range = Pick<CodeFunction, "start" | "end">;

/** The function that begins on the first of some lines and ends on the last, without the call beside it that registers it. */
function functionOn(file: Loaded, lines: Range): Range {
  const first = lineAt(file.starts, lines.start);
  const last = lineAt(file.starts, Math.max(lines.start, lines.end - 1));
  const found = file.functions.filter(
    ({ start, end }) =>
      start >= lines.start &&
      end <= lines.end &&
      lineAt(file.starts, start) === first &&
      lineAt(file.starts, Math.max(start, end - 1)) === last,
  );
  return found.reduce<Range>(
    (longest, fn) =>
      longest === lines || fn.end - fn.start > longest.end - longest.start ? fn : longest,
    lines,
  );
}

async function visit(walk: Walk, { file, range, given, via }: Step): Promise<void> {
  for (const site of callsIn(file, range)) {
    if (walk.calls.size >= maxCalls) return;
    const scope: Scope = { file, around: functionsAround(file, site) };
    const written = site.arguments.slice(0, maxArguments);
    for (const { text } of written) await learnConstants(walk.code, scope, text);
    const passed = passedOn(written, given).map((argument) => ({
      ...argument,
      text: fill(argument.text, scope, given),
    }));
    const callee = aliased(site.callee, given);
    const own = site.isNew ? [] : await resolveCallee(walk.code, scope, callee);
    for (const found of fitting(own, passed)) enter(walk, found, file, range, passed, via);
    for (const found of await handedOn(walk.code, scope, passed))
      enter(walk, found, file, range, [], via);
    if (own.length > 0) continue;
    if (site.isNew && (await homeOf(walk.code, file, callee))) continue;
    const later = dispatched(callee, passed);
    if (later !== undefined)
      await keep(walk, scope, { ...site, callee: later }, later, passed.slice(1), via);
    else if (!file.language.isInternal(callee)) await keep(walk, scope, site, callee, passed, via);
  }
}

function enter(
  walk: Walk,
  { file, fn }: Found,
  home: Loaded,
  from: Range,
  passed: readonly Argument[],
  via: readonly string[],
): void {
  if (via.length >= maxDepth || walk.visited.size >= maxVisits) return;
  // A function that holds the place is being followed already.
  const holds = file === home && fn.start <= from.start && fn.end >= from.end;
  if (holds && via.length > 0) return;
  const given = bind(fn, passed);
  const key = `${file.path}\0${fn.start}\0${JSON.stringify([...given])}`;
  if (walk.visited.has(key)) return;
  walk.visited.add(key);
  const name = fn.owner === undefined ? fn.name : `${fn.owner}.${fn.name}`;
  walk.ahead.push({ file, range: fn, given, via: [...via, name] });
}

/** Functions of the snapshot that are passed by name, and so may be called: `retry(removeBox)`. */
async function handedOn(code: Code, scope: Scope, passed: readonly Argument[]): Promise<Found[]> {
  const found: Found[] = [];
  for (const { text } of passed.slice(0, 6)) {
    const name = /^\{(?<name>[\p{L}_$][\p{L}\p{N}_$]*(?:\.[\p{L}_$][\p{L}\p{N}_$]*)?)\}$/u.exec(
      text,
    )?.groups?.["name"];
    if (name !== undefined && (!name.includes(".") || /^(?:this|self)\./.test(name)))
      found.push(...(await resolveCallee(code, scope, name)));
  }
  return found;
}

/** The method that a call hands to another thread or tries again: `asyncio.to_thread(client.remove_box, id)`. */
function dispatched(callee: string, passed: readonly Argument[]): string | undefined {
  if (!dispatchers.test(callee)) return undefined;
  const names = passed
    .slice(0, 2)
    .map(
      ({ text }) =>
        /^\{(?<name>[\p{L}_$][\p{L}\p{N}_$]*(?:\.[\p{L}_$][\p{L}\p{N}_$]*)+)\}$/u.exec(text)
          ?.groups?.["name"],
    );
  return names.find((name) => name !== undefined);
}

const dispatchers =
  /(?:^|[._])(?:to_thread|run_in_executor|run_sync|run_in_threadpool|submit|partial|retry\w*|with_retry|withRetry|call_with_retry|apply_async|async_to_sync|sync_to_async)$/;

/** A parameter that is called stands for the function that was passed. */
function aliased(callee: string, given: Given): string {
  const [root = "", ...rest] = callee.split(".");
  const name = /^\{(?<name>[\p{L}_$][\p{L}\p{N}_$.]*)\}$/u.exec(given.get(root) ?? "")?.groups?.[
    "name"
  ];
  return name === undefined ? callee : [name, ...rest].join(".");
}

async function keep(
  { code, calls }: Walk,
  scope: Scope,
  site: CallSite,
  callee: string,
  passed: readonly Argument[],
  via: readonly string[],
): Promise<void> {
  const { file } = scope;
  const line = lineAt(file.starts, site.start);
  const endLine = lineAt(file.starts, Math.max(site.start, site.end - 1));
  const start = file.starts[line - 1] ?? 0;
  const { module, receiver } = await originOf(code, scope, callee);
  const call: Call = {
    callee: `${site.isNew ? "new " : ""}${callee}`.slice(0, maxQuote),
    ...(module === undefined ? {} : { module }),
    ...(receiver === undefined ? {} : { receiver }),
    arguments: passed.map(({ name, text }) => ({
      ...(name === undefined ? {} : { name }),
      text,
    })),
    quote: quoteOf(file.text, start, site.start),
    at: { path: file.path, line, ...(endLine === line ? {} : { endLine }) },
    ...(via.length === 0 ? {} : { via: [...via] }),
  };
  const key = JSON.stringify([call.at, call.callee, call.arguments]);
  if (!calls.has(key)) calls.set(key, call);
}

/** The line of a call, from the call itself on where the line is longer than a quotation. */
function quoteOf(text: string, start: number, at: number): string {
  const lineEnd = text.indexOf("\n", at);
  const end = lineEnd === -1 ? text.length : lineEnd;
  return text
    .slice(end - start > maxQuote ? at : start, end)
    .trim()
    .slice(0, maxQuote);
}

function callsIn(file: Loaded, { start, end }: Range): CallSite[] {
  let low = 0;
  let high = file.calls.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (file.calls[middle]!.start < start) low = middle + 1;
    else high = middle;
  }
  const found: CallSite[] = [];
  for (let at = low; at < file.calls.length && file.calls[at]!.start < end; at += 1)
    found.push(file.calls[at]!);
  return found;
}
