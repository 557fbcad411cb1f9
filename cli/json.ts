import { visibleJson } from "../classifier/policies/format.ts";

/** One line of JSON with every character escaped that steers a terminal or can't be seen; it means the same. */
export function toJson(value: unknown): string {
  return visibleJson(JSON.stringify(value));
}
