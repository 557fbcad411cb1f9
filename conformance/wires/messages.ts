import { z } from "zod";
import type { Wire } from "../model.ts";

const Body = z.object({
  tools: z.array(z.object({ name: z.string(), description: z.string().default("") })).default([]),
  messages: z.array(z.object({ content: z.unknown().optional() })),
});
const Results = z.array(
  z.looseObject({ tool_use_id: z.string().optional(), content: z.unknown().optional() }),
);

/** Anthropic's Messages API. */
export const messages: Wire = {
  isTurn: (url) => url.includes("/v1/messages") && !url.includes("count_tokens"),
  read(body) {
    const { tools, messages: said } = Body.parse(body);
    const results = said.flatMap(({ content }) =>
      (Results.safeParse(content).data ?? []).flatMap(({ tool_use_id: id, content: text }) =>
        id === undefined ? [] : [[id, JSON.stringify(text)] as const],
      ),
    );
    return { offered: tools, results: new Map(results) };
  },
  write(calls) {
    const blocks =
      calls.length === 0
        ? [
            [
              { type: "text", text: "" },
              { type: "text_delta", text: "done" },
            ] as const,
          ]
        : calls.map(
            ({ id, name }) =>
              [
                { type: "tool_use", id, name, input: {} },
                { type: "input_json_delta", partial_json: "{}" },
              ] as const,
          );
    const usage = { input_tokens: 1, output_tokens: 1 };
    const message = { id: "m", type: "message", role: "assistant", model: "m", content: [], usage };
    const events: [type: string, fields: object][] = [
      ["message_start", { message: { ...message, stop_reason: null, stop_sequence: null } }],
      ...blocks.flatMap(([content_block, delta], index): [string, object][] => [
        ["content_block_start", { index, content_block }],
        ["content_block_delta", { index, delta }],
        ["content_block_stop", { index }],
      ]),
      [
        "message_delta",
        { delta: { stop_reason: calls.length === 0 ? "end_turn" : "tool_use" }, usage },
      ],
      ["message_stop", {}],
    ];
    return events
      .map(([type, fields]) => `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`)
      .join("");
  },
};
