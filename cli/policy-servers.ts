import { aliasProblem, defaultAlias, sharedAlias } from "../classifier/policies/alias.ts";
import { serverIds, serverPage } from "../db/queries.ts";
import type { Classification, JsonSchema, Source } from "../model.ts";
import { isClientConfig, readClientConfig } from "./client-config.ts";
import { UsageError } from "./context.ts";
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
  "id of a server in the database, a source to read now, either with your name for it (github=npm:…), or an MCP client's configuration file (.json, .jsonc, .toml, .yaml)";

/**
 * The servers of each `[name=]<id or source>`, and of each client's configuration file, whose names it takes; in that order. Throws when one that is
 * named has no known tool, or a name that can't be one; one of a file that can't be read is left out and said.
 */
export async function findServers(
  texts: readonly string[],
  settings: Settings,
): Promise<PolicyServer[]> {
  const wanted = texts.map(readArgument);
  const ids = wanted.flatMap((one) => ("id" in one ? [one.id] : []));
  const { stored, others } =
    ids.length === 0 ? { stored: [], others: [] } : await storedServers(ids, settings);
  const servers: PolicyServer[] = [];
  for (const one of wanted) {
    if ("file" in one) {
      servers.push(...(await configuredServers(one.file, settings)));
      continue;
    }
    const known = "id" in one ? stored.find(({ id }) => id === one.id) : undefined;
    const server = known ?? (await readNow(one.name, sourceNamed(one.name, others), settings));
    servers.push(one.alias === undefined ? server : { ...server, alias: one.alias });
  }
  return servers;
}

type Wanted =
  | { file: string }
  | { alias?: string; name: string }
  | { alias?: string; name: string; id: string };

function readArgument(text: string): Wanted {
  if (isClientConfig(text)) return { file: text };
  const named = /^(?<alias>[^=/:]*)=(?<name>.+)$/s.exec(text)?.groups;
  const name = named?.["name"] ?? text;
  const alias = named?.["alias"];
  if (alias !== undefined) checkAlias(alias);
  return { name, ...(alias !== undefined && { alias }), ...(isId(name) && { id: name }) };
}

/** Ids of servers have no scheme and no leading dot: what has is read now, and needs no database. */
const isId = (name: string): boolean => !/^(?:[a-z]+:|[./])/.test(name);

/** A database in a folder is opened by one at a time: once for all. */
function storedServers(
  ids: readonly string[],
  settings: Settings,
): Promise<{ stored: PolicyServer[]; others: string[] }> {
  return withDatabase(settings, async (db) => {
    const found: PolicyServer[] = [];
    for (const id of new Set(ids)) {
      const server = await serverPage(db, id);
      if (server === undefined) continue;
      const tools = server.tools.map(({ definition, classification }) => ({
        name: definition.name,
        ...(definition.inputSchema && { inputSchema: definition.inputSchema }),
        classification,
      }));
      found.push({ id: server.id, alias: defaultAlias(server), tools });
    }
    return { stored: found, others: found.length === ids.length ? [] : await serverIds(db) };
  });
}

/** Ids that a message names. */
const spelledOut = 5;

/** Throws UsageError for what is no source; `ids` are those that the database has, and one of them may have been meant. */
function sourceNamed(name: string, ids: readonly string[]): Source {
  try {
    return readSource(name);
  } catch (error) {
    if (ids.length === 0 && !isId(name)) throw error;
    if (ids.length === 0)
      throw new UsageError(
        `the database is empty, and ${JSON.stringify(name)} is no source: crawl something first, or name a source to read now, which begins with github:, npm: or path:`,
        { cause: error },
      );
    const alike = ids.filter((id) => id.toLowerCase().includes(name.toLowerCase()));
    const shown = (alike.length > 0 ? alike : ids).slice(0, spelledOut).join(", ");
    throw new UsageError(
      `the database has no server ${JSON.stringify(name)}, but for instance ${shown}; a source to read now begins with github:, npm: or path:`,
      { cause: error },
    );
  }
}

/** Throws UsageError for a name that no server can have in any client's configuration. */
export function checkAlias(alias: string): void {
  const problem = aliasProblem(alias);
  if (problem !== undefined)
    throw new UsageError(`${JSON.stringify(alias)} is no name for a server: ${problem}`);
}

/** No policy can tell servers of one name apart. */
export function checkAliases(aliases: readonly string[]): void {
  for (const alias of aliases) checkAlias(alias);
  const shared = sharedAlias(aliases);
  if (shared !== undefined)
    throw new UsageError(
      `two servers are called ${JSON.stringify(shared)}: name each as \`<your name>=<server>\``,
    );
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
