/** What the recorder works with, taken before any other code can change it. */

const uncurry = <This, Arguments extends unknown[], Result>(
  method: (this: This, ...values: Arguments) => Result,
): ((self: This, ...values: Arguments) => Result) =>
  Function.prototype.call.bind(method) as unknown as (self: This, ...values: Arguments) => Result;

export const { apply, construct, ownKeys, getOwnPropertyDescriptor } = Reflect;
export const get: (target: object, key: PropertyKey, receiver?: unknown) => unknown = Reflect.get;
export const { create, defineProperty, getPrototypeOf, freeze } = Object;
export const { isArray } = Array;
export const { parse, stringify } = JSON;
export const textOf = String;
export const includes = uncurry(String.prototype.includes);
export const sliceText = uncurry(String.prototype.slice);
export const sourceOf = uncurry(Function.prototype.toString);
export const CapturedError = Error;

const weakHas = uncurry(WeakSet.prototype.has);
const weakAdd = uncurry(WeakSet.prototype.add);
const weakMapGet = uncurry(WeakMap.prototype.get);
const weakMapSet = uncurry(WeakMap.prototype.set);

export interface Marks {
  has(value: object): boolean;
  add(value: object): void;
}

/** A set of objects that nobody else can reach or change. */
export function createMarks(): Marks {
  const set = new WeakSet();
  return {
    has: (value) => weakHas(set, value),
    add: (value) => {
      weakAdd(set, value);
    },
  };
}

export interface Notes<T> {
  get(key: object): T | undefined;
  set(key: object, value: T): void;
}

/** Notes on objects that nobody else can reach or change. */
export function createNotes<T>(): Notes<T> {
  const map = new WeakMap<object, T>();
  return {
    get: (key) => weakMapGet(map, key) as T | undefined,
    set: (key, value) => {
      weakMapSet(map, key, value);
    },
  };
}

export interface List<T> {
  readonly length: number;
  at(index: number): T | undefined;
  push(value: T): void;
}

/** A list that inherits nothing, so that no setter on a prototype sees what is put in. */
export function createList<T>(): List<T> {
  const items = create(null) as Record<number, T>;
  let count = 0;
  return {
    get length() {
      return count;
    },
    at: (index) => items[index],
    push: (value) => {
      items[count] = value;
      count += 1;
    },
  };
}

const position = (name: string) => {
  const getter = getOwnPropertyDescriptor(Function.prototype, name)?.get;
  return (value: object): number => {
    const found: unknown = getter === undefined ? undefined : apply(getter, value, []);
    return typeof found === "number" ? found : 0;
  };
};
/** 1-based, in the script that a function is written in; 0 for a native one. */
export const lineOf = position("lineNumber");
export const columnOf = position("columnNumber");
const fileNameOf = getOwnPropertyDescriptor(Function.prototype, "fileName")?.get;
/** Whether a function is written in the program, and not in a library. */
export function isOfProgram(value: object): boolean {
  return fileNameOf !== undefined && apply(fileNameOf, value, []) === "program.js";
}
