import { Worker } from "node:worker_threads";
import type { Snapshot } from "../model.ts";
import tracer from "./callgraph/tracer.ts";
import { extractors } from "./extractors/index.ts";
import evaluator from "./sandbox/evaluator.ts";

/** What `extractApart` asks of a reader. */
export interface Question {
  extractor: string;
  snapshot: Snapshot;
  /** Milliseconds of work that the answer may take; a reader that needs more ends itself with SIGXCPU. */
  timeMs: number;
}

/** Of an extraction: thousands of tools with whole manuals are a tenth of it. */
const maxCharacters = 64_000_000;

/** All that looks at a snapshot, by id. */
const readers: { id: string; extract(snapshot: Snapshot): unknown }[] = [
  ...extractors,
  evaluator,
  tracer,
];

/** The extraction as JSON, or in its place what an extractor threw. */
export type Answer = { json: string } | { error: string };

// A terminal sends Ctrl-C to every process in it; the one that asked decides what becomes of this one.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});

/** Milliseconds of work at which this process ends. */
const limit = new Float64Array(new SharedArrayBuffer(8)).fill(Number.POSITIVE_INFINITY);

// A reader that is stuck notices neither that the process that asked has ended nor how long it takes; a thread of its own does.
new Worker(
  `const limit = require("node:worker_threads").workerData;
  const parent = process.ppid;
  setInterval(() => {
    const { user, system } = process.cpuUsage();
    if ((user + system) / 1000 > limit[0]) process.kill(process.pid, "SIGXCPU");
    if (process.ppid !== parent) process.kill(process.pid, "SIGKILL");
  }, 200);`,
  { eval: true, workerData: limit },
).unref();

process.on("message", (question: Question) => {
  void answer(question).then((said) => process.send?.(said));
});

async function answer({ extractor: id, snapshot, timeMs }: Question): Promise<Answer> {
  const { user, system } = process.cpuUsage();
  limit[0] = (user + system) / 1000 + timeMs;
  try {
    const extractor = readers.find((one) => one.id === id);
    // As text: a small value that repeats itself a million times over is then found too large here.
    const json = JSON.stringify(await extractor?.extract(snapshot));
    return json.length > maxCharacters
      ? { error: `came to more than ${maxCharacters / 1_000_000} million characters` }
      : { json };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  } finally {
    limit[0] = Number.POSITIVE_INFINITY;
  }
}
