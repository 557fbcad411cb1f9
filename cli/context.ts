import { join } from "node:path";
import type { Command } from "commander";
import { githubDoor } from "../crawler/doors/github.ts";
import { npmDoor } from "../crawler/doors/npm.ts";
import { pathDoor } from "../crawler/doors/path.ts";
import type { Door } from "../crawler/door.ts";
import { wants } from "../crawler/extract.ts";
import { type OpenedDatabase, openDatabase } from "../db/client.ts";
import type { Settings } from "./settings.ts";

/** Adds one command or a group of them to the program. */
export type Register = (program: Command, settings: () => Settings) => void;

/** A mistake of the caller's: exit code 2. */
export class UsageError extends Error {}

/** The real doors, one for each scheme. */
export function buildDoors(settings: Settings): Door[] {
  const { limits } = settings;
  return [
    githubDoor({
      limits,
      wants,
      ...(settings.githubToken === undefined ? {} : { token: settings.githubToken }),
      ...(settings.githubApiUrl === undefined ? {} : { apiUrl: settings.githubApiUrl }),
    }),
    npmDoor({ limits, wants }),
    pathDoor({ limits, wants }),
  ];
}

/** Where the database is: what `openDatabase` and the site's build take. */
export function databaseOf(settings: Settings): { url?: string; folder: string } {
  return {
    folder: join(settings.data, "db"),
    ...(settings.databaseUrl === undefined ? {} : { url: settings.databaseUrl }),
  };
}

/** Opens the database for the length of one job. */
export async function withDatabase<T>(
  settings: Settings,
  job: (db: OpenedDatabase) => Promise<T>,
): Promise<T> {
  const db = await openDatabase(databaseOf(settings));
  try {
    return await job(db);
  } finally {
    await db.close();
  }
}

/** Aborts on the first Ctrl-C or SIGTERM; a second one ends the process at once. */
export function untilInterrupted(): AbortSignal {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return controller.signal;
}
