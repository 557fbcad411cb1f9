import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { extract, type Header } from "tar-stream";
import { createCollector, type EntryKind } from "./collector.ts";
import { SourceError, type DoorOptions } from "./door.ts";
import type { Snapshot } from "../model.ts";

/**
 * Reads the wanted files of a gzipped tar as it streams by, without the folder that everything in it stands in.
 * Nothing is unpacked, and nothing but the wanted files is held. `signal` ends it. Throws SourceError for what is wrong with
 * the archive, and passes on what the stream itself throws.
 */
export async function readArchive(
  body: AsyncIterable<Uint8Array>,
  options: DoorOptions,
  signal: AbortSignal,
): Promise<Pick<Snapshot, "files" | "skipped">> {
  const collector = createCollector(options);
  const transfer: { error?: unknown } = {};
  const tar = extract();
  const flow = pipeline(
    watch(body, transfer),
    createGunzip(),
    bound(options.limits.archiveBytes),
    tar,
    { signal },
  );
  // Awaited at the end; until then the same failure arrives through the entries.
  flow.catch(() => undefined);
  let entries = 0;
  try {
    for await (const entry of tar) {
      entries++;
      const path = withoutTopFolder(entry.header.name);
      const wanted = path === undefined ? undefined : offer(collector.offer, path, entry.header);
      if (wanted === undefined) {
        entry.resume();
        continue;
      }
      const chunks: Uint8Array[] = [];
      for await (const chunk of entry as AsyncIterable<Uint8Array>) chunks.push(chunk);
      collector.add(wanted, Buffer.concat(chunks));
    }
    await flow;
  } catch (error) {
    throw explain(error, transfer, options, signal);
  }
  if (entries === 0) throw new SourceError("broken", "the archive has no entries");
  return collector.finish();
}

function offer(
  offerEntry: (path: string, kind: EntryKind, size: number) => string | undefined,
  path: string,
  { type, size }: Header,
): string | undefined {
  if (type === "directory") return undefined;
  const kinds: Partial<Record<string, EntryKind>> = {
    file: "file",
    "contiguous-file": "file",
    link: "link",
    symlink: "link",
  };
  return offerEntry(path, kinds[type ?? "file"] ?? "other", size ?? 0);
}

/** `repo-1a2b/src/a.ts` -> `src/a.ts`, `/etc/passwd` as it is; undefined for the folder itself. */
function withoutTopFolder(name: string): string | undefined {
  if (name.startsWith("/")) return name;
  const path = name.replace(/^(?:\.?\/)+/, "");
  const end = path.indexOf("/");
  if (path.startsWith("../")) return path;
  return end === -1 || end === path.length - 1 ? undefined : path.slice(end + 1);
}

/** Remembers what the transfer failed of: past the pipeline it looks like a broken archive. */
async function* watch(
  body: AsyncIterable<Uint8Array>,
  transfer: { error?: unknown },
): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    transfer.error = error;
    throw error;
  }
}

function bound(archiveBytes: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      seen += chunk.byteLength;
      if (seen <= archiveBytes) done(null, chunk);
      else
        done(
          new SourceError(
            "too-large",
            `expected at most ${archiveBytes} bytes in the archive, got more`,
          ),
        );
    },
  });
}

function explain(
  error: unknown,
  transfer: { error?: unknown },
  { limits }: DoorOptions,
  signal: AbortSignal,
): unknown {
  if (error instanceof SourceError) return error;
  if (signal.aborted)
    return new SourceError("too-slow", `not read within ${limits.timeMs / 1000} s`, {
      cause: error,
    });
  if (transfer.error !== undefined) return transfer.error;
  const said = error instanceof Error ? error.message : String(error);
  return new SourceError("broken", `the archive cannot be read: ${said}`, { cause: error });
}
