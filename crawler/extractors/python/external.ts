import type { Place } from "../../../model.ts";
import { builtins } from "./builtins.ts";
import { callValue, decorate, type Arguments } from "./call.ts";
import { library } from "./library.ts";
import { callServerClass } from "./registrations.ts";
import type { Run } from "./run.ts";
import type { Value } from "./values.ts";

const toolPath = /^(?:mcp|fastmcp)\.(?:\w+\.)*Tool$/;

/** A call of something that is not in the snapshot: a builtin, a known function of the standard library, else what it is given. */
export function callExternal(run: Run, path: string, given: Arguments, at: Place): Value {
  const builtin =
    (path.startsWith("builtins.") ? builtins.get(path.slice("builtins.".length)) : undefined) ??
    library.get(path);
  if (builtin) return builtin(run, given, at);
  if (path.startsWith("builtins.str.") && given.positional[0] !== undefined) {
    const [self, ...positional] = given.positional;
    return callValue(
      run,
      { kind: "member", of: self ?? null, name: path.slice("builtins.str.".length) },
      { ...given, positional },
      at,
    );
  }
  const [only] = given.positional;
  const decorators = ["builtins.property", "builtins.staticmethod", "builtins.classmethod"];
  if (decorators.includes(path) && only !== undefined)
    return decorate(run, { kind: "external", path }, only, at);
  const made: Value = {
    kind: "made",
    path,
    positional: given.positional,
    keywords: run.isSecondSdk && path.endsWith(".ToolAnnotations") ? camel(given) : given.keywords,
    // What a decorator of the project makes is stated where that stands.
    at: toolPath.test(path) ? (run.sites[0] ?? at) : at,
    attributes: new Map(),
  };
  return callServerClass(run, made, given, at);
}

/** The second SDK's models are made with names in snake case and listed with those of the protocol. */
function camel({ keywords }: Arguments): Map<string, Value> {
  return new Map(
    [...keywords].map(([name, value]) => [
      name.replace(/_(?<letter>[a-z])/g, (...found) => String(found[1]).toUpperCase()),
      value,
    ]),
  );
}
