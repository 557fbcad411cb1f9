import { Worker } from "node:worker_threads";
import type { Snapshot } from "../model.ts";
import type { Extractor } from "./extractors/extractor.ts";
import { extractors } from "./extractors/index.ts";
import evaluator from "./sandbox/evaluator.ts";

/** What `extractApart` asks of a reader. */
export interface Question {
  extractor: string;
  snapshot: Snapshot;
}

/** Of an extraction: thousands of tools with whole manuals are a tenth of it. */
const maxCharacters = 64_000_000;

/** All that looks at a snapshot, by id. */
const readers: Extractor[] = [...extractors, evaluator];

/** The extraction as JSON, or in its place what an extractor threw. */
export type Answer = { json: string } | { error: string };

// A terminal sends Ctrl-C to every process in it; the one that asked decides what becomes of this one.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});

// A reader that is stuck doesn't notice that the process that asked has ended; a thread of its own does.
new Worker(
  `const parent = process.ppid;
  setInterval(() => process.ppid === parent || process.kill(process.pid, "SIGKILL"), 1000);`,
  { eval: true },
).unref();

process.on("message", (question: Question) => {
  void answer(question).then((said) => process.send?.(said));
});

async function answer({ extractor: id, snapshot }: Question): Promise<Answer> {
  try {
    const extractor = readers.find((one) => one.id === id);
    // As text: a small value that repeats itself a million times over is then found too large here.
    const json = JSON.stringify(await extractor?.extract(snapshot));
    return json.length > maxCharacters
      ? { error: `came to more than ${maxCharacters / 1_000_000} million characters` }
      : { json };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
