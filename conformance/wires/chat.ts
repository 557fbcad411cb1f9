import { z } from "zod";
import type { Wire } from "../model.ts";

const Body = z.object({
  tools: z
    .array(
      z.object({ function: z.object({ name: z.string(), description: z.string().default("") }) }),
    )
    .default([]),
  messages: z.array(
    z.object({ tool_call_id: z.string().optional(), content: z.unknown().optional() }),
  ),
});

/** Chat completions, as OpenAI has them and many others speak them. */
export const chat: Wire = {
  isTurn: (url) => url.includes("/chat/completions"),
  read(body) {
    const { tools, messages } = Body.parse(body);
    const results = messages.flatMap(({ tool_call_id: id, content }) =>
      id === undefined ? [] : [[id, JSON.stringify(content)] as const],
    );
    return { offered: tools.map((tool) => tool.function), results: new Map(results) };
  },
  write(calls) {
    const chunk = (delta: object, finish_reason: string | null = null) => ({
      id: "c",
      object: "chat.completion.chunk",
      created: 1,
      model: "m",
      choices: [{ index: 0, delta, finish_reason }],
    });
    const delta =
      calls.length === 0
        ? { role: "assistant", content: "done" }
        : {
            role: "assistant",
            tool_calls: calls.map(({ id, name }, index) => ({
              index,
              id,
              type: "function",
              function: { name, arguments: "{}" },
            })),
          };
    const end = {
      ...chunk({}, calls.length === 0 ? "stop" : "tool_calls"),
      usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
    };
    const lines = [chunk(delta), end].map((event) => `data: ${JSON.stringify(event)}\n\n`);
    return `${lines.join("")}data: [DONE]\n\n`;
  },
};
