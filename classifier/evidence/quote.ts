import type { Call, Evidence } from "../../model.ts";
import type { Act } from "./acts.ts";
import type { Facts, Hit } from "./facts.ts";
import type { Parameter } from "./schema.ts";
import type { Word } from "./words.ts";

/** A quotation does not end in one of these. */
const trailing = new Set(
  `a an the of in for and or with to from by its this that as on at one if is are be associated specified starting using
  created named identified located via based containing including given without into between which where`.split(
    /\s+/,
  ),
);

/** How many words of an act's object stand before a line ends or a bracket opens. */
function unbroken(text: string, object: readonly Word[]): number {
  for (let i = 1; i < object.length; i++) {
    const between = text.slice(object[i - 1]!.end, object[i]!.start);
    if (between.includes("\n") || between.includes("(")) return i;
  }
  return object.length;
}

/** Evidence that quotes an act: the verb with its object, or with the first words behind where that is short. */
export function quoteAct(facts: Facts, act: Act, shows: string): Evidence {
  if (act.witness === "name") return { witness: "name", quote: clip(facts.subject.name), shows };
  const description = facts.subject.description ?? "";
  let count = Math.min(act.head > 1 ? Math.min(act.head, 8) : 5, unbroken(description, act.object));
  while (count > 1 && trailing.has(act.object[count - 1]!.text)) count--;
  const last = act.object[count - 1];
  const end = last && last.end - act.verb.start < 110 ? last.end : act.verb.end;
  return {
    witness: "description",
    quote: description.slice(act.verb.start, end),
    shows,
  };
}

/** Evidence that quotes the words of a topic. */
export function quoteHit(facts: Facts, hit: Hit, shows: string): Evidence {
  return { witness: hit.witness, quote: hit.text, shows };
}

/** Evidence that quotes a parameter by name, or one of its choices. */
export function quoteParameter(parameter: Parameter, shows: string, choice?: string): Evidence {
  return { witness: "schema", quote: clip(choice ?? parameter.name), shows };
}

/** Evidence that quotes the line of a call, with the way to it. */
export function quoteCall({ quote, at, via }: Call, shows: string): Evidence {
  return {
    witness: "code",
    quote,
    shows,
    ...(at.path === "" ? {} : { at }),
    ...(via === undefined ? {} : { via }),
  };
}

/** A quotation short enough for a sentence; still verbatim. */
export function clip(text: string): string {
  return text.length > 120 ? text.slice(0, 120) : text;
}
