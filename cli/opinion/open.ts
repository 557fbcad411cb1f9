import { openEndpoint } from "../../classifier/openai.ts";
import { type Purse, openPurse } from "../../classifier/opinion/budget.ts";
import type { Endpoint } from "../../classifier/opinion/endpoint.ts";
import type { Origin } from "../../classifier/opinion/merge.ts";
import {
  type Price,
  batchPrice,
  listPrice,
  pricedModels,
  pricesOf,
} from "../../classifier/opinion/prices.ts";
import { promptVersion } from "../../classifier/opinion/prompt.ts";
import { type CountTokens, loadTokenizer } from "../../classifier/opinion/tokens.ts";
import { UsageError } from "../context.ts";
import type { Settings } from "../settings.ts";
import type { OpinionFlags } from "./flags.ts";

/** All that asking needs. */
export interface Asking {
  endpoint: Endpoint;
  origin: Origin;
  purse: Purse;
  count: CountTokens;
  /** Absent when nobody knows it. */
  price?: Price;
  /** Where the price is from, to follow an amount. */
  priceFrom: string;
}

/** Opens the model of the settings; throws UsageError when something is missing, before anything is sent. */
export async function openAsking(
  { openai }: Pick<Settings, "openai">,
  flags: OpinionFlags,
): Promise<Asking> {
  const { key, baseUrl, model } = openai;
  if (key === undefined && baseUrl === undefined && flags.dryRun === undefined)
    throw new UsageError(
      "set OPENAI_API_KEY to ask OpenAI, or OPENAI_BASE_URL for an endpoint that wants no key; --dry-run needs neither",
    );
  const price = priceOf(openai, flags);
  return {
    endpoint: openEndpoint({
      model,
      ...(key === undefined ? {} : { apiKey: key }),
      ...(baseUrl === undefined ? {} : { baseUrl }),
    }),
    origin: { model, prompt: promptVersion },
    purse: openPurse(price ?? { input: 0, output: 0 }, flags.budget),
    count: await loadTokenizer(),
    ...(price === undefined ? {} : { price }),
    priceFrom:
      (flags.price ?? openai.price)
        ? "at the price given"
        : `at prices of ${pricesOf.date}, ${pricesOf.source}`,
  };
}

/** The price that was given, or OpenAI's own for a model that OpenAI serves; undefined when neither is there. */
function priceOf({ baseUrl, model, price }: Settings["openai"], flags: OpinionFlags) {
  const given = flags.price ?? price;
  if (given !== undefined) return given;
  const isOpenai = baseUrl === undefined || new URL(baseUrl).host === "api.openai.com";
  const listed = isOpenai ? listPrice(model) : undefined;
  if (listed !== undefined) return flags.batch ? batchPrice(listed) : listed;
  if (flags.budget?.unit !== "usd") return undefined;
  const where = isOpenai ? `the model ${model}` : `${model} at OPENAI_BASE_URL`;
  const known = isOpenai ? ` Prices are known for ${pricedModels.join(", ")}.` : "";
  throw new UsageError(
    `no price is known for ${where}, so a budget in dollars cannot be kept: give --price 0.1/0.5 (dollars for a million tokens, in and out), or a budget in tokens such as --budget 200000tokens.${known}`,
  );
}
