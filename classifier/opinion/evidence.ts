import { createHash } from "node:crypto";
import { type Annotations, type Witness, witnesses } from "../../model.ts";
import type { Subject } from "../rules/rule.ts";
import { visibleText } from "./fence.ts";

/** What a model is shown of one tool, and may quote. */
export interface Exhibit {
  /** Public id of its server. */
  server?: string;
  /** What each witness says, as it is sent; an absent one says nothing. */
  said: Map<Witness, string>;
  /** All of it, to stand inside a fence. */
  text: string;
  /** Hex SHA-256 of server and text. */
  hash: string;
}

/** In characters. What is cut off is not sent, and so can't be quoted. */
const most: Record<Witness, number> = {
  code: 8_000,
  schema: 6_000,
  description: 6_000,
  annotations: 500,
  name: 500,
};
const longestServer = 300;
const mostCalls = 40;

const headings: Record<Witness, string> = {
  name: "name and title",
  description: "description",
  schema: "input schema",
  annotations: "annotations",
  code: "code of the handler, and calls that it reaches",
};

/** What is sent of a tool: its definition and its handler's code, made visible and bounded; the same tool gives the same text. */
export function exhibit(subject: Subject): Exhibit {
  const { name, title, description, inputSchema, annotations } = subject;
  const raw: [Witness, string | undefined][] = [
    ["name", title === undefined ? name : `${name}\n${title}`],
    ["description", description],
    ["schema", inputSchema && JSON.stringify(inputSchema)],
    ["annotations", annotations && hints(annotations)],
    ["code", codeOf(subject)],
  ];
  const said = new Map<Witness, string>();
  const parts: string[] = [];
  for (const [witness, text = ""] of raw) {
    // Cut before and after: what is removed must not make room for ever more.
    const whole = visibleText(text.slice(0, most[witness] * 4)).trim();
    if (whole === "") continue;
    const kept = whole.slice(0, most[witness]).toWellFormed();
    said.set(witness, kept);
    const isCut = kept.length < whole.length || text.length > most[witness] * 4;
    parts.push(`${headings[witness]}${isCut ? " (its beginning)" : ""}:\n${kept}`);
  }
  const text = parts.join("\n\n");
  const server =
    subject.server === undefined
      ? undefined
      : visibleText(subject.server).replaceAll(/\s+/g, " ").slice(0, longestServer);
  const hash = createHash("sha256")
    .update(JSON.stringify([server, text]))
    .digest("hex");
  return { ...(server === undefined ? {} : { server }), said, text, hash };
}

/** The strongest witness in whose words a quote stands, as they are; undefined when it stands nowhere. */
export function witnessOf(quote: string, { said }: Exhibit): Witness | undefined {
  return witnesses.find((witness) => said.get(witness)?.includes(quote));
}

/** The handler's own lines, and those elsewhere in the repository that it reaches and that leave it. */
function codeOf({ handlerSource = "", calls = [] }: Subject): string {
  const elsewhere = calls
    .slice(0, mostCalls)
    .map(({ quote }) => quote)
    .filter((quote) => !handlerSource.includes(quote));
  return [handlerSource, ...new Set(elsewhere)].join("\n");
}

function hints(annotations: Annotations): string {
  const sorted = Object.entries(annotations).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(Object.fromEntries(sorted));
}
