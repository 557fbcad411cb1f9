import type { Evidence } from "../../model.ts";
import {
  findPhrase,
  phrasesOf,
  quoteAct,
  quoteHit,
  quoteParameter,
  type Facts,
  type Word,
} from "./facts.ts";
import { headWords, meaningOf } from "./meaning.ts";

/** Where a word of the description stands. */
export const span = (facts: Facts, word: Word) => ({
  start: word.start,
  end: word.end,
  text: facts.subject.description!.slice(word.start, word.end),
});

/** A new thing that comes with a password of its own. */
export function opensAccount(facts: Facts): Evidence | undefined {
  const act = facts.described[0] ?? facts.named;
  const password = facts.parameters.find(
    (parameter) => parameter.depth === 0 && parameter.required && parameter.key === "password",
  );
  return password && act && /^(?:create|add|register)$/.test(act.lemma)
    ? quoteParameter(password, "")
    : undefined;
}

/** Something is to be let through or kept out. */
export function letsThrough(facts: Facts): Evidence | undefined {
  const verdict = facts.parameters.find(
    ({ choices, depth }) =>
      depth === 0 &&
      choices.some((choice) => /^(?:allow|accept|permit)$/i.test(choice)) &&
      choices.some((choice) => /^(?:deny|block|reject|drop)$/i.test(choice)),
  );
  const act = facts.described[0] ?? facts.named;
  return verdict && act && act.kind === "write" ? quoteParameter(verdict, "") : undefined;
}

const revealing = new Set("visibility privacy permissions access sharing".split(" "));

/** An update that names who may see a thing among what it changes. */
export function reveals(facts: Facts): Evidence | undefined {
  const act = facts.described[0];
  if (!act || !/^(?:update|change|edit|modify|set|toggle|enable|disable)$/.test(act.lemma))
    return undefined;
  if (headWords(act).some(({ text }) => /^(?:events?|playlists?)$/.test(text))) return undefined;
  const shown = facts.parameters.find(
    ({ key, depth }) => depth === 0 && /^(?:is)?(?:visibility|private|public)$/.test(key),
  );
  if (shown) return quoteParameter(shown, "");
  const word = act.object.find(({ text }) => revealing.has(text));
  return word && quoteHit(facts, { witness: "description", ...span(facts, word) }, "");
}

const settings = new Set("config configuration settings setting preferences options".split(" "));
const guarding = phrasesOf([
  "security",
  "blockedcommands",
  "blocked commands",
  "alloweddirectories",
  "allowed directories",
  "allowlist",
  "blocklist",
  "two-factor",
  "authentication",
  "who can access",
  "visibility",
  "account configuration",
  "account settings",
  "malware",
]);

/** Settings among which are those that guard something. */
export function guards(facts: Facts): Evidence | undefined {
  const act = facts.described[0] ?? facts.named;
  if (
    !act ||
    !/^(?:set|update|change|edit|modify|configure|toggle|enable|disable|switch)$/.test(act.lemma)
  )
    return undefined;
  if (disarms(facts)) return quoteAct(facts, act, "");
  const about = [...facts.nameWords, ...headWords(act)].some((word) => settings.has(word.text));
  return about ? findPhrase(facts, guarding) : undefined;
}

const shared =
  /^(?:e?mails?|roles?|permissions?|users?|userids?|principals?|access(?:level)?|recipients?)$/;

/** A thing is shown to people named by the caller, or to everybody: `Share a file with a person`, `Make a box public`. */
export function shares(facts: Facts): Evidence | undefined {
  const act = facts.described[0] ?? facts.named;
  if (!act) return undefined;
  if (meaningOf(act, facts)?.shows === "changes who may see it") return quoteAct(facts, act, "");
  if (act.lemma !== "share") return undefined;
  const to = facts.parameters.find(({ key, depth }) => depth === 0 && shared.test(key));
  return to && quoteParameter(to, "");
}

/** Traffic is let in or kept out: `Block an IP address`, `Open a port in the firewall`. */
export function steersTraffic(facts: Facts): Evidence | undefined {
  const act = facts.described[0] ?? facts.named;
  if (
    !act ||
    !/^(?:block|unblock|open|close|expose|whitelist|allowlist|ban|unban)$/.test(act.lemma)
  )
    return undefined;
  const about = /^(?:open|close|expose)$/.test(act.lemma)
    ? /^(?:firewall|inbound|internet)$/
    : /^(?:ips?|cidrs?|hosts?)$/;
  return act.object.some(({ text }) => about.test(text)) ? quoteAct(facts, act, "") : undefined;
}

/** A zone of names, with what answers for it: `Create a zone` with its masters or its signing key. */
export function answersNames(facts: Facts): Evidence | undefined {
  if (!facts.nameWords.some(({ text }) => text === "zone" || text === "zones")) return undefined;
  const server = facts.parameters.find(({ key }) =>
    /^(?:masters|nameservers|tsigkey|soa)$/.test(key),
  );
  return server && quoteParameter(server, "");
}

/** Modes of a sign-in: `action: login | logout | status`. */
export const signsIn = ({ parameters }: Facts): boolean =>
  parameters.some(({ choices }) =>
    choices.some((choice) => /^(?:log|sign)[_-]?(?:in|out)$/i.test(choice)),
  );

/** `Switch to unsafe mode`: what kept the rest from harm is off. */
export const disarms = (facts: Facts): boolean =>
  facts.leads.some(
    ({ lemma, object }) =>
      /^(?:toggle|enable|disable|switch|set|activate|deactivate)$/.test(lemma) &&
      object.slice(0, 4).some(({ text }) => /^(?:unsafe|safety|dangerous)$/.test(text)),
  );
