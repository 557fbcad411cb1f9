import type { Place } from "../../../model.ts";
import type { Run } from "./run.ts";
import type { Case } from "./syntax.ts";
import { jsonName } from "./to-json.ts";
import { fieldsOf, underlying } from "./types.ts";
import {
  isComposite,
  pointed,
  type MapValue,
  type Scope,
  type Struct,
  type Value,
} from "./values.ts";

/** A list under the key `tools`, as an answer to `tools/list` has it. */
export interface Answer {
  list: Value;
  sites: Place[];
  when: string[];
}

/** A literal that gives itself a name, and how it came to be. */
export interface Named {
  place: Place;
  value: Struct | MapValue;
  sites: Place[];
  when: string[];
}

const most = { answers: 500, names: 20, keys: 20_000, values: 20 };

/** Notes what a struct or a map holds under `tools` in JSON. */
export function noteAnswer(run: Run, holder: Struct | MapValue, key: string, list: Value): void {
  if (run.answers.length >= most.answers || keyOf(run, holder, key) !== "tools") return;
  run.answers.push({ list, sites: [...run.sites], when: [...run.when] });
}

function keyOf(run: Run, holder: Struct | MapValue, key: string): string | undefined {
  if (holder.kind === "map" || !/tools$/i.test(key)) return key;
  const declared = fieldsOf(run, holder.type).find(({ name }) => name === key);
  if (!declared || underlying(run, holder.type).kind === "external") return undefined;
  return jsonName(key, declared.tag, false).name;
}

/** Notes a literal with a name, and the function that stands beside one. */
export function noteNamed(run: Run, made: Struct | MapValue, place: Place): void {
  const name = nameOf(made);
  if (name !== undefined) {
    const known = run.named.get(name) ?? [];
    if (known.length < most.names)
      known.push({ place, value: made, sites: [...run.sites, place], when: [...run.when] });
    run.named.set(name, known);
  }
  if (made.kind !== "struct") return;
  const held = [...made.fields.values()].map((value) => pointed(value));
  const func = held.find((value) => isComposite(value) && value.kind === "func");
  if (func === undefined) return;
  for (const value of held) {
    const inner =
      isComposite(value) && (value.kind === "struct" || value.kind === "map") && nameOf(value);
    if (typeof inner === "string") noteKeyed(run, inner, func);
  }
}

/** The name that a literal gives itself. */
export function nameOf(made: Struct | MapValue): string | undefined {
  const name =
    made.kind === "map"
      ? made.entries.get("name")
      : (made.fields.get("Name") ?? made.fields.get("name"));
  return typeof name === "string" ? name : undefined;
}

/** Notes what a map holds under a name: a function, or what may have one. */
export function noteKeyed(run: Run, key: Value, value: Value): void {
  if (typeof key !== "string" || run.keyed.size >= most.keys) return;
  const of = pointed(value);
  if (!isComposite(of) || (of.kind !== "func" && of.kind !== "struct")) return;
  const known = run.keyed.get(key) ?? [];
  if (known.length < most.values) known.push({ value, when: [...run.when] });
  run.keyed.set(key, known);
}

/** Notes the code that runs for a name. */
export function noteCase(run: Run, name: Value, one: Case, scope: Scope): void {
  if (typeof name !== "string" || run.cases.size >= most.keys) return;
  const known = run.cases.get(name) ?? [];
  if (known.length < most.values && known.every((other) => other.one !== one))
    known.push({ one, scope });
  run.cases.set(name, known);
}
