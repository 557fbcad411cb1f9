import { setTimeout as sleep } from "node:timers/promises";
import type { Classification, Opinion } from "../model.ts";
import { type OpinionCache, opinionKey } from "./opinion/cache.ts";
import { checkOpinion } from "./opinion/check.ts";
import type { Desk, Outcome } from "./opinion/desk.ts";
import { type Exhibit, exhibit } from "./opinion/evidence.ts";
import { type Origin, mergeVerdict, withoutVerdict } from "./opinion/merge.ts";
import type { Subject } from "./rules/rule.ts";

/** A tool with the rules' label. */
export interface Labelled {
  subject: Subject;
  label: Classification;
}

/** What came of the tools of a run. */
export interface Tally {
  /** How many came to what; `kept` of them without asking, and `unasked` were not asked about for want of budget or of an endpoint. */
  tools: Record<Opinion["outcome"] | "kept" | "unasked", number>;
  /** How often a void or failed opinion had which reason. */
  reasons: Map<string, number>;
}

function emptyTally(): Tally {
  const tools = { agrees: 0, raised: 0, lower: 0, void: 0, failed: 0, kept: 0, unasked: 0 };
  return { tools, reasons: new Map() };
}

export interface Stream<T> {
  /** Items as they come, in pages of one or more. */
  pages: AsyncIterable<T[]>;
  /** The tool of an item; undefined for one that only keeps its place. */
  read(item: T): Labelled | undefined;
  /** Told of each item in the order in which they came; the label is undefined exactly when there is no tool. */
  write(item: T, label: Classification | undefined): Promise<void>;
  desk: Pick<Desk, "judge" | "flush" | "isWaiting">;
  cache: OpinionCache;
  origin: Origin;
  /** Stops before the next page. */
  signal?: AbortSignal;
}

/** Items that wait for their answer or for those before them. */
const window = 400;
/** Milliseconds without a further item after which a group is sent that is not full. */
const idleMs = 200;

/** Puts a second opinion beside every label, in order, while items still come; returns what came of them. */
export async function giveOpinions<T>(stream: Stream<T>): Promise<Tally> {
  const { desk, read, write } = stream;
  const tally = emptyTally();
  const pending: Promise<void>[] = [];
  let last: Promise<void> = Promise.resolve();
  for await (const page of prompt(stream)) {
    const shown = page.map((item) => {
      const tool = read(item);
      return { item, ...(tool && { tool, exhibit: exhibit(tool.subject) }) };
    });
    const keys = shown.flatMap((one) =>
      one.exhibit ? [opinionKey(stream.origin, one.exhibit)] : [],
    );
    const kept = await stream.cache.read(keys);
    for (const { item, tool, exhibit: evidence } of shown) {
      if (tool === undefined || evidence === undefined) {
        last = last.then(() => write(item, undefined));
      } else {
        const known = kept.get(opinionKey(stream.origin, evidence));
        const outcome = known ?? desk.judge(evidence);
        last = last.then(async () => {
          const said = await outcome;
          const label = await settle(tool, evidence, said, stream);
          note(tally, said === undefined ? undefined : label.opinion, known !== undefined);
          await write(item, label);
        });
      }
      // Whoever awaits the last one hears of it.
      last.catch(() => {});
      pending.push(last);
      if (pending.length > window) desk.flush();
      while (pending.length > window) await pending.shift();
    }
  }
  desk.flush();
  await last;
  return tally;
}

/** The pages as they come; whenever none comes for a moment, what waits for company is sent without it. */
async function* prompt<T>({ pages, desk, signal }: Stream<T>): AsyncGenerator<T[]> {
  const iterator = pages[Symbol.asyncIterator]();
  while (signal?.aborted !== true) {
    const next = iterator.next();
    if (desk.isWaiting) {
      const first = await Promise.race([next, sleep(idleMs, undefined, { ref: false })]);
      if (first === undefined) desk.flush();
    }
    const { value, done } = await next;
    if (done === true) return;
    yield value;
  }
}

async function settle<T>(
  tool: Labelled,
  shown: Exhibit,
  outcome: Outcome,
  { origin, cache }: Stream<T>,
): Promise<Classification> {
  if (outcome !== undefined) return conclude(tool, shown, outcome, origin);
  const [label = tool.label] = await withKeptOpinions([tool], cache);
  return label;
}

function note({ tools, reasons }: Tally, opinion: Opinion | undefined, isKept: boolean): void {
  tools[opinion?.outcome ?? "unasked"] += 1;
  if (isKept) tools.kept += 1;
  if (opinion && "reason" in opinion)
    reasons.set(opinion.reason, (reasons.get(opinion.reason) ?? 0) + 1);
}

/** The labels with the newest opinion on each tool that is kept, without asking anybody. */
export async function withKeptOpinions(
  tools: readonly Labelled[],
  cache: OpinionCache,
): Promise<Classification[]> {
  const shown = tools.map(({ subject }) => exhibit(subject));
  const newest = await cache.newest(shown.map(({ hash }) => hash));
  return tools.map((tool, index) => {
    const evidence = shown[index]!;
    const kept = newest.get(evidence.hash);
    if (kept === undefined) return tool.label;
    const { model, prompt, said } = kept;
    return conclude(tool, evidence, { said }, { model, prompt });
  });
}

/** The label that follows from what came of asking. */
function conclude(
  { subject, label }: Labelled,
  shown: Exhibit,
  outcome: NonNullable<Outcome>,
  origin: Origin,
): Classification {
  if ("failed" in outcome) return withoutVerdict(label, origin, "failed", outcome.failed);
  const verdict = checkOpinion(outcome.said, shown);
  return typeof verdict === "string"
    ? withoutVerdict(label, origin, "void", verdict)
    : mergeVerdict(label, verdict, origin, subject.annotations);
}
