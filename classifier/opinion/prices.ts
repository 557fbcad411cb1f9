/** Dollars for a million tokens. */
export interface Price {
  input: number;
  output: number;
}

/** When the prices below were published, and where. Standard processing, prompts of up to 272,000 tokens. */
export const pricesOf = {
  date: "2026-11",
  source: "https://developers.openai.com/api/docs/pricing",
};

const prices = new Map<string, Price>([
  ["gpt-6-astra", { input: 10, output: 50 }],
  ["gpt-6.1-sol", { input: 2, output: 10 }],
  ["gpt-6.1-terra", { input: 1, output: 5 }],
  ["gpt-6-sol", { input: 2, output: 10 }],
  ["gpt-6-luna", { input: 0.1, output: 0.5 }],
  ["gpt-5.6-sol", { input: 4, output: 20 }],
  ["gpt-5.6-terra", { input: 2, output: 12 }],
  ["gpt-5.6-luna", { input: 0.2, output: 1.2 }],
  ["gpt-5.5", { input: 5, output: 30 }],
  ["gpt-5.4", { input: 2.5, output: 15 }],
  ["gpt-5.4-mini", { input: 0.75, output: 4.5 }],
  ["gpt-5.4-nano", { input: 0.2, output: 1.25 }],
]);

/** The cheapest that takes structured output, made for narrow tasks in bulk. */
export const defaultModel = "gpt-6-luna";

/** Known models, for messages. */
export const pricedModels: readonly string[] = [...prices.keys()];

/** What OpenAI asks for a model or a dated snapshot of it; undefined when the table doesn't have it. */
export function listPrice(model: string): Price | undefined {
  return prices.get(model.replace(/-\d{4}-\d{2}-\d{2}$/, ""));
}

/** The Batch API's half. https://developers.openai.com/api/docs/guides/batch */
export function batchPrice({ input, output }: Price): Price {
  return { input: input / 2, output: output / 2 };
}

/** `0.1/0.5`: dollars for a million tokens, in and out; undefined for anything else. */
export function parsePrice(text: string): Price | undefined {
  const match = /^(?<input>\d{1,6}(?:\.\d{1,6})?)\/(?<output>\d{1,6}(?:\.\d{1,6})?)$/.exec(
    text.trim(),
  );
  if (!match?.groups) return undefined;
  return { input: Number(match.groups["input"]), output: Number(match.groups["output"]) };
}
