import { callValue } from "./calls.ts";
import { callMapMethod, callSetMethod } from "./collections.ts";
import { itemsOf, newArray } from "./iterate.ts";
import { handOut } from "./members.ts";
import { makeText } from "./operators.ts";
import { conditionSince, isLikelySince, step, under, type Run } from "./run.ts";
import { wordsOf } from "./source.ts";
import { callRegExpMethod, callTextMethod } from "./text.ts";
import {
  both,
  choose,
  isThing,
  isUnknown,
  optionsOf,
  truth,
  unknown,
  type ArrayValue,
  type Option,
  type Site,
  type Value,
} from "./values.ts";

const callbackMethods = new Set([
  "map",
  "forEach",
  "filter",
  "flatMap",
  "reduce",
  "find",
  "some",
  "every",
  "then",
  "finally",
]);

/** Whether a method calls its first argument at once with what the receiver holds. */
export function isCallbackMethod(name: string): boolean {
  return callbackMethods.has(name);
}

/** A method of the language on a receiver. */
export function callMethod(run: Run, self: Value, name: string, args: Value[], site?: Site): Value {
  if (typeof self === "string") return callTextMethod(run, self, name, args);
  if (name === "toString" && (typeof self === "number" || typeof self === "boolean"))
    return String(self);
  if (!isThing(self)) return unknown;
  const [first] = args;
  switch (self.kind) {
    case "array":
      return callArrayMethod(run, self, name, args, site);
    case "map":
      return callMapMethod(run, self, name, args);
    case "set":
      return callSetMethod(run, self, name, args);
    case "function":
    case "external":
      if (name === "call") return callValue(run, self, first, args.slice(1), site);
      if (name === "apply") return callValue(run, self, first, itemsOf(run, args[1]).items, site);
      if (name === "bind" && self.kind === "function") {
        return { ...self, self: first, bound: [...(self.bound ?? []), ...args.slice(1)] };
      }
      break;
    case "native":
      if (self.name === "regex") return callRegExpMethod(run, self, name, first);
      if (name === "call") return callMethod(run, first, self.name, args.slice(1), site);
      if (name === "bind") return { ...self, self: first };
      break;
    case "object":
      if (name === "hasOwnProperty" || name === "propertyIsEnumerable") {
        return typeof first === "string" && !self.open
          ? self.props.has(first) || self.getters?.has(first) === true
          : unknown;
      }
      return unknown;
    default:
  }
  if (isThing(first) && first.kind === "function" && isCallbackMethod(name)) {
    const result = under(run, undefined, () =>
      callValue(run, first, undefined, [unknown, unknown, unknown], site),
    );
    if (name === "then" || name === "reduce") return result;
    if (name === "map" || name === "flatMap") {
      const list = newArray(run, []);
      addResult(run, list, result, name === "flatMap");
      return list;
    }
    return unknown;
  }
  for (const arg of args) handOut(run, arg);
  return unknown;
}

function callArrayMethod(
  run: Run,
  self: ArrayValue,
  name: string,
  args: Value[],
  site?: Site,
): Value {
  const [first, second] = args;
  const each = (value: Value, index: number): Value =>
    callValue(run, first, undefined, [value, index, self], site);
  switch (name) {
    case "map":
    case "flatMap":
      return mapArray(run, self, each, name === "flatMap");
    case "forEach":
      mapArray(run, self, each, false);
      return undefined;
    case "filter":
      return filterArray(
        run,
        self,
        first === undefined ? (value) => value : each,
        filterWords(first),
      );
    case "find":
    case "findLast":
    case "some":
    case "every":
    case "findIndex":
      return searchArray(run, self, name, each);
    case "reduce": {
      let result = args.length > 1 ? second : self.items[0];
      for (const [index, item] of (args.length > 1 ? self.items : self.items.slice(1)).entries()) {
        for (const { value, when, isUnlikely } of optionsOf(item)) {
          const before = result;
          const next = (): Value =>
            callValue(run, first, undefined, [before, value, index, self], site);
          result = when === undefined ? next() : under(run, when, next, isUnlikely !== true);
        }
      }
      return result;
    }
    case "push":
    case "unshift": {
      const when = conditionSince(run, self.born);
      const isUnlikely = !isLikelySince(run, self.born);
      if (run.conditions.slice(self.born).some(({ isBranch }) => isBranch)) self.isLoose = true;
      const items = args.map((value): Value =>
        when === undefined ? value : { kind: "choice", options: [{ value, when, isUnlikely }] },
      );
      if (self.items.length + items.length > 20_000) self.open = true;
      else if (name === "push") self.items.push(...items);
      else self.items.unshift(...items);
      return unknown;
    }
    case "concat": {
      const result = newArray(run, [...self.items], self.open);
      for (const arg of args) {
        if (isUnknown(arg) || (isThing(arg) && arg.kind === "external")) result.open = true;
        else if (isThing(arg) && (arg.kind === "array" || arg.kind === "choice")) {
          const { items, open } = itemsOf(run, arg);
          result.items.push(...items);
          result.open ||= open;
        } else result.items.push(arg);
      }
      return result;
    }
    case "slice":
      return typeof first === "number" || first === undefined
        ? newArray(
            run,
            self.items.slice(first, typeof second === "number" ? second : undefined),
            self.open,
          )
        : { ...self };
    case "splice":
      if (typeof first === "number" && (typeof second === "number" || second === undefined)) {
        if (run.branches > 0) return unknown;
        return newArray(
          run,
          self.items.splice(first, second ?? self.items.length, ...args.slice(2)),
        );
      }
      return unknown;
    case "join": {
      const settled = self.items.map(
        (item) => optionsOf(item).find(({ value }) => !isThing(value))?.value,
      );
      if (
        self.open ||
        self.items.some((item, index) => item !== undefined && settled[index] === undefined)
      )
        return unknown;
      const separator = first === undefined ? "," : first;
      return typeof separator === "string"
        ? makeText(run, settled.map((item) => item ?? "").join(separator))
        : unknown;
    }
    case "includes":
    case "indexOf": {
      if (isThing(first) && first.kind !== "function" && first.kind !== "object") return unknown;
      const index = self.items.indexOf(first);
      if (
        index === -1 &&
        (self.open || self.items.some((item) => isThing(item) && item.kind !== "object"))
      )
        return unknown;
      if (self.isLoose === true && index !== -1) return unknown;
      return name === "includes" ? index !== -1 : index;
    }
    case "flat": {
      const result = newArray(run, [], self.open);
      for (const item of self.items) addResult(run, result, item, true);
      return result;
    }
    case "at":
      return typeof first === "number" ? self.items.at(first) : unknown;
    case "entries":
      return newArray(
        run,
        self.items.map((item, index) => newArray(run, [index, item])),
        self.open,
      );
    case "keys":
      return newArray(
        run,
        self.items.map((_, index) => index),
        self.open,
      );
    case "reverse":
    case "toReversed":
      return newArray(run, self.items.toReversed(), self.open);
    case "sort":
    case "toSorted":
    case "values":
      return self;
    case "pop":
    case "shift":
      if (run.branches > 0) return unknown;
      return name === "pop" ? self.items.pop() : self.items.shift();
    case "fill":
      return newArray(
        run,
        self.items.map(() => first),
        self.open,
      );
    default:
      for (const arg of args) handOut(run, arg);
      return unknown;
  }
}

function mapArray(
  run: Run,
  self: ArrayValue,
  each: (value: Value, index: number) => Value,
  flat: boolean,
): ArrayValue {
  const result = newArray(run, []);
  for (const [index, item] of self.items.entries()) {
    if (!step(run)) break;
    const options = optionsOf(item).map(({ value, when, isUnlikely }): Option => {
      const call = (): Value => each(value, index);
      const isLikely = isUnlikely !== true;
      return {
        value: when === undefined ? call() : under(run, when, call, isLikely),
        when,
        isUnlikely,
      };
    });
    addResult(run, result, choose(options), flat);
  }
  if (self.isLoose === true) result.isLoose = true;
  if (self.open)
    addResult(
      run,
      result,
      under(run, undefined, () => each(unknown, self.items.length)),
      flat,
    );
  return result;
}

/** Adds one result of a callback, or its items. */
function addResult(run: Run, target: ArrayValue, value: Value, flat: boolean): void {
  if (isUnknown(value)) target.open = true;
  if (!flat || !isThing(value) || (value.kind !== "array" && value.kind !== "choice")) {
    if (!isUnknown(value) || !flat) target.items.push(value);
    return;
  }
  for (const { value: inner, when, isUnlikely } of optionsOf(value)) {
    if (!isThing(inner) || inner.kind !== "array") {
      if (inner !== undefined) target.items.push(inner);
      continue;
    }
    for (const item of itemsOf(run, inner).items) {
      target.items.push(
        when === undefined
          ? item
          : { kind: "choice", options: [{ value: item, when, isUnlikely }] },
      );
    }
    target.open ||= inner.open;
  }
}

/** The test of a filter in the source's words, when it can be told from the run with nothing set which items are usual. */
/** What a filter asks of an item, when that is one expression. */
function filterWords(callback: Value): string | undefined {
  if (!isThing(callback) || callback.kind !== "function") return undefined;
  const { body } = callback.node;
  if (body === null || body.type === "ClassBody" || body.type === "BlockStatement")
    return undefined;
  return wordsOf(callback.scope.module.source, body);
}

function filterArray(
  run: Run,
  self: ArrayValue,
  each: (value: Value, index: number) => Value,
  words: string | undefined,
): ArrayValue {
  const result = newArray(run, [], self.open);
  if (self.isLoose === true) result.isLoose = true;
  const judged: { option: Option; found: boolean | undefined }[][] = [];
  for (const [index, item] of self.items.entries()) {
    if (!step(run)) break;
    judged.push(
      optionsOf(item).map((option) => ({ option, found: truth(each(option.value, index)) })),
    );
  }
  // Where some items pass whatever is set, the others are those that a setting lets in.
  const isSwitch = run.isCompared || judged.flat().some(({ found }) => found === true);
  for (const options of judged) {
    const kept = options.flatMap(({ option, found }): Option[] => {
      if (found === undefined) result.isLoose = true;
      if (found !== undefined || words === undefined || !isSwitch)
        return found === false ? [] : [option];
      return [{ ...option, when: both(option.when, words) }];
    });
    if (kept.length > 0) result.items.push(choose(kept));
  }
  return result;
}

function searchArray(
  run: Run,
  self: ArrayValue,
  name: "find" | "findLast" | "some" | "every" | "findIndex",
  each: (value: Value, index: number) => Value,
): Value {
  const possible: Option[] = [];
  const items = name === "findLast" ? self.items.toReversed() : self.items;
  for (const [index, item] of items.entries()) {
    if (!step(run)) return unknown;
    for (const { value } of optionsOf(item)) {
      const found = truth(each(value, index));
      if (found === (name !== "every") && possible.length === 0) {
        if (name === "findIndex") return index;
        return name === "find" || name === "findLast" ? value : name === "some";
      }
      if (found !== (name === "every")) possible.push({ value });
    }
  }
  if (possible.length === 0 && !self.open) {
    return name === "find" || name === "findLast"
      ? undefined
      : name === "findIndex"
        ? -1
        : name === "every";
  }
  return name === "find" || name === "findLast"
    ? choose([...possible, { value: self.open ? unknown : undefined }])
    : unknown;
}
