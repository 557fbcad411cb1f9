import { quoteAct, quoteHit } from "../evidence/facts.ts";
import { headWords } from "../evidence/meaning.ts";
import { telling } from "../evidence/reasons.ts";
import type { Rule } from "./rule.ts";

const acting = new Set(
  "handle click type fill press drag drop select tap swipe upload submit check uncheck choose input answer dialog key dispatch".split(
    " ",
  ),
);
const setting = new Set(
  "set handle resize emulate highlight route navigate hover scroll".split(" "),
);

/** `Perform an action on the page`: whichever the caller writes. */
const performing = /^performs? (?:an? |any )?(?:\w+ )?(?:action|gesture|interaction)s?\b/;

/** Acting in a live browser or desktop sets off whatever the page has wired to it. */
export default {
  id: "live-interface",
  phase: "category",
  reason:
    "Clicking, choosing, uploading and answering dialogs in a live page or desktop run what is wired there.",
  nearMiss: "Selecting a tab, hovering and scrolling only move the view.",
  claim(facts) {
    const hit = facts.about.get("browser") ?? facts.about.get("desktop");
    if (!hit) return undefined;
    if (performing.test(facts.lower) && facts.parameters.some(({ key }) => key === "action"))
      return {
        category: "Execute",
        force: "decides",
        evidence: [quoteHit(facts, hit, telling.actsLive)],
      };
    const act = facts.acts.find(
      (candidate) =>
        acting.has(candidate.lemma) && !(candidate.doubtful && candidate.lemma === "key"),
    );
    if (!act || (setting.has(act.lemma) && !facts.nameWords.some((word) => word.text === "dialog")))
      return undefined;
    const words = headWords(act).map((word) => word.text);
    if (
      words.some(
        (word) =>
          word === "tab" || word === "tabs" || (act.lemma === "select" && /^pages?$/.test(word)),
      )
    )
      return undefined;
    if (
      act.lemma === "select" &&
      !words.some((word) =>
        [
          "option",
          "options",
          "dropdown",
          "item",
          "element",
          "value",
          "values",
          "radio",
          "checkbox",
        ].includes(word),
      )
    )
      return undefined;
    if (act.lemma === "check" && !words.some((word) => ["checkbox", "box", "radio"].includes(word)))
      return undefined;
    return {
      category: "Execute",
      force: "decides",
      ...(facts.about.has("browser") && act.lemma !== "handle" ? { facets: ["egress"] } : {}),
      evidence: [
        quoteAct(facts, act, telling.actsLive),
        quoteHit(facts, hit, "acts in a browser or desktop"),
      ],
    };
  },
} satisfies Rule;
