import { findMention, quoteAct, quoteHit, type Facts } from "../evidence/facts.ts";
import { headWords } from "../evidence/meaning.ts";
import { isScript } from "../evidence/schema.ts";
import type { Rule } from "./rule.ts";

const carriers = new Set(
  "variables conf inputs jobvariables jobvariablesattributes jobinputs env environment parameters command commands cmd commandline cmdline startupcommand raw requestbody headers pseudoheaders content code script sql query statement expression function javascript payload input params arguments args url body prompt message inputs config configuration data".split(
    " ",
  ),
);

/** One operation whose effect is fixed, or a sandbox. */
export default {
  id: "bounded-operation",
  phase: "risk",
  reason:
    "An operation that the caller can only name, not compose, does one known thing; a sandbox holds the rest.",
  nearMiss: "A workflow with the caller's input, or a click on any element, is not fixed.",
  claim(facts, category) {
    if (category !== "Execute") return undefined;
    const runsCode = facts.parameters.some((parameter) =>
      /^(?:code|command|cmd|script)$/.test(parameter.key),
    );
    const sandbox =
      facts.about.get("sandbox") ?? (runsCode ? findMention(facts, "sandbox") : undefined);
    if (sandbox)
      return {
        step: { by: -1, reason: "it runs in the server's own sandbox" },
        evidence: [quoteHit(facts, sandbox, "is confined to a sandbox")],
      };
    const act = facts.described[0] ?? facts.named;
    const again = act?.lemma === "rerun" || act?.lemma === "retry";
    const composed =
      !again &&
      facts.parameters.some(
        (parameter) =>
          (carriers.has(parameter.key) || isScript(parameter)) && parameter.choices.length === 0,
      );
    if (
      !act ||
      composed ||
      facts.about.has("host") ||
      act.kind === "touch" ||
      (facts.about.has("desktop") && act.kind !== "steer" && !opensApp(facts))
    )
      return undefined;
    const fixed =
      act.kind === "steer" ||
      act.kind === "end" ||
      (act.kind === "run" &&
        (["trigger", "retry", "rerun", "replay", "requeue"].includes(act.lemma) ||
          (act.lemma === "run" &&
            stored.has(headWords(act).at(-1)?.text ?? "") &&
            onlyIds(facts)))) ||
      (act.kind === "write" &&
        !/^(?:create|submit|upload|import|apply|accept|dismiss|sync)$/.test(act.lemma)) ||
      act.lemma === "forward" ||
      (/^(?:launch|open)$/.test(act.lemma) && opensApp(facts)) ||
      (act.kind === "install" && onlyTarget(facts));
    if (!fixed) return undefined;
    return {
      step: { by: -1, reason: "it does one fixed, bounded operation" },
      evidence: [quoteAct(facts, act, "does one fixed operation")],
    };
  },
} satisfies Rule;

/** `Launch an app by its package`: nothing is handed over but which. */
const opensApp = ({ acts, parameters }: Facts): boolean =>
  acts.some((act) => headWords(act).some(({ text }) => /^(?:apps?|applications?)$/.test(text))) &&
  parameters.every(
    ({ key, type }) =>
      type !== "array" &&
      /^(?:device|udid|serial|(?:app|package|bundle|activity)(?:name|id)?|name)\w{0,10}$/.test(key),
  );

/** Stored things that run as they are. */
const stored = new Set("job jobs schedule pipeline build monitor".split(" "));

const required = (facts: Facts) => facts.parameters.filter((parameter) => parameter.required);

/** Nothing can be handed over but the names of what runs. */
const onlyIds = (facts: Facts): boolean =>
  facts.parameters.length > 0 &&
  facts.parameters.every(
    ({ key, type }) =>
      /id$|ids$|iid$/.test(key) || type === "boolean" || /^(?:_?confirm)/.test(key),
  );

/** What is installed is fixed, and the caller only says where. */
const onlyTarget = (facts: Facts): boolean =>
  facts.subject.inputSchema !== undefined &&
  facts.parameters.length === required(facts).length &&
  facts.parameters.every(({ key }) =>
    /^(?:virtualmachine|server|instance|host|machine)id$/.test(key),
  );
