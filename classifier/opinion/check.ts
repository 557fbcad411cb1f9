import { type Verdict, facets as facetOrder } from "../../model.ts";
import { type Exhibit, witnessOf } from "./evidence.ts";
import { visibleText } from "./fence.ts";
import { Said } from "./reply.ts";

const longestRationale = 1_200;
const longestQuote = 300;
const shortestQuote = 3;
const mostQuotes = 6;

/** What a model said of a tool, when it holds against that tool's own text; otherwise why it is void, as a clause. */
export function checkOpinion(said: readonly unknown[], shown: Exhibit): Verdict | string {
  if (said.length === 0) return "the model left this tool out";
  if (said.length > 1) return "the model answered twice for this tool";
  const parsed = Said.safeParse(said[0]);
  if (!parsed.success) {
    const at = parsed.error.issues[0]?.path[0];
    return `the model's ${at === undefined ? "answer" : `value for ${String(at)}`} is none that was asked for`;
  }
  const { category, risk, facets, rationale, quotes } = parsed.data;
  if (quotes.length === 0) return "the model quotes nothing";
  if (quotes.length > mostQuotes) return `the model quotes more than ${mostQuotes} pieces`;
  const found: Verdict["quotes"] = [];
  for (const quote of quotes.map((one) => one.trim())) {
    const witness = witnessOf(quote, shown);
    const isWhole = witness !== undefined && shown.said.get(witness) === quote;
    if (quote.length < shortestQuote && !isWhole)
      return "a quote of the model is too short to show";
    if (quote.length > longestQuote) return "a quote of the model is too long to show";
    if (witness === undefined)
      return "a quote of the model stands nowhere in the tool's definition or code";
    found.push({ witness, quote });
  }
  const words = visibleText(rationale).replaceAll(/\s+/g, " ").trim();
  if (words === "") return "the model gives no reason";
  return {
    category,
    risk,
    facets: facetOrder.filter((facet) => facets.includes(facet)),
    rationale:
      words.length > longestRationale
        ? `${words.slice(0, longestRationale).toWellFormed()}…`
        : words,
    quotes: found,
  };
}
