import { callValue } from "./calls.ts";
import { itemsOf, newArray } from "./iterate.ts";
import { conditionSince, type Run } from "./run.ts";
import {
  choose,
  isThing,
  isUnknown,
  optionsOf,
  unknown,
  type MapValue,
  type SetValue,
  type Value,
} from "./values.ts";

/** A method of a Map. */
export function callMapMethod(run: Run, self: MapValue, name: string, args: Value[]): Value {
  const [key, value] = args;
  switch (name) {
    case "set": {
      const when = conditionSince(run, self.born);
      if (isThing(key) && key.kind !== "object" && key.kind !== "function") {
        for (const option of optionsOf(key)) {
          if (!isThing(option.value)) self.entries.set(option.value, value);
          else self.open = true;
        }
      } else if (self.entries.size < 20_000) {
        self.entries.set(key, when === undefined ? value : choose([{ value, when }]));
      }
      return self;
    }
    case "get": {
      if (isThing(key) && !self.entries.has(key)) {
        return choose([
          ...[...self.entries.values()].map((each) => ({ value: each })),
          { value: unknown },
        ]);
      }
      const found = self.entries.get(key);
      if (isThing(found)) for (const option of optionsOf(found)) noteChosen(run, option.value, key);
      return found ?? (self.open ? unknown : undefined);
    }
    case "has":
      return isThing(key) || self.open
        ? self.entries.has(key)
          ? true
          : unknown
        : self.entries.has(key);
    case "delete":
      return run.branches === 0 && self.entries.delete(key);
    case "values":
      return newArray(run, [...self.entries.values()], self.open);
    case "keys":
      return newArray(run, [...self.entries.keys()], self.open);
    case "entries":
      return newArray(run, itemsOf(run, self).items, self.open);
    case "forEach":
      for (const [entryKey, entry] of self.entries)
        callValue(run, args[0], undefined, [entry, entryKey, self]);
      return undefined;
    default:
      return unknown;
  }
}

function noteChosen(run: Run, value: Value, key: Value): void {
  if (!isThing(value)) return;
  if (value.kind === "function") run.onChosen?.(value, key);
}

/** A method of a Set. */
export function callSetMethod(run: Run, self: SetValue, name: string, args: Value[]): Value {
  const [value] = args;
  switch (name) {
    case "add":
      if (isUnknown(value)) self.open = true;
      else self.items.add(value);
      if (run.branches > 0) self.isLoose = true;
      return self;
    case "has":
      if (self.items.has(value)) return self.isLoose === true ? unknown : true;
      return isThing(value) || self.open ? unknown : false;
    case "delete":
      return run.branches === 0 && self.items.delete(value);
    case "values":
    case "keys":
      return newArray(run, [...self.items], self.open);
    case "forEach":
      for (const item of self.items) callValue(run, args[0], undefined, [item, item, self]);
      return undefined;
    default:
      return unknown;
  }
}
