import type { Category } from "../../model.ts";
import { passes } from "../evidence/code/housekeeping.ts";
import type { Reach } from "../evidence/code/reach.ts";
import type { Facts } from "../evidence/facts.ts";
import { headWords, meaningOf, severity } from "../evidence/meaning.ts";
import { quoteCall } from "../evidence/quote.ts";
import { verbs } from "../evidence/verbs.ts";
import type { Claim, Rule } from "./rule.ts";

/** What the handler's code reaches. */
export default {
  id: "handler-call",
  phase: "category",
  reason: "Code that sends, writes, deletes or starts a process does so whatever the text says.",
  nearMiss:
    "A POST of a search, a temporary file that is deleted, or a process that a reader needs, does not make its tool destructive or an executor.",
  claim(facts) {
    if (!facts.reaches?.length) return undefined;
    const said = saidOf(facts);
    const names = facts.nameWords
      .map(({ text }) => text)
      .filter((word) => word.length > 3 && !verbs.has(word));
    const weighed = facts.reaches
      .filter(
        ({ call, category, weak }) =>
          (said !== undefined && said !== "Read") ||
          (category === "Financial" && !weak) ||
          (!passes(call) && !makesRoom(call)),
      )
      .filter(({ weak }) => !weak || said !== undefined || facts.annotations.readOnlyHint !== true)
      .map((reach) => ({ reach, ...weigh(reach, said, facts) }));
    weighed.sort(
      (a, b) =>
        rank(b.force) - rank(a.force) ||
        severity(b.category) - severity(a.category) ||
        distance(a.reach, a.category, names) - distance(b.reach, b.category, names),
    );
    const [best] = weighed;
    if (best === undefined) return undefined;
    return {
      category: best.category,
      force: best.force,
      facets: best.reach.facets ?? [],
      evidence: [quoteCall(best.reach.call, best.reach.shows)],
    };
  },
} satisfies Rule;

/** A folder that is made for what is kept there. */
const makesRoom = ({ callee }: Reach["call"]): boolean =>
  /(?:^|\.)(?:mkdir|mkdirs|makedirs|mkdirall|mkdirsync|mkdtemp|create_?dir\w*|createdirector(?:y|ies)|ensuredir)$/i.test(
    callee,
  );

const rank = (force: Claim["force"]): number => (force === "decides" ? 1 : 0);

/** How far a call is from the handler and from the words of its name; one that shows less than what is claimed is farther than any other. */
function distance(reach: Reach, claimed: Category, names: readonly string[]): number {
  const { call, category, weak } = reach;
  const said = [
    call.callee,
    call.quote,
    ...(call.via ?? []),
    ...call.arguments.map(({ text }) => text),
  ]
    .join(" ")
    .toLowerCase();
  const shared = names.filter((name) => said.includes(name.replace(/s$/, ""))).length;
  return (call.via?.length ?? 0) + (category === claimed ? 0 : 100) + (weak ? 10 : 0) - 3 * shared;
}

/** A calculator evaluates what it has checked to be arithmetic. */
const computes = (facts: Facts): boolean =>
  facts.acts.some(({ lemma }) => /^(?:calculate|compute|evaluate|solve)$/.test(lemma));

/** What a reader's own functions note in a database on the way: a cache, an expiry, who asked. */
const keepsBooks = ({ via = [] }: Reach["call"], shows: string): boolean =>
  via.length > 0 && shows.endsWith("with a statement");

const lasting: ReadonlySet<Category> = new Set<Category>(["Write", "Destructive", "Financial"]);

/** A change that the name plainly speaks of, where the description speaks of reading: code that changes something is on its side. */
function announcedIn(facts: Facts): Category | undefined {
  const { named } = facts;
  if (!named || named.doubtful || facts.described.length === 0) return undefined;
  const category = meaningOf(named, facts)?.category;
  return category !== undefined && lasting.has(category) ? category : undefined;
}

/** What the description leads with, or the name where that tells nothing: `Use this when you need …`. */
function saidOf(facts: Facts): Category | undefined {
  for (const act of facts.leads) {
    const meaning = meaningOf(act, facts);
    if (meaning || act.lemma === "manage") return meaning?.category;
  }
  return undefined;
}

/** Code raises a claimed act; it makes a reader a remover only when nothing else was said, and a weak sign changes nothing that was said. */
function weigh(
  reach: Reach,
  said: Category | undefined,
  facts: Facts,
): Required<Pick<Claim, "category" | "force">> {
  const { category, weak, facets } = reach;
  if (said === undefined) return { category, force: weak ? "suggests" : "decides" };
  if (said === category) return { category, force: "decides" };
  if (said === "Read") {
    const announced = announcedIn(facts);
    if (announced !== undefined && lasting.has(category))
      return {
        category: severity(announced) < severity(category) ? announced : category,
        force: "decides",
      };
    if (!outweighsReading(reach, facts)) return { category, force: "suggests" };
    const isLess =
      category === "Destructive" || (category === "Execute" && !facets?.includes("arbitrary-code"));
    return { category: isLess ? "Write" : category, force: "decides" };
  }
  const isRaised = category === "Financial" || facets?.includes("arbitrary-code") === true;
  if (isRaised && !weak) return { category, force: "decides" };
  // What does as much or more than was said bears it out, and no lesser change does.
  return { category: said, force: severity(category) >= severity(said) ? "decides" : "suggests" };
}

/** Whether code that is met in a tool said to read is plain enough to make it more than that. */
function outweighsReading(reach: Reach, facts: Facts): boolean {
  if (isOwnDeed(reach, facts)) return true;
  if (reach.weak || keepsBooks(reach.call, reach.shows)) return false;
  const evaluates = reach.facets?.includes("arbitrary-code") === true && !computes(facts);
  return reach.category === "Financial" || evaluates || !reads(facts);
}

/** A change that the handler itself orders from a service, or a maker's file: no step on the way to something that is read. */
function isOwnDeed({ deed, category, call }: Reach, facts: Facts): boolean {
  if (deed === "sdk" && call.via === undefined)
    return (category === "Write" || category === "Destructive") && !reads(facts);
  const kind = (facts.described[0] ?? facts.named)?.kind;
  return (
    deed === "files" &&
    category === "Write" &&
    (kind === "render" || kind === "obtain") &&
    !facts.parameters.some(({ key }) =>
      /^(?:out(?:put)?|save|dest(?:ination)?|export|download)?(?:path|to|dir(?:ectory)?|folder|file(?:path|name)?)$/.test(
        key,
      ),
    )
  );
}

/** Asking a search engine, a crawler, a parser or a query endpoint is done by POST as often as not. */
const collecting = new Set(
  `scrape crawl search parse research extract query map find analyze analyse summarize translate transcribe convert
  classify detect recognize embed rank ask lookup compare calculate compute estimate validate verify check preview screenshot
  render generate`.split(/\s+/),
);

/** Whether the words say that it only collects or computes. */
function reads(facts: Facts): boolean {
  const acts = facts.acts;
  const lead = acts[0];
  if (!lead || meaningOf(lead, facts)?.category !== "Read") return false;
  const words = [...facts.nameWords, ...headWords(lead)].map((word) => word.text);
  return (
    acts.some((act) => collecting.has(act.lemma)) || words.some((word) => collecting.has(word))
  );
}
