import type { Repository, Snapshot, Source } from "../model.ts";

/** An outside system that sources come from. */
export interface Door {
  /** The scheme of the sources that it opens: `github`, `npm`, `path`. */
  scheme: string;
  /**
   * Finds the source and its newest revision, without fetching its files.
   * `known` is an earlier answer for the same source, from storage: it makes the question cheaper, never the answer different.
   * Throws SourceError.
   */
  locate(source: Source, known?: Located): Promise<Located>;
  /** Fetches the wanted files of what was located. Throws SourceError. */
  open(located: Located): Promise<Snapshot>;
}

/** Where a source is and at which revision; plain JSON, so that it can be stored and handed back to `locate`. */
export interface Located {
  /** Canonical, after renames; without ref. */
  source: Source;
  repository: Repository;
  /** Full git commit, or the package version; absent for a plain folder. The same revision means the same files. */
  revision?: string;
  /** The door's own: what it needs to open it, and to ask more cheaply next time. */
  notes: { [name: string]: string };
}

/** Bounds on what is taken from one source. */
export interface Limits {
  /** Bytes of all files kept. */
  totalBytes: number;
  /** Number of files kept. */
  files: number;
  bytesPerFile: number;
  /** Segments of a path, the file's name included. */
  pathDepth: number;
  /** Milliseconds from the start of `open` to its end. */
  timeMs: number;
  /** Bytes of an archive after decompression, unwanted files included. */
  archiveBytes: number;
}

export const defaultLimits: Limits = {
  totalBytes: 256 * 2 ** 20,
  files: 50_000,
  bytesPerFile: 7 * 2 ** 20,
  pathDepth: 40,
  timeMs: 120_000,
  archiveBytes: 2 * 2 ** 30,
};

/** What every door is made with. */
export interface DoorOptions {
  limits: Limits;
  /** Whether any extractor reads this path; other files are neither kept nor reported as skipped. */
  wants(path: string): boolean;
}

export const sourceErrorKinds = [
  "invalid",
  "not-found",
  "private",
  "unauthorized",
  "empty",
  "blocked",
  "unreachable",
  "rate-limited",
  "too-large",
  "too-slow",
  "broken",
  "no-server",
] as const;
export type SourceErrorKind = (typeof sourceErrorKinds)[number];

/** A source that could not be located or opened. Its message is one line for people. */
export class SourceError extends Error {
  readonly kind: SourceErrorKind;
  /** True when the whole host is down or says stop: conclude nothing about the source, and stop asking that host. */
  readonly host: boolean;

  constructor(
    kind: SourceErrorKind,
    message: string,
    options: { host?: boolean; cause?: unknown } = {},
  ) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.name = "SourceError";
    this.kind = kind;
    this.host = options.host ?? false;
  }
}
