import type { Place, Snapshot, Skipped, Tool, Unresolved } from "../../model.ts";

/** A tool or an unresolved registration, with the file whose package is the server that registers it. */
export type Registered<T> = T & { registeredIn: string };

export interface Extraction {
  tools: Registered<Tool>[];
  unresolved: Registered<Unresolved>[];
  /** Files that it wanted and could not parse. */
  skipped: Skipped[];
  /** Servers without a tool of their own that packages outside the snapshot make; each is unresolved at the same place. */
  wraps?: Wrapped[];
}

/** A server that a package of a registry makes. */
export interface Wrapped {
  /** Where the source starts it. */
  at: Place;
  /** Its name in the registry: `@scope/name`. */
  package: string;
  registeredIn: string;
}

/** A language or a manifest format: pure, from a snapshot to what is registered in it. Never throws for what a file says. */
export interface Extractor {
  /** The file's own name: `typescript`. */
  id: string;
  /** Whether it wants this file in the snapshot. */
  reads(path: string): boolean;
  extract(snapshot: Snapshot): Extraction | Promise<Extraction>;
}

const documents =
  /(?:openapi|swagger|spec|schema|prompt|description|instruction|tool)[^/]*(?:\/[^/]*)?\.(?:json|md|txt)$/i;

/** Whether a text beside the code is one that tools are made of: an API document, a list of tools, a description. */
export function isDocument(path: string): boolean {
  return documents.test(path);
}
