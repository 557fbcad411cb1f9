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
const silent =
  /^(?:log|debug|info|warn|error|print|println|printf|raise|includes|startsWith|test|match|compile)$/i;
/** The program's own book-keeping. */
const own =
  /\b(?:cache|log|logs|audit|session|sessions|migration|migrations|telemetry|metrics|query_history)\b/i;

/** A statement of SQL or Cypher, by its verb. */
export default {
  id: "sql",
  read({ call, last }) {
    if (silent.test(last)) return undefined;
    for (const { text } of call.arguments) {
      const statement = inner.exec(strip(text))?.groups?.["change"] ?? strip(text);
      if (own.test(statement.slice(0, 60))) continue;
      const query = cypher.exec(statement);
      if (removing.test(statement) || query?.groups?.["removes"] !== undefined)
        return { category: "Destructive", shows: "removes data with a statement" };
      if (granting.test(statement))
        return {
          category: "Write",
          shows: "changes access with a statement",
          facets: ["permissions"],
        };
      if (changing.test(statement) || creating.test(statement) || query !== null)
        return { category: "Write", shows: "changes data with a statement" };
    }
    return undefined;
  },
} satisfies Deed;

/** Without comments and brackets before the first word. */
const strip = (text: string): string => text.replace(/^(?:\s+|--[^\n]*\n|\/\*[^*]*\*\/|\()+/, "");
