import { classify } from "../../classifier/classify.ts";
import type { BatchLog } from "../../classifier/opinion/batch-log.ts";
import type { OpinionCache } from "../../classifier/opinion/cache.ts";
import type { Subject } from "../../classifier/rules/rule.ts";
import { withKeptOpinions } from "../../classifier/second-opinion.ts";
import type { Database } from "../../db/client.ts";
import {
  hasOpinions,
  newestOpinions,
  readBatches,
  readOpinions,
  removeBatch,
  writeBatch,
  writeOpinions,
} from "../../db/opinions.ts";
import type { Classification } from "../../model.ts";

/** Opinions in the database: one place for all commands, so that none pays for what another has. */
export function opinionCache(db: Database): OpinionCache {
  return {
    read: (keys) => readOpinions(db, keys),
    newest: (evidence) => newestOpinions(db, evidence),
    write: (kept) => writeOpinions(db, kept),
  };
}

/** Batches in the database. */
export function batchLog(db: Database): BatchLog {
  return {
    read: () => readBatches(db),
    write: (batch) => writeBatch(db, batch),
    remove: (mark) => removeBatch(db, mark),
  };
}

/** Labels tools by the rules, with the opinions beside them that are kept already: nobody is asked. */
export async function labelled(
  db: Database,
): Promise<(subjects: Subject[]) => Promise<Classification[]>> {
  if (!(await hasOpinions(db))) return async (subjects) => subjects.map(classify);
  const cache = opinionCache(db);
  return (subjects) =>
    withKeptOpinions(
      subjects.map((subject) => ({ subject, label: classify(subject) })),
      cache,
    );
}
