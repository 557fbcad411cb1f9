import { z } from "zod";
import type { Wire } from "../model.ts";

const Tool = z.looseObject({
  type: z.string(),
  name: z.string().default(""),
  description: z.string().default(""),
});
const Body = z.object({
  tools: z.array(Tool.extend({ tools: z.array(Tool).default([]) })).default([]),
  input: z.array(z.looseObject({ type: z.string().optional() })).default([]),
});
const Output = z.object({
  type: z.literal("function_call_output"),
  call_id: z.string(),
  output: z.unknown().optional(),
});

/** OpenAI's Responses API. */
export const responses: Wire = {
  isTurn: (url) => url.includes("/responses"),
  read(body) {
    const { tools, input } = Body.parse(body);
    const offered = tools.flatMap(({ type, name, description, tools: inner }) =>
      type === "namespace"
        ? inner.map((tool) => ({
            name: tool.name,
            namespace: name,
            description: tool.description,
          }))
        : [{ name: name || type, description }],
    );
    const outputs = input.flatMap((item) => {
      const output = Output.safeParse(item);
      return output.success ? [output.data] : [];
    });
    return {
      offered,
      results: new Map(outputs.map((item) => [item.call_id, JSON.stringify(item.output)])),
    };
  },
  write(calls) {
    const message = {
      type: "message",
      role: "assistant",
      id: "m",
      content: [{ type: "output_text", text: "done" }],
    };
    const items = calls.map(({ id, name, namespace }) => ({
      type: "function_call",
      name,
      ...(namespace !== undefined && { namespace }),
      call_id: id,
      arguments: "{}",
    }));
    const done = (item: object) => ({ type: "response.output_item.done", item });
    const usage = { input_tokens: 1, output_tokens: 1, total_tokens: 2 };
    return [
      { type: "response.created", response: { id: "r" } },
      ...(items.length === 0 ? [message] : items).map(done),
      { type: "response.completed", response: { id: "r", usage } },
    ]
      .map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
      .join("");
  },
};
