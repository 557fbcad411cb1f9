import type { Skipped, SkipReason, Snapshot } from "../model.ts";
import { SourceError, type DoorOptions } from "./door.ts";

/** `missing`: named by its source, and its content not there. */
export type EntryKind = "file" | "link" | "other" | "missing";

/** Keeps the wanted text files of one source within the limits, and what was left out. Of one path offered twice, the last counts. */
export interface Collector {
  /** Announces an entry, with its size in bytes; answers with the path to `add` its bytes under, or undefined when they are not wanted. */
  offer(path: string, kind: EntryKind, size: number): string | undefined;
  add(path: string, bytes: Uint8Array): void;
  /** Sorted by path. */
  finish(): Pick<Snapshot, "files" | "skipped">;
}

const longestPath = 1000;
const decoder = new TextDecoder("utf-8", { fatal: true });

export function createCollector({ limits, wants }: DoorOptions): Collector {
  const files = new Map<string, string>();
  const sizes = new Map<string, number>();
  const skipped = new Map<string, SkipReason>();
  let kept = 0;

  function forget(path: string): void {
    kept -= sizes.get(path) ?? 0;
    sizes.delete(path);
    files.delete(path);
    skipped.delete(path);
  }

  function reserve(path: string, size: number): void {
    sizes.set(path, size);
    kept += size;
  }

  function skip(path: string, reason: SkipReason): undefined {
    skipped.set(path, reason);
    // What is left out is listed one by one; a source with more of it than it may have files is refused instead.
    if (skipped.size > limits.files) {
      throw new SourceError(
        "too-large",
        `expected at most ${limits.files} files, got more than twice as many`,
      );
    }
  }

  return {
    offer(given, kind, size) {
      const path = cleanPath(given);
      if (path === undefined) {
        const shown = given.slice(-longestPath);
        return wants(shown) ? skip(shown, "unsafe-path") : undefined;
      }
      if (!wants(path)) return undefined;
      forget(path);
      if (kind === "link") return skip(path, "link");
      if (kind === "missing") return skip(path, "missing");
      if (kind === "other") return skip(path, "not-a-file");
      if (path.split("/").length > limits.pathDepth) return skip(path, "too-deep");
      if (size > limits.bytesPerFile) return skip(path, "too-large");
      if (sizes.size >= limits.files) return skip(path, "too-many-files");
      if (kept + size > limits.totalBytes) return skip(path, "too-many-bytes");
      reserve(path, size);
      return path;
    },
    add(path, bytes) {
      const text = decodeText(bytes);
      forget(path);
      if (text === undefined) return skip(path, "binary");
      files.set(path, text);
      reserve(path, bytes.byteLength);
    },
    finish() {
      return {
        files: new Map([...files].toSorted(byPath)),
        skipped: [...skipped].toSorted(byPath).map(([path, reason]): Skipped => ({ path, reason })),
      };
    },
  };
}

/** `./a//b.ts` -> `a/b.ts`; undefined for what could leave its folder or mean different files to different readers. */
export function cleanPath(path: string): string | undefined {
  // oxlint-disable-next-line no-control-regex
  if (path.length > longestPath || path.startsWith("/") || /[\0-\x1f\x7f\\]/.test(path))
    return undefined;
  const segments = path.split("/").filter((segment) => segment !== "" && segment !== ".");
  return segments.length === 0 || segments.includes("..") ? undefined : segments.join("/");
}

/** Undefined for anything but UTF-8 without NUL; a byte order mark is dropped. */
function decodeText(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

function byPath(a: [string, unknown], b: [string, unknown]): number {
  if (a[0] === b[0]) return 0;
  return a[0] < b[0] ? -1 : 1;
}
