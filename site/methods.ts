import type { ToolPage } from "../db/queries.ts";
import type { Difference, Method, Transport } from "../model.ts";
import { count, listed, shortened } from "./text.ts";

const order = ["evaluated", "read", "listed"] as const satisfies readonly Method[];

/** A method as what was done: "confirmed by …". */
export const methodDeeds: Record<Method, string> = {
  evaluated: "evaluating its code",
  read: "reading the source",
  listed: "a manifest's list",
};

const counted: Record<Method, (tools: string) => string> = {
  evaluated: (tools) => `${tools} evaluated from the server's code in a sandbox`,
  read: (tools) => `${tools} read from the source`,
  listed: (tools) => `${tools} listed in a manifest`,
};

/** A transport as people call it. */
export const transportWords: Record<Transport, string> = {
  stdio: "stdio",
  "streamable-http": "Streamable HTTP",
  sse: "HTTP with SSE",
};

const fieldWords: Record<Difference["field"], string> = {
  name: "Name",
  title: "Title",
  description: "Description",
  inputSchema: "Parameters",
  outputSchema: "Result schema",
  annotations: "Annotations",
  presence: "Presence",
};

/** One thing that another method saw otherwise. */
export interface DifferenceRow {
  field: string;
  /** `reading the source`. */
  by: string;
  /** A plain sentence, or what it saw as JSON. */
  saw: string;
  isQuote: boolean;
}

/** How the tools of a server were come by: one or two plain sentences; none for a server without tools. */
export function methodSentences(
  tools: Pick<ToolPage, "method" | "confirmedBy" | "differences">[],
): string[] {
  if (tools.length === 0) return [];
  const found = order
    .map((method) => ({ method, amount: tools.filter((tool) => tool.method === method).length }))
    .filter(({ amount }) => amount > 0);
  const by = listed(
    found.map(({ method, amount }, index) =>
      counted[method](index === 0 ? count(amount, "tool was", "tools were") : String(amount)),
    ),
  );
  const confirmed = tools.filter((tool) => tool.confirmedBy !== undefined).length;
  const differing = tools.filter((tool) => tool.differences !== undefined).length;
  const one = tools.filter(
    (tool) => tool.confirmedBy === undefined && tool.differences === undefined,
  ).length;
  const agreement = [
    ...(confirmed > 0 ? [`${confirmed} confirmed by a second method`] : []),
    ...(differing > 0 ? [`${differing} seen otherwise by another`] : []),
    ...(one > 0 ? [`${one} seen by one method only`] : []),
  ];
  const all = confirmed === tools.length && differing === 0;
  return [
    `${by}.`,
    all ? "All were confirmed by a second method." : `Of these, ${listed(agreement)}.`,
  ];
}

/** What other methods saw otherwise of a tool, in the order of its differences. */
export function differenceRows({
  differences = [],
}: Pick<ToolPage, "differences">): DifferenceRow[] {
  return differences.map(({ by, field, saw }) => ({
    field: fieldWords[field],
    by: methodDeeds[by],
    isQuote: field !== "presence" && saw !== undefined,
    saw: sawWords(field, saw),
  }));
}

function sawWords(field: Difference["field"], saw: string | undefined): string {
  if (field === "presence") return "A list of this server's tools without it.";
  return saw === undefined ? "Nothing." : shortened(saw, 500);
}

/** Characters of a command that are shown. */
const longestCommand = 300;

/** A command as a shell takes it: words that are more than plain stand in quotes. It is cut between words. */
export function commandLine(words: string[]): string {
  const quoted = words.map((word) =>
    /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`,
  );
  let length = 0;
  const shown = quoted.filter((word) => (length += word.length + 1) <= longestCommand);
  return shown.length < quoted.length ? `${shown.join(" ")} …` : shown.join(" ");
}
