import { type SQLWrapper, and, asc, count, desc, eq, inArray, isNull, ne, sql } from "drizzle-orm";
import {
  type Category,
  type Classification,
  type Definition,
  type Method,
  type Package,
  type Risk,
  type Server,
  type Skipped,
  type Tool,
  type Unresolved,
  risks,
} from "../model.ts";
import type { Database } from "./client.ts";
import {
  classifications,
  definitions,
  failures,
  repositories,
  servers,
  snapshots,
  tools,
  unresolved,
} from "./schema.ts";

/** A tool where it is only named. */
export interface ToolLink {
  server: string;
  serverName: string;
  name: string;
  category: Category;
  risk: Risk;
  /** The description's first 300 characters. */
  opening?: string;
}

/** A server where it is only named. */
export interface ServerLink {
  id: string;
  name: string;
  tools: number;
  /** Of its tools, those with risk high or critical. */
  risky: number;
  unresolved: number;
  crawledAt?: Date;
}

export interface Failure {
  source: string;
  kind: string;
  message: string;
  at: Date;
}

/** How many tools were found by a method. */
export interface MethodTotal {
  method: Method;
  tools: number;
  /** Of these, those that another method came to with the same definition. */
  confirmed: number;
  /** Of these, those that another method saw otherwise. */
  differing: number;
}

/** Sums over the catalogue. */
export interface Totals {
  servers: number;
  tools: number;
  unresolved: number;
  /** One entry for each pair that occurs. */
  labels: { category: Category; risk: Risk; tools: number }[];
  /** One entry for each method that occurs, sorted. */
  methods: MethodTotal[];
}

export interface HomePage extends Totals {
  /** Of risk high or critical, at most two of a server; highest risk first, then surest first. */
  riskiest: ToolLink[];
  /** Newest crawl first. */
  latest: ServerLink[];
  /** Sorted by source. */
  failures: Failure[];
}

export interface ServerPage extends Pick<
  Server,
  "start" | "transports" | "sdks" | "secrets" | "scopes"
> {
  id: string;
  name: string;
  path: string;
  packages: Package[];
  source: string;
  url?: string;
  description?: string;
  license?: string;
  archived?: boolean;
  revision: string;
  crawledAt?: Date;
  lineUrl?: string;
  skipped: Skipped[];
  /** Sorted by place. */
  unresolved: Unresolved[];
  /** Sorted by name, with their whole definitions. */
  tools: ToolPage[];
  /** Names of tools that were crawled and wait for their label, sorted. */
  unlabelled: string[];
}

/** A labelled tool with its whole definition. */
export interface ToolPage extends Pick<
  Tool,
  "at" | "handler" | "method" | "confirmedBy" | "differences" | "from" | "when"
> {
  definition: Definition;
  /** Link to lines of the files of `from`; absent for the server's own files, and when nothing can be linked. */
  lineUrl?: string;
  classification: Classification;
  /** Tools of the same name on other servers, at most 12, sorted by server. */
  namesakes: ToolLink[];
}

/** The same order on every database, whatever its locale. */
function byCode(column: SQLWrapper) {
  return sql`${column} collate "C"`;
}

const namesakesMax = 12;
const opening = sql<string | null>`left(${definitions.description}, 300)`;
const riskRank = sql<number>`array_position(array[${sql.join(
  risks.map((risk) => sql`${risk}`),
  sql`, `,
)}]::text[], ${classifications.risk})`;

type Present<T> = { [K in keyof T as null extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as null extends T[K] ? K : never]?: Exclude<T[K], null>;
};

/** Drops what the database calls null: absent stays absent. */
function present<T extends object>(row: T): Present<T> {
  return Object.fromEntries(
    Object.entries(row).filter(([, value]) => value !== null),
  ) as Present<T>;
}

/** Ids of all servers, sorted. */
export async function serverIds(db: Database): Promise<string[]> {
  const rows = await db.select({ id: servers.id }).from(servers).orderBy(byCode(servers.id));
  return rows.map((row) => row.id);
}

/** Server and name of every labelled tool, sorted; neighbours share a server. */
export function toolIds(db: Database): Promise<{ server: string; name: string }[]> {
  return db
    .select({ server: classifications.server, name: classifications.name })
    .from(classifications)
    .orderBy(byCode(classifications.server), byCode(classifications.name));
}

/** What the whole catalogue holds. */
export async function totals(db: Database): Promise<Totals> {
  const [serverRow] = await db.select({ value: count() }).from(servers);
  const [toolRow] = await db.select({ value: count() }).from(tools);
  const [unresolvedRow] = await db.select({ value: count() }).from(unresolved);
  const labels = await db
    .select({
      category: classifications.category,
      risk: classifications.risk,
      tools: count(),
    })
    .from(classifications)
    .groupBy(classifications.category, classifications.risk)
    .orderBy(asc(classifications.category), asc(classifications.risk));
  const methods = await db
    .select({
      method: tools.method,
      tools: count(),
      confirmed: count(tools.confirmedBy),
      differing: count(tools.differences),
    })
    .from(tools)
    .groupBy(tools.method)
    .orderBy(byCode(tools.method));
  return {
    servers: serverRow?.value ?? 0,
    tools: toolRow?.value ?? 0,
    unresolved: unresolvedRow?.value ?? 0,
    labels,
    methods,
  };
}

/** The front page, with at most `most` entries in each of its lists. */
export async function homePage(db: Database, most = 10): Promise<HomePage> {
  return {
    ...(await totals(db)),
    riskiest: await riskiest(db, most),
    latest: await serverLinks(db, { most, newest: true }),
    failures: await failedSources(db),
  };
}

/** Sources whose latest crawl failed, sorted. */
export function failedSources(db: Database): Promise<Failure[]> {
  return db
    .select({
      source: failures.source,
      kind: failures.kind,
      message: failures.message,
      at: failures.at,
    })
    .from(failures)
    .orderBy(byCode(failures.source));
}

async function riskiest(db: Database, most: number): Promise<ToolLink[]> {
  const ranked = db.$with("ranked").as(
    db
      .select({
        server: classifications.server,
        name: classifications.name,
        category: classifications.category,
        risk: classifications.risk,
        confidence: classifications.confidence,
        rank: riskRank.as("rank"),
        place:
          sql<number>`row_number() over (partition by ${classifications.server} order by ${riskRank} desc, ${classifications.confidence} desc, ${byCode(classifications.name)})`
            .mapWith(Number)
            .as("place"),
      })
      .from(classifications)
      .where(inArray(classifications.risk, ["high", "critical"])),
  );
  const rows = await db
    .with(ranked)
    .select({
      server: ranked.server,
      serverName: servers.name,
      name: ranked.name,
      category: ranked.category,
      risk: ranked.risk,
      opening,
    })
    .from(ranked)
    .innerJoin(servers, eq(servers.id, ranked.server))
    .innerJoin(tools, and(eq(tools.server, ranked.server), eq(tools.name, ranked.name)))
    .innerJoin(definitions, eq(definitions.hash, tools.definition))
    .where(sql`${ranked.place} <= 2`)
    .orderBy(desc(ranked.rank), desc(ranked.confidence), byCode(ranked.server), byCode(ranked.name))
    .limit(most);
  return rows.map(present);
}

/** Servers by id after `after`, or the newest crawled ones. */
export async function serverLinks(
  db: Database,
  { most, after, newest }: { most: number; after?: string; newest?: boolean },
): Promise<ServerLink[]> {
  const rows = await db
    .select({
      id: servers.id,
      name: servers.name,
      tools:
        sql<number>`(select count(*) from ${tools} where ${tools.server} = ${servers.id})`.mapWith(
          Number,
        ),
      risky:
        sql<number>`(select count(*) from ${classifications} where ${classifications.server} = ${servers.id} and ${classifications.risk} in ('high', 'critical'))`.mapWith(
          Number,
        ),
      unresolved:
        sql<number>`(select count(*) from ${unresolved} where ${unresolved.server} = ${servers.id})`.mapWith(
          Number,
        ),
      crawledAt: snapshots.crawledAt,
    })
    .from(servers)
    .leftJoin(
      snapshots,
      and(eq(snapshots.source, servers.source), eq(snapshots.revision, servers.revision)),
    )
    .where(after === undefined ? undefined : sql`${byCode(servers.id)} > ${after}`)
    .orderBy(
      ...(newest
        ? [sql`${snapshots.crawledAt} desc nulls last`, byCode(servers.id)]
        : [byCode(servers.id)]),
    )
    .limit(most);
  return rows.map(present);
}

/** A server with all its tools: enough for its own page and for theirs. Absent when there is no such server. */
export async function serverPage(db: Database, id: string): Promise<ServerPage | undefined> {
  const [row] = await db
    .select({
      id: servers.id,
      name: servers.name,
      path: servers.path,
      packages: servers.packages,
      start: servers.start,
      transports: servers.transports,
      sdks: servers.sdks,
      secrets: servers.secrets,
      scopes: servers.scopes,
      source: servers.source,
      url: repositories.url,
      description: repositories.description,
      license: repositories.license,
      archived: repositories.archived,
      revision: servers.revision,
      crawledAt: snapshots.crawledAt,
      lineUrl: snapshots.lineUrl,
      skipped: snapshots.skipped,
    })
    .from(servers)
    .innerJoin(repositories, eq(repositories.source, servers.source))
    .leftJoin(
      snapshots,
      and(eq(snapshots.source, servers.source), eq(snapshots.revision, servers.revision)),
    )
    .where(eq(servers.id, id));
  if (!row) return undefined;
  const { skipped, ...server } = present(row);
  return {
    ...server,
    skipped: skipped ?? [],
    unresolved: await unresolvedOf(db, id),
    tools: await toolsOf(db, id),
    unlabelled: await unlabelledOf(db, id),
  };
}

async function unresolvedOf(db: Database, id: string): Promise<Unresolved[]> {
  const rows = await db
    .select()
    .from(unresolved)
    .where(eq(unresolved.server, id))
    .orderBy(asc(unresolved.position));
  return rows.map(({ path, line, endLine, reason }) => ({
    at: present({ path, line, endLine }),
    reason,
  }));
}

async function toolsOf(db: Database, id: string): Promise<ToolPage[]> {
  const rows = await db
    .select({
      at: tools.at,
      handler: tools.handler,
      method: tools.method,
      confirmedBy: tools.confirmedBy,
      differences: tools.differences,
      from: tools.from,
      lineUrl: tools.lineUrl,
      when: tools.when,
      definition: definitions,
      classification: classifications,
    })
    .from(tools)
    .innerJoin(definitions, eq(definitions.hash, tools.definition))
    .innerJoin(
      classifications,
      and(eq(classifications.server, tools.server), eq(classifications.name, tools.name)),
    )
    .where(eq(tools.server, id))
    .orderBy(byCode(tools.name));
  const elsewhere = Map.groupBy(await namesakes(db, id), ({ name }) => name);
  return rows.map(({ definition, classification, ...tool }) => {
    const { hash: _hash, replaced: _replaced, ...defined } = definition;
    return {
      ...present(tool),
      definition: present(defined),
      classification: label(classification),
      namesakes: elsewhere.get(definition.name) ?? [],
    };
  });
}

/** Tools of other servers with the name of one of this server's, at most 12 of each name. */
async function namesakes(db: Database, server: string): Promise<ToolLink[]> {
  const ranked = db.$with("ranked").as(
    db
      .select({
        server: tools.server,
        name: tools.name,
        definition: tools.definition,
        place:
          sql<number>`row_number() over (partition by ${tools.name} order by ${byCode(tools.server)})`
            .mapWith(Number)
            .as("place"),
      })
      .from(tools)
      .where(
        and(
          ne(tools.server, server),
          sql`${tools.name} in (select "name" from ${tools} as own where own."server" = ${server})`,
        ),
      ),
  );
  const rows = await db
    .with(ranked)
    .select({
      server: ranked.server,
      serverName: servers.name,
      name: ranked.name,
      category: classifications.category,
      risk: classifications.risk,
      opening,
    })
    .from(ranked)
    .innerJoin(servers, eq(servers.id, ranked.server))
    .innerJoin(definitions, eq(definitions.hash, ranked.definition))
    .innerJoin(
      classifications,
      and(eq(classifications.server, ranked.server), eq(classifications.name, ranked.name)),
    )
    .where(sql`${ranked.place} <= ${namesakesMax}`)
    .orderBy(byCode(ranked.name), byCode(ranked.server));
  return rows.map(present);
}

function label(row: typeof classifications.$inferSelect): Classification {
  const { server: _server, name: _name, opinion, ...classification } = row;
  return opinion === null ? classification : { ...classification, opinion };
}

async function unlabelledOf(db: Database, id: string): Promise<string[]> {
  const rows = await db
    .select({ name: tools.name })
    .from(tools)
    .leftJoin(
      classifications,
      and(eq(classifications.server, tools.server), eq(classifications.name, tools.name)),
    )
    .where(and(eq(tools.server, id), isNull(classifications.name)))
    .orderBy(byCode(tools.name));
  return rows.map((row) => row.name);
}
