import type { Facts } from "./facts.ts";
import { textLimit } from "./text.ts";

/** Words set off by quotes, bars, slashes or commas: `one of "list", "create"` -> list, create. */
export function spelledOut(text: string): string[] {
  const found: string[] = [];
  for (const match of text
    .replace(/\s+/g, " ")
    .matchAll(/(?<=["'`|,/(:]\s?)[a-z][a-z_-]{2,30}(?=["'`|,/).])/g))
    found.push(match[0]);
  return found;
}

const naming = /\b(?:one of|must be|values|either|supported|choose|available)\b|["'`|]/i;
/** The next entry of a list of parameters, or an empty line. */
const next = /\n[ \t]{0,20}(?:\n|\w{1,40} ?(?:\([^)\n]{0,40}\))?:)/;
const heading = /\b(?:action|operation|function|command|mode)s\b[^\n]{0,40}:[ \t]{0,8}\n/i;
const bullet =
  /\n[ \t]{0,20}(?:[-*•]|\d{1,2}[.)])?[ \t]{0,4}["'`*]{0,3}([a-z][a-z_-]{2,30})["'`*]{0,3}[ \t]{0,20}[-:–—(]/g;

/**
 * What a tool's description says that a parameter may be: `action: One of: list, create` among its parameters, or one
 * line each below a heading such as `Actions:`. Empty when it says nothing of the kind; never the parameters' own names.
 */
export function listedChoices(facts: Facts, name: string): string[] {
  const text = facts.subject.description?.slice(0, textLimit) ?? "";
  const entry = entryOf(text, name);
  const found = naming.test(entry) ? spelledOut(`:${entry},`) : [];
  const below = text.search(heading);
  if (below >= 0) {
    for (const match of text.slice(below, below + 2500).matchAll(bullet)) found.push(match[1]!);
  }
  return found.filter((choice) => !facts.parameters.some((parameter) => parameter.name === choice));
}

/** What stands after the parameter's name and a colon, up to the next parameter. */
function entryOf(text: string, name: string): string {
  const word = name.slice(0, 60).replace(/\W/g, "");
  if (word === "") return "";
  const at = new RegExp(`\\b${word}\\b[^\\n:=]{0,30}:`, "i").exec(text);
  if (!at) return "";
  const rest = text.slice(at.index + at[0].length);
  const end = rest.search(next);
  return rest.slice(0, end < 0 ? 600 : Math.min(end, 600));
}
