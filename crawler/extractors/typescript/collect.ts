/** From what one run recorded to tools and unresolved registrations. */
import type { Place, Tool, Unresolved } from "../../../model.ts";
import { callValue } from "./calls.ts";
import { readNames, readParts, type Parts } from "./definitions.ts";
import { handlerPlace, ownHandler, traceHandlers, unwrapped } from "./handlers.ts";
import { itemsOf } from "./iterate.ts";
import { getMember } from "./members.ts";
import {
  handlerOf,
  type Recorder,
  type Registration,
  type RequestHandler,
} from "./registrations.ts";
import type { Run } from "./run.ts";
import { placeOf, wordsOf } from "./source.ts";
import {
  both,
  isThing,
  isUnknown,
  optionsOf,
  unknown,
  type ObjectValue,
  type Site,
  type Value,
} from "./values.ts";

export interface Collected {
  tools: Tool[];
  unresolved: Unresolved[];
}

const maxSteps = 3_000_000;

/** Makes tools of the registrations and lists of a run that has ended. */
export function collect(run: Run, recorder: Recorder, literals: readonly ObjectValue[]): Collected {
  const result: Collected = { tools: [], unresolved: [] };
  const named = Map.groupBy(literals, ({ props }) => props.get("name"));
  run.isPatient = true;
  run.stepsLeft = maxSteps;
  for (const registration of recorder.registrations) collectRegistration(run, result, registration);
  if (recorder.beyond !== undefined) {
    const { module, node } = recorder.beyond;
    const reason = `More than ${recorder.registrations.length} tools are registered; those from here on were left out.`;
    result.unresolved.push({ at: placeOf(module.source, node), reason });
  }
  const traced = new Map<string, Place>();
  const lists = recorder.requestHandlers.filter(({ method }) => method === "tools/list");
  for (const list of lists) {
    const calls = recorder.requestHandlers.filter(
      (each) =>
        each.method === "tools/call" &&
        (instanceOf(each.server) === instanceOf(list.server) || lists.length === 1),
    );
    collectList(run, result, { list, calls, traced, named });
  }
  moveToLiterals(result.tools, named);
  return result;
}

/** The instance behind a server or a part of it. */
function instanceOf(server: Value): Value {
  return isThing(server) && server.kind === "external" ? server.self : server;
}

function collectRegistration(run: Run, result: Collected, registration: Registration): void {
  const { site, handler, active, when } = registration;
  const at = placeOf(site.module.source, site.node);
  const names = readNames(registration.name);
  if (names.length === 0) {
    result.unresolved.push({
      at,
      reason: `The name of the tool registered here is only known at run time: ${registered(site)}.`,
    });
    return;
  }
  const code = handlerPlace(run, handler, active);
  for (const { name, when: choice } of names) {
    const own = ownHandler(run, handler, name);
    const place = own === undefined ? code : handlerPlace(run, own, active);
    addTool(run, result, { name, at, handler: place, when: both(when, choice) }, registration);
  }
}

interface Head {
  name: string;
  at: Place;
  handler: Place | undefined;
  when: string | undefined;
}

function addTool(
  run: Run,
  result: Collected,
  { name, at, handler, when }: Head,
  parts: Parts,
): void {
  const { definition, unread } = readParts(run, parts);
  const tool: Tool = { name, ...definition, at, method: "read" };
  if (handler !== undefined) tool.handler = handler;
  if (when !== undefined) tool.when = when;
  result.tools.push(tool);
  for (const part of unread) {
    result.unresolved.push({ at, reason: `The ${part} of the tool ${name} could not be read.` });
  }
}

function registered({ module, node }: Site): string {
  const name = node.type === "CallExpression" ? node.arguments[0] : undefined;
  return name === undefined ? "no name is given" : `\`${wordsOf(module.source, name)}\``;
}

interface Listing {
  list: RequestHandler;
  /** The handlers that run what is listed. */
  calls: RequestHandler[];
  /** Where the code of a tool was found, by its name. */
  traced: Map<string, Place>;
  /** Object literals by the name that they hold. */
  named: ReadonlyMap<Value, ObjectValue[]>;
}

function collectList(run: Run, result: Collected, { list, calls, traced, named }: Listing): void {
  const at = placeOf(list.site.module.source, list.site.node);
  const answer = callValue(run, unwrapped(list.handler, list.active), undefined, [
    unknown,
    unknown,
  ]);
  const tools = getMember(run, answer, "tools");
  const { items, open } = itemsOf(run, tools);
  if (open || (items.length === 0 && isUnknown(tools))) {
    result.unresolved.push({
      at,
      reason: "The list of tools that is answered here could not be followed to its end.",
    });
  }
  const options = items.flatMap((item) => [...optionsOf(item)]);
  const names = options.flatMap(({ value }) => readNames(getMember(run, value, "name")));
  const untraced = names.map(({ name }) => name).filter((name) => !traced.has(name));
  const { places, generic } = traceHandlers(run, calls, [...new Set(untraced)]);
  for (const [name, found] of places) traced.set(name, found);
  for (const { value, when } of options) collectListed(value, when);

  function collectListed(value: Value, when: string | undefined): void {
    if (value === undefined || value === null || value === false) return;
    const literal = siteOf(value);
    const place = literal === undefined ? at : placeOf(literal.module.source, literal.node);
    const names = readNames(getMember(run, value, "name"));
    if (names.length === 0) {
      result.unresolved.push({
        at: place,
        reason: "The name of a tool in the list that is answered here is only known at run time.",
      });
      return;
    }
    for (const { name, when: choice } of names) {
      const own = handlerOf(run, value) ?? handlerNear(run, named.get(name) ?? []);
      const handler =
        traced.get(name) ??
        (own === undefined ? undefined : handlerPlace(run, own, new Set())) ??
        generic;
      addTool(
        run,
        result,
        { name, at: place, handler, when: both(when, choice) },
        {
          title: getMember(run, value, "title"),
          description: getMember(run, value, "description"),
          inputSchema: getMember(run, value, "inputSchema"),
          outputSchema: getMember(run, value, "outputSchema"),
          annotations: getMember(run, value, "annotations"),
        },
      );
    }
  }
}

/** The function beside what names a tool: in the literal with its name, or in the one round that. */
function handlerNear(run: Run, literals: readonly ObjectValue[]): Value {
  for (const literal of literals.slice(0, 5)) {
    const found =
      handlerOf(run, literal) ??
      (literal.within === undefined ? undefined : handlerOf(run, literal.within));
    if (found !== undefined) return found;
  }
  return undefined;
}

function siteOf(value: Value): Site | undefined {
  return isThing(value) && value.kind === "object" ? (value as ObjectValue).site : undefined;
}

/** Tools that share one line of code, as those of a loop do, are placed at the literal that names each. */
function moveToLiterals(tools: Tool[], named: ReadonlyMap<Value, ObjectValue[]>): void {
  const key = ({ at }: Tool): string => `${at.path}:${at.line}`;
  const names = new Map<string, Set<string>>();
  for (const tool of tools)
    names.set(key(tool), (names.get(key(tool)) ?? new Set()).add(tool.name));
  const moved = tools.filter((tool) => (names.get(key(tool))?.size ?? 0) > 1);
  for (const tool of moved) {
    const literal = named.get(tool.name)?.[0]?.site;
    if (literal !== undefined) tool.at = placeOf(literal.module.source, literal.node);
  }
}
