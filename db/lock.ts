import { readFileSync, rmSync } from "node:fs";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join, resolve } from "node:path";

/** Whoever holds a folder, as written into its lock file. */
interface Holder {
  pid: number;
  host: string;
  /** When that process started, in the system's own count; empty where the system does not tell. */
  started: string;
}

/**
 * Takes a folder for this process and returns what gives it back; throws when another process has it.
 * A lock left by a process that has ended, killed or not, is taken over.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = resolve(folder, "lock");
  const mine = JSON.stringify({
    pid: process.pid,
    host: hostname(),
    started: readStart(process.pid),
  } satisfies Holder);
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, mine);
  try {
    while (!(await isLinked(draft, file))) {
      const held = await readFile(file, "utf8").catch(() => undefined);
      if (held === undefined) {
        continue;
      }
      const holder = parseHolder(held);
      if (held === mine || (holder && isAlive(holder))) {
        throw new Error(describe(folder, file, holder));
      }
      await removeStale(file, held);
    }
  } finally {
    await rm(draft, { force: true });
  }
  function unlock(): void {
    if (readText(file) === mine) {
      rmSync(file, { force: true });
    }
  }
  process.once("exit", unlock);
  return async () => {
    process.removeListener("exit", unlock);
    unlock();
  };
}

/** Linking a finished file, unlike writing one, never shows others a lock without its holder. */
async function isLinked(draft: string, file: string): Promise<boolean> {
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") {
      return false;
    }
    throw error;
  }
}

/** Moves the lock away, and puts it back if another process has taken over between reading and moving. */
async function removeStale(file: string, stale: string): Promise<void> {
  const aside = `${file}.stale.${process.pid}`;
  await rename(file, aside).catch(() => {});
  const moved = readText(aside);
  if (moved !== undefined && moved !== stale) {
    await isLinked(aside, file);
  }
  await rm(aside, { force: true });
}

function describe(folder: string, file: string, holder: Holder | undefined): string {
  const pid = holder?.pid ?? process.pid;
  if (holder && holder.host !== hostname()) {
    return `the database in ${folder} is in use by process ${pid} on ${holder.host}: wait until it ends; if it has ended, remove ${file}`;
  }
  const who = pid === process.pid ? "this process already" : `process ${pid}`;
  return `the database in ${folder} is in use by ${who}: wait until it ends, stop it, or set DATABASE_URL to a PostgreSQL, which many processes can share`;
}

function isAlive(holder: Holder): boolean {
  if (holder.host !== hostname()) {
    return true;
  }
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
  // The number may have gone to another process since.
  return readStart(holder.pid) === holder.started;
}

/** The start of a process in clock ticks since boot, where the system keeps /proc. */
function readStart(pid: number): string {
  const stat = readText(join("/proc", String(pid), "stat"));
  // The command's name stands in parentheses and may hold anything; the 20th field after it is the start.
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}

function parseHolder(text: string): Holder | undefined {
  try {
    const { pid, host, started } = JSON.parse(text) as Partial<Holder>;
    return Number.isInteger(pid) && pid !== undefined && host !== undefined && started !== undefined
      ? { pid, host, started }
      : undefined;
  } catch {
    return undefined;
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
