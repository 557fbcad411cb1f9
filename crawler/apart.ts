import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { Snapshot } from "../model.ts";
import type { Extraction } from "./extractors/extractor.ts";
import type { Answer, Question } from "./reader.ts";

/** Milliseconds of work that one extractor may take for one snapshot: what else the machine does decides nothing. */
const defaultTimeMs = 60_000;
/** How many times as long it may take by the clock. */
const patience = 3;
/** Of a reader's heap. */
const megabytes = 2_048;

/** Why an extractor came to no end, as the rest of a sentence about it. */
export interface Unread {
  kind: "too-slow" | "broken";
  message: string;
}

const alive = new Set<ChildProcess>();
/** Readers that wait for the next snapshot: starting one takes longer than reading most snapshots does. */
const idle: ChildProcess[] = [];

/**
 * Runs an extractor on a snapshot in a process of its own, so that no file can hang, exhaust or crash this one:
 * parsers are native code, and one that overflows its stack takes its process with it. Never throws for what a file says.
 */
export async function extractApart<Answered = Extraction>(
  extractor: string,
  snapshot: Snapshot,
  timeMs = defaultTimeMs,
): Promise<Answered | Unread> {
  const reader = idle.pop() ?? startReader();
  const answer = await ask(reader, { extractor, snapshot, timeMs });
  if ("message" in answer || "error" in answer) {
    // Whatever it failed of may have left it damaged: the next snapshot is for another one.
    reader.kill("SIGKILL");
    return "message" in answer
      ? answer
      : { kind: "broken", message: `failed: ${firstLine(answer.error)}` };
  }
  // It waits, and keeps this process from ending no longer.
  reader.unref();
  reader.channel?.unref();
  idle.push(reader);
  return JSON.parse(answer.json) as Answered;
}

function startReader(): ChildProcess {
  if (alive.size === 0) process.once("exit", endReaders);
  const reader = fork(join(import.meta.dirname, "reader.ts"), [], {
    execArgv: [`--max-old-space-size=${megabytes}`],
    // Nothing that is set for this process is of use there, and some of it is secret.
    env: {},
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  alive.add(reader);
  // Also when it ends while it waits: without a listener that would end this process.
  reader.on("error", () => {});
  reader.once("exit", () => {
    alive.delete(reader);
    if (alive.size === 0) process.off("exit", endReaders);
    const index = idle.indexOf(reader);
    if (index !== -1) idle.splice(index, 1);
  });
  return reader;
}

function endReaders(): void {
  for (const reader of alive) reader.kill("SIGKILL");
}

async function ask(reader: ChildProcess, question: Question): Promise<Answer | Unread> {
  const { promise, resolve } = Promise.withResolvers<Answer | Unread>();
  const unread = (kind: Unread["kind"], message: string) => resolve({ kind, message });
  const onError = ({ message }: Error) => unread("broken", `did not start: ${firstLine(message)}`);
  const { timeMs } = question;
  const slow = () => unread("too-slow", `came to no end within ${timeMs / 1000} s of work`);
  const onExit = (code: number | null, signal: string | null) => {
    if (signal === "SIGXCPU") return slow();
    return unread(
      "broken",
      signal === "SIGABRT"
        ? `ended early, which more than ${megabytes} MB of values lead to`
        : `ended early (${signal ?? code})`,
    );
  };
  const timer = setTimeout(slow, patience * timeMs);
  reader.ref();
  reader.channel?.ref();
  reader.once("message", resolve).once("error", onError).once("exit", onExit);
  reader.send(question, (error) => {
    // What is about to end says why in its own event.
    if (error && reader.connected) onError(error);
  });
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    reader.off("message", resolve).off("error", onError).off("exit", onExit);
  }
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0]?.slice(0, 300) ?? "";
}
