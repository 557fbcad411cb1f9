import { noteAnswer, noteKeyed, noteNamed } from "./answers.ts";
import { evaluate } from "./evaluate.ts";
import { callBack, limits, type Run } from "./run.ts";
import type { Expression } from "./syntax.ts";
import { fieldsOf, resolveType, underlying } from "./types.ts";
import {
  copied,
  isComposite,
  type MapValue,
  type Scope,
  type Slice,
  type Struct,
  type Type,
  type Value,
} from "./values.ts";

type Literal = Expression & { k: "composite" };

/** The value of `T{…}`, or of `{…}` inside one whose elements are of the expected type. */
export function evaluateComposite(
  run: Run,
  literal: Literal,
  scope: Scope,
  expected?: Type,
): Value {
  if (literal.type) {
    const type = resolveType(run, literal.type, scope);
    return build(run, literal, scope, type);
  }
  if (expected?.kind === "pointer")
    return { kind: "pointer", to: build(run, literal, scope, expected.element) };
  return build(run, literal, scope, expected ?? { kind: "unknown" });
}

function build(run: Run, literal: Literal, scope: Scope, type: Type): Value {
  const base = underlying(run, type);
  if (base.kind === "slice") return list(run, literal, scope, type, base.element);
  if (base.kind === "map") return map(run, literal, scope, type, base);
  if (base.kind === "struct" || base.kind === "external") return struct(run, literal, scope, type);
  const keyed = literal.elements.some(({ key }) => key?.k === "name");
  return keyed
    ? struct(run, literal, scope, type)
    : list(run, literal, scope, type, { kind: "unknown" });
}

function list(run: Run, literal: Literal, scope: Scope, type: Type, element: Type): Slice {
  const items = literal.elements
    .slice(0, limits.items)
    .map(({ value }) => copied(evaluate(run, value, scope, element)));
  return {
    kind: "slice",
    items,
    type,
    ...(literal.elements.length > limits.items && { open: true }),
  };
}

function map(
  run: Run,
  literal: Literal,
  scope: Scope,
  type: Type,
  base: Type & { kind: "map" },
): MapValue {
  const made: MapValue = { kind: "map", entries: new Map(), type };
  run.born.set(made.entries, run.steps);
  for (const { key, value } of literal.elements.slice(0, limits.items)) {
    if (!key) continue;
    const name = evaluate(run, key, scope, base.key);
    const entry = copied(evaluate(run, value, scope, base.element));
    made.entries.set(name, entry);
    if (isComposite(name) && name.kind !== "struct" && name.kind !== "type") made.open = true;
    noteKeyed(run, name, entry);
    if (name === "tools") noteAnswer(run, made, name, entry);
  }
  noteNamed(run, made, { path: scope.file.path, ...literal.at });
  return made;
}

function struct(run: Run, literal: Literal, scope: Scope, type: Type): Struct {
  const place = { path: scope.file.path, ...literal.at };
  const made: Struct = {
    kind: "struct",
    type,
    fields: new Map(),
    sites: [...run.sites, place],
    when: [...run.when],
  };
  const declared = fieldsOf(run, type);
  const outside = underlying(run, type).kind === "external";
  for (const [index, { key, value }] of literal.elements.entries()) {
    const field =
      key?.k === "name" ? declared.find(({ name }) => name === key.name) : declared[index];
    const name = key?.k === "name" ? key.name : field?.name;
    if (name === undefined) continue;
    const given = copied(evaluate(run, value, scope, field?.type));
    made.fields.set(name, given);
    // Code outside the snapshot may call what it is given.
    if (outside && isComposite(given) && given.kind === "func") callBack(run, [given]);
  }
  for (const [name, given] of made.fields)
    if (/tools$/i.test(name)) noteAnswer(run, made, name, given);
  noteNamed(run, made, place);
  return made;
}
