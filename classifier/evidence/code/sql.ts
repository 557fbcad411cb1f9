import type { Deed } from "./reach.ts";

const removing =
  /^(?:DELETE\s+FROM|DROP\s+(?:TABLE|DATABASE|SCHEMA|COLLECTION|VIEW|USER|ROLE|KEYSPACE)|TRUNCATE)\b/i;
const changing =
  /^(?:INSERT\s+(?:OR\s+\w+\s+)?(?:IGNORE\s+)?INTO|REPLACE\s+INTO|UPDATE\s+\S+\s+(?:AS\s+\S+\s+)?SET|MERGE\s+INTO|ALTER\s+(?:TABLE|DATABASE|USER|ROLE)|COPY\s+\S+\s+FROM|UPSERT)\b/i;
const granting = /^(?:GRANT|REVOKE|CREATE\s+(?:USER|ROLE))\b/i;
const creating =
  /^CREATE\s+(?!(?:TEMP|TEMPORARY)\b)(?:OR\s+REPLACE\s+)?(?:UNIQUE\s+)?(?:TABLE|INDEX|VIEW|DATABASE|SCHEMA|FUNCTION|TRIGGER|WAREHOUSE)\b(?!\s+IF\s+NOT\s+EXISTS)/i;
const cypher =
  /^(?:MATCH|MERGE|CREATE|UNWIND|CALL|OPTIONAL|WITH)\b[\s\S]*\b(?:(?<removes>(?:DETACH\s+)?DELETE)|MERGE|CREATE|SET|REMOVE)\s+[\w(`{]/;
/** The change inside `WITH … AS (…) DELETE FROM …`. */
const inner = /^WITH\b[\s\S]*?\b(?<change>(?:DELETE\s+FROM|INSERT\s+INTO|UPDATE\s+\S+\s+SET)\b)/i;
const reading = /^(?:SELECT|SHOW|DESCRIBE|EXPLAIN|PRAGMA|WITH)\b/i;
const silent =
  /^(?:log|debug|info|warn|error|print|println|printf|raise|includes|startsWith|test|match|compile)$/i;
/** The program's own book-keeping. */
const own =
  /(?:^|[^a-z])(?:caches?|logs?|audit|sessions?|migrations?|telemetry|metrics|history)(?![a-z])/i;

const runs =
  /^(?:query|execute|execute_?query|run|run_?query|raw|unsafe|exec|prepare|fetch|fetchall|command|statement|do_query|execute_?sql|read_sql(?:_query)?)$/i;
/** A statement that comes from outside as it is. */
const statement =
  /^\{(?:[\w.]*[._])?(?:sql|query|statement|cypher|stmt|sql_?(?:query|text|statement)|query_?(?:text|string|sql))\}$/i;

/** A statement of SQL or Cypher, by its verb. */
export default {
  id: "sql",
  read({ call, last }) {
    if (silent.test(last)) return undefined;
    const [given = ""] = call.arguments.map(({ text }) => text);
    if (runs.test(last) && statement.test(given))
      return {
        category: "Execute",
        shows: "runs a statement that it is given",
        facets: ["arbitrary-query"],
        weak: true,
      };
    if (reading.test(strip(given)) && !inner.test(strip(given))) return null;
    for (const { text } of call.arguments) {
      const written = inner.exec(strip(text))?.groups?.["change"] ?? strip(text);
      if (own.test(written.slice(0, 60))) continue;
      const query = cypher.exec(written);
      if (removing.test(written) || query?.groups?.["removes"] !== undefined)
        return { category: "Destructive", shows: "removes data with a statement" };
      if (granting.test(written))
        return {
          category: "Write",
          shows: "changes access with a statement",
          facets: ["permissions"],
        };
      if (changing.test(written) || creating.test(written) || query !== null)
        return { category: "Write", shows: "changes data with a statement" };
    }
    return undefined;
  },
} satisfies Deed;

/** Without comments and brackets before the first word. */
const strip = (text: string): string => text.replace(/^(?:\s+|--[^\n]*\n|\/\*[^*]*\*\/|\()+/, "");
