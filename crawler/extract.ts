import { basename, extname } from "node:path/posix";
import { fingerprint } from "../fingerprint.ts";
import type { Call, Server, Skipped, Snapshot, Tool } from "../model.ts";
import { extractApart } from "./apart.ts";
import { withCalls } from "./calls.ts";
import { followDependencies, type Dependencies } from "./dependencies.ts";
import { SourceError } from "./door.ts";
import type { Extraction } from "./extractors/extractor.ts";
import { extractors } from "./extractors/index.ts";
import { findLaunchers } from "./launchers.ts";
import { isLockfile } from "./lockfiles.ts";
import { isManifest } from "./manifests/index.ts";
import { type Evaluation, merge } from "./merge.ts";
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

/** Milliseconds of work that evaluation may take for one snapshot. */
const evaluationMs = 40_000;

/** Changes with the code that reads snapshots: what an older one read is read again. */
export const extractorsVersion = fingerprint(import.meta.dirname, [
  "apart.ts",
  "calls.ts",
  "credentials.ts",
  "dependencies.ts",
  "extract.ts",
  "homes.ts",
  "launchers.ts",
  "listed.ts",
  "lockfiles.ts",
  "merge.ts",
  "reader.ts",
  "server-facts.ts",
  "servers.ts",
  "stated-requests.ts",
  "transports.ts",
  "callgraph/**/*.ts",
  "extractors/**/*.ts",
  "manifests/**/*.ts",
  "sandbox/**/*.ts",
]);

/** Whether any extractor reads this file: the doors keep no other. */
export function wants(path: string): boolean {
  return (
    isManifest(path) || isLockfile(path) || extractors.some((extractor) => extractor.reads(path))
  );
}

/** Why a source has no servers, in words that follow its name: what was looked through, by kind of file. */
export function nothingSeen({ files }: Snapshot, { skipped }: Pick<Extracted, "skipped">): string {
  const languages = extractors.map(({ id }) => id).join(", ");
  if (files.size === 0) return `it has no file of a kind that is read: ${languages}`;
  const counts = new Map<string, number>();
  for (const path of files.keys()) {
    const kind = extname(path) || basename(path);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const kinds = [...counts].toSorted(([, a], [, b]) => b - a).slice(0, 6);
  const words = kinds.map(([kind, count]) => `${kind} ${count}`).join(", ");
  const left = skipped.length === 0 ? "" : `; ${skipped.length} more were left out`;
  return `no tool registration was seen in the files that are read (${words})${left}`;
}

export interface ExtractOptions {
  /** Milliseconds of work that one extractor may take for one snapshot. */
  timeMs?: number;
  /** Opens packages that a server only wraps; without it such a server stays unresolved. */
  dependencies?: Dependencies;
}

/**
 * Every MCP server that the files of a snapshot register: read, and evaluated where its language allows. An extractor that fails leaves an unresolved
 * registration in its place; throws SourceError when no tool is left beside that, since nothing can be concluded then.
 */
export async function extract(
  snapshot: Snapshot,
  { timeMs, dependencies }: ExtractOptions = {},
): Promise<Extracted> {
  const tools: Extraction["tools"][] = [];
  const unresolved: Extraction["unresolved"][] = [];
  const skipped: Skipped[][] = [snapshot.skipped];
  const failures: SourceError[] = [];
  for (const { id, reads } of extractors) {
    const files = new Map([...snapshot.files].filter(([path]) => reads(path)));
    const [first] = files.keys();
    if (first === undefined) continue;
    const found = await extractApart(id, { ...snapshot, files, skipped: [] }, timeMs);
    if ("message" in found) {
      const reason = `The ${id} extractor ${found.message}.`;
      failures.push(new SourceError(found.kind, reason));
      unresolved.push([{ at: { path: first, line: 1 }, reason, registeredIn: first }]);
      continue;
    }
    const whole =
      dependencies === undefined || found.wraps === undefined
        ? found
        : await followDependencies(snapshot, found, dependencies, async (all) => {
            const again = await extractApart(id, { ...snapshot, files: all, skipped: [] }, timeMs);
            return "message" in again ? undefined : again;
          });
    const merged = id === "typescript" ? await evaluateToo(snapshot, whole, timeMs) : whole;
    tools.push(merged.tools);
    unresolved.push(merged.unresolved);
    skipped.push(whole.skipped);
  }
  const isNothing = tools.flat().length + unresolved.flat().length === 0;
  if (isNothing) unresolved.push(findLaunchers(snapshot.files));
  const all: Extraction = { tools: tools.flat(), unresolved: unresolved.flat(), skipped: [] };
  const [failure] = failures;
  if (failure !== undefined && all.tools.length === 0) throw failure;
  const followed = await withCalls(snapshot, attribute(snapshot, all), dependencies);
  skipped.push(followed.skipped);
  return {
    source: snapshot.repository.source,
    ...(snapshot.revision === undefined ? {} : { commit: snapshot.revision }),
    servers: followed.servers,
    skipped: skipped.flat().toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)),
  };
}

/** What was read, together with what comes of evaluating the same programs; as it was when that fails, or when nothing was read. */
async function evaluateToo(
  snapshot: Snapshot,
  read: Extraction,
  timeMs: number = evaluationMs,
): Promise<Extraction> {
  if (read.tools.length + read.unresolved.length === 0) return read;
  // Not all programs of a large source are evaluated: those come first of which reading has no tool.
  const known = new Set(read.tools.map(({ registeredIn }) => registeredIn));
  const unknown = read.unresolved.filter(({ registeredIn }) => !known.has(registeredIn));
  const entries = [...unknown, ...read.tools].map(({ registeredIn }) => registeredIn);
  const programs = { ...snapshot, entries: [...new Set(entries)], skipped: [] };
  const found = await extractApart("evaluate", programs, Math.min(timeMs, evaluationMs));
  return "message" in found ? read : merge(read, found as Evaluation);
}

const handlerBytes = 20_000;

/** The lines of a tool's handler, cut at 20,000 characters, as the part of a subject that they are; empty when its code is not known to be its own. */
export function handlerSource(
  snapshot: Snapshot,
  tool: Tool,
  dependencies?: Dependencies,
): { handlerSource?: string } {
  if (tool.handler === undefined || tool.calls === undefined) return {};
  const { path, line, endLine = line } = tool.handler;
  const isOutside = ({ at, via }: Call) =>
    via === undefined && (at.path !== path || at.line < line || at.line > endLine);
  if (tool.calls.some(isOutside)) return {};
  const { from } = tool;
  const owner =
    from === undefined ? snapshot : dependencies?.opened.get(`${from.name}@${from.version}`);
  const lines = owner?.files
    .get(path)
    ?.split("\n")
    .slice(line - 1, endLine);
  return lines === undefined ? {} : { handlerSource: lines.join("\n").slice(0, handlerBytes) };
}
