import { exportNames } from "./modules.ts";
import { getMember } from "./members.ts";
import { step, under, type Run } from "./run.ts";
import { isThing, optionsOf, unknown, type ArrayValue, type Option, type Value } from "./values.ts";

/** Calls `action` with each item, under its condition if it has one; once with an unknown item for what isn't known. Stops when it says false. */
export function iterate(
  run: Run,
  subject: Value,
  what: "keys" | "values",
  action: (item: Value) => boolean,
): void {
  const { items, open } = what === "keys" ? keysOf(run, subject) : itemsOf(run, subject);
  for (const option of items.flatMap((item) => optionsOf(item) as Option[])) {
    if (!step(run)) return;
    if (option.when === undefined) {
      if (!action(option.value)) return;
    } else {
      under(run, option.when, () => action(option.value), option.isUnlikely !== true);
    }
  }
  if (open) under(run, undefined, () => action(unknown));
}

/** The items of something iterable; `open` when there may be more. */
export function itemsOf(run: Run, subject: Value): { items: Value[]; open: boolean } {
  if (typeof subject === "string")
    return { items: Array.from(subject.slice(0, 10_000)), open: false };
  if (!isThing(subject)) return { items: [], open: false };
  switch (subject.kind) {
    case "array":
      return { items: subject.items, open: subject.open };
    case "set":
      return { items: [...subject.items], open: subject.open };
    case "map":
      return {
        items: [...subject.entries].map(([key, value]) => newArray(run, [key, value])),
        open: subject.open,
      };
    case "choice": {
      const parts = subject.options.map(({ value, when, isUnlikely }) => ({
        ...itemsOf(run, value),
        when,
        isUnlikely,
      }));
      return {
        items: parts.flatMap(({ items, when, isUnlikely }) =>
          items.map((value): Value =>
            when === undefined ? value : { kind: "choice", options: [{ value, when, isUnlikely }] },
          ),
        ),
        open: parts.some(({ open }) => open),
      };
    }
    default:
      return { items: [], open: true };
  }
}

/** The keys of an object, array or namespace. */
export function keysOf(run: Run, subject: Value): { items: string[]; open: boolean } {
  if (!isThing(subject)) return { items: [], open: false };
  switch (subject.kind) {
    case "object":
      return {
        items: [...subject.props.keys(), ...(subject.getters?.keys() ?? [])].filter(
          (key) => !key.startsWith("#"),
        ),
        open: subject.open,
      };
    case "array":
      return { items: subject.items.map((_, index) => String(index)), open: subject.open };
    case "namespace":
      return { items: exportNames(run, subject.module), open: false };
    case "function":
      return { items: [...subject.props.keys()], open: false };
    case "schema":
      return subject.shape === undefined
        ? { items: [], open: true }
        : { items: [...subject.shape.keys()], open: false };
    case "choice": {
      const parts = subject.options.map((option) => keysOf(run, option.value));
      return {
        items: [...new Set(parts.flatMap(({ items }) => items))],
        open: parts.some(({ open }) => open),
      };
    }
    default:
      return { items: [], open: true };
  }
}

/** The values under those keys, in the same order. */
export function valuesOf(run: Run, subject: Value): ArrayValue {
  const { items, open } = keysOf(run, subject);
  return newArray(
    run,
    items.map((key) => getMember(run, subject, key)),
    open,
  );
}

const maxItems = 20_000;

export function newArray(run: Run, items: Value[], open = false): ArrayValue {
  const isCut = items.length > maxItems;
  const kept = isCut ? items.slice(0, maxItems) : items.slice();
  return { kind: "array", items: kept, open: open || isCut, born: run.conditions.length };
}
