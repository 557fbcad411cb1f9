import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openDatabase } from "../../db/client.ts";
import { writeSnapshot } from "../../db/store.ts";
import type { ToolToWrite } from "../../db/rows.ts";
import { render } from "../../site/render.ts";
import { message } from "../site/catalogue.ts";

const servers = 50;
const toolsEach = 40;
const site = fileURLToPath(new URL("../../site", import.meta.url));

const noData = fileURLToPath(new URL("no-data", import.meta.url));

/** Our pages a second, each with its queries and its JSON, against those of an Astro site of as many pages without data. */
export async function benchPages(): Promise<{ name: string; ratio: number; detail: string }> {
  const work = await mkdtemp(join(tmpdir(), "almanac-bench-"));
  try {
    await fill(join(work, "db"));
    const ours = await pagesPerSecond(site, work);
    const bare = await pagesPerSecond(noData, work, ours.pages);
    return {
      name: "pages a second against an Astro page with no data",
      ratio: ours.rate / bare.rate,
      detail: `${ours.pages} pages, each with queries and its JSON: ${ours.rate.toFixed(0)} a second; ${bare.pages} without data: ${bare.rate.toFixed(0)} a second; from the first page to the end`,
    };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function fill(folder: string): Promise<void> {
  const db = await openDatabase({ folder });
  try {
    for (let server = 0; server < servers; server += 1) {
      const id = `bench/server-${server}`;
      await writeSnapshot(db, {
        repository: { source: `github:${id}`, id },
        revision: "1",
        lineUrl: "https://git.example/{path}#L{line}",
        skipped: [],
        extractors: "x",
        servers: [
          {
            server: {
              id,
              path: "",
              name: id,
              packages: [],
              start: [],
              transports: [],
              secrets: [],
              scopes: [],
              sdks: [],
              unresolved: [],
            },
            tools: Array.from({ length: toolsEach }, (_, index) => renamed(`tool_${index}`)),
          },
        ],
        now: new Date(0),
      });
    }
  } finally {
    await db.close();
  }
}

function renamed(name: string): ToolToWrite {
  return { ...message, tool: { ...message.tool, name } };
}

async function pagesPerSecond(root: string, work: string, count = 0) {
  const out = await mkdtemp(join(work, "out-"));
  const env = {
    DATABASE_URL: "",
    ALMANAC_DB: join(work, "db"),
    ALMANAC_SITE: out,
    PAGES: String(count),
  };
  let first: number | undefined;
  const pages = await render({ root, env, onPage: () => (first ??= performance.now()) });
  return { pages, rate: (pages * 1000) / (performance.now() - (first ?? 0)) };
}
