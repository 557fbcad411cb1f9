import type { SourceErrorKind } from "../../../crawler/door.ts";
import type { Skipped } from "../../../model.ts";

/** A repository that is made to do harm, with the outcome that it should have all the same. */
export interface Hostile {
  /** What it tries. */
  name: string;
  /** Text by path; made when it is wanted, since some are large. */
  files(): Record<string, string>;
  /** Names of the tools that still come, sorted. */
  tools: readonly string[];
  /** Of the files that are left out; absent means none. */
  skipped?: readonly Skipped[];
  /** One for each unresolved entry, in any order: what its reason says; absent means none, `any` that it may vary. */
  unresolved?: readonly RegExp[] | "any";
  /** In place of all that: what the source fails with when nothing can be concluded. */
  error?: SourceErrorKind;
  /** Milliseconds that an extractor may take, where it is known to take all of them. */
  timeMs?: number;
}

/** Milliseconds that an extractor may take for any other. */
export const timeMs = 15_000;
