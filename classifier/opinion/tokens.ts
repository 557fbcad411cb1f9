import type { Usage } from "./endpoint.ts";
import type { ChatRequest } from "./request.ts";

/** Counts the tokens of a text. */
export type CountTokens = (text: string) => number;

/** For the frame of each message and of the answer: https://github.com/openai/openai-cookbook/blob/main/examples/How_to_count_tokens_with_tiktoken.ipynb */
const tokensPerMessage = 4;

/** The tokenizer of OpenAI's models, loaded when it is wanted: its table takes a moment. Other models count a little otherwise. */
export async function loadTokenizer(): Promise<CountTokens> {
  const { countTokens } = await import("gpt-tokenizer/encoding/o200k_base");
  // Crawled text may hold the tokenizer's own marks: they are text.
  const asText = { disallowedSpecial: new Set<string>() };
  return (text) => countTokens(text, asText);
}

/** The most that a request can cost in tokens: its messages and its schema, and all the output that it allows. */
export function mostTokens(request: ChatRequest, count: CountTokens): Usage {
  const messages = request.messages.reduce(
    (sum, { content }) => sum + count(content) + tokensPerMessage,
    tokensPerMessage,
  );
  return {
    input: messages + count(JSON.stringify(request.response_format)),
    output: request.max_completion_tokens,
  };
}
