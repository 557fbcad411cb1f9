import { createHash } from "node:crypto";
import type { Exhibit } from "./evidence.ts";
import type { Origin } from "./merge.ts";

/** What a model once said of a tool, as it wrote it: it is checked again each time it is used. */
export interface Kept extends Origin {
  /** See `opinionKey`. */
  key: string;
  /** Hash of what was shown. */
  evidence: string;
  /** The entries of the answer for this tool: none, one, or more. */
  said: unknown[];
}

/** Where answers are kept, so that none is paid for twice. */
export interface OpinionCache {
  /** What is kept under these keys. */
  read(keys: string[]): Promise<Map<string, Kept>>;
  /** The newest on each of these pieces of evidence, whatever the model and the prompt, by the evidence's hash. */
  newest(evidence: string[]): Promise<Map<string, Kept>>;
  /** Kept once this has returned, whatever happens to the process. */
  write(kept: Kept[]): Promise<void>;
}

/** Hex SHA-256 of model, prompt version and evidence. */
export function opinionKey({ model, prompt }: Origin, { hash }: Exhibit): string {
  return createHash("sha256")
    .update(JSON.stringify([model, prompt, hash]))
    .digest("hex");
}
