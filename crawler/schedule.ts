import { setTimeout as sleep } from "node:timers/promises";
import { asc, gt } from "drizzle-orm";
import PQueue from "p-queue";
import { type ConstructorOptions, type Job, PgBoss, fromPglite } from "pg-boss";
import type { OpenedDatabase } from "../db/client.ts";
import { repositories } from "../db/schema.ts";
import type { Source } from "../model.ts";
import { formatSource } from "./source.ts";

/** Every day at three in the morning, UTC. */
export const defaultCron = "0 3 * * *";

export interface ScheduleOptions {
  /** Five fields, in UTC. */
  cron?: string;
  /** Crawled each time beside the sources that the database has by then. */
  sources?: Source[];
}

/** Puts the recurring crawl on the queue, in place of an earlier one, and returns when it is due next; throws for a bad cron expression. */
export async function schedule(db: OpenedDatabase, options: ScheduleOptions): Promise<Date> {
  const { cron = defaultCron, sources = [] } = options;
  const next = nextTime(cron, new Date());
  return await withQueue(db, { schedule: false, supervise: false }, async (boss) => {
    // A machine that was off at the time makes up for it once it is on.
    await boss.schedule(clockQueue, cron, { sources }, { tz: "UTC", missed: "once" });
    return next;
  });
}

/** When a cron expression is due next after that time; throws, saying what is expected, when it is none or never comes. */
export function nextTime(cron: string, from: Date): Date {
  const expected = `expected a cron expression of five fields in UTC such as ${JSON.stringify(defaultCron)}, got ${JSON.stringify(cron)}`;
  // The queue would take seconds and calendar rules too, but looks at the clock twice a minute only.
  if (cron.trim().split(/\s+/).length !== 5) {
    throw new Error(expected);
  }
  // Reading an expression needs no database.
  const boss = new PgBoss({ db: { executeSql: () => Promise.resolve({ rows: [] }) } });
  let next: Date | undefined;
  try {
    [next] = boss.previewSchedule(cron, { tz: "UTC", count: 1, from });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${expected}: ${reason}`, { cause: error });
  }
  if (!next) {
    throw new Error(`${expected}, which never comes`);
  }
  return next;
}

/** Has the recurring crawl begin now, once workers are there; false when it is waiting or beginning already. */
export async function trigger(db: OpenedDatabase): Promise<boolean> {
  return await withQueue(db, { schedule: false, supervise: false }, async (boss) => {
    return (await boss.send(clockQueue, {}, { singletonKey: clockQueue })) !== null;
  });
}

export interface WorkOptions {
  /** Crawls one source; when it throws, the source is tried again later. To be ended early when the signal is given. */
  onSource: (source: Source, signal: AbortSignal) => Promise<void>;
  /** Sources under way at once in this process. */
  concurrency: number;
  /** Ends the work: no further source is taken, those under way end, and those that throw go back to the queue. */
  signal: AbortSignal;
  /** Told what the queue itself could not do, a lost connection for instance; it goes on trying. */
  onError?: (error: Error) => void;
  timing?: Partial<Timing>;
}

/** In seconds. */
export interface Timing {
  /** Between two looks for jobs; at least 0.5. */
  poll: number;
  /** A source that takes longer is given to another worker. */
  expire: number;
  /** A worker that has not been heard of for so long is taken for dead; at least 10. */
  heartbeat: number;
  /** Between two looks for expired jobs and dead workers. */
  supervise: number;
  /** Before the first new try; each further one waits twice as long. */
  retry: number;
}

const defaultTiming: Timing = { poll: 2, expire: 3_600, heartbeat: 60, supervise: 30, retry: 60 };

/** Works the queue until the signal is given; as many processes as wanted may work the queue of one PostgreSQL. */
export async function work(db: OpenedDatabase, options: WorkOptions): Promise<void> {
  const timing = { ...defaultTiming, ...options.timing };
  const { onError = () => {} } = options;
  const settings: Settings = {
    superviseIntervalSeconds: timing.supervise,
    monitorIntervalSeconds: timing.supervise,
    onError,
  };
  await withQueue(db, settings, async (boss) => {
    await boss.updateQueue(sourceQueue, {
      expireInSeconds: timing.expire,
      heartbeatSeconds: timing.heartbeat,
      retryLimit: 3,
      retryDelay: timing.retry,
      retryBackoff: true,
    });
    await boss.work(clockQueue, { pollingIntervalSeconds: timing.poll }, () => fanOut(db, boss));
    await workSources(boss, options, timing, onError);
  });
}

const clockQueue = "crawl-all";
const sourceQueue = "crawl-source";

type Settings = ConstructorOptions & { onError?: (error: Error) => void };

async function withQueue<T>(
  db: OpenedDatabase,
  { onError = () => {}, ...settings }: Settings,
  job: (boss: PgBoss) => Promise<T>,
): Promise<T> {
  const { connection } = db;
  const place: ConstructorOptions =
    connection.kind === "postgres"
      ? { connectionString: connection.url, max: 5 }
      : { db: fromPglite(connection.client), backend: "pglite" };
  const boss = new PgBoss({ ...place, ...settings, schema: "queue" });
  boss.on("error", onError);
  await boss.start();
  try {
    // One job at a time for each key, waiting or under way: a crawl that takes longer than a day is not put on top of itself.
    await boss.createQueue(clockQueue, { policy: "exclusive", retryLimit: 3, retryBackoff: true });
    await boss.createQueue(sourceQueue, { policy: "exclusive" });
    return await job(boss);
  } finally {
    await boss.stop();
  }
}

/** One job for each source, so that every worker can take its share. */
async function fanOut(db: OpenedDatabase, boss: PgBoss): Promise<void> {
  const scheduled = await boss.getSchedule(clockQueue);
  const { sources = [] } = (scheduled?.data ?? {}) as { sources?: Source[] };
  await putSources(boss, sources);
  // What is listed at a certain ref is not crawled at another one too.
  const listed = new Set(sources.map(({ scheme, name }) => formatSource({ scheme, name })));
  let last = "";
  for (;;) {
    const page = await db
      .select({ source: repositories.source })
      .from(repositories)
      .where(gt(repositories.source, last))
      .orderBy(asc(repositories.source))
      .limit(1_000);
    await putSources(
      boss,
      page
        .map(({ source }) => source)
        .filter((source) => !listed.has(source))
        .map(splitSource),
    );
    const end = page.at(-1);
    if (!end) {
      return;
    }
    last = end.source;
  }
}

async function putSources(boss: PgBoss, sources: Source[]): Promise<void> {
  const jobs = sources.map((source) => ({ data: source, singletonKey: formatSource(source) }));
  if (jobs.length > 0) {
    await boss.insert(sourceQueue, jobs);
  }
}

/** The database has sources without ref: all after the first colon is the name. */
function splitSource(source: string): Source {
  const colon = source.indexOf(":");
  return { scheme: source.slice(0, colon), name: source.slice(colon + 1) };
}

async function workSources(
  boss: PgBoss,
  { onSource, concurrency, signal }: WorkOptions,
  timing: Timing,
  onError: (error: Error) => void,
): Promise<void> {
  const queue = new PQueue({ concurrency });
  const running = new Set<Promise<void>>();
  const aborted = untilAborted(signal);
  while (!signal.aborted) {
    const free = concurrency - running.size;
    const jobs = free > 0 ? await fetchJobs(boss, free, onError) : [];
    for (const job of jobs) {
      const done = queue
        .add(() => workJob(boss, job, onSource, signal))
        .catch((error: unknown) => onError(toError(error)))
        .finally(() => running.delete(done));
      running.add(done);
    }
    if (jobs.length < free) {
      // Waking up early means that the signal was given.
      await sleep(timing.poll * 1_000, undefined, { signal }).catch(() => {});
    } else {
      await Promise.race([...running, aborted]);
    }
  }
  await queue.onIdle();
  await Promise.all(running);
}

async function fetchJobs(
  boss: PgBoss,
  batchSize: number,
  onError: (error: Error) => void,
): Promise<Job<Source>[]> {
  try {
    return await boss.fetch<Source>(sourceQueue, { batchSize });
  } catch (error) {
    onError(toError(error));
    return [];
  }
}

async function workJob(
  boss: PgBoss,
  job: Job<Source>,
  onSource: WorkOptions["onSource"],
  signal: AbortSignal,
): Promise<void> {
  const beat = setInterval(
    // A lost beat is made good by the next one, or the job goes to another worker.
    () => void boss.touch(sourceQueue, job).catch(() => {}),
    ((job.heartbeatSeconds ?? 60) * 1_000) / 3,
  );
  try {
    await onSource(job.data, signal);
  } catch (error) {
    await boss.fail(sourceQueue, job, { message: toError(error).message });
    return;
  } finally {
    clearInterval(beat);
  }
  await boss.complete(sourceQueue, job);
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
