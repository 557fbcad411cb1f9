import { work } from "../../crawler/schedule.ts";
import { openDatabase } from "../../db/client.ts";

// Takes what it can get from the queue, says so, and never ends: to be killed.
const db = await openDatabase({ url: process.argv[2], folder: "" });
await work(db, {
  onSource: async (source) => {
    process.send?.(source.name);
    await new Promise(() => {});
  },
  concurrency: 3,
  signal: new AbortController().signal,
  timing: { poll: 0.5, expire: 2, retry: 1 },
});
