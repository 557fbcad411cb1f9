import type { Definition, Finding } from "../../model.ts";
import type { Check, Text } from "./check.ts";
import { checks } from "./index.ts";
import { quoteVisibly } from "./text/characters.ts";
import { concept } from "./text/concepts.ts";
import { look } from "./text/look.ts";
import type { Seen } from "./text/needs.ts";
import { joined, layOut, makeText } from "./text/strings.ts";

const most = 3;
const ofNames = checks.filter((check) => !check.needs);
/** What a text that was hidden or encoded is asked for. */
const ofOrders = new Set([
  "override",
  "secrecy",
  "data-passing",
  "other-tools",
  "consent",
  "forged-turn",
  "shell-order",
]);

/** What the checks find in a definition, in their order, at most three of each; linear in its size. `siblings` are the names of all tools of its server. */
export function findHygiene(definition: Definition, siblings: readonly string[] = []): Finding[] {
  const texts = layOut(definition, isWanted);
  const wanted = texts.length === 0 ? ofNames : checks;
  return wanted.flatMap((check) => ask(check, definition, siblings, texts));
}

/** Whether a check needs what was seen. */
function isWanted(seen: Seen): boolean {
  if (seen.near === 0 && seen.marks === 0) return (seen.concepts & concept.turned) !== 0;
  for (const needs of needed) if (needs(seen)) return true;
  return false;
}

const needed = checks.flatMap((check) => (check.needs ? [check.needs] : []));

function ask(
  check: Check,
  definition: Definition,
  siblings: readonly string[],
  texts: readonly Text[],
): Finding[] {
  const { needs } = check;
  const fitting = needs ? texts.filter(({ seen }) => needs(seen)) : texts;
  if (needs && fitting.length === 0) return none;
  const found = check.find({
    definition,
    siblings,
    texts: fitting,
    looksForAttacks: () => looksForAttacks(definition),
    judge,
  });
  if (found.length === 0) return none;
  const whole = found.filter(({ where }) => where !== joined);
  return (whole.length > 0 ? whole : found).slice(0, most).map(({ says, quote, where }) => ({
    check: check.id,
    says,
    quote: quoteVisibly(quote),
    where: where === joined ? "inputSchema" : where,
  }));
}

const none: Finding[] = [];

function looksForAttacks({ description }: Definition): boolean {
  return (
    typeof description === "string" &&
    /\b(?:detect|scan|flag|block|check|classif|analy[sz]|saniti[sz]|test)\w*\b[^.]{0,80}\b(?:injection|jailbreak|malicious|attack|adversarial|poison)/i.test(
      description.slice(0, 600),
    )
  );
}

/** What the first check of orders says of a text that stood hidden in another. */
function judge(text: string): string | undefined {
  const inside = makeText(text, { up: undefined, key: "" }, "prose", false, look(text));
  for (const check of checks) {
    if (!ofOrders.has(check.id) || !(check.needs?.(inside.seen) ?? false)) continue;
    const [found] = check.find({
      definition: { name: "" },
      siblings: [],
      texts: [inside],
      looksForAttacks: () => false,
      judge: () => undefined,
    });
    if (found) return found.says;
  }
  return undefined;
}
