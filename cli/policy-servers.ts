import { defaultAlias } from "../classifier/policies/alias.ts";
import { serverPage } from "../db/queries.ts";
import type { Classification, JsonSchema, Source } from "../model.ts";
import { readClientConfig } from "./client-config.ts";
import { withDatabase } from "./database.ts";
import { buildDoors } from "./doors.ts";
import type { Settings } from "./settings.ts";
import { readServers, readSource } from "./source.ts";
import { plain } from "./table.ts";

/** A server that a policy is about. */
export interface PolicyServer {
  id: string;
  /** What it is called in the reader's configuration: as told, else a likely name. */
  alias: string;
  tools: { name: string; inputSchema?: JsonSchema; classification: Classification }[];
}

/** What `policy` and `policy lint` take for a server. */
export const serverArgument =
  "id of a server in the database, a source to read now, either with your name for it (github=npm:…), or an MCP client's configuration file";

/**
 * The servers of each `[name=]<id or source>`, and of each client's configuration file, whose names it takes; in that order. Throws when one that is
 * named has no known tool; one of a file that can't be read is left out and said.
 */
export async function findServers(
  texts: readonly string[],
  settings: Settings,
): Promise<PolicyServer[]> {
  const servers: PolicyServer[] = [];
  // One after the other: a database in a folder is opened by one at a time.
  for (const text of texts) {
    if (text.endsWith(".json")) {
      servers.push(...(await configuredServers(text, settings)));
      continue;
    }
    const named = /^(?<alias>[^=/:]*)=(?<name>.+)$/s.exec(text)?.groups;
    const server = await findServer(named?.["name"] ?? text, settings);
    servers.push(named === undefined ? server : { ...server, alias: named["alias"]! });
  }
  return servers;
}

/** A server of the database, else the only server of a source read now. */
async function findServer(name: string, settings: Settings): Promise<PolicyServer> {
  // Ids of servers have no scheme and no leading dot: what has is read now, and needs no database.
  const isSource = /^(?:[a-z]+:|[./])/.test(name);
  const stored = isSource ? undefined : await withDatabase(settings, (db) => serverPage(db, name));
  if (stored === undefined) return readNow(name, readSource(name), settings);
  return {
    id: stored.id,
    alias: defaultAlias(stored),
    tools: stored.tools.map(({ definition, classification }) => ({
      name: definition.name,
      ...(definition.inputSchema && { inputSchema: definition.inputSchema }),
      classification,
    })),
  };
}

async function readNow(name: string, source: Source, settings: Settings): Promise<PolicyServer> {
  const servers = await readServers(buildDoors(settings), source);
  const [server, ...others] = servers.filter((one) => one.tools.length > 0);
  if (server === undefined)
    throw new Error(`none of the registrations seen in ${name} could be resolved`);
  if (others.length > 0) {
    const ids = [server, ...others].map((one) => one.id).join(", ");
    throw new Error(`${name} has several servers: crawl it, then name one of ${ids}`);
  }
  return { id: server.id, alias: defaultAlias(server), tools: server.tools };
}

async function configuredServers(file: string, settings: Settings): Promise<PolicyServer[]> {
  const servers: PolicyServer[] = [];
  for (const { name, source } of readClientConfig(file)) {
    if ("reason" in source) {
      console.error(`almanac: ${plain(name)} is left out: ${plain(source.reason)}`);
      process.exitCode = 1;
    } else servers.push({ ...(await readNow(name, source, settings)), alias: name });
  }
  if (servers.length === 0) throw new Error(`no server of ${file} could be read`);
  return servers;
}
