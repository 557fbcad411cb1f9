import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import type { Decide, Play } from "./enforcer.ts";
import { type Call, type Offered, startModel, type Wire } from "./model.ts";

/** What a program is started with. */
export interface Started {
  args: string[];
  env: Record<string, string>;
}

/** Where things are for one play. */
export interface Stage {
  /** Empty, and the program's home. */
  folder: string;
  /** The address of its model. */
  model: string;
  /** How to start the server. */
  server: { command: string; args: string[] };
}

/** A program that has a model, and calls tools for it. */
export interface Client {
  wire: Wire;
  /** Writes its configuration, the policy in it, and says how to start it for one headless run. */
  prepare(play: Play, stage: Stage): Started;
  /** The name that its model has for a tool; called too where it was not offered. */
  calledAs(alias: string, tool: string): Pick<Call, "name" | "namespace">;
  /** Set where it offers only one of the tools whose names it writes alike. */
  merges?: true;
  /** What it tells its model where a person had to answer and nobody was there. */
  refusal: RegExp;
  /** What it tells its model where a rule blocks a tool; absent where it does not offer what is blocked. */
  blocked?: RegExp;
  /** Whether it starts a server of this name. */
  starts(alias: string): boolean;
}

const Entry = z.object({ listed: z.boolean().optional(), tool: z.string().optional() });
const patience = 90_000;

/** Runs the program once, lets its model call every tool once, and reads in the server's log what ran. */
export async function playClient(client: Client, program: string, play: Play): Promise<Decide> {
  const folder = mkdtempSync(path.join(tmpdir(), "conformance-"));
  const log = path.join(folder, "calls.log");
  writeFileSync(log, "");
  const known = new Map<string, string>();
  const model = await startModel(client.wire, (offered) => callsFor(client, play, offered, known));
  const server = {
    command: process.execPath,
    args: [path.join(import.meta.dirname, "logging-server.ts"), log, JSON.stringify(play.tools)],
  };
  try {
    const { args, env } = client.prepare(play, { folder, model: model.url, server });
    const said = await run(program, args, { HOME: folder, PATH: "/usr/bin:/bin", ...env }, folder);
    const entries = readFileSync(log, "utf8").split("\n").filter(Boolean);
    const calls = entries.map((line) => Entry.parse(JSON.parse(line)));
    const isThere = calls.some(({ listed }) => listed);
    if (isThere !== client.starts(play.alias))
      throw new Error(`the server ${isThere ? "was" : "was not"} started: ${said}`);
    if (isThere && model.results.size === 0) throw new Error(`no call came to an end: ${said}`);
    return decideBy(client, play, calls, model.results, known);
  } finally {
    model.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** A call for each tool, by the name under which it was offered, or by the one that it would have. `known` gets the id of each call. */
function callsFor(
  client: Client,
  { alias, tools }: Play,
  offered: Offered[],
  known: Map<string, string>,
): Call[] {
  return tools.map((tool, index) => {
    const offer = offered.find(({ description }) => description === `tool ${index}`);
    const id = `call_${index}`;
    known.set(tool, offer === undefined ? "" : id);
    const { name, namespace } = offer ?? client.calledAs(alias, tool);
    return { id, name, ...(namespace !== undefined && { namespace }) };
  });
}

function decideBy(
  { refusal, blocked, merges, calledAs }: Client,
  { alias, tools }: Play,
  calls: z.infer<typeof Entry>[],
  results: ReadonlyMap<string, string>,
  known: ReadonlyMap<string, string>,
): Decide {
  const ran = new Set(calls.map((call) => call.tool));
  const nameOf = (tool: string) => JSON.stringify(calledAs(alias, tool));
  return (tool) => {
    const alike = merges ? tools.filter((other) => nameOf(other) === nameOf(tool)) : [tool];
    if (alike.some((other) => ran.has(other))) return "allow";
    const id = alike.map((other) => known.get(other)).find(Boolean);
    if (id === undefined) return "deny";
    const text = results.get(id);
    if (text === undefined) throw new Error(`nothing came of a call of ${JSON.stringify(tool)}`);
    if (refusal.test(text)) return "ask";
    if (blocked?.test(text)) return "deny";
    throw new Error(`a call of ${JSON.stringify(tool)} broke: ${text}`);
  };
}

/** What it said, shortened. Its end is awaited, however it ends. */
async function run(program: string, args: string[], env: Record<string, string>, cwd: string) {
  const isScript = program.endsWith(".js");
  const [command, rest] = isScript ? [process.execPath, [program, ...args]] : [program, args];
  const child = spawn(command, rest, {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: patience,
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-300)));
  await once(child, "close");
  return said;
}

/** The first version number that a program says. */
export function versionOf(program: string): string {
  const isScript = program.endsWith(".js");
  const [command, args] = isScript ? [process.execPath, [program]] : [program, []];
  const said = execFileSync(command, [...args, "--version"], { encoding: "utf8" });
  return /\d+\.\d+\.\d+(?:[-+.]?\w+)*/.exec(said)?.[0] ?? said.trim();
}
