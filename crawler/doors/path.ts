import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { lstat, open as openFile, readdir, realpath } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { Snapshot, Source } from "../../model.ts";
import { cleanPath, createCollector, type Collector, type EntryKind } from "../collector.ts";
import { SourceError, type Door, type DoorOptions, type Located } from "../door.ts";
import { formatSource } from "../source.ts";
import {
  listTree,
  listWorkTree,
  readBlobs,
  readCommit,
  readKind,
  type Git,
  type TreeEntry,
} from "./git.ts";

/**
 * Opens `path:dir`: a bare git directory or the top folder of a checkout at a commit, or a folder as it is.
 * A checkout without @ref is read at HEAD when the wanted files in it are exactly HEAD's, else as it is, without a revision;
 * what git ignores is left out of it. A folder without git is read whole, but for `.git`, `node_modules` and Python
 * environments. Links are never followed.
 */
export function pathDoor(options: DoorOptions): Door {
  const { timeMs } = options.limits;
  return {
    scheme: "path",
    locate: (source) => named(source, () => locate(source, options)),
    open: (located) =>
      named(located.source, async () => {
        const folder = located.source.name;
        const endsAt = Date.now() + timeMs;
        const collector = createCollector(options);
        if (located.revision !== undefined)
          await readTree({ folder, timeMs }, located.revision, collector, endsAt);
        else await readFolder(folder, await listFiles(located, options, endsAt), collector, endsAt);
        const { repository, revision } = located;
        return {
          repository,
          ...(revision === undefined ? {} : { revision }),
          ...collector.finish(),
        } satisfies Snapshot;
      }),
  };
}

async function locate(source: Source, options: DoorOptions): Promise<Located> {
  const folder = await realpath(resolve(source.name)).catch(() => undefined);
  if (folder === undefined || !(await lstat(folder)).isDirectory()) {
    throw new SourceError("not-found", "expected a folder, found none");
  }
  const canonical: Source = { scheme: "path", name: folder };
  const located = {
    source: canonical,
    repository: { source: formatSource(canonical), id: `path.local/${folderName(folder)}` },
  };
  const git = { folder, timeMs: options.limits.timeMs };
  const shape = await readShape(folder);
  const kind = shape === "folder" ? undefined : await readKind(git);
  if (kind === undefined && shape === "bare") throw new SourceError("broken", "git cannot read it");
  if (kind === undefined) {
    if (source.ref === undefined) return { ...located, notes: { kind: "folder" } };
    throw new SourceError(
      "invalid",
      `expected a checkout or a git directory to read ${source.ref} from, found a plain folder`,
    );
  }
  const commit = await readCommit(git, source.ref ?? "HEAD");
  if (source.ref !== undefined && commit === undefined) {
    throw new SourceError("not-found", `no branch, tag or commit ${source.ref}`);
  }
  if (kind === "bare" && commit === undefined)
    throw new SourceError("empty", "the repository is empty");
  const notes = { kind };
  if (commit === undefined) return { ...located, notes };
  const asCommitted =
    source.ref !== undefined || kind === "bare" || (await isCommitted(git, commit, options));
  return asCommitted ? { ...located, revision: commit, notes } : { ...located, notes };
}

/** Whether the wanted files of the work tree are those of the commit, byte by byte. git's own status could run filters that the folder configures. */
async function isCommitted(git: Git, commit: string, options: DoorOptions): Promise<boolean> {
  const wanted = (path: string) => cleanPath(path) === path && options.wants(path);
  const entries = (await listTree(git, commit)).filter(
    (entry) => wanted(entry.path) && isFile(entry),
  );
  const oids = new Map(entries.map((entry) => [entry.path, entry]));
  const here: string[] = [];
  for (const path of (await listWorkTree(git)).filter(wanted)) {
    if (oids.has(path)) here.push(path);
    // What is not a file in the commit either, a link say, says nothing; a new file does.
    else if ((await lstat(join(git.folder, path)).catch(() => undefined))?.isFile()) return false;
  }
  if (here.length !== oids.size) return false;
  for (const [path, { oid, size = 0 }] of oids) {
    // Left out either way.
    if (size > options.limits.bytesPerFile) continue;
    const bytes = await readBounded(git.folder, path, size);
    if (typeof bytes === "string" || bytes.byteLength !== size) return false;
    const hash = createHash(oid.length === 64 ? "sha256" : "sha1");
    if (hash.update(`blob ${size}\0`).update(bytes).digest("hex") !== oid) return false;
  }
  return true;
}

async function readTree(
  git: Git,
  commit: string,
  collector: Collector,
  endsAt: number,
): Promise<void> {
  const wanted: { path: string; oid: string }[] = [];
  const entries = await listTree(git, commit);
  for (const entry of entries) {
    const path = collector.offer(entry.path, kindOf(entry), entry.size ?? 0);
    if (path !== undefined) wanted.push({ path, oid: entry.oid });
  }
  let next = 0;
  for await (const blob of readBlobs(
    git,
    wanted.map(({ oid }) => oid),
  )) {
    const path = wanted[next++]?.path;
    if (path !== undefined) collector.add(path, blob);
    if (Date.now() > endsAt) throw new SourceError("too-slow", "not read in time");
  }
}

function isFile({ mode }: TreeEntry): boolean {
  return mode.startsWith("100");
}

function kindOf(entry: TreeEntry): EntryKind {
  if (entry.missing) return "missing";
  if (isFile(entry)) return "file";
  return entry.mode === "120000" ? "link" : "other";
}

async function listFiles(
  { source, notes }: Located,
  options: DoorOptions,
  endsAt: number,
): Promise<string[]> {
  const folder = source.name;
  if (notes["kind"] === "checkout")
    return (await listWorkTree({ folder, timeMs: options.limits.timeMs })).toSorted();
  return (await walk(folder, options, endsAt)).toSorted();
}

/** Paths of everything but folders, without following links. */
async function walk(root: string, { limits }: DoorOptions, endsAt: number): Promise<string[]> {
  const found: string[] = [];
  const open = [""];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    if (Date.now() > endsAt)
      throw new SourceError("too-slow", `not read within ${limits.timeMs / 1000} s`);
    const entries = await readdir(join(root, folder), { withFileTypes: true });
    if (folder !== "" && entries.some(({ name }) => name === "pyvenv.cfg")) continue;
    for (const entry of entries) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (!entry.isDirectory()) found.push(path);
      else if (
        !/^(?:\.git|node_modules)$/.test(entry.name) &&
        path.split("/").length < limits.pathDepth * 2
      )
        open.push(path);
    }
  }
  return found;
}

async function readFolder(
  root: string,
  paths: string[],
  collector: Collector,
  endsAt: number,
): Promise<void> {
  const real = new Map<string, boolean>();
  for (const given of paths) {
    if (Date.now() > endsAt) throw new SourceError("too-slow", "not read in time");
    const at = await lstat(join(root, given)).catch(() => undefined);
    if (at === undefined || at.isDirectory()) continue;
    const isReal = at.isSymbolicLink() ? false : await standsInRoot(root, dirname(given), real);
    const kind = at.isFile() ? "file" : "other";
    const path = collector.offer(given, isReal ? kind : "link", at.size);
    if (path === undefined) continue;
    const bytes = await readBounded(root, given, at.size);
    if (typeof bytes === "string") collector.offer(given, bytes === "link" ? "link" : "other", 0);
    else collector.add(path, bytes);
  }
}

/** Whether no folder on the way is a link. */
async function standsInRoot(
  root: string,
  folder: string,
  known: Map<string, boolean>,
): Promise<boolean> {
  const before = known.get(folder);
  if (before !== undefined) return before;
  const stands = (await realpath(join(root, folder)).catch(() => undefined)) === join(root, folder);
  known.set(folder, stands);
  return stands;
}

/** At most `size` bytes and one; the kind of obstacle when it is not a file after all. */
async function readBounded(
  root: string,
  path: string,
  size: number,
): Promise<Buffer | "link" | "gone"> {
  // Without O_NONBLOCK a pipe would be waited for.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await openFile(join(root, path), flags).catch(
    (error: NodeJS.ErrnoException) => error.code ?? "",
  );
  if (typeof file === "string") return file === "ELOOP" ? "link" : "gone";
  try {
    if (!(await file.stat()).isFile()) return "gone";
    const buffer = Buffer.allocUnsafe(size + 1);
    let filled = 0;
    while (filled < buffer.byteLength) {
      const { bytesRead } = await file.read(buffer, filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  } finally {
    await file.close();
  }
}

/** What the folder looks like, before git is asked. */
async function readShape(folder: string): Promise<"checkout" | "bare" | "folder"> {
  const has = async (name: string) =>
    (await lstat(join(folder, name)).catch(() => undefined)) !== undefined;
  if (await has(".git")) return "checkout";
  return (await has("HEAD")) && (await has("objects")) && (await has("refs")) ? "bare" : "folder";
}

/** A name for people: `/x/server` -> `server`, `/x/server/.git` and `/x/server/repo` (bare) -> `server`, `/x/server.git` -> `server`. */
function folderName(folder: string): string {
  const own = basename(folder);
  const name =
    own === ".git" || own === "repo" ? basename(dirname(folder)) : own.replace(/\.git$/, "");
  return name.replace(/[^\w.+-]+/g, "-").replace(/^\.+/, "") || "root";
}

async function named<T>(source: Source, task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    throw new SourceError(error.kind, `${formatSource(source)}: ${error.message}`, {
      host: error.host,
      cause: error.cause,
    });
  }
}
