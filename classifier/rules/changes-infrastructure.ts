import type { Category } from "../../model.ts";
import {
  findMention,
  findTopic,
  quoteHit,
  type Act,
  type Facts,
  type Hit,
  type Word,
} from "../evidence/facts.ts";
import { headWords } from "../evidence/meaning.ts";
import type { Rule } from "./rule.ts";

const subjects = new Set("context contexts manifest config kubeconfig template".split(" "));
const steering = new Set(
  "install upgrade scale apply drain rollback deploy create modify update patch replace post put".split(
    " ",
  ),
);

/** Machines, clusters and networks, and what starts a charge. */
export default {
  id: "changes-infrastructure",
  phase: "risk",
  reason: "Infrastructure carries what others depend on, and its creation can start a charge.",
  nearMiss:
    "Starting or stopping one job is what Execute already says; a parameter group or a namespace costs nothing.",
  claim(facts, category) {
    const whole = category === "Execute" ? wholeApi(facts) : undefined;
    if (whole)
      return {
        facets: ["infrastructure"],
        step: { by: 1, reason },
        evidence: [quoteHit(facts, whole, reason)],
      };
    const act = facts.described[0] ?? facts.named;
    if (!act || !changes(act, category, facts) || subjects.has(facts.nameWords.at(-1)?.text ?? ""))
      return undefined;
    const hit =
      mention(facts, act) ??
      production(facts) ??
      release(facts, act) ??
      rebooted(facts, act) ??
      charge(facts);
    if (!hit) return undefined;
    if (isPrefix(facts, hit) && findTopic([...headWords(act), ...facts.nameWords], "access"))
      return { facets: ["infrastructure"], evidence: [] };
    return {
      facets: ["infrastructure"],
      step: { by: 1, reason },
      evidence: [quoteHit(facts, hit, reason)],
    };
  },
} satisfies Rule;

const reason = "it changes infrastructure";

/** `Proxy a request to the Kubernetes API`: any method on any path of what runs the machines. */
function wholeApi(facts: Facts): Hit | undefined {
  const has = (key: RegExp) =>
    facts.parameters.some((parameter) => parameter.depth === 0 && key.test(parameter.key));
  const word = facts.sentences[0]?.words.find(({ text }) => apis.has(text));
  const request = has(/^(?:http)?method$/) && has(/path$|^endpoint$/);
  if (!word || !(request || (has(/^service$/) && has(/^(?:operation|action|command)$/))))
    return undefined;
  const { start, end } = word;
  return { witness: "description", start, end, text: facts.subject.description!.slice(start, end) };
}

const apis = new Set("kubernetes k8s docker proxmox vsphere openstack aws azure".split(" "));

function changes(act: Act, category: Category | undefined, facts: Facts): boolean {
  if (
    act.kind === "session" ||
    act.lemma === "use" ||
    (act.kind === "navigate" && !isMachine(act, facts)) ||
    act.kind === "render"
  )
    return false;
  return (
    category === "Write" ||
    category === "Destructive" ||
    (act.kind === "run" && isProvisioning(act)) ||
    (category === "Execute" &&
      (steering.has(act.lemma) || (act.kind === "steer" && isMachine(act, facts))))
  );
}

/** `Run pulumi up`: a program that makes infrastructure what its files say. */
const isProvisioning = ({ object }: Act): boolean =>
  object.some(({ text }) =>
    /^(?:terraform|tofu|opentofu|pulumi|terragrunt|cdk|helm)$/.test(text),
  ) && object.some(({ text }) => /^(?:up|apply|deploy|destroy|install|upgrade)$/.test(text));

const isMachine = (act: Act, facts: Facts): boolean =>
  (findTopic(headWords(act), "machine") ?? findTopic(facts.nameWords, "machine")) !== undefined ||
  boots(act);

/** `Reboot a server`: the whole machine, where `Restart a server` may be one program. */
const boots = (act: Act): boolean =>
  /^(?:reboot|shutdown)$/.test(act.lemma) &&
  /^(?:servers?|machines?|hosts?|nodes?)$/.test(headWords(act).at(-1)?.text ?? "");

/** The product's own name before the rest of the tool's name tells where, not what. */
const isPrefix = (facts: Facts, hit: Hit): boolean =>
  hit.witness === "name" && hit.start === facts.nameWords[0]?.start;

/** `production-ready` tells how good something is, not where it goes. */
function production(facts: Facts): Hit | undefined {
  const hit = facts.about.get("production");
  const text = hit?.witness === "description" ? facts.lower.slice(hit.end, hit.end + 9) : "";
  return /^[- ](?:ready|grade|quality|like|level)/.test(text) ? undefined : hit;
}

/** Letting a deployment go ahead is what puts it into production. */
function release(facts: Facts, act: Act): Hit | undefined {
  const word = headWords(act).find(({ text }) => /^(?:deployments?|rollouts?)$/.test(text));
  if (act.lemma !== "approve" || !word) return undefined;
  const text = act.witness === "name" ? facts.subject.name : facts.subject.description!;
  return {
    witness: act.witness,
    start: word.start,
    end: word.end,
    text: text.slice(word.start, word.end),
  };
}

function rebooted(facts: Facts, act: Act): Hit | undefined {
  if (!boots(act)) return undefined;
  const { start, end } = act.verb;
  const text = act.witness === "name" ? facts.subject.name : facts.subject.description!;
  return { witness: act.witness, start, end, text: text.slice(start, end) };
}

/** Infrastructure in the name, or in what the description's verb acts on. */
function mention(facts: Facts, act: Act): Hit | undefined {
  const named = findTopic(facts.nameWords, "infra");
  const around = [...facts.nameWords, ...act.object];
  const other = (word: Word) => around.some(({ text }) => unlike.get(word.text)?.has(text));
  if (named && other(named)) return undefined;
  if (named)
    return {
      witness: "name",
      start: named.start,
      end: named.end,
      text: facts.subject.name.slice(named.start, named.end),
    };
  const word =
    act.witness === "description"
      ? findTopic(act.kind === "install" ? act.object : headWords(act), "infra")
      : undefined;
  if (word && other(word)) return undefined;
  return (
    word && {
      witness: "description",
      start: word.start,
      end: word.end,
      text: facts.subject.description!.slice(word.start, word.end),
    }
  );
}

/** What starts a charge counts once, be it access or a machine. */
const charge = (facts: Facts): Hit | undefined =>
  facts.about.has("access") ? undefined : findMention(facts, "charge");

/** Company in which a word for infrastructure is something else: the volume of music, a cluster of points. */
const unlike: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    volume:
      "playback audio sound music speaker track tracks player mute loudness fader mixer bus trading issue docker podman",
    volumes: "playback audio sound music speaker track tracks player trading docker podman",
    cluster: "points embeddings documents keywords markers graph nodes memories topics",
    clusters: "points embeddings documents keywords markers graph memories topics",
    lambda: "expression calculus",
    replica: "chat",
  }).map(([word, company]) => [word, new Set(company.split(" "))]),
);
