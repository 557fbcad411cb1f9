import { asc, desc, eq, sql } from "drizzle-orm";
import type { Database } from "./client.ts";
import { opinionBatches, opinions } from "./schema.ts";
import { cleanJson } from "./text.ts";
import { insertNew, transact, upsert } from "./transact.ts";

/** What a model said of a tool. */
export interface StoredOpinion {
  /** SHA-256 of model, prompt version and evidence. */
  key: string;
  /** SHA-256 of what was shown. */
  evidence: string;
  model: string;
  /** Version of the prompt. */
  prompt: string;
  /** As the model wrote it. */
  said: unknown[];
}

/** A batch of requests that an endpoint works on; without id until it is known to have been started. */
export interface StoredBatch {
  mark: string;
  id?: string;
  model: string;
  prompt: string;
  requests: Record<string, { key: string; evidence: string }[]>;
}

const columns = {
  key: opinions.key,
  evidence: opinions.evidence,
  model: opinions.model,
  prompt: opinions.prompt,
  said: opinions.said,
};

/** Whether there is any. */
export async function hasOpinions(db: Database): Promise<boolean> {
  const [row] = await db.select({ key: opinions.key }).from(opinions).limit(1);
  return row !== undefined;
}

/** The opinions under these keys, by key. */
export async function readOpinions(
  db: Database,
  keys: string[],
): Promise<Map<string, StoredOpinion>> {
  if (keys.length === 0) return new Map();
  const rows = await db.select(columns).from(opinions).where(isAny(opinions.key, keys));
  return new Map(rows.map((row) => [row.key, row]));
}

/** The newest opinion on each of these pieces of evidence, whatever the model and the prompt, by evidence. */
export async function newestOpinions(
  db: Database,
  evidence: string[],
): Promise<Map<string, StoredOpinion>> {
  if (evidence.length === 0) return new Map();
  const rows = await db
    .select(columns)
    .from(opinions)
    .where(isAny(opinions.evidence, evidence))
    .orderBy(asc(opinions.at), desc(opinions.key));
  return new Map(rows.map((row) => [row.evidence, row]));
}

/** Keeps opinions; one that is there already stays. */
export async function writeOpinions(db: Database, written: StoredOpinion[]): Promise<void> {
  const at = new Date();
  const rows = written.map((one) => ({ ...one, said: cleanJson(one.said), at }));
  await transact(db, (tx) => insertNew(tx, opinions, rows));
}

/** All batches that are noted, oldest first. */
export async function readBatches(db: Database): Promise<StoredBatch[]> {
  const rows = await db
    .select()
    .from(opinionBatches)
    .orderBy(asc(opinionBatches.at), asc(opinionBatches.mark));
  return rows.map(({ mark, id, model, prompt, requests }) => ({
    mark,
    ...(id === null ? {} : { id }),
    model,
    prompt,
    requests,
  }));
}

/** Notes a batch, in place of an earlier note of the same mark. */
export async function writeBatch(db: Database, batch: StoredBatch): Promise<void> {
  const row = { ...batch, id: batch.id ?? null, at: new Date() };
  await transact(db, (tx) =>
    upsert(tx, opinionBatches, [opinionBatches.mark], [row], opinionBatches.at),
  );
}

/** Forgets a batch. */
export async function removeBatch(db: Database, mark: string): Promise<void> {
  await db.delete(opinionBatches).where(eq(opinionBatches.mark, mark));
}

/** One array, however long: a list would be bounded at 65,535 parameters. */
function isAny(column: typeof opinions.key | typeof opinions.evidence, values: string[]) {
  return sql`${column} = any(${sql.param(values)}::text[])`;
}
