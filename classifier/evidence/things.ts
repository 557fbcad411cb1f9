import type { Act, Facts, Hit, Topic, Word } from "./facts.ts";
import { topicAt } from "./find.ts";

const set = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** The topic stands in the name or in what the description's verb acts on. */
export function phraseHit(facts: Facts, act: Act | undefined, topic: Topic): Hit | undefined {
  const described = act?.witness === "description" ? act.object : [];
  const word = findThing(described, topic);
  if (word) return hitOf("description", facts.subject.description!, word);
  const named = findThing(facts.nameWords, topic);
  return named && !isProduct(facts, named, described, topic)
    ? hitOf("name", facts.subject.name, named)
    : undefined;
}

/** A word of a text as a hit. */
export const hitOf = (witness: Hit["witness"], text: string, { start, end }: Word): Hit => ({
  witness,
  start,
  end,
  text: text.slice(start, end),
});

/** A word of the topic that is itself the thing: not `mail order`, not `counts of contacts`, not `the customer has …`. */
function findThing(words: readonly Word[], topic: Topic): Word | undefined {
  for (let i = 0; i < words.length; i++) {
    const word = topicAt(words, i, topic);
    if (!word) continue;
    if (isOnlyNamed(words.slice(1, i + 1), topic)) return undefined;
    const at = words.findIndex(({ start }) => start === word.start);
    const next = words[words.findIndex(({ end }) => end === word.end) + 1]?.text ?? "";
    const counted =
      words[at - 1]?.text === "of" && /^(?:counts?|number)$/.test(words[at - 2]?.text ?? "");
    const modifies = modifying.has(topic) && things.has(next);
    if (
      word.text === "bank" &&
      /^(?:memory|test|question|data|image|word|item)$/.test(words[at - 1]?.text ?? "")
    )
      continue;
    if (topic === "document" && /^(?:types?|roots?)$/.test(next)) continue;
    const machine = /^guests?$/.test(word.text) && words.some(({ text }) => virtual.has(text));
    if (!counted && !modifies && !machine && !owning.has(next)) return word;
    i = Math.max(i, at);
  }
  return undefined;
}

/** What is missing, and what something else is found by, is not what is asked for. */
const isOnlyNamed = (before: readonly Word[], topic: Topic): boolean =>
  before.some(({ text }) => lacking.has(text) || (text === "by" && told.has(topic)));

/** Behind `by` stands what something is found by: `members by email`; records that are found by a person are of that person. */
const told: ReadonlySet<Topic> = new Set<Topic>(["mail", "chat"]);
/** `Calls missing transcripts`. */
const lacking = set("missing without lacking");

const modifying: ReadonlySet<Topic> = new Set<Topic>(["mail", "chat", "person"]);
const things = set(
  "coverage backlog availability signals room rooms field fields group groups segment segments template templates tag tags form forms order orders server servers service services domain domains provider providers marketing plan plans app apps integration filter filters",
);
const virtual = set("hypervisor vm vms vcenter proxmox qemu libvirt kvm os operating");
const owning = set("has have owns own can may is are asks wants uses connected");

/** The product's name before the tool's, where nothing else speaks of messages: `mail_list_hooks`. */
function isProduct(facts: Facts, word: Word, described: readonly Word[], topic: Topic): boolean {
  if (topic !== "mail" && topic !== "chat") return false;
  if (word.start !== facts.nameWords[0]?.start || described.length === 0) return false;
  const rest = [...facts.nameWords.slice(1), ...described];
  return !rest.some(({ text }) => messages.has(text)) && !findThing(rest, topic);
}

const messages = set(
  "message messages thread threads content contents attachment attachments draft drafts reply replies history unread search",
);
