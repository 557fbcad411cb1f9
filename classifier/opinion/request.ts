import type { JsonSchema } from "../../model.ts";
import type { Exhibit } from "./evidence.ts";
import { fenceOf, fenced } from "./fence.ts";
import { instructions } from "./prompt.ts";
import { replySchema } from "./reply.ts";

/**
 * The body of a chat completion. That API and not the newer Responses: it is the one that compatible endpoints and local
 * servers have. https://developers.openai.com/api/reference/resources/chat
 */
export interface ChatRequest {
  model: string;
  messages: [{ role: "system"; content: string }, { role: "user"; content: string }];
  response_format: {
    type: "json_schema";
    json_schema: { name: string; strict: true; schema: JsonSchema };
  };
  /** Reasoning included. */
  max_completion_tokens: number;
}

const thinkingTokens = 6_000;
const tokensPerTool = 500;

/** One question about tools of one server, each under an id of its own: `t1`, `t2`, … in their order. */
export function makeRequest(model: string, exhibits: readonly Exhibit[]): ChatRequest {
  const ids = idsOf(exhibits.length);
  const server = exhibits[0]?.server ?? "unknown";
  const texts = exhibits.map(({ text }) => text);
  const word = fenceOf([server, ...texts]);
  const content = [
    `The server's id is the text of the first fence. Give an opinion on: ${ids.join(", ")}.`,
    fenced(word, "server", server),
    ...texts.map((text, index) => fenced(word, ids[index] ?? "", text)),
  ].join("\n\n");
  return {
    model,
    messages: [
      { role: "system", content: instructions },
      { role: "user", content },
    ],
    response_format: {
      type: "json_schema",
      json_schema: { name: "opinions", strict: true, schema: replySchema(ids) },
    },
    max_completion_tokens: thinkingTokens + tokensPerTool * exhibits.length,
  };
}

/** `t1` to `tN`. */
export function idsOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `t${index + 1}`);
}
