import type { Definition } from "../../model.ts";
import { readParameters } from "./schema.ts";
import { splitName } from "./words.ts";

const set = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

const named = set("repo repository reponame repositoryname reposlug");
const projects = set("projectid projectpath");
/** In a tool's name they say that a project is one of code. */
const coded = set(
  "merge branch branches repository commit commits issue snippet wiki file files release pull mr gitlab tree blob",
);
const content = set(
  "file files contents content code commit commits diff diffs blob tree blame archive repository snippet",
);
const texts = set(
  "body content title description message files comment text note markdown name actions",
);

/**
 * The parameter that names a hosted repository of code, where the tool reads what is in one (`content`) or puts the caller's
 * words into one (`text`); absent where it does not, or names none.
 */
export function readRepository(
  definition: Definition,
  use: "content" | "text",
): string | undefined {
  const top = readParameters(definition.inputSchema).filter(({ depth }) => depth === 0);
  const words = splitName(definition.name).map(({ text }) => text);
  const repository = top.find(
    ({ key }) => named.has(key) || (projects.has(key) && words.some((word) => coded.has(word))),
  );
  if (!repository) return undefined;
  const found =
    use === "content"
      ? words.some((word) => content.has(word))
      : top.some(({ key, choices }) => texts.has(key) && choices.length === 0);
  return found ? repository.name : undefined;
}
