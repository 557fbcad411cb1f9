import type { Place } from "../../../model.ts";
import type { Arguments } from "./call.ts";
import { executeBlock } from "./execute.ts";
import { limits, type Run } from "./run.ts";
import { isComposite, likeliest, textOf, type Module, type Scope, type Value } from "./values.ts";

/** `exec(text, names)`: folds the text like a module whose names stand in the dict; without a text or a dict that is known, nothing. */
export function executeText(run: Run, given: Arguments, at: Place): Value {
  const text = textOf(given.positional[0]);
  const names = likeliest(given.positional[2] ?? given.positional[1] ?? null);
  const seen = likeliest(given.positional[1] ?? null);
  if (text === undefined || text.length > limits.text) return null;
  if (!isComposite(names) || names.kind !== "dict" || !isComposite(seen)) return null;
  // Parsing is paid for like folding.
  run.steps += text.length >> 3;
  const statements = run.parser.module(text);
  if (statements === undefined || run.steps > run.ceiling) return null;
  const bound = seen.kind === "dict" ? [...seen.entries, ...names.entries] : [...names.entries];
  const module: Partial<Module> & Pick<Module, "kind" | "path"> = {
    kind: "module",
    path: at.path,
    statements,
    madeAt: at,
  };
  const scope: Scope = {
    names: new Map(
      bound.flatMap(([key, value]) => (typeof key === "string" ? [[key, value]] : [])),
    ),
    module: module as Module,
    type: "module",
  };
  module.scope = scope;
  executeBlock(run, statements, scope);
  for (const [name, value] of scope.names) names.entries.set(name, value);
  return null;
}
