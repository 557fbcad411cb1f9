import { posix } from "node:path";
import type { Item } from "./items.ts";
import type { Run } from "./run.ts";

/** What is made there belongs to a server there, though a library of the same repository may list it. */
export const shown = /(?:^|\/)(?:examples?|samples?|demos?|templates?)\//;

/** The program of another crate that makes the type which answers: the only one, or of examples alone the one whose tools it has. */
export function programOf({ owner, path }: Item, run: Run): string | undefined {
  const all = [...new Set(run.makers.get(owner?.type ?? "") ?? [])];
  const real = all.filter((program) => !shown.test(program));
  const crate = crateOf(path, run);
  if (real.some((program) => crateOf(program, run) === crate)) return undefined;
  if (real.length > 0) return real.length === 1 ? real[0] : undefined;
  return shown.test(path) ? undefined : all.at(-1);
}

/** The folder of the nearest `Cargo.toml` above a file. */
function crateOf(path: string, run: Run): string {
  for (let folder = posix.dirname(path); folder !== "."; folder = posix.dirname(folder))
    if (run.project.text(`${folder}/Cargo.toml`) !== undefined) return folder;
  return ".";
}
