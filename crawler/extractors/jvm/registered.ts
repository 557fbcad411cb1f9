import type { Place, Tool, Unresolved } from "../../../model.ts";
import type { Registered } from "../extractor.ts";
import { conditionsOf } from "./annotations.ts";
import { handlerPlace } from "./handler.ts";
import { toSchema } from "./json.ts";
import { annotationsOf, partsOf } from "./parts.ts";
import type { Run, Seen } from "./run.ts";
import { type External, isKind, textOf, type Value } from "./values.ts";

const sdkTool =
  /^io\.modelcontextprotocol\.(?:[\w.]+\.)?Tool(?:\.Builder)?$|^McpSchema\.Tool(?:\.Builder)?$/;
const springTool =
  /^org\.springframework\.ai\.tool\.(?:[\w.]+\.)?(?:(?:Default)?ToolDefinition|FunctionToolCallback)(?:\.Builder)?$/;
const solonTool = /(?:^|\.)FunctionToolDesc$/;
const newTool = /^ToolManager\.newTool$/;
const holders =
  /(?:^|\.)(?:\w*ToolSpecification(?:\.Builder)?|RegisteredTool|\w*ToolRegistration)$/;
const linking = /^(?:addTool|tool|toolCall|addTools|tools)$/;

/** Whether an object from outside is a tool's definition, of a library that serves MCP when `isServed`. */
function isTool(external: External, isServed: boolean): boolean {
  return external.types.some(
    (type) =>
      sdkTool.test(type) ||
      newTool.test(type) ||
      (isServed && (springTool.test(type) || solonTool.test(type))),
  );
}

/** The tools that code was seen to make or register, and those whose names could not be followed. */
export function readRegistered(
  run: Run,
  isServing: (path: string) => boolean,
): { tools: Registered<Tool>[]; unresolved: Registered<Unresolved>[] } {
  const { created, called } = run.sightings;
  const tools = new Map<External, Seen>();
  for (const seen of [...created, ...called])
    if (isTool(seen.external, isServing(seen.external.path))) tools.set(seen.external, seen);
  const links = new Map<External, { handler?: Value; seen: Seen }>();
  for (const seen of [...created, ...called]) {
    const { external } = seen;
    const holds =
      external.types.some((type) => holders.test(type)) || linking.test(external.types[0] ?? "");
    if (!holds) continue;
    const values = [
      ...external.args.map((arg) => arg.value),
      ...external.calls.flatMap((call) => (call.name === "on" ? [] : call.args)),
    ];
    const tool = values.find((value) => isKind(value, "external") && tools.has(value));
    const handler = values.findLast(
      (value) =>
        isKind(value, "closure") || (isKind(value, "instance") && value.constant === undefined),
    );
    if (isKind(tool, "external")) {
      if (links.get(tool)?.handler === undefined)
        links.set(tool, { ...(handler === undefined ? {} : { handler }), seen });
    } else if (external.types[0] === "addTool" && isDirect(external)) tools.set(external, seen);
  }
  const found: Traced[] = [];
  const unresolved: Registered<Unresolved>[] = [];
  for (const [external, seen] of tools) {
    const link = links.get(external);
    const read = readTool(run, external, seen, link);
    if ("reason" in read) unresolved.push(read);
    else found.push({ tool: read, trail: trailOf(seen) });
  }
  return { tools: spread(found), unresolved };
}

/** `addTool(name = …, …)` of the Kotlin SDK, without a tool object. */
function isDirect(external: External): boolean {
  const [first] = external.args;
  return (
    external.path.endsWith(".kt") &&
    (external.args.some((arg) => arg.name === "name") ||
      (external.args.length > 2 && typeof first?.value === "string"))
  );
}

function readTool(
  run: Run,
  external: External,
  seen: Seen,
  link: { handler?: Value; seen: Seen } | undefined,
): Registered<Tool> | Registered<Unresolved> {
  const parts = partsOf(external);
  const name = textOf(parts.name);
  const place: Place = { path: external.path, line: external.at.line };
  const registeredIn = seen.root;
  if (name === undefined || name === "")
    return {
      at: place,
      reason: "A tool is made here, and its name could not be followed.",
      registeredIn,
    };
  const at = registration(place, name, seen);
  const handler = handlerPlace(run, link?.handler ?? parts.handler);
  const description = textOf(parts.description ?? undefined);
  if (description === undefined && parts.description !== undefined && parts.description !== null)
    run.undescribed.push({ at, name, registeredIn });
  const title = textOf(parts.title ?? undefined);
  const annotations = annotationsOf(parts.annotations);
  const input = argumentsOf(run, external) ?? toSchema(run, parts.input);
  const output = toSchema(run, parts.output);
  const when = whenOf(seen, link?.seen);
  return {
    name,
    ...(title === undefined || parts.title === null ? {} : { title }),
    ...(description === undefined || parts.description === null ? {} : { description }),
    ...(input === undefined
      ? parts.input === undefined
        ? { inputSchema: { type: "object", properties: {} } }
        : {}
      : { inputSchema: input }),
    ...(output === undefined ? {} : { outputSchema: output }),
    ...(annotations === undefined ? {} : { annotations }),
    at,
    ...(handler === undefined ? {} : { handler }),
    method: "read",
    ...(when === undefined ? {} : { when }),
    registeredIn,
  };
}

/** Where the name is said: a helper that makes any tool is called there. */
export function registration(place: Place, name: string, seen: Pick<Seen, "stack">): Place {
  let at = place;
  for (const frame of seen.stack.toReversed()) {
    if (!frame.args.some((arg) => arg === name)) break;
    at = { path: frame.path, line: frame.at.line };
  }
  return at;
}

type Conditional = Pick<Seen, "conditions" | "stack">;

/** The condition under which something was seen; undefined when always. */
export function whenOf(seen: Conditional, linked?: Conditional): string | undefined {
  const longer =
    linked !== undefined && linked.conditions.length > seen.conditions.length ? linked : seen;
  const declared = longer.stack.flatMap(({ method }) => [
    ...conditionsOf(method.owner.annotations),
    ...conditionsOf(method.annotations),
  ]);
  const all = [...new Set([...declared, ...longer.conditions])];
  return all.length === 0 ? undefined : all.join(" and ");
}

const javaTypes = new Map([
  ["String", "string"],
  ["int", "integer"],
  ["Integer", "integer"],
  ["Int", "integer"],
  ["long", "integer"],
  ["Long", "integer"],
  ["boolean", "boolean"],
  ["Boolean", "boolean"],
  ["double", "number"],
  ["Double", "number"],
  ["List", "array"],
]);

/** The schema of arguments that are added one by one: `addArgument(name, description, required, type)`. */
function argumentsOf(run: Run, external: External) {
  const added = external.calls.filter((call) => /^(?:addArgument|\w*[pP]aramAdd)$/.test(call.name));
  if (added.length === 0) return undefined;
  const properties = new Map<string, unknown>();
  const required: string[] = [];
  for (const { name: method, args } of added) {
    const [name] = args;
    if (typeof name !== "string") continue;
    const description = args.slice(1).find((arg) => typeof arg === "string");
    const type = args.find((arg) => isKind(arg, "type"));
    const prefix = /^(?<type>string|int|bool|float|double|long)/.exec(method)?.groups?.["type"];
    const named = isKind(type, "type")
      ? javaTypes.get(type.type.name)
      : prefix === undefined
        ? undefined
        : (new Map([
            ["int", "integer"],
            ["long", "integer"],
            ["bool", "boolean"],
            ["string", "string"],
          ]).get(prefix) ?? "number");
    properties.set(name, {
      ...(named === undefined
        ? isKind(type, "type")
          ? toSchema(run, type)
          : {}
        : { type: named }),
      ...(typeof description === "string" ? { description } : {}),
    });
    const flag = args.find((arg) => typeof arg === "boolean");
    if (flag === true || (flag === undefined && prefix !== undefined)) required.push(name);
  }
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    ...(required.length === 0 ? {} : { required }),
  };
}

/** A tool with the calls that led to it, innermost first. */
export interface Traced {
  tool: Registered<Tool>;
  trail: Place[];
}

/** The calls that led to what was seen, innermost first. */
export function trailOf(seen: Pick<Seen, "stack">): Place[] {
  return seen.stack.toReversed().map(({ path, at }) => ({ path, line: at.line }));
}

/** Where one line makes many tools, each stands at the nearest place of its own: its handler, or a call that led to it. */
export function spread(found: Traced[]): Registered<Tool>[] {
  const groups = Map.groupBy(found, ({ tool }) => keyOf(tool.at));
  return [...groups.values()].flatMap((group) => {
    if (new Set(group.map(({ tool }) => tool.name)).size === 1)
      return group.map(({ tool }) => tool);
    const names = new Map<string, Set<string>>();
    const placesOf = ({ tool, trail }: Traced) =>
      tool.handler === undefined ? trail : [tool.handler, ...trail];
    for (const one of group)
      for (const place of placesOf(one))
        names.set(keyOf(place), (names.get(keyOf(place)) ?? new Set()).add(one.tool.name));
    return group.map((one) => {
      const own = placesOf(one).find((place) => names.get(keyOf(place))?.size === 1);
      return own === undefined ? one.tool : { ...one.tool, at: { path: own.path, line: own.line } };
    });
  });
}

function keyOf(place: Place | undefined): string {
  return `${place?.path}:${place?.line}`;
}
