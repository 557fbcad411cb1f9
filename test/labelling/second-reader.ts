import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { NewSection } from "../publish.ts";
import { type Label, readLabels } from "./label.ts";
import { chooseByLot } from "./lot.ts";
import { type Pair, score } from "./score.ts";
import { agreementOfReaders } from "./tables.ts";

/** Of the lot that chose the second reader's tools. */
const seed = "almanac second reader 1";

/** At most so many tools of a package. */
const each = 5;

/** What a second reader says of some of the tools that are held out, who hadn't seen the first one's labels or ours. */
export function readSecondReader(): Label[] {
  return readLabels(
    readFileSync(join(import.meta.dirname, "../held-out/second-reader.jsonl"), "utf8"),
  );
}

/** Which of the labelled tools a second reader labels: so many by lot, at most five of a package; in the order of the lot. */
export function drawForSecondReader(labels: readonly Label[], count: number): Label[] {
  const taken = new Map<string, number>();
  return chooseByLot(seed, labels, labels.length, keyOf)
    .filter(({ server }) => {
      const nth = (taken.get(server) ?? 0) + 1;
      taken.set(server, nth);
      return nth <= each;
    })
    .slice(0, count);
}

/** The first reader's labels and ours, each against the second's, over the tools that both readers labelled, those that the first was unsure of included. */
export function readersSection(
  about: Pick<NewSection, "engine" | "command">,
  { plain, coded }: { plain: readonly Pair[]; coded: readonly Pair[] },
  second: readonly Label[] = readSecondReader(),
): NewSection {
  const labels = new Map(second.map((label) => [keyOf(label), label]));
  const against = (pairs: readonly Pair[], found: (pair: Pair) => Pair["found"]) =>
    score(
      pairs.flatMap((pair): Pair[] => {
        const label = labels.get(keyOf(pair.label));
        const said = found(pair);
        return label === undefined ? [] : [{ label, ...(said && { found: said }) }];
      }),
    );
  return {
    ...about,
    id: "held-out-agreement",
    title: "Two readers: the first's labels and ours, each against a second reader's",
    rows: agreementOfReaders([
      ["the first reader", against(plain, ({ label }) => label)],
      ["ours, definitions only", against(plain, ({ found }) => found)],
      ["ours, with code", against(coded, ({ found }) => found)],
    ]),
  };
}

const keyOf = ({ server, name }: Label): string => `${server}\0${name}`;
