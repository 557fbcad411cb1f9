import { classify } from "../../../classifier/classify.ts";
import { openEndpoint } from "../../../classifier/openai.ts";
import { type Budget, openPurse } from "../../../classifier/opinion/budget.ts";
import type { CountTokens } from "../../../classifier/opinion/tokens.ts";
import { type Desk, openDesk } from "../../../classifier/opinion/desk.ts";
import { promptVersion } from "../../../classifier/opinion/prompt.ts";
import type { Subject } from "../../../classifier/rules/rule.ts";
import { type Tally, giveOpinions } from "../../../classifier/second-opinion.ts";
import { opinionCache } from "../../../cli/opinion/cache.ts";
import type { Database } from "../../../db/client.ts";
import type { Classification, Opinion } from "../../../model.ts";
import { type Asked, type Entry, part } from "../../openai/answers.ts";

/** What came of a run: labels in the order of the tools. */
export interface Judged {
  labels: Classification[];
  tally: Tally;
  desk: Desk;
  spent: { input: number; output: number };
}

export interface Run {
  budget?: Budget;
  timeoutMs?: number;
  retries?: number;
  apiKey?: string;
  count?: CountTokens;
  concurrency?: number;
  model?: string;
}

/** Puts a second opinion beside the labels of these tools, as the commands do. */
export async function judge(
  db: Database,
  baseUrl: string,
  subjects: Subject[],
  run: Run = {},
): Promise<Judged> {
  const { count = (text) => Math.ceil(text.length / 4), concurrency = 4 } = run;
  const endpoint = openEndpoint({ model: "m", baseUrl, timeoutMs: 60_000, ...run });
  const purse = openPurse({ input: 1, output: 5 }, run.budget);
  const cache = opinionCache(db);
  const desk = openDesk({ endpoint, purse, count, cache, concurrency });
  const labels: Classification[] = [];
  const tally = await giveOpinions<Subject>({
    pages: oneByOne(subjects),
    read: (subject) => ({ subject, label: classify(subject) }),
    async write(subject, label) {
      if (subjects[labels.length] !== subject || !label) throw new Error("out of order");
      labels.push(label);
    },
    desk,
    cache,
    origin: { model: endpoint.model, prompt: promptVersion },
  });
  return { labels, tally, desk, spent: purse.spent };
}

async function* oneByOne(subjects: Subject[]): AsyncGenerator<Subject[]> {
  for (const subject of subjects) yield [subject];
}

/** A model that takes every tool for this, and quotes its name. */
export function saying(entry: Partial<Entry>): (asked: Asked) => Entry[] {
  return ({ tools }) =>
    tools.map(({ id, text }) => ({
      tool: id,
      quotes: [nameOf(text)],
      rationale: "It was looked at.",
      category: "Read",
      risk: "low",
      facets: [],
      ...entry,
    }));
}

/** A tool's name, as it was shown. */
export function nameOf(text: string): string {
  return part(text, "name and title").split("\n")[0] ?? "";
}

export const outcomes = (labels: Classification[]): (Opinion["outcome"] | undefined)[] =>
  labels.map(({ opinion }) => opinion?.outcome);

export const reasonOf = ({ opinion }: Classification): string | undefined =>
  opinion && "reason" in opinion ? opinion.reason : undefined;

/** Tools of one server, with these names. */
export function toolsOf(server: string, names: string[]): Subject[] {
  return names.map((name) => ({ server, name, description: `This is ${name}.` }));
}
