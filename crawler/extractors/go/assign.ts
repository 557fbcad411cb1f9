import { noteAnswer, noteKeyed } from "./answers.ts";
import { evaluate, evaluateSeveral } from "./evaluate.ts";
import { arithmetic } from "./operators.ts";
import { limits, write, type Run } from "./run.ts";
import type { Expression, Statement } from "./syntax.ts";
import { resolveType, underlying, zeroOf } from "./types.ts";
import {
  copied,
  isComposite,
  optionsOf,
  pointed,
  type Scope,
  type Slice,
  type Struct,
  type Type,
  type Value,
} from "./values.ts";

/** `x := …` and `var x = …`. */
export function define(run: Run, statement: Statement & { k: "define" }, scope: Scope): void {
  const { names, values } = statement;
  const type = statement.type && resolveType(run, statement.type, scope);
  const results = valuesOf(run, values, names.length, scope, type);
  for (const [index, name] of names.entries()) {
    const value = results[index] ?? (type ? zeroOf(run, type) : null);
    if (name === "_") continue;
    // `:=` sets what the same block already has.
    if (scope.names.has(name)) write(run, scope.names, name, named(copied(value), name), true);
    else scope.names.set(name, typedAs(run, named(copied(value), name), type));
  }
}

function typedAs(run: Run, value: Value, type: Type | undefined): Value {
  if (type && isComposite(value) && value.kind === "unknown" && !value.type)
    return { ...value, type };
  if (type && isComposite(value) && value.kind === "func" && !value.type && type.kind === "named") {
    return underlying(run, type).kind === "func" ? { ...value, type } : value;
  }
  return value;
}

/** An error that is not known is one all the same. */
function named(value: Value, name: string): Value {
  if (/^err$|Err$/.test(name) && isComposite(value) && value.kind === "unknown" && !value.type)
    return { ...value, type: { kind: "basic", name: "error" } };
  return value;
}

function valuesOf(
  run: Run,
  values: Expression[],
  count: number,
  scope: Scope,
  type?: Type,
): Value[] {
  const [only] = values;
  if (values.length === 1 && only && count > 1) return evaluateSeveral(run, only, scope, count);
  return values.map((value) => evaluate(run, value, scope, type));
}

/** `x = …`, and `x += …`. */
export function assign(run: Run, statement: Statement & { k: "assign" }, scope: Scope): void {
  const { targets, operator } = statement;
  const values = valuesOf(run, statement.values, targets.length, scope);
  for (const [index, target] of targets.entries()) {
    let value = values[index] ?? null;
    if (operator !== "=")
      value = arithmetic(operator.slice(0, -1), evaluate(run, target, scope), value);
    assignTo(run, target, copied(value), scope);
  }
}

/** Sets what an expression on the left of `=` names. */
export function assignTo(run: Run, target: Expression, value: Value, scope: Scope): void {
  if (target.k === "name") {
    if (target.name === "_") return;
    for (let at: Scope | undefined = scope; at; at = at.parent)
      if (at.names.has(target.name)) {
        write(run, at.names, target.name, named(value, target.name), at.parent !== undefined);
        return;
      }
    if (scope.package.values.has(target.name)) write(run, scope.package.names, target.name, value);
  } else if (target.k === "select")
    setField(run, evaluate(run, target.of, scope), target.name, value);
  else if (target.k === "index") {
    const of = pointed(evaluate(run, target.of, scope));
    const key = pointed(evaluate(run, target.index, scope));
    if (!isComposite(of)) return;
    if (of.kind === "map") {
      if (isComposite(key) && key.kind === "unknown") of.open = true;
      write(run, of.entries, key, value);
      noteKeyed(run, key, value);
      if (key === "tools") noteAnswer(run, of, key, value);
    } else if (of.kind === "slice") setItem(of, key, value);
  } else if (target.k === "unary" && target.operator === "*") {
    const pointer = evaluate(run, target.value, scope);
    if (!isComposite(pointer)) return;
    if (pointer.kind === "reference") write(run, pointer.cells, pointer.key, value);
    const [from, to] = [pointed(value), pointed(pointer)];
    if (isComposite(to) && to.kind === "struct" && isComposite(from) && from.kind === "struct")
      for (const [name, field] of from.fields) write(run, to.fields, name, field);
  }
}

/** A list may be longer than is known: what is set beyond its end, or at an unknown place, is one more item. */
function setItem(list: Slice, key: Value, value: Value): void {
  if (typeof key === "number" && Number.isInteger(key) && key >= 0 && key < list.items.length)
    list.items[key] = value;
  else if (list.items.length < limits.items) list.items.push(value);
}

function setField(run: Run, of: Value, name: string, value: Value): void {
  for (const option of optionsOf(of)) {
    const target = pointed(option);
    if (isComposite(target) && target.kind === "struct") {
      const holder = holderOf(run, target, name);
      write(run, holder.fields, name, value);
      if (/tools$/i.test(name)) noteAnswer(run, holder, name, value);
    }
  }
}

/** The struct that has a field: itself, or one that is embedded in it. */
function holderOf(run: Run, struct: Struct, name: string, depth = 0): Struct {
  const base = underlying(run, struct.type);
  if (depth > 5 || struct.fields.has(name) || base.kind !== "struct") return struct;
  if (base.fields.some((field) => field.name === name)) return struct;
  for (const field of base.fields) {
    const inner = field.embedded ? pointed(struct.fields.get(field.name) ?? null) : null;
    if (isComposite(inner) && inner.kind === "struct") {
      const holder = holderOf(run, inner, name, depth + 1);
      const declared = underlying(run, holder.type);
      if (
        holder.fields.has(name) ||
        (declared.kind === "struct" && declared.fields.some((one) => one.name === name))
      )
        return holder;
    }
  }
  return struct;
}
