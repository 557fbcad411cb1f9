import { z } from "zod";
import { type JsonSchema, categories, facets, risks } from "../../model.ts";

/** What a model is to say of one tool. */
const Entry = z.object({
  tool: z.string(),
  quotes: z.array(z.string()),
  rationale: z.string(),
  category: z.enum(categories),
  risk: z.enum(risks),
  facets: z.array(z.enum(facets)),
});

/** As much of an answer as must hold before its entries are looked at one by one: a wrong one then costs only its own tool. */
const Reply = z.object({ opinions: z.array(z.looseObject({ tool: z.string() })) });

/** One entry of an answer, as the model wrote it, without the id. */
export const Said = Entry.omit({ tool: true });
export type Said = z.infer<typeof Said>;

/**
 * The answer's JSON Schema for these ids, within what strict structured output takes: every property required, no further
 * ones, no bounds on lengths. https://developers.openai.com/api/docs/guides/structured-outputs
 */
export function replySchema(ids: readonly string[]): JsonSchema {
  const shape = z.object({ opinions: z.array(Entry.extend({ tool: z.enum(ids) })) });
  const { $schema: _dialect, ...schema } = z.toJSONSchema(shape);
  return schema;
}

/** What an answer holds for each of these ids, in their order: no entry, one, or more. Undefined when it is no answer to the question. */
export function readReply(text: string, ids: readonly string[]): unknown[][] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = Reply.safeParse(value);
  if (!parsed.success) return undefined;
  const entries = Map.groupBy(parsed.data.opinions, (entry) => entry.tool);
  return ids.map((id) => (entries.get(id) ?? []).map(({ tool: _id, ...said }) => said));
}
