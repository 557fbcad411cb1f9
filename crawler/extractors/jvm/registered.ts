import type { Annotations, Place, Tool, Unresolved } from "../../../model.ts";
import type { Registered } from "../extractor.ts";
import { conditionsOf } from "./annotations.ts";
import { handlerPlace } from "./handler.ts";
import { toSchema } from "./json.ts";
import type { Run, Seen } from "./run.ts";
import { type External, type Given, isKind, isUnknown, textOf, type Value } from "./values.ts";

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

interface Parts {
  name?: Value;
  title?: Value;
  description?: Value;
  input?: Value;
  output?: Value;
  annotations?: Value;
  handler?: Value;
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
function registration(place: Place, name: string, seen: Seen): Place {
  let at = place;
  for (const frame of seen.stack.toReversed()) {
    if (!frame.args.some((arg) => arg === name)) break;
    at = { path: frame.path, line: frame.at.line };
  }
  return at;
}

function whenOf(seen: Seen, linked: Seen | undefined): string | undefined {
  const longer =
    linked !== undefined && linked.conditions.length > seen.conditions.length ? linked : seen;
  const declared = longer.stack.flatMap(({ method }) => [
    ...conditionsOf(method.owner.annotations),
    ...conditionsOf(method.annotations),
  ]);
  const all = [...new Set([...declared, ...longer.conditions])];
  return all.length === 0 ? undefined : all.join(" and ");
}

const setters = new Map<string, keyof Parts>([
  ["name", "name"],
  ["title", "title"],
  ["description", "description"],
  ["inputschema", "input"],
  ["inputtype", "input"],
  ["schema", "input"],
  ["outputschema", "output"],
  ["annotations", "annotations"],
  ["toolannotations", "annotations"],
  ["handler", "handler"],
  ["asynchandler", "handler"],
  ["virtualthreadhandler", "handler"],
  ["dohandle", "handler"],
  ["toolfunction", "handler"],
]);

function partsOf(external: External): Parts {
  const parts: Parts = {};
  fromArguments(external, parts);
  for (const call of external.calls) {
    const part = setters.get(call.name.replace(/^(?:set|with)(?=[A-Z])/, "").toLowerCase());
    // A mapper may come before the text that it reads.
    const value = call.args.findLast((arg) => !isUnknown(arg)) ?? call.args.at(-1);
    if (part !== undefined && value !== undefined) parts[part] = value;
  }
  return parts;
}

/** Arguments without names are told by what they are: texts in order, then schemas, annotations, a handler. */
function fromArguments(external: External, parts: Parts): void {
  const texts: Value[] = [];
  const schemas: Value[] = [];
  external.args.forEach((arg: Given, index) => {
    const { value } = arg;
    if (arg.name !== undefined) {
      const part = setters.get(arg.name.toLowerCase());
      if (part !== undefined) parts[part] = value;
    } else if (isKind(value, "closure")) parts.handler = value;
    else if (isKind(value, "external") && value.types.at(-1)?.endsWith("ToolAnnotations"))
      parts.annotations = value;
    else if (index === 0) parts.name = value;
    else if (typeof value === "string" && /^\s*\{/.test(value)) schemas.push(value);
    else if (typeof value === "string" || (isUnknown(value) && schemas.length === 0 && index < 3))
      texts.push(value);
    else if (isKind(value, "dictionary") || isKind(value, "external") || isKind(value, "type"))
      schemas.push(value);
    else if (isKind(value, "instance")) schemas.push(value);
  });
  // An unknown in the place of the schema is not the description.
  if (
    texts.length > 1 &&
    isUnknown(texts.at(-1) ?? null) &&
    schemas.length === 0 &&
    external.args.length === 3
  )
    schemas.push(texts.pop() ?? null);
  const description = texts.length > 1 ? texts[1] : texts[0];
  if (texts.length > 1 && texts[0] !== undefined) parts.title ??= texts[0];
  if (description !== undefined) parts.description ??= description;
  if (schemas[0] !== undefined) parts.input ??= schemas[0];
  if (schemas[1] !== undefined) parts.output ??= schemas[1];
}

const hints = [
  "title",
  "readOnlyHint",
  "destructiveHint",
  "idempotentHint",
  "openWorldHint",
] as const;

function annotationsOf(value: Value | undefined): Annotations | undefined {
  if (!isKind(value, "external")) return undefined;
  const annotations: Annotations = {};
  const set = (name: string | undefined, given: Value | undefined) => {
    if (name === "title" && typeof given === "string") annotations.title = given;
    for (const hint of hints)
      if (hint !== "title" && name === hint && typeof given === "boolean")
        annotations[hint] = given;
  };
  value.args.forEach((arg, index) => set(arg.name ?? hints[index], arg.value));
  for (const call of value.calls) set(call.name, call.args[0]);
  return annotations;
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
interface Traced {
  tool: Registered<Tool>;
  trail: Place[];
}

function trailOf(seen: Seen): Place[] {
  return seen.stack.toReversed().map(({ path, at }) => ({ path, line: at.line }));
}

/** Where one line makes many tools, each stands at the nearest place of its own: its handler, or a call that led to it. */
function spread(found: Traced[]): Registered<Tool>[] {
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
