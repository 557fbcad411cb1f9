import { setTimeout } from "node:timers/promises";
import type { Command } from "commander";
import type { Settings } from "./settings.ts";

/** Adds one command or a group of them to the program. */
export type Register = (program: Command, settings: () => Settings) => void;

/** A mistake of the caller's: exit code 2. */
export class UsageError extends Error {}

/** Milliseconds in which npm may pass on the signal that the terminal has sent already: the same Ctrl-C, twice. */
const repeatMs = 1_000;
let interruptedAt: number | undefined;

/** Aborts on the first Ctrl-C or SIGTERM; another one, a second later or more, ends the process at once. */
export function untilInterrupted(): AbortSignal {
  const controller = new AbortController();
  const stop = (): void => {
    if (interruptedAt !== undefined && performance.now() - interruptedAt > repeatMs)
      process.exit(130);
    interruptedAt ??= performance.now();
    controller.abort();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return controller.signal;
}

/** Waits until no repeat of an interrupt is to be expected: one that met the process on its way out would kill it. */
export async function outlastInterrupt(): Promise<void> {
  if (interruptedAt !== undefined) await setTimeout(interruptedAt + repeatMs - performance.now());
}

/** A flag that counts something; throws for what is no whole number from 1. */
export function toCount(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new UsageError(`expected a whole number from 1, got ${JSON.stringify(text)}`);
  return value;
}
