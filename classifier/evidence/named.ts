import type { Act } from "./acts.ts";
import { readHeads } from "./topics.ts";
import type { Verb } from "./verbs.ts";
import type { Word } from "./words.ts";

/** The act of a name: its first plain verb, else a word that may be a noun at a place where verbs stand. */
export function nameAct(
  words: readonly Word[],
  isPrefix: (word: Word) => boolean,
): Act | undefined {
  const found: { at: number; verb: Verb }[] = [];
  for (let i = 0; i < words.length; i++) {
    const { verb } = words[i]!.known;
    if (verb?.form === "base" && !isCompound(words, i)) found.push({ at: i, verb });
  }
  const counted = found.filter(
    (one) => !leadsToChange(words, one, found) && !(isDebugger(one) && found.length > 1),
  );
  const chosen = chooseVerb(counted, headOf(words, isPrefix), words.length);
  if (!chosen) return undefined;
  const { at, verb } = chosen;
  const object = words.filter((_, i) => i !== at);
  return {
    lemma: verb.lemma,
    kind: verb.kind,
    witness: "name",
    verb: words[at]!,
    object,
    head: object.length,
    inflected: false,
    doubtful: !steps(words, chosen) && (chosen.doubtful || endsInThing(words, at, verb)),
  };
}

/** `merge_request`, `pull_request`: the thing, where another word says what is done to it. */
function isCompound(words: readonly Word[], i: number): boolean {
  const { text } = words[i]!;
  if (text === "set")
    return /^(?:data|result|record|rule|change|test|training|feature)$/.test(
      words[i - 1]?.text ?? "",
    );
  if (text === "call") return called.test(words[i + 1]?.text ?? "");
  return (text === "merge" || text === "pull") && /^requests?$/.test(words[i + 1]?.text ?? "");
}

/** `find_and_replace`: what is found is then changed. */
const leadsToChange = (
  words: readonly Word[],
  { at, verb }: Candidate,
  found: readonly Candidate[],
): boolean =>
  verb.kind === "read" &&
  words[at + 1]?.text === "and" &&
  found.some((next) => next.at === at + 2 && next.verb.kind !== "read");

/** `debug_step_over`: the debugger whose tool this is. */
const isDebugger = ({ at, verb }: Candidate): boolean => at === 0 && verb.lemma === "debug";

/** `step_into`, `step_out`: orders to a debugger. */
const steps = (words: readonly Word[], { at, verb }: Candidate): boolean =>
  verb.lemma === "step" && /^(?:in|into|out|over)$/.test(words[at + 1]?.text ?? "");

/** `call_graph`, `call_logs`: a call as a thing. */
const called =
  /^(?:graphs?|stack|tree|hierarchy|chains?|sites?|history|logs?|details|transcripts?)$/;

/** Index of the first word that is not the server's own name. */
function headOf(words: readonly Word[], isPrefix: (word: Word) => boolean): number {
  let head = 0;
  while (head < words.length - 1 && isPrefix(words[head]!)) head++;
  return head;
}

/** In names these are verbs wherever they stand: `transcripts_update_snippet`. */
const mostlyVerbs: ReadonlySet<string> = new Set(
  "update move copy import upload download clone reset clear load open close extract search query show deploy".split(
    " ",
  ),
);

/** `policy_set`, `container_start`: verbs at the end. */
const lastVerbs: ReadonlySet<string> = new Set(["set", "start", "stop", "lock", "sync", "use"]);

/** Verbs that name a thing as often, so that the verb after it counts: `monitor_run`, `watch_delete`. */
const isWatched = (candidate: { verb: Verb } | undefined): boolean =>
  candidate?.verb.lemma === "monitor" || candidate?.verb.lemma === "watch";

interface Candidate {
  at: number;
  verb: Verb;
}

function chooseVerb(found: Candidate[], head: number, length: number) {
  const telling = found.filter(({ verb }) => verb.kind !== "vague");
  const candidates = telling.length > 0 ? telling : found;
  const plain = candidates.find(({ verb }) => !verb.nouny);
  const atHead = candidates.find(({ at }) => at === head);
  const last = candidates.at(-1);
  if (
    last?.at === length - 1 &&
    candidates.at(-2)?.at === length - 2 &&
    isWatched(candidates.at(-2))
  )
    return { ...last, doubtful: false };
  if (atHead && isWatched(plain) && atHead !== plain && atHead.verb.kind !== "read")
    return { ...atHead, doubtful: false };
  const ordered = plain && orderedBy(candidates, plain);
  if (ordered) return { ...ordered, doubtful: false };
  if (
    plain &&
    (!atHead || plain.at === head || length - 1 === plain.at || plain.verb.kind !== "read")
  )
    return { ...plain, doubtful: false };
  const chosen = atHead ?? plain ?? candidates.at(-1);
  const nouny =
    chosen?.verb.nouny === true &&
    !mostlyVerbs.has(chosen.verb.lemma) &&
    !(chosen.at === length - 1 && lastVerbs.has(chosen.verb.lemma));
  return chosen && { ...chosen, doubtful: nouny && chosen.at !== head };
}

/** `execute_delete`, `run_update`: the verb behind says what is executed. */
const orderedBy = (candidates: readonly Candidate[], plain: Candidate): Candidate | undefined =>
  /^(?:execute|exec|run|perform|do)$/.test(plain.verb.lemma)
    ? candidates.find(
        ({ at, verb }) =>
          at === plain.at + 1 &&
          /^(?:write|destroy|detach)$/.test(verb.kind) &&
          (!verb.nouny || mostlyVerbs.has(verb.lemma)),
      )
    : undefined;

/** `deploy_status`, `transfer_quote`: the last word is what is asked for. */
function endsInThing(words: readonly Word[], at: number, verb: Verb): boolean {
  return verb.nouny && at < words.length - 1 && readHeads.has(words.at(-1)!.text);
}
