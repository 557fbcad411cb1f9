import { isDeepStrictEqual } from "node:util";
import type { Definition, Difference, JsonSchema, Method, Place, Tool } from "../model.ts";
import type { Extraction, Registered } from "./extractors/extractor.ts";

/** How the evaluation of one program ended. */
export interface Run {
  /** The file that it starts at. */
  entry: string;
  /** Whether servers answered with tools. */
  isListed: boolean;
  /** Whether nothing that decides was made up: no file, no answer, no call that a user's start would not make. */
  isExact: boolean;
  /** Names of listed tools with something in them that only stands in for what isn't there; they are left out. */
  dropped: string[];
  /** The functions of the program that answered a list of tools. */
  lists: Place[];
  /** What was thrown or printed as an error, for whoever looks why nothing came. */
  failures: string[];
}

export interface Evaluation extends Extraction {
  /** In the order of evaluation. */
  runs: Run[];
  /** The folder of the package that each program of the snapshot belongs to, by the file that it starts at. */
  packages: Record<string, string>;
}

const fields = [
  "annotations",
  "description",
  "inputSchema",
  "name",
  "outputSchema",
  "title",
] as const satisfies (keyof Definition)[];
const maxSaw = 500;

/**
 * What reading and evaluating saw of the same programs, tool by tool within a package. Where both agree, the evaluated
 * definition stands, confirmed by reading; places, handler and condition are those that were read. Where they differ, an exact
 * evaluation is right and what was read is kept beside it; one that is not exact only fills in what could not be read.
 */
export function merge(read: Extraction, evaluation: Evaluation): Extraction {
  const packageOf = new Map(Object.entries(evaluation.packages));
  const key = ({ registeredIn, name }: Registered<Tool>) =>
    JSON.stringify([packageOf.get(registeredIn) ?? registeredIn, name]);
  const runs = new Map(evaluation.runs.map((run) => [run.entry, run]));
  const evaluated = new Map<string, Registered<Tool>>();
  for (const tool of evaluation.tools)
    if (!evaluated.has(key(tool))) evaluated.set(key(tool), tool);
  const taken = new Set<string>();
  const confirmed: Registered<Tool>[] = [];
  const merged = read.tools.map((tool): Registered<Tool> => {
    const other = evaluated.get(key(tool));
    const run = runs.get(tool.registeredIn);
    if (other === undefined) return isUnlisted(tool, run) ? unlisted(tool) : tool;
    taken.add(key(tool));
    confirmed.push(tool);
    return mergeTool(tool, other, runs.get(other.registeredIn)?.isExact === true);
  });
  const programsRead = new Set(read.tools.map((tool) => tool.registeredIn));
  const packagesRead = new Set([...programsRead].map((entry) => packageOf.get(entry)));
  const added = [...evaluated].flatMap(([id, tool]): Registered<Tool>[] => {
    if (taken.has(id)) return [];
    const isExact = runs.get(tool.registeredIn)?.isExact === true;
    // A call that no user's start makes, or a variant of the program that was read, counts where there is nothing else.
    const isOther = !isExact || !programsRead.has(tool.registeredIn);
    if (isOther && packagesRead.has(packageOf.get(tool.registeredIn))) return [];
    return [{ ...tool, differences: [{ by: "read", field: "presence" }] }];
  });
  return {
    ...read,
    tools: [...merged, ...added],
    unresolved: read.unresolved.filter(
      (one) => !isSettled(one, runs, [...evaluation.tools, ...confirmed]),
    ),
  };
}

/** Whether an exact list shows what a registration that could not be read comes to. */
function isSettled(
  { at, registeredIn }: Extraction["unresolved"][number],
  runs: ReadonlyMap<string, Run>,
  listed: readonly Registered<Tool>[],
): boolean {
  const run = runs.get(registeredIn);
  if (run?.isExact !== true || !run.isListed) return false;
  return (
    listed.some((tool) => tool.at.path === at.path && tool.at.line === at.line) ||
    run.lists.some((list) => overlap(list, at))
  );
}

function overlap(a: Place, b: Place): boolean {
  return a.path === b.path && a.line <= (b.endLine ?? b.line) && b.line <= (a.endLine ?? a.line);
}

/** Whether an exact list of the same program doesn't have a tool that was read, though nothing was seen to switch it. */
function isUnlisted({ name, when }: Tool, run: Run | undefined): run is Run {
  return run?.isListed === true && run.isExact && when === undefined && !run.dropped.includes(name);
}

/** A tool that a program doesn't list when nothing was set, or hides from the sandbox: it stays, and says so. */
function unlisted(tool: Registered<Tool>): Registered<Tool> {
  const when = "started with other than the default settings";
  return { ...tool, when, differences: [{ by: "evaluated", field: "presence" }] };
}

function mergeTool(
  read: Registered<Tool>,
  evaluated: Registered<Tool>,
  isExact: boolean,
): Registered<Tool> {
  const differing = fields.filter((field) => !isSame(field, read[field], evaluated[field]));
  if (differing.length === 0)
    return { ...read, ...definitionOf(evaluated), method: "evaluated", confirmedBy: "read" };
  const [winner, other] = isExact ? [evaluated, read] : [read, evaluated];
  const filled = isExact
    ? []
    : differing.filter((field) => read[field] === undefined && field !== "annotations");
  const definition = definitionOf(winner);
  for (const field of filled) Object.assign(definition, { [field]: evaluated[field] });
  const differences = differing
    .filter((field) => !filled.includes(field))
    .map((field) => difference(other.method, field, other[field]));
  const { name: _name, ...rest } = withoutDefinition(read);
  return {
    ...rest,
    ...definition,
    method: winner.method,
    ...(differences.length === 0 ? {} : { differences }),
  };
}

function difference(by: Method, field: keyof Definition, saw: unknown): Difference {
  return saw === undefined
    ? { by, field }
    : { by, field, saw: JSON.stringify(saw).slice(0, maxSaw) };
}

function definitionOf(tool: Tool): Definition {
  const { name, title, description, inputSchema, outputSchema, annotations } = tool;
  return {
    name,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(inputSchema === undefined ? {} : { inputSchema }),
    ...(outputSchema === undefined ? {} : { outputSchema }),
    ...(annotations === undefined ? {} : { annotations }),
  };
}

function withoutDefinition(tool: Registered<Tool>): Registered<Tool> {
  const rest = { ...tool };
  for (const field of [
    "title",
    "description",
    "inputSchema",
    "outputSchema",
    "annotations",
  ] as const)
    delete rest[field];
  return rest;
}

function isSame(field: keyof Definition, a: unknown, b: unknown): boolean {
  if (field === "inputSchema" || field === "outputSchema")
    return isDeepStrictEqual(plain(a ?? {}, 0), plain(b ?? {}, 0));
  if (field === "annotations") return isDeepStrictEqual(a ?? {}, b ?? {});
  return a === b;
}

/** Keywords that say what a call may hold, or what it means to a reader; others differ between generators of the same schema. */
const telling = new Set(["description", "enum", "const", "format"]);
const maxDepth = 50;

/** A schema as far as two generators can be expected to agree on it. */
function plain(schema: unknown, depth: number): unknown {
  if (typeof schema !== "object" || schema === null || depth > maxDepth) return {};
  const { properties, required, type, items, anyOf, oneOf, ...rest } = schema as JsonSchema;
  const kept = new Map<string, unknown>(
    Object.entries(rest).filter(([keyword]) => telling.has(keyword)),
  );
  const options = [anyOf ?? oneOf ?? []].flat().filter(isObject);
  const consts = options.map((option) => option["const"]);
  const described = options.find((option) => option["description"] !== undefined);
  if (described !== undefined && !kept.has("description"))
    kept.set("description", described["description"]);
  if (consts.length > 0 && !consts.includes(undefined)) kept.set("enum", consts);
  // What may be one of several things is written in as many ways.
  if (depth > 0 && options.length === 0 && !kept.has("enum") && !kept.has("const"))
    if (typeof type === "string") kept.set("type", type);
  if (Array.isArray(required) && required.length > 0) kept.set("required", required.toSorted());
  if (isObject(properties))
    kept.set(
      "properties",
      new Map(Object.entries(properties).map(([name, each]) => [name, plain(each, depth + 1)])),
    );
  if (isObject(items) && !Array.isArray(items)) kept.set("items", plain(items, depth + 1));
  return kept;
}

function isObject(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null;
}
