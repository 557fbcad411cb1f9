import {
  findPhrase,
  phrasesOf,
  quoteHit,
  type Act,
  type Facts,
  type Hit,
} from "../evidence/facts.ts";
import type { Rule } from "./rule.ts";

const passing = new Set("list status metadata describe check validate verify rotate".split(" "));

const withheld = phrasesOf([
  "never returned",
  "metadata only",
  "no sensitive",
  "not returned",
  "values are not",
  "without values",
  "names only",
  "masked",
  "redacted",
  "does not return",
  "does not expose",
  "doesn't expose",
  "never expose",
  "no credentials",
  "without revealing",
  "never included",
  "not included",
  "never exposes",
  "never exposed",
  "not exposed",
  "cannot be read back",
  "never shown",
  "not shown",
]);

const dull = new Set(
  "data status trends statistics types type policy policies settings count schema events logs".split(
    " ",
  ),
);

/** Secrets that come back. */
export default {
  id: "reads-secrets",
  phase: "risk",
  reason: "A secret that is returned is in the conversation, and works for whoever sees it.",
  nearMiss:
    "A token parameter that authenticates the call, page tokens and publishable keys are not returned secrets; what a service keeps of an SSH key is its public half.",
  claim(facts, category) {
    if (category !== "Read") return undefined;
    const pass = facts.about.get("pass") ?? findLink(facts);
    const hit = pass ?? facts.about.get("secret");
    if (
      !hit ||
      facts.about.has("directory") ||
      authenticates(facts, hit) ||
      findPhrase(facts, withheld) ||
      dull.has(facts.nameWords.at(-1)?.text ?? "")
    )
      return undefined;
    const act = facts.described[0] ?? facts.named;
    const code = /otp/i.test(hit.text);
    if (act?.lemma === "generate" && !code) return undefined;
    if (act?.witness === "description" && isAbout(act, hit)) return undefined;
    if (
      hit.witness === "description" &&
      /^ (?:has|have|can|may|is allowed)\b/.test(facts.lower.slice(hit.end, hit.end + 12))
    )
      return undefined;
    if (/^ssh[\W_]?keys?$/i.test(hit.text) && !facts.lower.includes("private")) return undefined;
    const listed =
      act?.lemma === "list" && (pass !== undefined || findPhrase(facts, shown) !== undefined);
    const purpose =
      act !== undefined &&
      (listed || !passing.has(act.lemma)) &&
      (act.kind === "read" || act.kind === "obtain" || (code && act.lemma === "generate")) &&
      isObject(facts, hit) &&
      (!/^env$/i.test(hit.text) || findPhrase(facts, variables) !== undefined);
    return {
      facets: ["secrets"],
      step:
        purpose && !/^env/i.test(hit.text)
          ? { by: 2, reason: "it is there to hand out secrets" }
          : { by: 1, reason: "it can return secrets" },
      evidence: [quoteHit(facts, hit, "hands out secrets")],
    };
  },
} satisfies Rule;

/** `Lists the accounts accessible with the current token`: what opens the door is not what comes back. */
const authenticates = (facts: Facts, { witness, start }: Hit): boolean =>
  witness === "description" &&
  /\b(?:with|using|via|by|through)(?: (?:the|your|a|an|this|current|configured|given|provided|same|own))* $/.test(
    facts.lower.slice(Math.max(0, start - 40), start),
  );

/** `Get information about the current access token`: about it, and not the token. */
const isAbout = (act: Act, hit: Hit): boolean =>
  act.object
    .slice(0, 4)
    .some(
      ({ text, end }) =>
        /^(?:information|info|details|metadata|scopes?|names)$/.test(text) && end < hit.start,
    ) ||
  (hit.witness === "name" && /^(?:information|info|metadata)$/.test(act.object[0]?.text ?? ""));

const shown = phrasesOf([
  "their values",
  "with values",
  "including values",
  "and values",
  "in plain text",
  "decrypted",
]);

/** `env` alone may be a place to deploy to. */
const variables = phrasesOf(["environment variables", "env vars", ".env", "env variables"]);

/** A link that lets in whoever opens it, in the first sentence. */
function findLink(facts: Facts): Hit | undefined {
  const opening = facts.sentences[0];
  if (!opening?.words.some(({ text }) => text === "login" || text.startsWith("link")))
    return undefined;
  const found = findPhrase(facts, links);
  const start = found ? facts.lower.indexOf(found.quote.toLowerCase()) : -1;
  return found && start < opening.end
    ? { witness: "description", start, end: start + found.quote.length, text: found.quote }
    : undefined;
}

const links = phrasesOf([
  "sign-on link",
  "sign-in link",
  "log-in link",
  "login link",
  "auto-login",
  "magic link",
]);

function isObject(facts: Facts, hit: Hit): boolean {
  const act = facts.described[0];
  if (hit.witness === "name" || !act) return true;
  return act.object.some((word) => word.start >= hit.start && word.start < hit.end);
}
