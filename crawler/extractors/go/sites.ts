import type { Place } from "../../../model.ts";

const keys = new WeakMap<Place[], string>();

/** The innermost of the calls that made a value, as one text; the same few are compared again and again. */
export function keyOf(sites: Place[]): string {
  let key = keys.get(sites);
  if (key === undefined) {
    key = sites
      .slice(-4)
      .map(({ path, line }) => `${path}:${line}`)
      .join(" ");
    keys.set(sites, key);
  }
  return key;
}
