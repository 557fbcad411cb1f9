import { expect, test } from "vitest";
import { evaluate, serverWith } from "./evaluate.ts";

test("no clock and no zone of the host are there, whichever way a program asks", async () => {
  // Before any machine is made, which keeps the zone that it finds.
  process.env["TZ"] = "Asia/Tokyo";
  expect(new Date().getTimezoneOffset()).toBe(-540);
  const { tools } = await evaluate({
    "index.ts": serverWith(`
const Same: DateConstructor = new Date().constructor as never;
const times = [new Date(), new Same(), new Date(2026, 0, 1), new Date(2026, 6, 1)];
const description = times.map((time) => time.toISOString()).join();
server.registerTool("now", { description }, async () => ({ content: [] }));`),
  });
  const start = "2026-01-01T00:00:00.000Z";
  expect(tools.find(({ name }) => name === "now")?.description).toBe(
    [start, start, start, "2026-07-01T00:00:00.000Z"].join(),
  );
});
