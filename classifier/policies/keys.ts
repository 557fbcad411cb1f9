/** Keys that the enforcer does not know, in plain sentences; what it knows that is written alike is asked for. `then` is what it does with them. */
export function unknownKeys(
  value: unknown,
  known: Iterable<string>,
  where: string,
  then = "",
): string[] {
  const names = [...known];
  return Object.keys(Object(value))
    .filter((key) => !names.includes(key))
    .map((key) => `\`${key}\` is no key of ${where}${then}${question(nearest(key, names))}`);
}

/** Keys that are written nearly like these, of a part that has many others. */
export function misspeltKeys(value: unknown, known: readonly string[], where: string): string[] {
  return Object.keys(Object(value)).flatMap((key) => {
    const meant = known.includes(key) ? undefined : nearest(key, known);
    return meant === undefined
      ? []
      : [`\`${key}\` is no key of ${where}, and nothing in it counts${question(meant)}`];
  });
}

const question = (meant: string | undefined): string =>
  meant === undefined ? "." : `: write \`${meant}\`.`;

/** The word that this one was probably meant to be: the same but for case, signs between words, and up to two letters in long words. */
export function nearest(word: string, among: readonly string[]): string | undefined {
  const plain = squashed(word);
  const far = plain.length > 5 ? 2 : 1;
  const [best] = among
    .map((name) => ({ name, steps: distance(plain, squashed(name)) }))
    .filter(({ steps, name }) => steps <= Math.min(far, squashed(name).length - 1))
    .toSorted((a, b) => a.steps - b.steps);
  return best?.name;
}

/** Letters and digits alone, in lower case: `mcp__My shop__list` -> `mcpmyshoplist`. */
export const squashed = (text: string): string =>
  text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");

/** Letters to add, drop or exchange to come from one word to the other; long ones are never near. */
function distance(one: string, other: string): number {
  if (Math.max(one.length, other.length) > 60) return one === other ? 0 : Infinity;
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (const [at, letter] of [...one].entries()) {
    const above = row;
    row = [at + 1];
    for (const [to, wanted] of [...other].entries())
      row.push(
        Math.min(above[to + 1]! + 1, row[to]! + 1, above[to]! + (letter === wanted ? 0 : 1)),
      );
  }
  return row.at(-1)!;
}
