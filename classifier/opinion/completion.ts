import { z } from "zod";
import { type Answer, Fault, type Usage } from "./endpoint.ts";

const Counts = z.object({ prompt_tokens: z.number(), completion_tokens: z.number() });
const Completion = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
  usage: Counts.nullish(),
});

/** The answer in a chat completion; throws Fault for one that has none, with what it cost. */
export function readCompletion(completion: unknown): Answer {
  const parsed = Completion.safeParse(completion);
  if (!parsed.success) throw new Fault("answer", "the answer is no chat completion");
  const counts = parsed.data.usage;
  const usage: Usage | undefined = counts
    ? { input: counts.prompt_tokens, output: counts.completion_tokens }
    : undefined;
  const cost = usage === undefined ? {} : { usage };
  const { finish_reason: end, message } = parsed.data.choices[0]!;
  if (message.refusal) throw new Fault("answer", "the model refused", cost);
  if (end === "content_filter")
    throw new Fault("answer", "a content filter stopped the answer", cost);
  if (end === "length") throw new Fault("answer", "the answer was cut off at its longest", cost);
  if (!message.content) throw new Fault("answer", "the answer is empty", cost);
  return { text: message.content, ...cost };
}
