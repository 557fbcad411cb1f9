import { dollars } from "../../classifier/opinion/budget.ts";
import type { Tally } from "../../classifier/second-opinion.ts";
import { count, plain } from "../table.ts";
import type { Asking } from "./open.ts";

const mostReasons = 8;

/** What came of asking, in a few lines. */
export function describeTally(
  { tools, reasons }: Tally,
  { endpoint, origin, purse, price, priceFrom }: Asking,
  requests: number,
): string[] {
  const { agrees, raised, lower, kept, unasked } = tools;
  const all = agrees + raised + lower + tools.void + tools.failed;
  const cost =
    price === undefined
      ? "cost unknown"
      : `${dollars(purse.spent, price).toFixed(4)} USD ${priceFrom}`;
  const listed = [...reasons].toSorted(([, a], [, b]) => b - a).slice(0, mostReasons);
  return [
    `second opinions of ${plain(endpoint.model)} (prompt ${origin.prompt}) on ${count(all, "tool")}: ${agrees} agree, ${raised} raised, ${lower} milder and not followed, ${tools.void} void, ${tools.failed} failed; ${kept} of them from earlier`,
    `${count(requests, "request")}, ${purse.spent.input} tokens in, ${purse.spent.output} out, ${cost}`,
    ...listed.map(([reason, times]) => `${times} × ${plain(reason)}`),
    ...(unasked > 0 ? [`${count(unasked, "tool")} not asked about: the rules' label stands`] : []),
  ];
}
