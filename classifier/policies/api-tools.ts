import type { z } from "zod";
import { parseJson } from "./documents.ts";

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
  return shape.parse(found[0]);
}

/** Keys that the format's documentation doesn't have, in plain sentences. */
export function unknownKeys(value: object, known: readonly string[], where: string): string[] {
  const strange = Object.keys(value).filter((key) => !known.includes(key));
  return strange.map((key) => `\`${key}\` is no key of ${where}.`);
}
