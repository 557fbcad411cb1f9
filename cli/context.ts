import type { Command } from "commander";
import type { Settings } from "./settings.ts";

/** Adds one command or a group of them to the program. */
export type Register = (program: Command, settings: () => Settings) => void;

/** A mistake of the caller's: exit code 2. */
export class UsageError extends Error {}

/** Aborts on the first Ctrl-C or SIGTERM; another one, a second later or more, ends the process at once. */
export function untilInterrupted(): AbortSignal {
  const controller = new AbortController();
  let first = Infinity;
  const stop = (): void => {
    // npm passes on the signal that the terminal has sent already: the same Ctrl-C comes twice.
    if (performance.now() - first > 1_000) process.exit(130);
    first = Math.min(first, performance.now());
    controller.abort();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return controller.signal;
}

/** A flag that counts something; throws for what is no whole number from 1. */
export function toCount(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new UsageError(`expected a whole number from 1, got ${JSON.stringify(text)}`);
  return value;
}
