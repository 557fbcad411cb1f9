import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { almanac } from "./almanac.ts";
import { writeFiles } from "../github/repositories.ts";
import { pythonServer } from "../python-server.ts";
import * as database from "../../cli/database.ts";
import { findServers } from "../../cli/policy-servers.ts";
import { readSettings } from "../../cli/settings.ts";

const folder = mkdtempSync(join(tmpdir(), "servers-"));
const data = join(folder, "data");

beforeAll(async () => {
  for (const name of ["notes", "mails"]) {
    writeFiles(join(folder, name), pythonServer(name, [`delete_${name}`]));
    const crawled = await almanac(["crawl", `path:${join(folder, name)}`], { ALMANAC_DATA: data });
    expect(crawled.code).toBe(0);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("several servers are taken out of the database that is opened once", async () => {
  const opened = vi.spyOn(database, "withDatabase");
  const names = ["path.local/notes", "post=path.local/mails", "path.local/notes"];
  const servers = await findServers(names, readSettings({ ALMANAC_DATA: data }));
  expect(servers.map(({ alias, tools }) => [alias, tools.map(({ name }) => name)])).toEqual([
    ["notes", ["delete_notes"]],
    ["post", ["delete_mails"]],
    ["notes", ["delete_notes"]],
  ]);
  expect(opened).toHaveBeenCalledTimes(1);
});

test("a name that is neither an id nor a source is answered with ids that there are", async () => {
  const find = (name: string) => findServers([name], readSettings({ ALMANAC_DATA: data }));
  await expect(find("Notes")).rejects.toThrow(
    'the database has no server "Notes", but for instance path.local/notes; a source',
  );
  await expect(find("x")).rejects.toThrow("for instance path.local/mails, path.local/notes;");
});
