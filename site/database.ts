import { join } from "node:path";
import { openDatabase, type OpenedDatabase } from "../db/client.ts";
import { serverPage, type ToolPage } from "../db/queries.ts";
import { serverView, type ServerView } from "./facts.ts";

const key = Symbol.for("mcp-almanac.site.database");
const shared = globalThis as { [key]?: Promise<OpenedDatabase> };

/** The database of this build, opened by whoever asks first; its tables are up to date already. */
export function database(): Promise<OpenedDatabase> {
  return (shared[key] ??= openDatabase({
    url: process.env.DATABASE_URL,
    folder: process.env.ALMANAC_DB ?? join(process.env.ALMANAC_DATA ?? ".almanac", "db"),
    migrate: false,
  }));
}

/** Closes what `database` opened, also from another copy of this module. */
export async function closeDatabase(): Promise<void> {
  const opened = shared[key];
  delete shared[key];
  await (await opened)?.close();
}

let latest: { id: string; view: Promise<ServerView> } | undefined;

/** A server of the catalogue; neighbouring pages share the one that was read last. */
export function serverOf(id: string): Promise<ServerView> {
  if (latest?.id !== id) latest = { id, view: readServer(id) };
  return latest.view;
}

async function readServer(id: string): Promise<ServerView> {
  const server = await serverPage(await database(), id);
  if (!server) throw new Error(`expected a server ${id} in the database, found none`);
  return serverView(server);
}

/** A server of the catalogue with one of its tools. */
export async function toolOf(
  id: string,
  name: string,
): Promise<{ server: ServerView; tool: ToolPage }> {
  const server = await serverOf(id);
  const tool = server.tools.find((each) => each.definition.name === name);
  if (!tool) throw new Error(`expected a tool ${name} of ${id} in the database, found none`);
  return { server, tool };
}
