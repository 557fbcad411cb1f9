import { askInBulk, openBatchesOf } from "../../classifier/bulk-opinion.ts";
import type { Desk } from "../../classifier/opinion/desk.ts";
import { openDesk } from "../../classifier/opinion/desk.ts";
import { Fault } from "../../classifier/opinion/endpoint.ts";
import { opinionKey } from "../../classifier/opinion/cache.ts";
import { type Labelled, type Stream, giveOpinions } from "../../classifier/second-opinion.ts";
import type { Database } from "../../db/client.ts";
import { untilInterrupted } from "../context.ts";
import type { Settings } from "../settings.ts";
import { plain } from "../table.ts";
import { batchLog, opinionCache } from "./cache.ts";
import { printRequests } from "./dry-run.ts";
import type { OpinionFlags } from "./flags.ts";
import { type Asking, openAsking } from "./open.ts";
import { describeTally } from "./summary.ts";

/** Requests under way at once; how fast they may come is for the endpoint to say, with 429 and Retry-After. */
const concurrency = 4;

/** What is to be judged, and what to do with the labels. */
export interface Work<T> extends Pick<Stream<T>, "read" | "write"> {
  /** From the start, each time it is called; more than once only with `--batch`. */
  pages(): AsyncIterable<T[]>;
  json: boolean;
}

/** Runs a second opinion over tools as the flags say, and tells on standard error what came of it; sets the exit code. */
export async function runOpinions<T>(
  db: Database,
  settings: Settings,
  flags: OpinionFlags,
  work: Work<T>,
): Promise<void> {
  const asking = await openAsking(settings, flags);
  const cache = opinionCache(db);
  if (flags.dryRun) return await printRequests(subjectsOf(work), asking, cache, work.json);
  const signal = untilInterrupted();
  const desk = flags.batch
    ? await afterBatches(db, subjectsOf(work), asking, flags, signal)
    : await liveDesk(db, asking, signal);
  const { origin } = asking;
  const { read, write } = work;
  const tally = await giveOpinions({
    pages: work.pages(),
    read,
    write,
    desk,
    cache,
    origin,
    signal,
  });
  for (const line of describeTally(tally, asking, desk.requests)) console.error(line);
  if (desk.stopped) console.error(`almanac: ${plain(desk.stopped.reason)}`);
  if (desk.stopped?.isFault || tally.tools.failed > 0) process.exitCode = 1;
}

async function liveDesk(db: Database, asking: Asking, signal: AbortSignal): Promise<Desk> {
  const [batch] = await openBatchesOf(asking.endpoint, batchLog(db));
  // Asked again now, what the batch answers would be paid for twice.
  if (batch !== undefined)
    throw new Error(
      `a batch of ${Object.keys(batch.requests).length} requests is under way: run this again with --batch to wait for its answers`,
    );
  const { endpoint, purse, count } = asking;
  return openDesk({ endpoint, purse, count, cache: opinionCache(db), concurrency, signal });
}

/** Waits for batches, and then asks nothing more: what they answered is in the cache. */
async function afterBatches(
  db: Database,
  pages: AsyncIterable<Labelled["subject"][]>,
  { endpoint, purse, count, origin }: Asking,
  flags: OpinionFlags,
  signal: AbortSignal,
): Promise<Desk> {
  const failures = new Map<string, string>();
  let requests = 0;
  let stopped: Desk["stopped"];
  try {
    const end = await askInBulk(pages, {
      endpoint,
      cache: opinionCache(db),
      log: batchLog(db),
      purse,
      count,
      pollMs: flags.poll * 1_000,
      signal,
      failures,
      onNote: (note) => console.error(plain(note)),
    });
    requests = end.requests;
    if (end.stopped !== undefined) stopped = { reason: end.stopped, isFault: signal.aborted };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    stopped = { reason: `${error.message}.`, isFault: true };
  }
  return {
    judge: async (shown) => {
      const failed = failures.get(opinionKey(origin, shown));
      return failed === undefined ? undefined : { failed };
    },
    flush: () => {},
    isWaiting: false,
    requests,
    stopped,
  };
}

async function* subjectsOf<T>({ pages, read }: Work<T>): AsyncGenerator<Labelled["subject"][]> {
  for await (const page of pages()) {
    yield page.flatMap((item) => read(item)?.subject ?? []);
  }
}
