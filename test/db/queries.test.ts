import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { OpenedDatabase } from "../../db/client.ts";
import { homePage, serverIds, serverLinks, serverPage, toolIds } from "../../db/queries.ts";
import { engines, openFresh } from "../postgres.ts";
import { hostile, ids, message, ordinary, wrapped, writeCatalogue } from "../site/catalogue.ts";

describe.each(engines)("the queries on %s", (engine) => {
  let db: OpenedDatabase;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ db, close } = await openFresh(engine));
    await writeCatalogue(db);
  });
  afterAll(() => close?.());

  test("list every server and every labelled tool in the order of their characters", async () => {
    const all = await serverIds(db);
    expect(all).toEqual(Object.values(ids).toSorted());
    const tools = await toolIds(db);
    expect(tools).toHaveLength(397);
    const keys = tools.map(({ server, name }) => `${server} ${name}`);
    expect(keys).toEqual(keys.toSorted());
  });

  test("go through the servers page by page, none twice and none left out", async () => {
    const seen: string[] = [];
    for (let after: string | undefined; ; after = seen.at(-1)) {
      const page = await serverLinks(db, { most: 4, ...(after !== undefined && { after }) });
      if (page.length === 0) break;
      seen.push(...page.map(({ id }) => id));
    }
    expect(seen).toEqual(await serverIds(db));
  });

  test("count, and put the highest risk first, two of a server at most", async () => {
    const home = await homePage(db);
    expect(home).toMatchObject({ servers: 6, tools: 397, unresolved: 9 });
    expect(home.labels.reduce((sum, { tools }) => sum + tools, 0)).toBe(397);
    expect(home.methods).toEqual([
      { method: "evaluated", tools: 3, confirmed: 1, differing: 1 },
      { method: "read", tools: 394, confirmed: 0, differing: 1 },
    ]);
    expect(home.riskiest.map(({ server, name, risk }) => [server, name, risk])).toEqual([
      [ids.ordinary, "mail_delete_audience", "critical"],
      [ids.large, "delete_thing_103", "critical"],
      [ids.large, "delete_thing_107", "critical"],
      [ids.ordinary, "mail_boost_post", "critical"],
    ]);
    expect(home.failures.map(({ source }) => source)).toEqual(
      [hostile, "github:gone/gone"].toSorted(),
    );
    expect(home.latest).toHaveLength(6);
    expect(home.latest[0]?.crawledAt).toEqual(new Date("2026-11-20T10:00:00Z"));
  });

  test("give back a server as it was written, what was absent still absent", async () => {
    const server = await serverPage(db, ids.ordinary);
    expect(server).toMatchObject({
      packages: ordinary.server.packages,
      start: ordinary.server.start,
      transports: ordinary.server.transports,
      sdks: ordinary.server.sdks,
      archived: false,
      license: "MIT",
      unlabelled: [],
    });
    const { name, title, description, annotations, inputSchema, ...rest } = message.tool;
    expect(server?.tools.find((tool) => tool.definition.name === name)).toEqual({
      ...rest,
      definition: { name, title, description, annotations, inputSchema },
      classification: message.classification,
      namesakes: [],
    });
    expect(Object.keys(server?.tools[0]?.definition ?? {})).not.toContain("outputSchema");
    expect(server?.tools.find((tool) => tool.definition.name === wrapped.tool.name)).toMatchObject({
      confirmedBy: "read",
      from: wrapped.tool.from,
      lineUrl: wrapped.lineUrl,
    });
    expect(await serverPage(db, ids.local)).not.toHaveProperty("lineUrl");
    expect(await serverPage(db, "nobody/nothing")).toBeUndefined();
  });

  test("know where else a name is used", async () => {
    const server = await serverPage(db, ids.ordinary);
    const search = server?.tools.find((tool) => tool.definition.name === "search");
    expect(search?.namesakes).toEqual([
      {
        server: ids.odd,
        serverName: "odd",
        name: "search",
        category: "Read",
        risk: "low",
        opening: "Search everywhere.",
      },
    ]);
  });
});
