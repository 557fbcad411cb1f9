import type { z } from "zod";
import { parseJson } from "./documents.ts";
import { shaped } from "./shape.ts";

/**
 * The entry of one server in pasted JSON: of a request's or an agent's `tools`, of such a list, or the one entry that it is.
 * Throws when there is none that fits, or more than one.
 */
export function toolOf<Tool>(
  text: string,
  shape: z.ZodType<Tool>,
  isFor: (tool: unknown) => boolean,
  what: string,
): Tool {
  const value = parseJson(text);
  const tools: unknown = Array.isArray(value) ? value : Object(value).tools;
  const found = isFor(value) ? [value] : [tools].flat().filter(isFor);
  if (found.length !== 1) throw new Error(`expected one ${what}, got ${found.length}`);
  return shaped(shape, found[0]);
}
