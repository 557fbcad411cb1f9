import {
  boolean,
  doublePrecision,
  foreignKey,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from "drizzle-orm/pg-core";
import type {
  Annotations,
  Asked,
  Call,
  Classification,
  Difference,
  JsonSchema,
  Method,
  Opinion,
  Package,
  Place,
  Skipped,
  Transport,
} from "../model.ts";

/** One row a source that was ever reached; natural keys everywhere, so that equal crawls make equal rows. */
export const repositories = pgTable("repositories", {
  /** Canonical source without ref: `github:owner/repo`. */
  source: text().primaryKey(),
  /** First segments of the public ids; two sources never share one. */
  id: text().notNull().unique(),
  url: text(),
  description: text(),
  license: text(),
  archived: boolean(),
  /** Revision of the snapshot that the servers below show; null until one was stored. */
  revision: text(),
  /** What the source's door hands out to be asked "changed since?", an ETag for instance; opaque. */
  validator: text(),
});

export const snapshots = pgTable(
  "snapshots",
  {
    source: text()
      .notNull()
      .references(() => repositories.source, { onDelete: "cascade" }),
    revision: text().notNull(),
    /** Fingerprint of the extractors that read it: a newer one reads it again. */
    extractors: text().notNull(),
    lineUrl: text("line_url"),
    skipped: jsonb().$type<Skipped[]>().notNull(),
    /** When it was read; a crawl that finds nothing new leaves it. */
    crawledAt: timestamp("crawled_at", { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.source, table.revision] })],
);

export const servers = pgTable(
  "servers",
  {
    id: text().primaryKey(),
    source: text()
      .notNull()
      .references(() => repositories.source, { onDelete: "cascade" }),
    revision: text().notNull(),
    path: text().notNull(),
    name: text().notNull(),
    packages: jsonb().$type<Package[]>().notNull(),
    start: jsonb().$type<string[][]>().notNull().default([]),
    transports: jsonb().$type<Transport[]>().notNull().default([]),
    sdks: jsonb().$type<Package[]>().notNull().default([]),
    secrets: jsonb().$type<Asked[]>().notNull().default([]),
    scopes: jsonb().$type<Asked[]>().notNull().default([]),
  },
  (table) => [
    index().on(table.source),
    foreignKey({
      columns: [table.source, table.revision],
      foreignColumns: [snapshots.source, snapshots.revision],
    }).onDelete("cascade"),
  ],
);

/** What a client sees, once however many servers or commits repeat it; never changed, never removed. */
export const definitions = pgTable("definitions", {
  /** SHA-256 over the JSON of the definition as declared: see `hashDefinition`. */
  hash: text().primaryKey(),
  name: text().notNull(),
  title: text(),
  description: text(),
  /** Of type json and not jsonb: parameters keep the order in which they are declared. */
  inputSchema: json("input_schema").$type<JsonSchema>(),
  outputSchema: json("output_schema").$type<JsonSchema>(),
  annotations: json().$type<Annotations>(),
  /** Characters that PostgreSQL cannot hold (NUL, halves of surrogate pairs): here they stand as U+FFFD. */
  replaced: integer().notNull().default(0),
});

/** The tools of each server as of its newest snapshot. */
export const tools = pgTable(
  "tools",
  {
    server: text()
      .notNull()
      .references(() => servers.id, { onDelete: "cascade" }),
    name: text().notNull(),
    definition: text()
      .notNull()
      .references(() => definitions.hash),
    at: jsonb().$type<Place>().notNull(),
    handler: jsonb().$type<Place>(),
    /** Text of the handler, bounded, so that labels can be made again without a crawl. */
    handlerSource: text("handler_source"),
    /** What the handler calls outside the server's own code; null where it could not be followed. */
    calls: jsonb().$type<Call[]>(),
    method: text().$type<Method>().notNull(),
    confirmedBy: text("confirmed_by").$type<Method>(),
    differences: jsonb().$type<Difference[]>(),
    /** The dependency whose files `at` and `handler` are. */
    from: jsonb().$type<Package>(),
    /** Link to a line of that dependency's files, as in a snapshot; null where the snapshot's own applies, or nothing can be linked. */
    lineUrl: text("line_url"),
    when: text(),
  },
  (table) => [
    primaryKey({ columns: [table.server, table.name] }),
    index().on(table.name),
    index().on(table.definition),
  ],
);

export const classifications = pgTable(
  "classifications",
  {
    server: text().notNull(),
    name: text().notNull(),
    category: text().$type<Classification["category"]>().notNull(),
    effect: text().$type<Classification["effect"]>().notNull(),
    risk: text().$type<Classification["risk"]>().notNull(),
    facets: jsonb().$type<Classification["facets"]>().notNull(),
    steps: jsonb().$type<Classification["steps"]>().notNull(),
    rationale: text().notNull(),
    evidence: jsonb().$type<Classification["evidence"]>().notNull(),
    conflicts: jsonb().$type<Classification["conflicts"]>().notNull(),
    hygiene: jsonb().$type<Classification["hygiene"]>().notNull().default([]),
    confidence: doublePrecision().notNull(),
    engine: text().notNull(),
    /** What a language model said beside it; null unless one was asked. */
    opinion: jsonb().$type<Opinion>(),
  },
  (table) => [
    primaryKey({ columns: [table.server, table.name] }),
    foreignKey({
      columns: [table.server, table.name],
      foreignColumns: [tools.server, tools.name],
    }).onDelete("cascade"),
    index().on(table.risk, table.category),
  ],
);

/** What language models said, once for each model, prompt and evidence: it is paid for by the token. */
export const opinions = pgTable(
  "opinions",
  {
    /** SHA-256 of model, prompt version and evidence. */
    key: text().primaryKey(),
    /** SHA-256 of what was shown. */
    evidence: text().notNull(),
    model: text().notNull(),
    prompt: text().notNull(),
    /** As the model wrote it. */
    said: jsonb().$type<unknown[]>().notNull(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index().on(table.evidence)],
);

/** Batches that an endpoint works on, or was about to when the process ended. */
export const opinionBatches = pgTable("opinion_batches", {
  /** Our own name for it, which the endpoint keeps with it. */
  mark: text().primaryKey(),
  /** The endpoint's name; null until it is known to have been started. */
  id: text(),
  model: text().notNull(),
  prompt: text().notNull(),
  /** By request, what the answers of its tools are kept under. */
  requests: jsonb().$type<Record<string, { key: string; evidence: string }[]>>().notNull(),
  at: timestamp({ withTimezone: true }).notNull().defaultNow(),
});

export const unresolved = pgTable(
  "unresolved",
  {
    server: text()
      .notNull()
      .references(() => servers.id, { onDelete: "cascade" }),
    /** 0-based, in the order of the places. */
    position: integer().notNull(),
    path: text().notNull(),
    line: integer().notNull(),
    endLine: integer("end_line"),
    reason: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.server, table.position] })],
);

export const crawlRuns = pgTable("crawl_runs", {
  id: text().primaryKey(),
  startedAt: timestamp("started_at", { withTimezone: true }).notNull(),
  /** Null while it runs, and for ever when it was killed. */
  finishedAt: timestamp("finished_at", { withTimezone: true }),
  sources: integer().notNull(),
  crawled: integer().notNull().default(0),
  unchanged: integer().notNull().default(0),
  failed: integer().notNull().default(0),
});

/** The latest failure of each source; a later success removes it. */
export const failures = pgTable("failures", {
  /** The source as it was asked for. */
  source: text().primaryKey(),
  run: text()
    .notNull()
    .references(() => crawlRuns.id),
  kind: text().notNull(),
  message: text().notNull(),
  at: timestamp({ withTimezone: true }).notNull(),
});
