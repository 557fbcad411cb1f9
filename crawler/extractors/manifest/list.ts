import { z } from "zod";
import type { Definition } from "../../../model.ts";

/** An entry of a manifest's list; without a name it says nothing. */
export interface ListedTool {
  name: string | undefined;
  /** What the entry says beside the name. */
  definition: Omit<Definition, "name">;
}

const bundle = /(?:^|\/)manifest\.json$/;
const card = /(?:^|\/)server-card\.json$/;
const cardSchema = /\/schemas\/(?:mcp-server-card\/v\d+|v\d+\/server-card\.schema)\.json$/;

const Hint = z.boolean().optional().catch(undefined);
const Schema = z.record(z.string(), z.unknown()).optional().catch(undefined);
const Words = z.string().optional().catch(undefined);
const Entry = z
  .object({
    name: z.string().min(1).max(256).optional().catch(undefined),
    title: Words,
    description: Words,
    inputSchema: Schema,
    outputSchema: Schema,
    annotations: z
      .object({
        title: Words,
        readOnlyHint: Hint,
        destructiveHint: Hint,
        idempotentHint: Hint,
        openWorldHint: Hint,
      })
      .optional()
      .catch(undefined),
  })
  .catch({});
/** https://github.com/modelcontextprotocol/mcpb/blob/main/MANIFEST.md; a browser extension's manifest_version is a number. */
const Bundle = z.object({
  manifest_version: Words,
  dxt_version: Words,
  server: z.object({}),
  tools: z.array(z.unknown()),
});
/** https://github.com/modelcontextprotocol/modelcontextprotocol/issues/1649 */
const Card = z.object({ $schema: z.string().regex(cardSchema), tools: z.array(z.unknown()) });

/** Whether a path may be a manifest that lists tools. */
export function isToolList(path: string): boolean {
  return bundle.test(path) || card.test(path);
}

/** The tools that a manifest lists, in its order; undefined when it is of another format, broken or lists none. */
export function readToolList(path: string, text: string): ListedTool[] | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
  const listed = bundle.test(path) ? toolsOfBundle(parsed) : toolsOfCard(parsed);
  return listed?.map((one) => {
    const { name, annotations, ...rest } = Entry.parse(one);
    const hints = annotations === undefined ? {} : { annotations: present(annotations) };
    return { name, definition: { ...present(rest), ...hints } };
  });
}

function toolsOfBundle(parsed: unknown): unknown[] | undefined {
  const { data } = Bundle.safeParse(parsed);
  const version = data?.manifest_version ?? data?.dxt_version;
  return version === undefined ? undefined : data?.tools;
}

/** A card whose tools change lists the word "dynamic" in their place. */
function toolsOfCard(parsed: unknown): unknown[] | undefined {
  return Card.safeParse(parsed).data?.tools.filter((one) => one !== "dynamic");
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function present<T extends object>(row: T): Present<T> {
  return Object.fromEntries(
    Object.entries(row).filter(([, value]) => value !== undefined),
  ) as Present<T>;
}
