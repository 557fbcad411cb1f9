import { z } from "zod";
import type { Definition } from "../../model.ts";

/** What comes out of a machine is written by whoever wrote the program: only this much of it is believed. */
const Hint = z.boolean().optional().catch(undefined);
const Schema = z.record(z.string(), z.unknown()).optional().catch(undefined);
const Text = z.string().optional().catch(undefined);
const Tool = z.object({
  name: z.string().min(1).max(300),
  title: Text,
  description: Text,
  inputSchema: Schema,
  outputSchema: Schema,
  annotations: z
    .object({
      title: Text,
      readOnlyHint: Hint,
      destructiveHint: Hint,
      idempotentHint: Hint,
      openWorldHint: Hint,
    })
    .optional()
    .catch(undefined),
});
const position = z.int().min(0).max(1e9);
const Positions = z.tuple([position, position, position]);

const Answer = z.object({
  answered: z.int(),
  /** Tools that could not be written down. */
  lost: z.int(),
  /** Modules with computed names that were not in the bundle. */
  missed: z.int(),
  /** Variables that the program names where it gives up. */
  named: z.array(z.string().regex(/^\w{1,100}$/)).max(100),
  tools: z
    .array(
      z.object({ definition: z.unknown(), isLeaking: z.boolean(), handler: Positions.optional() }),
    )
    .max(50_000),
  registrations: z
    .array(z.object({ name: z.string(), stack: z.string(), handler: Positions.optional() }))
    .max(20_000),
  /** The functions that answer a list of tools. */
  lists: z.array(Positions).max(1000),
  failures: z.array(z.string()),
});
export type Answer = z.infer<typeof Answer>;

/** Undefined when a machine gave anything else. */
export function readAnswer(text: string): Answer | undefined {
  try {
    return Answer.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** The definition as a client would see it, absent fields left out; undefined when it is none. */
export function readDefinition(value: unknown): Definition | undefined {
  const tool = Tool.safeParse(value).data;
  return tool === undefined ? undefined : (withoutAbsent(tool) as unknown as Definition);
}

function withoutAbsent(value: object): object {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .map(([key, each]) => [key, key === "annotations" ? withoutAbsent(each as object) : each]),
  );
}
