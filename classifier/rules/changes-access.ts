import type { Evidence } from "../../model.ts";
import { findTopic, quoteHit, quoteParameter, type Facts, type Word } from "../evidence/facts.ts";
import { passes } from "../evidence/code/housekeeping.ts";
import {
  answersNames,
  guards,
  letsThrough,
  opensAccount,
  reveals,
  shares,
  span,
  signsIn,
  steersTraffic,
} from "../evidence/guards.ts";
import { headWords, meaningOf } from "../evidence/meaning.ts";
import { quoteCall } from "../evidence/quote.ts";
import { verbs } from "../evidence/verbs.ts";
import { splitName } from "../evidence/words.ts";
import type { Rule } from "./rule.ts";

/** Permissions, membership, credentials, webhooks, DNS and security settings. */
export default {
  id: "changes-access",
  phase: "risk",
  reason: "Who may do what, and where traffic and notices go, decides over everything else.",
  nearMiss: "Reading a role, and assigning a ticket to a person, change nobody's access.",
  claim(facts, category) {
    if (category !== "Write" && category !== "Destructive" && category !== "Financial")
      return undefined;
    const reason = "it changes access, credentials or security settings";
    const act = facts.described[0];
    if (signsIn(facts)) return undefined;
    if (act && /^signs (?:in|out)$/.test(meaningOf(act, facts)?.shows ?? "")) return undefined;
    const head = act ? findTopic(headWords(act), "access") : undefined;
    const named =
      findTopic(facts.nameWords, "access") ??
      (admits.has(facts.named?.lemma ?? "")
        ? findTopic(facts.nameWords.slice(-1), "user")
        : undefined);
    const found = head ?? named ?? joinsGroup(facts);
    const word = found && (isPart(facts, found) || renames(facts)) ? undefined : found;
    const other = word
      ? undefined
      : (handsOver(facts) ??
        opensAccount(facts) ??
        guards(facts) ??
        letsThrough(facts) ??
        reveals(facts) ??
        shares(facts) ??
        steersTraffic(facts) ??
        answersNames(facts) ??
        guardsContent(facts) ??
        hasMode(facts) ??
        sendsTo(facts));
    if (other)
      return {
        facets: ["permissions"],
        step: { by: 1, reason },
        evidence: [{ ...other, shows: reason }],
      };
    if (!word) return undefined;
    const text = head ? facts.subject.description! : facts.subject.name;
    return {
      facets: ["permissions"],
      step: { by: 1, reason },
      evidence: [
        quoteHit(
          facts,
          {
            witness: head ? "description" : "name",
            start: word.start,
            end: word.end,
            text: text.slice(word.start, word.end),
          },
          reason,
        ),
      ],
    };
  },
} satisfies Rule;

/** Done to a user, these change what somebody may do. */
const admits = new Set(
  "create add invite update remove delete enable disable activate deactivate reactivate suspend lock unlock".split(
    " ",
  ),
);

/** Only what a thing is called changes: `Updates the name or labels of a key`. */
const renames = (facts: Facts): boolean =>
  facts.acts.concat(facts.asides).some((act) => {
    const head = headWords(act).filter(({ text }) => !/^(?:the|or|its|of)$/.test(text));
    return act.lemma === "update" && head.length > 0 && head.every(({ text }) => called.has(text));
  });
const called = new Set("name names label labels tag tags description title".split(" "));

/** A member of a class or of a set in a store is nobody. */
const isPart = (facts: Facts, word: Word): boolean =>
  (/^polic(?:y|ies)$/.test(word.text) && isSchedule(facts)) ||
  (word.text === "admin" &&
    word.start === facts.nameWords[0]?.start &&
    facts.nameWords.length > 2) ||
  facts.lower.slice(word.start - 4, word.start) === "non-" ||
  (/^scopes?$/.test(word.text) &&
    facts.nameWords.some(({ text }) => text === "down" || text === "up")) ||
  (/^members?$/.test(word.text) &&
    [...facts.nameWords, ...(facts.sentences[0]?.words ?? [])].some(({ text }) => parts.has(text)));

/** A policy of when something is kept, made or made larger. */
const isSchedule = (facts: Facts): boolean =>
  /(?:compliance|insurance|travel|expense|pricing|discount|cancellation|snapshot|backup|retention|lifecycle|scaling|refund|return|shipping|leave)[ _-]polic/.test(
    `${facts.lower} ${facts.subject.name.toLowerCase()}`,
  );

const parts = new Set(
  "event events interest definition definitions class type method property enum struct redis sorted set".split(
    " ",
  ),
);

const groups = new Set(
  "group groups team teams role roles organization organisation org project workspace".split(" "),
);

/** `add_user_to_group`: the person and the group both stand in the name. */
function joinsGroup(facts: Facts): Word | undefined {
  return facts.nameWords.some((word) => groups.has(word.text))
    ? findTopic(facts.nameWords, "user")
    : undefined;
}

/** `move a domain to another account`: whoever receives it controls it. */
function handsOver(facts: Facts): Evidence | undefined {
  const words = facts.sentences[0]?.words ?? [];
  const move = words.find((word) =>
    /^(?:mov(?:e|es|ing)|transfers?|transferring)$/.test(word.text),
  );
  const thing = words.some((word) => owned.has(word.text));
  const at = words.findIndex((word) => word.text === "another" || word.text === "new");
  const receiver = words.slice(at + 1, at + 4).some((word) => receivers.has(word.text));
  return move && thing && at >= 0 && receiver
    ? quoteHit(facts, { witness: "description", ...span(facts, move) }, "")
    : undefined;
}

const owned = new Set(
  "domain domains ownership website project repository organization workspace".split(" "),
);
const receivers = new Set(
  "account owner registrar user organization customer namespace".split(" "),
);

const guardedPath =
  /\/(?:users?|members?|memberships|permissions?|roles?|acls?|polic(?:y|ies)|webhooks?|api-?keys|access-?keys|access-?tokens|credentials?|certificates?|invit(?:ations|es)|collaborators?|teams?|sso|saml|posture-checks|security-settings|access-rules|protection|firewall|ingress\/ports|nameservers?|dns)(?:\/\{[^{}]*\})?\/?$/i;

/** A changing request of the code, to what stands for access in the path of an API. */
function sendsTo({ reaches = [] }: Facts): Evidence | undefined {
  const reach = reaches.find(
    ({ call, shows }) =>
      shows.startsWith("sends a request") &&
      !passes(call) &&
      call.arguments.some(({ text }) => guardedPath.test(text.split("?")[0] ?? "")),
  );
  return reach && quoteCall(reach.call, "");
}

/** `Protect or unprotect a document`: who may open or change it. */
function guardsContent(facts: Facts): Evidence | undefined {
  const act = facts.described.find(({ lemma }) => /^(?:un)?protect$/.test(lemma));
  const password = facts.parameters.find(({ key }) => key === "password");
  return act && password && quoteParameter(password, "");
}

/** A mode that changes such settings: `action: get_tls | set_tls`. */
function hasMode(facts: Facts): Evidence | undefined {
  for (const parameter of facts.parameters) {
    if (parameter.depth > 0 || !/^(?:action|operation|op|mode|command)$/.test(parameter.key))
      continue;
    for (const choice of parameter.choices.slice(0, 100)) {
      const words = splitName(choice);
      const changes = /^(?:write|grant|destroy|detach)$/.test(
        verbs.get(words[0]?.text ?? "")?.kind ?? "",
      );
      if (changes && findTopic(words.slice(1), "access"))
        return quoteParameter(parameter, "", choice);
    }
  }
  return undefined;
}
