import type { Category, Evidence, Facet } from "../../model.ts";
import { findTopic, quoteAct, quoteParameter } from "../evidence/facts.ts";
import type { Act, Facts, Parameter } from "../evidence/facts.ts";
import { headWords, meaningOf } from "../evidence/meaning.ts";
import type { Claim, Rule } from "./rule.ts";

const set = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

const remarks = set(
  "comment comments reply replies message messages discussion thread review remark",
);
/** A note on one of these is a remark; elsewhere it is the writer's own. */
const shared = set("issue discussion merge pull thread review incident ticket item");
const writes = set("create add post reply send write submit leave update publish respond");
const readers = set("recipients recipient to cc bcc attendees invitees sharewith");
const files = /(?:path|paths|file|files|archive|attachment|attachments)$/;
const uploads = set("upload deploy publish share attach transfer import");
const routes = set("create add set update enable configure subscribe register");

/** Data that leaves: messages, remarks that others read, uploads, forwarding and web hooks. */
export default {
  id: "sends-out",
  phase: "risk",
  reason: "What is sent, posted or uploaded is with others, and whoever steers the call chose it.",
  nearMiss:
    "A file that is written to disk, a comment in a program's own listing and input to a process leave nothing.",
  claim(facts, category) {
    if (category !== "Write" && category !== "Execute") return undefined;
    return (
      sendsMessage(facts, category) ??
      addressesPeople(facts, category) ??
      leavesRemark(facts, category) ??
      publishesSnippet(facts, category) ??
      uploadsFile(facts) ??
      routesOn(facts, category)
    );
  },
} satisfies Rule;

const claim = (facets: Facet[], evidence: Evidence): Claim => ({ facets, evidence: [evidence] });

/** A message that leaves; a port that is forwarded or input to a process is none. */
function sendsMessage(facts: Facts, category: Category): Claim | undefined {
  const lead = facts.described[0] ?? facts.named;
  if (category !== "Write" || lead?.kind !== "send") return undefined;
  if (meaningOf(lead, facts)?.category !== "Write") return undefined;
  return claim(["egress", "reach-people"], quoteAct(facts, lead, "sends something to others"));
}

function addressesPeople(facts: Facts, category: Category): Claim | undefined {
  const parameter = facts.parameters.find(
    ({ key, depth, description }) =>
      depth < 2 && readers.has(key) && (key !== "to" || /mail|phone|recipient/i.test(description)),
  );
  if (category !== "Write" || !parameter) return undefined;
  return claim(
    ["egress", "reach-people"],
    quoteParameter(parameter, "names the people whom it reaches"),
  );
}

/** A remark where others read it; in a hosted repository that may be the public. */
function leavesRemark(facts: Facts, category: Category): Claim | undefined {
  if (category !== "Write") return undefined;
  const act = facts.leads.find((each) => writes.has(each.lemma) && isRemark(each));
  const text = facts.parameters.find(({ key, depth }) => depth === 0 && texts.has(key));
  if (!act || !text) return undefined;
  const shows = "leaves a remark that others read";
  return claim(
    facts.parameters.some(({ key }) => key === "repo" || key === "owner")
      ? ["egress", "reach-people", "public"]
      : ["egress", "reach-people"],
    quoteAct(facts, act, shows),
  );
}

function isRemark(act: Act): boolean {
  const last = headWords(act).at(-1)?.text ?? "";
  const words = act.object.map(({ text }) => text);
  if (words.includes("draft")) return false;
  const text =
    act.witness === "name"
      ? last
      : (headWords(act).findLast(({ text: word }) => remarks.has(word))?.text ?? last);
  return remarks.has(text) || (/^notes?$/.test(last) && words.some((word) => shared.has(word)));
}

/** A gist or paste can be read by whoever has its link. */
function publishesSnippet(facts: Facts, category: Category): Claim | undefined {
  const act = facts.leads.find(
    (each) =>
      /^(?:create|update)$/.test(each.lemma) && each.object.some(({ text }) => text === "gist"),
  );
  if (category !== "Write" || !act) return undefined;
  return claim(
    ["egress", "public"],
    quoteAct(facts, act, "puts text where its link can be shared"),
  );
}

const texts = set("body text content message comment commenttext note markdown description html");

function uploadsFile(facts: Facts): Claim | undefined {
  const act = facts.leads.find((each) => uploads.has(each.lemma));
  const parameter = facts.parameters.find(isFile);
  if (!act || !parameter) return undefined;
  if (act.object.some(({ text }) => text === "page" || text === "browser")) return undefined;
  return claim(["egress"], quoteParameter(parameter, "hands a file over to the service"));
}

const isFile = ({ key, depth, type }: Parameter): boolean =>
  depth === 0 && files.test(key) && (type === "" || type === "string" || type === "array");

/** Mail or events that are passed on from now on leave without another call. */
function routesOn(facts: Facts, category: Category): Claim | undefined {
  if (category !== "Write") return undefined;
  const act = facts.leads.find(
    (each) =>
      routes.has(each.lemma) &&
      (findTopic(each.object, "forwarding") !== undefined ||
        each.object.some(({ text }) => /^webhooks?$/.test(text))),
  );
  return act && claim(["egress"], quoteAct(facts, act, "passes things on from now on"));
}
