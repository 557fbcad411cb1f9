import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type WorkOptions, nextTime, schedule, trigger, work } from "../../crawler/schedule.ts";
import { type OpenedDatabase, openDatabase } from "../../db/client.ts";
import { writeSnapshot } from "../../db/store.ts";
import { empty, makeSnapshot } from "../db/snapshots.ts";
import { engines, openFresh } from "../postgres.ts";

const sources = Array.from({ length: 20 }, (_, index) => ({ scheme: "npm", name: `p${index}` }));
const timing = { poll: 0.5, supervise: 1, retry: 1 };

describe.each(engines)("the queue on %s", (engine) => {
  let db: OpenedDatabase;
  let url: string | undefined;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ db, url, close } = await openFresh(engine));
  });
  beforeEach(async () => {
    await empty(db);
    await db.execute(sql`drop schema if exists queue cascade`);
  });
  afterAll(() => close());

  /** Works until so many calls have ended, and returns the names in order. */
  async function workOff(count: number, options: Partial<WorkOptions> = {}): Promise<string[]> {
    const stop = new AbortController();
    const names: string[] = [];
    await work(db, {
      concurrency: 4,
      // What should come and does not ends the wait, too.
      signal: AbortSignal.any([stop.signal, AbortSignal.timeout(60_000)]),
      timing,
      ...options,
      onSource: async (source, signal) => {
        names.push(source.ref ? `${source.name}@${source.ref}` : source.name);
        try {
          await options.onSource?.(source, signal);
        } finally {
          if (names.length === count) {
            // What should not come has time to come.
            setTimeout(() => stop.abort(), 1_500);
          }
        }
      },
    });
    return names;
  }

  test("gives every source of the list and of the database to a worker, once", async () => {
    for (const id of ["ann/mail", "ann/post"]) {
      await writeSnapshot(db, makeSnapshot(id, []));
    }
    const pinned = { scheme: "github", name: "ann/post", ref: "v1" };
    await schedule(db, { sources: [...sources, pinned, pinned] });
    expect(await trigger(db)).toBe(true);
    expect(await trigger(db)).toBe(false);
    let most = 0;
    let under = 0;
    const names = await workOff(22, {
      concurrency: 3,
      onSource: async () => {
        most = Math.max(most, (under += 1));
        await sleep(20);
        under -= 1;
      },
    });
    const expected = [...sources.map(({ name }) => name), "ann/mail", "ann/post@v1"];
    expect(names.toSorted()).toEqual(expected.toSorted());
    expect(most).toBe(3);
    // Done is done: the next time, each comes again.
    expect(await trigger(db)).toBe(true);
    expect(await workOff(22)).toHaveLength(22);
  });

  test("begins when the clock says so, and makes up for a time at which no worker was there", async () => {
    const missed = new Date(Date.now() - 120_000);
    const cron = `${missed.getUTCMinutes()} ${missed.getUTCHours()} * * *`;
    const next = await schedule(db, { cron, sources: sources.slice(0, 2) });
    expect(next.getTime() - missed.getTime()).toBeGreaterThan(86_000_000);
    // The last look at the clock, and the schedule, are older than that.
    const hourAgo = sql`now() - interval '1 hour'`;
    await db.execute(sql`update queue.schedule set created_on = ${hourAgo}`);
    await db.execute(sql`update queue.version set cron_on = ${hourAgo}`);
    expect((await workOff(2)).toSorted()).toEqual(["p0", "p1"]);
  });

  test("tries a source again that failed, while the others go on", async () => {
    await schedule(db, { sources: sources.slice(0, 3) });
    await trigger(db);
    let failures = 0;
    const names = await workOff(5, {
      onSource: async ({ name }) => {
        if (name === "p1" && (failures += 1) <= 2) {
          throw new Error("no answer");
        }
      },
    });
    expect(names.slice(0, 3).toSorted()).toEqual(["p0", "p1", "p2"]);
    expect(names.slice(3)).toEqual(["p1", "p1"]);
  });

  test("does not take a source again that is still under way", async () => {
    await schedule(db, { sources: sources.slice(0, 1) });
    await trigger(db);
    const triggered: boolean[] = [];
    const names = await workOff(1, {
      onSource: async () => {
        triggered.push(await trigger(db));
        await sleep(2_000);
      },
    });
    expect(triggered).toEqual([true]);
    expect(names).toEqual(["p0"]);
  });

  test("ends what is under way when it is told to stop, and gives back what throws", async () => {
    await schedule(db, { sources: sources.slice(0, 2) });
    await trigger(db);
    const stop = new AbortController();
    const ended: string[] = [];
    await work(db, {
      concurrency: 2,
      signal: stop.signal,
      timing,
      onSource: async ({ name }, signal) => {
        setTimeout(() => stop.abort(), 300);
        await once(signal, "abort");
        if (name === "p0") {
          throw new Error("stopped");
        }
        await sleep(300);
        ended.push(name);
      },
    });
    expect(ended).toEqual(["p1"]);
    expect(await workOff(1)).toEqual(["p0"]);
  });

  if (engine === "PostgreSQL") {
    test("is shared by two workers", async () => {
      await schedule(db, { sources });
      await trigger(db);
      const second = await openDatabase({ url, folder: "" });
      const stop = new AbortController();
      const names: string[][] = [[], []];
      const workers = [db, second].map((one, index) =>
        work(one, {
          concurrency: 2,
          signal: stop.signal,
          timing,
          onSource: async ({ name }) => {
            names[index]?.push(name);
            await sleep(100);
            if (names.flat().length === sources.length) {
              setTimeout(() => stop.abort(), 1_500);
            }
          },
        }),
      );
      await Promise.all(workers);
      await second.close();
      expect(names.flat().toSorted()).toEqual(sources.map(({ name }) => name).toSorted());
      expect(names.map((one) => one.length > 0)).toEqual([true, true]);
    });

    test("gives the jobs of a killed worker to another one", async () => {
      await schedule(db, { sources: sources.slice(0, 3) });
      await trigger(db);
      const child = fork(join(import.meta.dirname, "worker.ts"), [url ?? ""]);
      const taken: unknown[] = [];
      child.on("message", (name) => taken.push(name));
      while (taken.length < 3) {
        await once(child, "message");
      }
      child.kill("SIGKILL");
      await once(child, "exit");
      expect(taken.toSorted()).toEqual(["p0", "p1", "p2"]);
      expect((await workOff(3)).toSorted()).toEqual(["p0", "p1", "p2"]);
    });
  }
});

test("reads cron expressions in UTC", () => {
  const from = new Date("2026-02-28T03:00:00Z");
  expect(nextTime("0 3 * * *", from)).toEqual(new Date("2026-03-01T03:00:00Z"));
  expect(nextTime("*/15 22 * * 1-5", from)).toEqual(new Date("2026-03-02T22:00:00Z"));
});

test.each(["", "0 3 * *", "0 0 3 * * *", "61 3 * * *", "tomorrow", "FREQ=DAILY", "0 0 31 2 *"])(
  "refuses the cron expression %j and says what is expected",
  (cron) => {
    const expected = `such as "0 3 * * *", got ${JSON.stringify(cron)}`;
    expect(() => nextTime(cron, new Date())).toThrow(expected);
  },
);
