import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildDoors } from "../cli/doors.ts";
import { readSettings } from "../cli/settings.ts";
import { openSource } from "../cli/source.ts";
import { table as printTable } from "../cli/table.ts";
import { dependenciesOf } from "../crawler/dependencies.ts";
import { extract } from "../crawler/extract.ts";
import { parseSource } from "../crawler/source.ts";
import type { Annotations, JsonSchema } from "../model.ts";
import { fold, publish } from "./publish.ts";

/** What one server lists, as hashes: enough to score against, and nothing of the server itself. */
interface Truth {
  /** `github:owner/repo@commit`. */
  source: string;
  /** Of the server inside the repository. */
  path: string;
  language: string;
  /** `started`: built, started and listed over stdio; `by hand`: its registration code was read by a person's eye, twice. */
  truth: "started" | "by hand";
  /** What sets this server apart, where something does. */
  note?: string;
  tools: HashedTool[];
}

interface HashedTool {
  name: string;
  description: string;
  /** Sorted. */
  parameters: string[];
  required: string;
  annotations: string;
}

interface Listed {
  name: string;
  description?: string | undefined;
  inputSchema?: JsonSchema | undefined;
  annotations?: Annotations | undefined;
}

const here = join(import.meta.dirname, "further");
const hints = ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"] as const;

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

function hashTool({ name, description, inputSchema, annotations }: Listed): HashedTool {
  const properties = (inputSchema?.["properties"] ?? {}) as object;
  const required = (inputSchema?.["required"] ?? []) as string[];
  return {
    name: hash(name),
    description: hash(fold(description)),
    parameters: Object.keys(properties).map(hash).toSorted(),
    required: hash(JSON.stringify(required.toSorted())),
    annotations: hash(JSON.stringify(hints.map((hint) => annotations?.[hint] ?? null))),
  };
}

interface Row {
  server: string;
  language: string;
  truth: string;
  listed: number;
  found: number;
  /** Not listed, and read with a condition. */
  conditional: number;
  /** Not listed, and read without any. */
  invented: number;
  description: number;
  parameters: [found: number, of: number, extra: number];
  required: number;
  annotations: number;
  unresolved: number;
}

/** Reads one repository and compares the tools of its server with the hashes. */
async function score(truth: Truth, template: string | undefined): Promise<Row> {
  const doors = buildDoors(readSettings(process.env));
  const source = template === undefined ? truth.source : fill(template, truth);
  const snapshot = await openSource(doors, parseSource(source));
  const { servers } = await extract(snapshot, { dependencies: dependenciesOf(doors) });
  const at = servers.filter((server) => server.path === truth.path);
  const tools = new Map(
    at.flatMap((server) => server.tools).map((tool) => [hash(tool.name), tool]),
  );
  const pairs = truth.tools.flatMap((want) => {
    const tool = tools.get(want.name);
    return tool === undefined ? [] : [{ want, have: hashTool(tool) }];
  });
  const names = new Set(truth.tools.map(({ name }) => name));
  const extra = [...tools].filter(([name]) => !names.has(name)).map(([, tool]) => tool);
  const same = (field: "description" | "required" | "annotations") =>
    pairs.filter(({ want, have }) => want[field] === have[field]).length;
  const count = (pick: (pair: (typeof pairs)[number]) => number) =>
    pairs.reduce((sum, pair) => sum + pick(pair), 0);
  const shared = ({ want, have }: (typeof pairs)[number]) =>
    want.parameters.filter((name) => have.parameters.includes(name)).length;
  return {
    server:
      truth.source.replace(/^github:|@.*$/g, "") + (truth.path === "" ? "" : `/${truth.path}`),
    language: truth.language,
    truth: truth.truth,
    listed: truth.tools.length,
    found: pairs.length,
    conditional: extra.filter(({ when }) => when !== undefined).length,
    invented: extra.filter(({ when }) => when === undefined).length,
    description: same("description"),
    parameters: [
      count(shared),
      count(({ want }) => want.parameters.length),
      count((pair) => pair.have.parameters.length - shared(pair)),
    ],
    required: same("required"),
    annotations: same("annotations"),
    unresolved: at.reduce((sum, server) => sum + server.unresolved.length, 0),
  };
}

/** `path:/mirrors/{owner}/{repo}` and `github:o/r@c` -> `path:/mirrors/o/r@c`. */
function fill(template: string, { source }: Truth): string {
  const { owner, repo, commit } =
    /^github:(?<owner>[^/]+)\/(?<repo>[^@]+)@(?<commit>.+)$/.exec(source)?.groups ?? {};
  return `${template.replace("{owner}", owner ?? "").replace("{repo}", repo ?? "")}@${commit}`;
}

/** A dash where there is nothing to count. */
function percent(part: number, whole: number): number | string {
  return whole === 0 ? "–" : Math.round((1000 * part) / whole) / 10;
}

function toCells(rows: Row[], server: string): (string | number)[] {
  const sum = (pick: (row: Row) => number) => rows.reduce((total, row) => total + pick(row), 0);
  const found = sum((row) => row.found);
  const [first] = rows;
  return [
    server,
    rows.length === 1 ? (first?.language ?? "") : "",
    rows.length === 1 ? (first?.truth ?? "") : "",
    sum((row) => row.listed),
    found,
    sum((row) => row.invented),
    sum((row) => row.conditional),
    percent(
      sum((row) => row.description),
      found,
    ),
    percent(
      sum((row) => row.parameters[0]),
      sum((row) => row.parameters[1]),
    ),
    sum((row) => row.parameters[2]),
    percent(
      sum((row) => row.required),
      found,
    ),
    percent(
      sum((row) => row.annotations),
      found,
    ),
    sum((row) => row.unresolved),
  ];
}

const head = [
  "server",
  "language",
  "truth",
  "listed",
  "found",
  "invented",
  "read, behind a condition",
  "description equal %",
  "parameters found %",
  "parameters invented",
  "required equal %",
  "annotations equal %",
  "unresolved",
];

/** Turns a `tools/list` answer into a truth: `--hash tools.json --source github:o/r@c --path p --language l --truth started`. */
function writeTruth(listed: string, truth: Omit<Truth, "tools">): void {
  const tools = JSON.parse(readFileSync(listed, "utf8")) as Listed[];
  const name = `${truth.source.replace(/^github:|@.*$/g, "").replace("/", "__")}.json`;
  const hashed: Truth = { ...truth, tools: tools.map(hashTool).toSorted(byName) };
  writeFileSync(join(here, name), `${JSON.stringify(hashed, null, 2)}\n`);
}

function byName(a: HashedTool, b: HashedTool): number {
  return a.name < b.name ? -1 : 1;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      from: { type: "string" },
      write: { type: "boolean" },
      hash: { type: "string" },
      source: { type: "string", default: "" },
      path: { type: "string", default: "" },
      language: { type: "string", default: "" },
      truth: { type: "string", default: "started" },
      note: { type: "string" },
    },
  });
  if (values.hash === undefined) {
    const rows: Row[] = [];
    for (const file of readdirSync(here).toSorted()) {
      const truth = JSON.parse(readFileSync(join(here, file), "utf8")) as Truth;
      rows.push(await score(truth, values.from));
    }
    const cells = [head, ...rows.map((row) => toCells([row], row.server)), toCells(rows, "all")];
    console.log(printTable(cells));
    if (values.write === true) publish("further", cells);
  } else {
    const { source, path, language, truth, note } = values;
    const kind = truth === "started" ? truth : "by hand";
    const noted = note === undefined ? {} : { note };
    writeTruth(values.hash, { source, path, language, truth: kind, ...noted });
  }
}
