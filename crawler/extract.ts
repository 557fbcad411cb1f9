import { fingerprint } from "../fingerprint.ts";
import type { Server, Skipped, Snapshot, Tool } from "../model.ts";
import type { Extraction } from "./extractors/extractor.ts";
import { extractors } from "./extractors/index.ts";
import { isManifest } from "./packages.ts";
import { attribute } from "./servers.ts";

/** What `almanac extract` prints. */
export interface Extracted {
  source: string;
  /** Full git commit or package version; absent for a plain folder. */
  commit?: string;
  servers: Server[];
  /** Sorted by path. */
  skipped: Skipped[];
}

/** Changes with the code that reads snapshots: what an older one read is read again. */
export const extractorsVersion = fingerprint(import.meta.dirname, [
  "extract.ts",
  "packages.ts",
  "servers.ts",
  "extractors/**/*.ts",
]);

/** Whether any extractor reads this file: the doors keep no other. */
export function wants(path: string): boolean {
  return isManifest(path) || extractors.some((extractor) => extractor.reads(path));
}

/** Every MCP server that the files of a snapshot register, read and never run. */
export async function extract(snapshot: Snapshot): Promise<Extracted> {
  const all: Extraction = { tools: [], unresolved: [], skipped: [] };
  for (const extractor of extractors) {
    const { tools, unresolved, skipped } = await extractor.extract(snapshot);
    all.tools.push(...tools);
    all.unresolved.push(...unresolved);
    all.skipped.push(...skipped);
  }
  return {
    source: snapshot.repository.source,
    ...(snapshot.revision === undefined ? {} : { commit: snapshot.revision }),
    servers: attribute(snapshot, all),
    skipped: [...snapshot.skipped, ...all.skipped].toSorted((a, b) =>
      a.path < b.path ? -1 : a.path > b.path ? 1 : 0,
    ),
  };
}

const handlerBytes = 20_000;

/** The lines of a tool's handler, cut at 20,000 characters; undefined when the handler was not found. */
export function handlerSource(snapshot: Snapshot, tool: Tool): string | undefined {
  if (tool.handler === undefined) return undefined;
  const { path, line, endLine = line } = tool.handler;
  return snapshot.files
    .get(path)
    ?.split("\n")
    .slice(line - 1, endLine)
    .join("\n")
    .slice(0, handlerBytes);
}
