import { sql } from "drizzle-orm";
import type { Database } from "./client.ts";
import { classifications, failures, repositories, snapshots } from "./schema.ts";

/** A few words that change whenever a page of the catalogue would: computed in the database, whatever its size. */
export async function catalogueState(db: Database): Promise<string> {
  const [row] = await db
    .select({
      repositories: sql<string>`(select md5(coalesce(string_agg(concat_ws(' ', ${repositories.source}, ${repositories.revision}, ${repositories.url}, ${repositories.description}, ${repositories.license}, ${repositories.archived}), ',' order by ${repositories.source}), '')) from ${repositories})`,
      snapshots: sql<string>`(select md5(coalesce(string_agg(concat_ws(' ', ${snapshots.source}, ${snapshots.revision}, ${snapshots.extractors}), ',' order by ${snapshots.source}, ${snapshots.revision}), '')) from ${snapshots})`,
      failures: sql<string>`(select md5(coalesce(string_agg(concat_ws(' ', ${failures.source}, ${failures.kind}, ${failures.message}), ',' order by ${failures.source}), '')) from ${failures})`,
      engines: sql<string>`(select coalesce(string_agg(distinct ${classifications.engine}, ','), '') from ${classifications})`,
      opinions: sql<string>`(select md5(coalesce(string_agg(concat_ws(' ', ${classifications.server}, ${classifications.name}, ${classifications.opinion}), ',' order by ${classifications.server}, ${classifications.name}), '')) from ${classifications} where ${classifications.opinion} is not null)`,
    })
    .from(sql`(select 1) as one`);
  return Object.values(row ?? {}).join(" ");
}
