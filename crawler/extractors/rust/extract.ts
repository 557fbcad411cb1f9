import type { Place, Snapshot, Tool, Unresolved } from "../../../model.ts";
import type { Extraction, Registered } from "../extractor.ts";
import { declaredStruct, declaredTool, isToolFunction } from "./declared.ts";
import { describeTool, unfoldedDescription } from "./describe.ts";
import { type Dispatch, namingFunction, readDispatch, runnerOf } from "./handlers.ts";
import { type Item, itemPlace } from "./items.ts";
import { programOf, shown } from "./programs.ts";
import type { Project } from "./project.ts";
import { delegates, evaluateStarts, isUnfollowed, readAnswers, unknownTools } from "./roots.ts";
import { toolBox, toolsOfBox } from "./routers.ts";
import { budgeted, type Run, stepLimit, totalSteps } from "./run.ts";
import { type Dict, type Struct, isDict } from "./values.ts";

/** Everything that the crates of a snapshot register. */
export function extractProject(project: Project, snapshot: Snapshot): Extraction {
  const files = project.paths.filter((path) => isConcerned(path, snapshot));
  const items = files.flatMap((path) => project.items(path));
  const run = newRun(project, items);
  const found = collect(items, run);
  const unresolved = found.unresolved;
  const tools = finish(found.tools, items, run, unresolved);
  const [first] = files;
  if (run.left <= 0 && first !== undefined)
    unresolved.push({
      at: { path: first, line: 1 },
      reason: `Folding this repository takes more than ${totalSteps} steps: tools that the rest of it registers may be missing.`,
      registeredIn: tools[0]?.registeredIn ?? first,
    });
  const skipped = [...project.unparsable]
    .toSorted()
    .map((path) => ({ path, reason: "unparsable" as const }));
  return { tools, unresolved, skipped };
}

const words = /\b(?:rmcp|tool_box|mcp_tool|ServerHandler)\b|mcp|tools\/list|modelcontextprotocol/i;

/** Files of a crate that has to do with the protocol: by its manifest, or by their own text. */
function isConcerned(path: string, snapshot: Snapshot): boolean {
  if (words.test(snapshot.files.get(path) ?? "")) return true;
  const segments = path.split("/");
  for (let length = segments.length - 1; length >= 0; length -= 1) {
    const manifest = snapshot.files.get([...segments.slice(0, length), "Cargo.toml"].join("/"));
    if (manifest !== undefined && /\[package\]/.test(manifest)) return /mcp/i.test(manifest);
  }
  return false;
}

function newRun(project: Project, items: Item[]): Run {
  return {
    project,
    conditions: [],
    steps: 0,
    left: totalSteps,
    active: new Map(),
    servers: serversIn(items),
    makers: new Map(),
    program: "",
    read: new Map(),
    listed: new Map(),
    constants: new Map(),
    instances: new Map(),
    isStarting: false,
    boxes: items.filter(({ kind, name }) => kind === "call" && name === "tool_box"),
    removed: new Set(),
    declared: new Map(),
    heard: new Map(),
    handed: [],
    called: new Set(),
    made: new Set(),
    places: new WeakMap(),
    when: new WeakMap(),
    origin: new WeakMap(),
    handlers: new WeakMap(),
  };
}

/** Types that answer a client: by a trait of an SDK, or an attribute. */
function serversIn(items: Item[]): Set<string> {
  const servers = new Set<string>();
  for (const { kind, owner, attributes } of items)
    if (
      kind === "impl" &&
      owner !== undefined &&
      (/^ServerHandler(?:Core)?$/.test(owner.trait ?? "") ||
        attributes.some(({ name }) => name === "tool_handler"))
    )
      servers.add(owner.type);
  return servers;
}

interface Found {
  tool: Struct | Dict;
  registeredIn: string;
}

function collect(
  items: Item[],
  run: Run,
): { tools: Found[]; unresolved: Registered<Unresolved>[] } {
  const tools: Found[] = [];
  const unresolved: Registered<Unresolved>[] = [];
  const seen = new Set<Item>();
  declareAll(items, run);
  evaluateStarts(items, run);
  const answers = readAnswers(items, run);
  for (const answer of answers) {
    const program = programOf(answer.item, run);
    for (const tool of answer.tools) {
      const origin = run.origin.get(tool);
      if (origin !== undefined) seen.add(origin);
      const at = run.places.get(tool)?.path ?? "";
      const path = shown.test(at) ? at : answer.item.path;
      const own = origin?.path ?? path;
      tools.push({ tool, registeredIn: shown.test(own) ? own : (program ?? own) });
    }
    const isPart =
      answer.isServer && answer.tools.length > 0 && unknownTools(answer.value) !== undefined;
    if (!isPart && !isUnfollowed(answer)) continue;
    if (delegates(answer) && tools.length > 0) continue;
    const { path, offset } = answer.item;
    const place: Place = {
      path,
      line: answer.node.startPosition.row + 1 + offset,
      endLine: answer.node.endPosition.row + 1 + offset,
    };
    unresolved.push({
      at: place,
      reason: isPart
        ? `Lists tools beside those that were read: \`${unknownTools(answer.value)}\` could not be followed.`
        : "Answers a request for the list of tools with a value that could not be followed.",
      registeredIn: path,
    });
  }
  for (const { tool, path } of run.handed) {
    const origin = run.origin.get(tool);
    if (origin !== undefined && seen.has(origin)) continue;
    if (origin !== undefined) seen.add(origin);
    tools.push({ tool, registeredIn: path });
  }
  const boxed = new Set(run.boxes.flatMap((box) => toolBox(box).tools));
  for (const box of run.boxes)
    for (const tool of toolsOfBox(box, run)) {
      const origin =
        isDict(tool) || (typeof tool === "object" && tool !== null && "kind" in tool)
          ? run.origin.get(tool)
          : undefined;
      if (origin === undefined || seen.has(origin)) continue;
      seen.add(origin);
      tools.push({ tool: tool as Struct, registeredIn: origin.path });
    }
  for (const item of items) {
    if (seen.has(item) || run.removed.has(item)) continue;
    if (isToolFunction(item))
      tools.push({ tool: declaredTool(item, run), registeredIn: item.path });
    else if (isToolStruct(item)) {
      const isUsed =
        boxed.has(item.name) ||
        items.some(
          ({ node, path }) => path !== item.path && node.text.includes(`${item.name}::tool`),
        );
      if (isUsed) tools.push({ tool: declaredStruct(item, run), registeredIn: item.path });
    }
  }
  return { tools, unresolved };
}

/** Reads the annotated items one by one, each with steps of its own, before the rest can use them up. */
function declareAll(items: Item[], run: Run): void {
  for (const item of items) {
    if (isToolFunction(item)) budgeted(run, stepLimit, () => declaredTool(item, run));
    else if (isToolStruct(item)) budgeted(run, stepLimit, () => declaredStruct(item, run));
  }
}

function isToolStruct(item: Item): boolean {
  return item.kind === "struct" && item.attributes.some(({ name }) => name === "mcp_tool");
}

function finish(
  found: Found[],
  items: Item[],
  run: Run,
  unresolved: Registered<Unresolved>[],
): Registered<Tool>[] {
  const dispatch = budgeted(run, stepLimit, () => readDispatch(items, run));
  const tools = new Map<string, Registered<Tool>>();
  const shared = new Map<string, number>();
  for (const { tool } of found) {
    const key = placeKey(run.places.get(tool));
    shared.set(key, (shared.get(key) ?? 0) + 1);
  }
  for (const { tool, registeredIn } of found) {
    const origin = run.origin.get(tool);
    const definition = describeTool(tool);
    const place = run.places.get(tool);
    if (definition === undefined) {
      const at = place ?? { path: registeredIn, line: 1 };
      const reason = "Registers a tool whose name could not be folded.";
      if (!unresolved.some((one) => one.at.path === at.path && one.at.line === at.line))
        unresolved.push({ at, reason, registeredIn });
      continue;
    }
    const { name } = definition;
    const unfolded = unfoldedDescription(tool);
    if (unfolded !== undefined)
      unresolved.push({
        at: place ?? { path: registeredIn, line: 1 },
        reason: `Describes "${name}" with \`${unfolded}\`, which could not be folded${definition.description === undefined ? "" : " whole"}.`,
        registeredIn,
      });
    const isShared = (shared.get(placeKey(place)) ?? 0) > 1;
    const naming = isShared ? namingFunction(name, items) : undefined;
    const listed = isShared ? run.listed.get(name) : undefined;
    const handler =
      run.handlers.get(tool) ??
      handlerOf(name, origin, naming ?? namingFunction(name, items), dispatch, run);
    const when = run.when.get(tool);
    const at =
      naming === undefined
        ? (listed ?? place ?? { path: registeredIn, line: 1 })
        : itemPlace(naming);
    const key = `${at.path}:${at.line}:${name}`;
    const known = tools.get(key);
    if (known !== undefined) {
      if (when === undefined) delete known.when;
      continue;
    }
    tools.set(key, {
      ...definition,
      at,
      ...(handler === undefined ? {} : { handler }),
      method: "read",
      ...(when === undefined ? {} : { when }),
      registeredIn: origin === undefined && naming !== undefined ? naming.path : registeredIn,
    });
  }
  return [...tools.values()];
}

/** A function that is called for the tool's name, or that does the work of its type; else the place where the name is told apart. */
function handlerOf(
  name: string,
  origin: Item | undefined,
  naming: Item | undefined,
  dispatch: Dispatch,
  run: Run,
): Place | undefined {
  const byName = dispatch.find(name);
  if (byName?.isFunction === true) return byName.place;
  const byType = origin?.kind === "struct" ? dispatch.find(origin.name) : undefined;
  if (byType?.isFunction === true) return byType.place;
  const runner =
    origin?.kind === "struct" ? runnerOf(origin.name, origin.path, run) : runnerNear(naming, run);
  return placeOf(runner) ?? byName?.place ?? byType?.place;
}

function runnerNear(naming: Item | undefined, run: Run): Item | undefined {
  return naming?.owner === undefined ? undefined : runnerOf(naming.owner.type, naming.path, run);
}

function placeOf(item: Item | undefined): Place | undefined {
  return item === undefined ? undefined : itemPlace(item);
}

function placeKey(place: Place | undefined): string {
  return place === undefined ? "" : `${place.path}:${place.line}`;
}
