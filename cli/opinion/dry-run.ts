import { once } from "node:events";
import type { OpinionCache } from "../../classifier/opinion/cache.ts";
import { opinionKey } from "../../classifier/opinion/cache.ts";
import { dollars } from "../../classifier/opinion/budget.ts";
import type { Usage } from "../../classifier/opinion/endpoint.ts";
import { type Exhibit, exhibit } from "../../classifier/opinion/evidence.ts";
import { createGatherer } from "../../classifier/opinion/groups.ts";
import { type ChatRequest, makeRequest } from "../../classifier/opinion/request.ts";
import { mostTokens } from "../../classifier/opinion/tokens.ts";
import type { Subject } from "../../classifier/rules/rule.ts";
import { toJson } from "../json.ts";
import { count, plain } from "../table.ts";
import type { Asking } from "./open.ts";

/** Prints every request that would be sent, with what it costs at most, and the sums; sends nothing. */
export async function printRequests(
  pages: AsyncIterable<Subject[]>,
  { endpoint, origin, purse, count: countTokens, price, priceFrom }: Asking,
  cache: OpinionCache,
  json: boolean,
): Promise<void> {
  const gatherer = createGatherer<Exhibit>();
  const seen = new Set<string>();
  const sums = { requests: 0, tools: 0, kept: 0, tokens: { input: 0, outputAtMost: 0 } };
  let left = 0;

  async function show(group: Exhibit[]): Promise<void> {
    const request = makeRequest(endpoint.model, group);
    const most = mostTokens(request, countTokens);
    if (left > 0 || !purse.reserve(most)) return void (left += group.length);
    sums.requests += 1;
    sums.tools += group.length;
    sums.tokens.input += most.input;
    sums.tokens.outputAtMost += most.output;
    await print(json ? toJson({ request, ...cost(most) }) : describe(request, most, sums.requests));
  }

  function cost(most: Usage) {
    const tokens = { input: most.input, outputAtMost: most.output };
    return { tokens, ...(price === undefined ? {} : { usdAtMost: dollars(most, price) }) };
  }

  for await (const page of pages) {
    const shown = page.map((subject) => exhibit(subject));
    const kept = await cache.read(shown.map((one) => opinionKey(origin, one)));
    for (const one of shown) {
      const key = opinionKey(origin, one);
      if (kept.has(key)) sums.kept += 1;
      else if (!seen.has(key)) for (const group of gatherer.add(one, one)) await show(group);
      seen.add(key);
    }
  }
  for (const group of gatherer.flush()) await show(group);
  const total: Usage = { input: sums.tokens.input, output: sums.tokens.outputAtMost };
  const usd = price === undefined ? undefined : dollars(total, price);
  if (json) return await print(toJson({ total: { ...sums, usdAtMost: usd, beyondBudget: left } }));
  const cents = usd === undefined ? "cost unknown" : `at most ${usd.toFixed(4)} USD ${priceFrom}`;
  await print(
    `${count(sums.requests, "request")} about ${count(sums.tools, "tool")} to ${plain(endpoint.model)}: ${total.input} tokens in, at most ${total.output} out, ${cents}.`,
  );
  await print(`${count(sums.kept, "tool")} more have an opinion already. Nothing was sent.`);
  if (left > 0) await print(`The budget would end before ${count(left, "further tool")}.`);
}

function describe(request: ChatRequest, most: Usage, number: number): string {
  const texts = request.messages.map(({ role, content }) =>
    [`[${role}]`, ...content.split("\n").map(plain)].join("\n"),
  );
  return [
    `== request ${number}: ${most.input} tokens in, at most ${most.output} out`,
    ...texts,
    `[response_format] ${toJson(request.response_format)}`,
    "",
  ].join("\n");
}

async function print(text: string): Promise<void> {
  if (!process.stdout.write(`${text}\n`)) await once(process.stdout, "drain");
}
