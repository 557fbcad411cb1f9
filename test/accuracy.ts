import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Dependencies, dependenciesOf } from "../crawler/dependencies.ts";
import { npmDoor } from "../crawler/doors/npm.ts";
import { pathDoor } from "../crawler/doors/path.ts";
import { defaultLimits } from "../crawler/door.ts";
import { classify } from "../classifier/classify.ts";
import { extract, handlerSource, wants } from "../crawler/extract.ts";
import type { Snapshot, Tool } from "../model.ts";
import { table as printTable } from "../cli/table.ts";
import { fold, publish } from "./publish.ts";
import { type ListedTool, listServer } from "./list-server.ts";
import { installPinned } from "./pinned.ts";

/** How one of the servers of `test/servers` is started. */
export interface Entry {
  package: string;
  /** The file to start, inside the package. */
  bin: string;
  args?: string[];
  env?: Record<string, string>;
}

/** One real server: what it lists when started, against what was read out of its package. */
export interface Comparison {
  package: string;
  version: string;
  listed: number;
  /** Names listed and read. */
  found: number;
  missing: string[];
  /** Names read and not listed here, which the page shows with the condition that switches them on. */
  conditional: string[];
  /** Names read and not listed, without any condition: invented. */
  invented: string[];
  /** Of the tools found, how many have an equal description, equal parameter names, required set and annotations. */
  equal: { description: number; parameters: number; required: number; annotations: number };
  /** Tools with a readOnlyHint, and those of them whose label agrees with it: label `read` where it is true, `write` where it is false. */
  hinted: { tools: number; agree: string[]; disagree: string[] };
  /** Registrations that the extractors themselves report as not resolved. */
  unresolved: number;
}

/** The servers of `test/servers`, sorted by package. */
export function readEntries(): Entry[] {
  return JSON.parse(
    readFileSync(join(import.meta.dirname, "servers/servers.json"), "utf8"),
  ) as Entry[];
}

/** Starts and lists every server, reads every package, and compares; sorted by package. */
export async function compareAll(): Promise<Comparison[]> {
  const folder = installPinned("servers");
  const comparisons: Comparison[] = [];
  for (const entry of readEntries()) comparisons.push(await compareOne(folder, entry));
  return comparisons;
}

async function compareOne(folder: string, entry: Entry): Promise<Comparison> {
  const root = join(folder, "node_modules", entry.package);
  const listed = await listServer(
    process.execPath,
    [join(root, entry.bin), ...(entry.args ?? [])],
    entry.env ?? {},
  );
  const door = pathDoor({ limits: defaultLimits, wants });
  const snapshot = await door.open(await door.locate({ scheme: "path", name: root }));
  // A server that only wraps a package at an exact version is read in that package, from the registry.
  const dependencies = dependenciesOf([npmDoor({ limits: defaultLimits, wants })]);
  const { servers } = await extract(snapshot, { dependencies });
  const read = new Map(servers.flatMap((server) => server.tools).map((tool) => [tool.name, tool]));
  const pairs = listed.flatMap((tool) => {
    const mine = read.get(tool.name);
    return mine === undefined ? [] : [{ tool, mine }];
  });
  const equal = (same: (pair: { tool: ListedTool; mine: Tool }) => boolean) =>
    pairs.filter(same).length;
  const names = new Set(listed.map((tool) => tool.name));
  const extra = [...read.values()].filter((tool) => !names.has(tool.name));
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    version: string;
  };
  return {
    package: entry.package,
    version: manifest.version,
    listed: listed.length,
    found: pairs.length,
    missing: [...names].filter((name) => !read.has(name)).toSorted(),
    conditional: extra.filter((tool) => tool.when !== undefined).map((tool) => tool.name),
    invented: extra.filter((tool) => tool.when === undefined).map((tool) => tool.name),
    equal: {
      description: equal(({ tool, mine }) => fold(tool.description) === fold(mine.description)),
      parameters: equal(({ tool, mine }) =>
        sameSet(
          Object.keys(tool.inputSchema.properties ?? {}),
          Object.keys(object(mine.inputSchema?.["properties"])),
        ),
      ),
      required: equal(({ tool, mine }) =>
        sameSet(tool.inputSchema.required ?? [], list(mine.inputSchema?.["required"])),
      ),
      annotations: equal(({ tool, mine }) =>
        hints.every((hint) => tool.annotations?.[hint] === mine.annotations?.[hint]),
      ),
    },
    hinted: compareHints(snapshot, dependencies, pairs),
    unresolved: servers.reduce((sum, server) => sum + server.unresolved.length, 0),
  };
}

/** The author's claim against the label that the definition and the handler's code get when all annotations are left out. */
function compareHints(
  snapshot: Snapshot,
  dependencies: Dependencies,
  pairs: { tool: ListedTool; mine: Tool }[],
): Comparison["hinted"] {
  const agree: string[] = [];
  const disagree: string[] = [];
  for (const { tool, mine } of pairs) {
    const hint = tool.annotations?.readOnlyHint;
    if (hint === undefined) continue;
    const { annotations: _claims, ...rest } = mine;
    const { effect } = classify({ ...rest, ...handlerSource(snapshot, mine, dependencies) });
    ((effect === "read") === hint ? agree : disagree).push(tool.name);
  }
  return { tools: agree.length + disagree.length, agree, disagree };
}

const hints = ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"] as const;

function sameSet(a: string[], b: string[]): boolean {
  return JSON.stringify(a.toSorted()) === JSON.stringify(b.toSorted());
}

function object(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** Whether every tool that it lists was read, and none besides without a condition. */
export function namesEqual(one: Comparison): boolean {
  return one.missing.length + one.invented.length === 0;
}

/** What a reader sees of each comparison, in the order of the columns. */
const columns: [title: string, pick: (one: Comparison) => number][] = [
  ["listed when started", (one) => one.listed],
  ["names equal", (one) => (namesEqual(one) ? 1 : 0)],
  ["read from source", (one) => one.found],
  ["invented", (one) => one.invented.length],
  ["read, behind a condition", (one) => one.conditional.length],
  ["equal description", (one) => one.equal.description],
  ["equal parameters", (one) => one.equal.parameters],
  ["equal required", (one) => one.equal.required],
  ["equal annotations", (one) => one.equal.annotations],
  ["with a readOnlyHint", (one) => one.hinted.tools],
  ["label agrees with it", (one) => one.hinted.agree.length],
  ["reported as unresolved", (one) => one.unresolved],
];

/** A head, a row for each server and a last one for all. */
function toRows(comparisons: Comparison[]): (string | number)[][] {
  return [
    ["server", ...columns.map(([title]) => title)],
    ...comparisons.map((one) => [
      `${one.package} ${one.version}`,
      ...columns.map(([, pick]) => pick(one)),
    ]),
    ["all", ...columns.map(([, pick]) => comparisons.reduce((sum, one) => sum + pick(one), 0))],
  ];
}

if (import.meta.main) {
  const comparisons = await compareAll();
  const rows = toRows(comparisons);
  console.log(printTable(rows));
  for (const one of comparisons) {
    for (const [what, names] of [
      ["missing", one.missing],
      ["invented", one.invented],
      ["behind a condition", one.conditional],
      ["label and readOnlyHint disagree", one.hinted.disagree],
    ] as const) {
      if (names.length > 0) console.log(`\n${one.package}: ${what}: ${names.join(", ")}`);
    }
  }
  if (process.argv.includes("--write")) publish("accuracy", rows);
}
