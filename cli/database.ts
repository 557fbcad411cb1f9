import { join } from "node:path";
import { type OpenedDatabase, openDatabase } from "../db/client.ts";
import type { Settings } from "./settings.ts";

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
