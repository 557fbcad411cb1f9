import { createHash } from "node:crypto";
import type { Classification, Definition, Place, Server, Tool, Unresolved } from "../model.ts";
import type { classifications, definitions, servers, tools, unresolved } from "./schema.ts";
import { cleanJson, cleanRow, cleanText } from "./text.ts";

/** A tool with what is stored beside it. */
export interface ToolToWrite {
  tool: Tool;
  handlerSource?: string;
  /** For a tool from a dependency: link to lines of that dependency's files, as in a snapshot. */
  lineUrl?: string;
  classification: Classification;
}

export interface ServerToWrite {
  server: Omit<Server, "tools">;
  tools: ToolToWrite[];
}

/** The rows of one snapshot, each list in the order in which it is written. */
export interface Rows {
  servers: (typeof servers.$inferInsert)[];
  definitions: (typeof definitions.$inferInsert)[];
  tools: (typeof tools.$inferInsert)[];
  classifications: (typeof classifications.$inferInsert)[];
  unresolved: (typeof unresolved.$inferInsert)[];
}

/** Characters. The ids of server and tool share an index entry, which PostgreSQL bounds at 2,700 bytes. */
export const longestServerId = 500;
const longestName = 256;
/** Levels; PostgreSQL gives up at some thousands. */
const deepestSchema = 100;

/** Turns what was crawled into rows; a tool that cannot be stored becomes an unresolved registration. */
export function makeRows(source: string, revision: string, all: ServerToWrite[]): Rows {
  const rows: Rows = {
    servers: [],
    definitions: [],
    tools: [],
    classifications: [],
    unresolved: [],
  };
  const definitionRows = new Map<string, typeof definitions.$inferInsert>();
  for (const { server, tools } of all) {
    const { id, path, name, packages, start, transports, sdks, secrets, scopes } = server;
    const built = { packages, start, transports, sdks, secrets, scopes };
    rows.servers.push(cleanRow({ id, source, revision, path, name, ...built }));
    const refused: Unresolved[] = [];
    const names = new Set<string>();
    for (const written of tools) {
      const { tool, classification } = written;
      const key = { server: cleanText(id), name: cleanText(tool.name) };
      const reason = refuse(tool, names.has(key.name));
      if (reason) {
        refused.push({ at: tool.at, reason });
        continue;
      }
      names.add(key.name);
      const definition = makeDefinition(tool);
      definitionRows.set(definition.hash, definition);
      rows.tools.push(makeTool(key, definition.hash, written));
      rows.classifications.push(makeClassification(key, classification));
    }
    rows.unresolved.push(...makeUnresolved(id, [...server.unresolved, ...refused]));
  }
  // One order for all writers: two that bring the same definitions then never wait for each other in a circle.
  rows.definitions = [...definitionRows.values()].toSorted((a, b) => compare(a.hash, b.hash));
  return rows;
}

/** The row of one label. */
export function makeClassification(
  key: { server: string; name: string },
  judged: Classification,
): typeof classifications.$inferInsert {
  const { category, effect, risk, facets, steps, rationale } = judged;
  const { evidence, conflicts, hygiene, confidence, engine, opinion = null } = judged;
  const label = { category, effect, risk, facets, steps, rationale };
  return cleanRow({ ...key, ...label, evidence, conflicts, hygiene, confidence, engine, opinion });
}

/**
 * Hex SHA-256 of what a client sees, as declared: the fields in one order, schemas in the author's,
 * absent fields left out, and so unlike empty ones.
 */
export function hashDefinition(definition: Definition): string {
  const { name, title, description, inputSchema, outputSchema, annotations } = definition;
  // Of the hints, unlike of parameters, the order says nothing.
  const hints = annotations && Object.entries(annotations).toSorted(([a], [b]) => compare(a, b));
  const json = JSON.stringify({ name, title, description, inputSchema, outputSchema, hints });
  return createHash("sha256").update(json).digest("hex");
}

function makeDefinition(tool: Tool): typeof definitions.$inferInsert {
  let replaced = 0;
  const count = (characters: number) => (replaced += characters);
  const text = (value: string | undefined) =>
    value === undefined ? null : cleanText(value, count);
  const json = <T>(value: T | undefined) => (value === undefined ? null : cleanJson(value, count));
  return {
    hash: hashDefinition(tool),
    name: cleanText(tool.name, count),
    title: text(tool.title),
    description: text(tool.description),
    inputSchema: json(tool.inputSchema),
    outputSchema: json(tool.outputSchema),
    annotations: json(tool.annotations),
    replaced,
  };
}

function makeTool(
  key: { server: string; name: string },
  definition: string,
  { tool, handlerSource, lineUrl }: ToolToWrite,
): typeof tools.$inferInsert {
  const { at, handler, calls, method, when, confirmedBy, differences, from } = tool;
  return cleanRow({
    ...key,
    definition,
    at,
    handler: handler ?? null,
    handlerSource: handlerSource ?? null,
    calls: calls ?? null,
    method,
    confirmedBy: confirmedBy ?? null,
    differences: differences ?? null,
    from: from ?? null,
    lineUrl: lineUrl ?? null,
    when: when ?? null,
  });
}

function makeUnresolved(server: string, seen: Unresolved[]): (typeof unresolved.$inferInsert)[] {
  return seen
    .toSorted((a, b) => comparePlaces(a.at, b.at) || compare(a.reason, b.reason))
    .map(({ at, reason }, position) => {
      const { path, line, endLine = null } = at;
      return cleanRow({ server, position, path, line, endLine, reason });
    });
}

function refuse(tool: Tool, isTaken: boolean): string | undefined {
  if (tool.name.length > longestName) {
    return `the tool's name has ${tool.name.length} characters; at most ${longestName} are kept`;
  }
  if (isTaken) {
    return `another tool of this server has the name ${JSON.stringify(tool.name)} too`;
  }
  if (isDeeper(tool.inputSchema, deepestSchema) || isDeeper(tool.outputSchema, deepestSchema)) {
    return `a schema of the tool ${JSON.stringify(tool.name)} nests more than ${deepestSchema} levels deep`;
  }
  return undefined;
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

function comparePlaces(a: Place, b: Place): number {
  return compare(a.path, b.path) || a.line - b.line;
}

/** By UTF-16 code units: the same everywhere, whatever the locale. */
export function compare(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}
