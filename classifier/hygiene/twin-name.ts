import type { Check } from "./check.ts";
import { lookOf } from "./text/characters.ts";

/** Names by their look, for the list of a server: all its tools share one list, so it is made once. */
const known = new WeakMap<readonly string[], Map<string, string[]>>();

export default {
  id: "twin-name",
  reason:
    "Two tools of one server whose names look the same can be mistaken for each other when a call is approved.",
  nearMiss: "Names that differ in a letter that can be told apart, in capitals or in separators.",
  find({ definition: { name }, siblings }) {
    if (siblings.length < 2) return [];
    const looks = known.get(siblings) ?? index(siblings);
    known.set(siblings, looks);
    const twin = looks.get(lookOf(name))?.find((other) => other !== name && !isPlain(other, name));
    return twin === undefined
      ? []
      : [
          {
            says: `has a name that looks like that of another tool of its server, ${JSON.stringify(twin.slice(0, 100))}`,
            quote: name,
            where: "name",
          },
        ];
  },
} satisfies Check;

/** The two differ in capitals alone. */
const isPlain = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

function index(names: readonly string[]): Map<string, string[]> {
  return Map.groupBy(names, lookOf);
}
