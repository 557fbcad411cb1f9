import type { Word } from "./words.ts";

const set = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Nouns that name the act of removing: what is scheduled, queued or requested is that act. */
const removals: ReadonlyMap<string, string> = new Map([
  ["deletion", "delete"],
  ["removal", "delete"],
  ["purge", "purge"],
  ["purging", "purge"],
  ["wipe", "wipe"],
  ["erasure", "erase"],
  ["destruction", "destroy"],
  ["truncation", "truncate"],
  ["termination", "terminate"],
  ["cancellation", "cancel"],
  ["revocation", "revoke"],
  ["decommissioning", "decommission"],
  ["uninstallation", "uninstall"],
  ["deprovisioning", "deprovision"],
]);

/** Verbs that set another act going. */
export const launchers = set(
  "schedule queue enqueue request initiate submit start begin trigger perform do execute handle process launch run",
);
const between = set("a an the of immediate permanent full complete bulk batch background async");

/** The act that a verb sets going, `Schedule deletion of …` -> delete, and the index of its noun. */
export function launchedAct(
  lemma: string,
  words: readonly Word[],
  at: number,
): { lemma: string; at: number } | undefined {
  if (!launchers.has(lemma)) return undefined;
  let i = at + 1;
  while (i < at + 4 && between.has(words[i]?.text ?? "")) i++;
  const act = removals.get(words[i]?.text ?? "");
  return act === undefined ? undefined : { lemma: act, at: i };
}

/** Nouns that open a description in place of a verb: `Deletion of …`, `Read-only inspection of …`. */
const nominal: ReadonlyMap<string, string> = new Map([
  ...removals,
  ["inspection", "inspect"],
  ["retrieval", "retrieve"],
  ["enumeration", "list"],
  ["comparison", "compare"],
  ["creation", "create"],
  ["modification", "modify"],
  ["execution", "execute"],
  ["installation", "install"],
  ["submission", "submit"],
  ["transmission", "send"],
]);

/** The act that the first words name by its noun, followed by `of`, and where the noun stands. */
export function nominalAct(words: readonly Word[]): { lemma: string; at: number } | undefined {
  for (let i = 0; i < Math.min(4, words.length - 1); i++) {
    const lemma = words[i + 1]!.text === "of" ? nominal.get(words[i]!.text) : undefined;
    if (lemma !== undefined) return { lemma, at: i };
  }
  return undefined;
}
