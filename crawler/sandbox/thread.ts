import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Outcome, Program } from "./machine.ts";

/** Milliseconds by the clock for one program: what no interrupt reaches is one long call of native code. */
const programMs = 20_000;

export interface Machine {
  /** Never throws for what a program does. */
  run(program: Program): Promise<Outcome>;
  close(): void;
}

/** Threads that wait for the next snapshot: making one, and its machine, takes longer than most programs do. */
const idle: Worker[] = [];

/** A thread with the snapshot's files, replaced by a new one when a program doesn't give it back. */
export function openMachine(files: ReadonlyMap<string, string>): Machine {
  let thread: Worker | undefined;
  return {
    run: async (program) => {
      const isNew = thread === undefined;
      const own = (thread ??= idle.pop() ?? openThread());
      const { promise, resolve } = Promise.withResolvers<Outcome>();
      const onError = (error: Error) => resolve({ error: error.message });
      const onExit = () => resolve({ error: "the machine ended" });
      const timer = setTimeout(() => resolve({ error: "the program came to no end" }), programMs);
      own.once("message", resolve).once("error", onError).once("exit", onExit);
      own.ref();
      own.postMessage(isNew ? { ...program, files } : program);
      const outcome = await promise;
      clearTimeout(timer);
      own.off("message", resolve).off("error", onError).off("exit", onExit);
      own.unref();
      if ("error" in outcome) {
        thread = undefined;
        await own.terminate();
      }
      return outcome;
    },
    close: () => {
      if (thread !== undefined) idle.push(thread);
      thread = undefined;
    },
  };
}

function openThread(): Worker {
  const thread = new Worker(join(import.meta.dirname, "machine.ts"), {
    env: {},
    // QuickJS recurses on this thread's stack; the rest holds only texts.
    resourceLimits: { stackSizeMb: 16, maxOldGenerationSizeMb: 512 },
  });
  // Also when it fails while it waits or is being ended: without a listener that would end this process.
  thread.on("error", () => {});
  thread.once("exit", () => {
    const index = idle.indexOf(thread);
    if (index !== -1) idle.splice(index, 1);
  });
  return thread;
}
