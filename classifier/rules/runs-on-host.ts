import {
  findMention,
  quoteAct,
  quoteHit,
  quoteParameter,
  type Act,
  type Facts,
  type Parameter,
} from "../evidence/facts.ts";
import { headWords } from "../evidence/meaning.ts";
import { quoteCall } from "../evidence/quote.ts";
import { telling } from "../evidence/reasons.ts";
import { isScript } from "../evidence/schema.ts";
import type { Claim, Rule } from "./rule.ts";

const hostWords = new Set(
  "codesnippet apexcode applescript command commands cmd shell shellcommand script code cmdline commandline jsstatement jscode javascript pythoncode".split(
    " ",
  ),
);

const runs = new Set(
  "run execute exec eval evaluate spawn start interpret send perform replay rerun".split(" "),
);

/** Commands and code outside a sandbox. */
export default {
  id: "runs-on-host",
  phase: "risk",
  reason:
    "A command or code on the host or in production reaches everything that its user reaches.",
  nearMiss: "Code in a sandbox or in a web page does not reach the host.",
  claim(facts, category) {
    if (
      category !== "Execute" ||
      facts.about.has("sandbox") ||
      findMention(facts, "sandbox") !== undefined ||
      facts.about.has("browser")
    )
      return undefined;
    const steersProcess = [...facts.nameWords, ...(facts.described[0]?.object ?? [])].some((word) =>
      /^(?:process|terminal|shell|repl|tty|pty)$/.test(word.text),
    );
    const parameter = facts.parameters.find(
      (candidate) =>
        (hostWords.has(candidate.key) ||
          isScript(candidate) ||
          (steersProcess && /^(?:input|keys|text|stdin)$/.test(candidate.key))) &&
        candidate.choices.length === 0,
    );
    const evaluated = facts.reaches?.find(
      ({ facets, weak }) => !weak && facets?.includes("arbitrary-code"),
    );
    if (evaluated)
      return {
        facets: ["arbitrary-code"],
        step: { by: 1, reason: telling.onHost },
        evidence: [quoteCall(evaluated.call, evaluated.shows)],
      };
    const acts = facts.acts;
    const deployed = [...acts, ...facts.asides].some((act) => act.lemma === "deploy")
      ? findDeployed(facts)
      : undefined;
    if (deployed) {
      const live = "it puts the caller's code into production";
      return {
        facets: ["arbitrary-code"],
        step: { by: 1, reason: live },
        evidence: [quoteParameter(deployed, live)],
      };
    }
    const clocked = facts.nameWords.some(({ text }) => text === "cron" || text === "crontab");
    if (!clocked && !acts.some((act) => runs.has(act.lemma))) return undefined;
    const hit = facts.about.get("host");
    const reason = telling.onHost;
    if (!parameter) return unseen(facts, acts, reason);
    return {
      facets: ["arbitrary-code"],
      step: { by: 1, reason },
      evidence: [hit ? quoteHit(facts, hit, reason) : quoteParameter(parameter, reason)],
    };
  },
} satisfies Rule;

/** No parameters are known but one that wraps them all, and the words say that commands or code are run. */
function unseen(facts: Facts, acts: readonly Act[], reason: string): Claim | undefined {
  const act = acts.find((candidate) => runs.has(candidate.lemma));
  const isWrapped = facts.parameters.every(({ key }) =>
    /^(?:args|arguments|params|input)$/.test(key),
  );
  if (!act || !isWrapped) return undefined;
  const composed = headWords(act).some(({ text }) =>
    /^(?:commands?|code|scripts?|shell)$/.test(text),
  );
  return composed
    ? {
        facets: ["arbitrary-code"],
        step: { by: 1, reason },
        evidence: [quoteAct(facts, act, reason)],
      }
    : undefined;
}

const targets = new Set(
  "website websites site sites application applications app apps plugin theme worker function server project api run cloud service container image folder files code lambda".split(
    " ",
  ),
);
const rehearsals = new Set("preview staging draft test dev local".split(" "));

/** The code of a site or an app that goes live, handed over or pointed at by the caller. */
function findDeployed(facts: Facts): Parameter | undefined {
  const words = [...facts.nameWords, ...(facts.sentences[0]?.words ?? [])];
  if (
    !words.some(({ text }) => targets.has(text)) ||
    words.some(
      ({ text }, i) =>
        rehearsals.has(text) &&
        !(text === "local" && /^(?:folder|directory|files?|path)$/.test(words[i + 1]?.text ?? "")),
    )
  )
    return undefined;
  return facts.parameters.find(
    ({ key, depth }) =>
      depth === 0 &&
      /(?:archive|path|directory|bundle|zip|tarball)(?:ur[il])?$|^(?:code|source|script|files|image(?:ur[il])?|containerimage)$/.test(
        key,
      ),
  );
}
