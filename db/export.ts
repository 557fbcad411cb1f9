import { and, asc, eq, sql } from "drizzle-orm";
import type { Database } from "./client.ts";
import { classifications, definitions, servers, tools } from "./schema.ts";

/** Every labelled tool with its definition, places and label, in batches, by server and name; memory stays flat. */
export async function* exportTools(
  db: Database,
  batch = 500,
): AsyncGenerator<Record<string, unknown>[]> {
  let last: { server: string; name: string } | undefined;
  do {
    const after = last && sql`(${tools.server}, ${tools.name}) > (${last.server}, ${last.name})`;
    const rows = await db
      .select({
        tool: tools,
        definition: definitions,
        label: classifications,
        source: servers.source,
        revision: servers.revision,
      })
      .from(tools)
      .innerJoin(definitions, eq(definitions.hash, tools.definition))
      .innerJoin(servers, eq(servers.id, tools.server))
      .innerJoin(
        classifications,
        and(eq(classifications.server, tools.server), eq(classifications.name, tools.name)),
      )
      .where(after)
      .orderBy(asc(tools.server), asc(tools.name))
      .limit(batch);
    yield rows.map(({ tool, definition, label, source, revision }) => {
      const { hash: _hash, ...declared } = definition;
      const { handlerSource: _code, definition: _definition, ...placed } = tool;
      return withoutNull({ source, revision, ...declared, ...placed, ...label });
    });
    last = rows.length < batch ? undefined : rows.at(-1)?.tool;
  } while (last !== undefined);
}

function withoutNull(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}
