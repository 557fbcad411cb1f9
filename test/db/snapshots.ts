import { sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import type { ToolToWrite } from "../../db/rows.ts";
import type { SnapshotToWrite } from "../../db/store.ts";
import type { Classification, Tool } from "../../model.ts";

/** A time at which tests crawl. */
export const noon = new Date("2026-01-02T12:00:00Z");

export const label: Classification = {
  category: "Write",
  effect: "write",
  risk: "medium",
  facets: ["egress", "bulk"],
  steps: [{ by: 1, reason: "it acts on many" }],
  rationale: "It sends what it is given.",
  evidence: [
    { witness: "code", quote: "send(", shows: "sends", at: { path: "a.ts", line: 4, endLine: 4 } },
    { witness: "name", quote: "send", shows: "sends" },
  ],
  conflicts: [{ annotation: "readOnlyHint", declared: true, found: "it sends" }],
  hygiene: [],
  confidence: 0.75,
  engine: "rules@1",
};

/** A tool that has every field, to be changed. */
export function makeTool(name: string, changes: Partial<Tool> = {}): ToolToWrite {
  return {
    tool: {
      name,
      title: `Title of ${name}`,
      description: `Description of ${name}`,
      inputSchema: { type: "object", properties: { zone: { type: "string" }, a: {} } },
      outputSchema: {},
      annotations: { title: "", readOnlyHint: true },
      at: { path: "a.ts", line: 3 },
      handler: { path: "a.ts", line: 3, endLine: 9 },
      method: "read",
      confirmedBy: "evaluated",
      differences: [{ by: "listed", field: "description", saw: '"Sends"' }],
      from: { registry: "npm", name: "mail-core", version: "3.0.0" },
      when: "process.env.SEND",
      ...changes,
    },
    handlerSource: "async () => send()",
    lineUrl: "https://files.example/mail-core@3.0.0/{path}#L{line}",
    classification: label,
  };
}

/** A repository with one server, to be changed. */
export function makeSnapshot(
  id: string,
  tools: ToolToWrite[],
  changes: Partial<SnapshotToWrite> = {},
): SnapshotToWrite {
  return {
    repository: { source: `github:${id}`, id, url: `https://github.com/${id}`, archived: false },
    revision: "1".repeat(40),
    lineUrl: `https://github.com/${id}/blob/1/{path}#L{line}`,
    skipped: [{ path: "big.ts", reason: "too-large" }],
    extractors: "extractors-1",
    validator: 'W/"1"',
    servers: [
      {
        server: {
          id,
          path: "",
          name: "mail",
          packages: [{ registry: "npm", name: "mail-mcp", version: "1.0.0" }],
          start: [["npx", "-y", "mail-mcp"]],
          transports: ["stdio"],
          secrets: [],
          scopes: [],
          sdks: [{ registry: "npm", name: "@modelcontextprotocol/sdk", version: "^1.20.0" }],
          unresolved: [{ at: { path: "b.ts", line: 2, endLine: 5 }, reason: "a name from a loop" }],
        },
        tools,
      },
    ],
    now: noon,
    ...changes,
  };
}

/** Every row of every table as text; `versions` adds what PostgreSQL changes whenever it writes a row, even an equal one. */
export async function dump(db: Database, versions = false): Promise<string[]> {
  const tables = await select(
    db,
    "select tablename as text from pg_tables where schemaname = 'public' order by 1",
  );
  const rows = tables.map(async (table) => {
    const version = versions ? "xmin || ' ' || ctid || ' ' ||" : "";
    const all = `select ${version} to_jsonb(one)::text as text from "${table}" one`;
    return (await select(db, all)).map((row) => `${table} ${row}`);
  });
  // The order of texts depends on the server's locale.
  return (await Promise.all(rows)).flat().toSorted();
}

/** Removes every row. */
export async function empty(db: Database): Promise<void> {
  await db.execute(sql`truncate repositories, definitions, crawl_runs cascade`);
}

/** The column `text` of a query's rows. */
export async function select(db: Database, query: string): Promise<string[]> {
  const { rows } = (await db.execute(sql.raw(query))) as unknown as { rows: { text: string }[] };
  return rows.map(({ text }) => text);
}

/** All that an iterator gives. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) {
    all.push(item);
  }
  return all;
}
