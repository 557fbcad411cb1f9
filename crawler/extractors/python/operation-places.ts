import type { Place } from "../../../model.ts";
import type { Run } from "./run.ts";

const named = /["']?operationId["']?\s*:\s*["']?(?<id>[\w./-]+)/g;

/** Where an API document states an operation, with its words. */
export interface Stated {
  at: Place;
  quote: string;
}

/** Where the API documents of the snapshot state their operations, by `operationId`; the first document that names one counts. */
export function operationPlaces(run: Run): ReadonlyMap<string, Stated> {
  run.operations ??= readPlaces(run.files);
  return run.operations;
}

function readPlaces(files: ReadonlyMap<string, string>): Map<string, Stated> {
  const places = new Map<string, Stated>();
  for (const [path, text] of files) {
    if (!/\.(?:json|ya?ml)$/.test(path)) continue;
    let [line, from] = [1, 0];
    for (const found of text.matchAll(named)) {
      for (; from < found.index; from += 1) if (text[from] === "\n") line += 1;
      const id = found.groups?.["id"] ?? "";
      if (!places.has(id)) places.set(id, { at: { path, line }, quote: found[0] });
    }
  }
  return places;
}
