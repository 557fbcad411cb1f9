import {
  findMention,
  findPhrase,
  phrasesOf,
  quoteAct,
  quoteHit,
  type Act,
  type Facts,
  type Hit,
} from "../evidence/facts.ts";
import { takesAddress } from "../evidence/addresses.ts";
import { disarms, signsIn } from "../evidence/guards.ts";
import { headWords, meaningOf } from "../evidence/meaning.ts";
import type { Rule } from "./rule.ts";

/** Ending one of these ends what the agent itself has opened. */
const opened = new Set("session sessions browser tab tabs page pages".split(" "));
const wholes = new Set("all everything entire whole collection store database".split(" "));
const shared = new Set("cookie cookies branch checkout branches".split(" "));
const tasks = new Set("task tasks subtask subtasks todo todos".split(" "));
const mine = new Set(
  "memory todo thinking thoughts thought planner taskmaster taskmanager scratchpad".split(" "),
);

const browsers = new Set(
  "browser playwright puppeteer chrome chromium selenium devtools".split(" "),
);

const inPassing = phrasesOf([
  "for this session",
  "for this mcp session",
  "for the current session",
  "subsequent operations",
  "subsequent calls",
  "subsequent queries",
  "as the current context",
]);

/** State that is the agent's own. */
export default {
  id: "scratch",
  phase: "risk",
  reason: "The agent's own memory, plan, tab or connection matters to nobody else.",
  nearMiss: "Wiping a whole store, and a memory that other people share, is not scratch.",
  claim(facts, category) {
    if (
      category === "Read" ||
      category === "Execute" ||
      category === "Financial" ||
      category === undefined
    )
      return undefined;
    const act = facts.described[0] ?? facts.named;
    if (
      category === "Destructive" &&
      act &&
      [...headWords(act), ...facts.nameWords].some((word) => wholes.has(word.text))
    )
      return undefined;
    if (
      findMention(facts, "charge") !== undefined ||
      facts.nameWords.some((word) => shared.has(word.text))
    )
      return undefined;
    if (disarms(facts)) return undefined;
    if (facts.acts.some(({ lemma }) => /^(?:wipe|purge|nuke|obliterate)$/.test(lemma)))
      return undefined;
    const reason = "it touches only the agent's own working state";
    const browser = ownBrowser(facts);
    const inBrowser = browser !== undefined || facts.serverWords.some((word) => browsers.has(word));
    const acts = facts.acts;
    const own = acts.find(
      (candidate) =>
        (candidate.kind === "session" && isOwnSession(candidate)) ||
        /^signs (?:in|out)$/.test(meaningOf(candidate, facts)?.shows ?? "") ||
        (category === "Write" && (endsOwn(candidate, facts) || movesView(candidate, facts))) ||
        (inBrowser &&
          (candidate.kind === "navigate" ||
            candidate.kind === "steer" ||
            candidate.kind === "end")),
    );
    if (own && !own.doubtful)
      return {
        facets: ["scratch"],
        step: { by: -1, reason },
        evidence: [quoteAct(facts, own, reason)],
      };
    const entry = category === "Write" && signsIn(facts) ? facts.about.get("access") : undefined;
    if (entry)
      return {
        facets: ["scratch"],
        step: { by: -1, reason },
        evidence: [quoteHit(facts, entry, reason)],
      };
    const passing = category === "Write" ? findPhrase(facts, inPassing) : undefined;
    if (passing)
      return {
        facets: ["scratch"],
        step: { by: -1, reason },
        evidence: [{ ...passing, shows: reason }],
      };
    const memory = facts.about.get("memory");
    const hit = (memory && isOfApp(facts, memory) ? undefined : memory) ?? browser;
    if (hit)
      return {
        facets: ["scratch"],
        step: { by: -1, reason },
        evidence: [quoteHit(facts, hit, reason)],
      };
    if (
      facts.nameWords.some((word) => tasks.has(word.text)) &&
      facts.serverWords.some((word) => tasks.has(word))
    )
      return { facets: ["scratch"], step: { by: -1, reason }, evidence: [] };
    if (facts.serverWords.some((word) => mine.has(word)))
      return { facets: ["scratch"], step: { by: -1, reason }, evidence: [] };
    return undefined;
  },
} satisfies Rule;

/** Moving about in a page or on a screen, and turning to another workspace, change nothing but where one looks. */
function movesView(act: Act, facts: Facts): boolean {
  if (act.kind === "navigate")
    return facts.about.has("browser") || takesAddress(facts) !== undefined;
  const shows = meaningOf(act, facts)?.shows;
  return (
    shows === "moves the view" ||
    (act.lemma === "select" && shows === "changes what the session points at")
  );
}

const endsOwn = (act: Act, facts: Facts): boolean =>
  opened.has(headWords(act).at(-1)?.text ?? "") &&
  meaningOf(act, facts)?.shows === "ends a session of its own";

/** A tab of a document, a sheet or a tool's window is no browser tab, and a page that is saved as a file is kept. */
function ownBrowser(facts: Facts): Hit | undefined {
  const hit = facts.about.get("ownbrowser");
  if (hit && facts.named?.lemma === "save" && facts.parameters.some(({ key }) => files.test(key)))
    return undefined;
  if (!hit || !/^tabs?$/i.test(hit.text)) return hit;
  const words = [...facts.nameWords, ...(facts.sentences[0]?.words ?? [])];
  return words.some(({ text }) => paged.has(text)) ? undefined : hit;
}

/** Todos in a program that people keep them in are theirs. */
const isOfApp = (facts: Facts, { text }: Hit): boolean =>
  /^todos?/i.test(text) && facts.serverWords.some((word) => apps.has(word));

const apps = new Set(
  "things things3 todoist ticktick omnifocus reminders microsoft graph outlook google asana notion apple basecamp gitlab clickup trello".split(
    " ",
  ),
);

const files = /^(?:output|save|dest)?(?:file)?(?:path|filename|dir|file)$/;

const paged = new Set(
  "repeater intruder doc docs document documents sheet sheets spreadsheet workbook dashboard form".split(
    " ",
  ),
);

const places = new Set(
  `frame iframe context workspace account project database session profile tab mode namespace environment model persona page window server
  instance organization team tenant cluster device region branch schema connection repository graph vault`.split(
    /\s+/,
  ),
);

/** The tool itself connects or signs in, or turns to another place; `switch a site to another version` changes the site. */
function isOwnSession(act: Act): boolean {
  const head = headWords(act);
  if (act.lemma === "switch" || act.lemma === "use")
    return head.length === 0 || head.some(({ text }) => places.has(text) || text === "active");
  return !head.some(({ text }) =>
    /^(?:with|person|people|domain|payment|wallet|friend)$/.test(text),
  );
}
