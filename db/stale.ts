import { and, asc, eq, inArray, isNull, ne, or, sql } from "drizzle-orm";
import type { Call, Classification, Definition, Place } from "../model.ts";
import type { Database } from "./client.ts";
import { compare, makeClassification } from "./rows.ts";
import { classifications, definitions, servers, tools } from "./schema.ts";
import { lockSources, transact, upsert } from "./transact.ts";

/** A stored tool to be judged again: what the crawl gave to the classifier, and whose it is. */
export type Subject = Definition & {
  /** Id of its server. */
  server: string;
  /** Names of all tools of that server; one list for all of them. */
  siblings: readonly string[];
  /** Hash of the definition. */
  definition: string;
  handler?: Place;
  calls?: Call[];
  handlerSource?: string;
};

/** A new label for a stored tool. */
export interface Relabelled {
  server: string;
  name: string;
  /** Hash of the definition that was judged. */
  definition: string;
  classification: Classification;
}

/** The tools whose label another engine made, or all, in batches, by server and name; those that change meanwhile may be missing. */
export async function* staleClassifications(
  db: Database,
  engine?: string,
  batch = 500,
): AsyncGenerator<Subject[]> {
  let last: Subject | undefined;
  const isStale =
    engine === undefined
      ? undefined
      : or(isNull(classifications.engine), ne(classifications.engine, engine));
  do {
    const after = last && sql`(${tools.server}, ${tools.name}) > (${last.server}, ${last.name})`;
    const rows = await db
      .select({ tool: tools, definition: definitions })
      .from(tools)
      .innerJoin(definitions, eq(definitions.hash, tools.definition))
      .leftJoin(
        classifications,
        and(eq(classifications.server, tools.server), eq(classifications.name, tools.name)),
      )
      .where(and(isStale, after))
      .orderBy(asc(tools.server), asc(tools.name))
      .limit(batch);
    const names = await namesOf(db, [...new Set(rows.map(({ tool }) => tool.server))]);
    const subjects = rows.map((row) => toSubject(row, names.get(row.tool.server) ?? []));
    if (subjects.length > 0) {
      yield subjects;
    }
    last = subjects.at(-1);
  } while (last);
}

/** The tools of each of these servers, by server. */
async function namesOf(db: Database, ids: string[]): Promise<Map<string, string[]>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ server: tools.server, name: tools.name })
    .from(tools)
    .where(inArray(tools.server, ids))
    .orderBy(asc(tools.server), sql`${tools.name} collate "C"`);
  const names = new Map<string, string[]>();
  for (const { server, name } of rows) {
    const list = names.get(server);
    if (list) list.push(name);
    else names.set(server, [name]);
  }
  return names;
}

/** Stores new labels and returns how many; one whose tool has gone or been redefined meanwhile is left out, since it judges something else. */
export async function writeClassifications(
  db: Database,
  relabelled: Relabelled[],
): Promise<number> {
  const ids = [...new Set(relabelled.map(({ server }) => server))];
  if (ids.length === 0) {
    return 0;
  }
  return await transact(db, async (tx) => {
    const owners = await tx
      .selectDistinct({ source: servers.source })
      .from(servers)
      .where(inArray(servers.id, ids));
    await lockSources(
      tx,
      owners.map(({ source }) => source),
    );
    const stored = await tx
      .select({ server: tools.server, name: tools.name, definition: tools.definition })
      .from(tools)
      .where(inArray(tools.server, ids));
    const current = new Set(stored.map(formatKey));
    const rows = relabelled
      .filter((one) => current.has(formatKey(one)))
      .toSorted((a, b) => compare(a.server, b.server) || compare(a.name, b.name))
      .map(({ server, name, classification }) =>
        makeClassification({ server, name }, classification),
      );
    await upsert(tx, classifications, [classifications.server, classifications.name], rows);
    return rows.length;
  });
}

function formatKey(one: { server: string; name: string; definition: string }): string {
  return JSON.stringify([one.server, one.name, one.definition]);
}

function toSubject(
  row: { tool: typeof tools.$inferSelect; definition: typeof definitions.$inferSelect },
  siblings: readonly string[],
): Subject {
  const { server, name, handler, calls, handlerSource } = row.tool;
  const { hash, title, description, inputSchema, outputSchema, annotations } = row.definition;
  return {
    server,
    siblings,
    name,
    definition: hash,
    ...(title === null ? {} : { title }),
    ...(description === null ? {} : { description }),
    ...(inputSchema === null ? {} : { inputSchema }),
    ...(outputSchema === null ? {} : { outputSchema }),
    ...(annotations === null ? {} : { annotations }),
    ...(handler === null ? {} : { handler }),
    ...(calls === null ? {} : { calls }),
    ...(handlerSource === null ? {} : { handlerSource }),
  };
}
