import {
  apply,
  construct,
  create,
  createList,
  createMarks,
  createNotes,
  get as readMember,
  getPrototypeOf,
  type List,
} from "./primordials.ts";
import type { Settings } from "./settings.ts";

type Callable = (...values: unknown[]) => unknown;

export interface StandIns {
  /** Callable, constructible, iterable, never thenable; whatever is read of it is another one. */
  make(): object;
  /** The exports of a module that isn't there. */
  module(): object;
  has(value: unknown): boolean;
  /** Functions that were handed to stand-ins. */
  callbacks: List<Callable>;
  /** Tells an object that a stand-in must hand on: what wraps a server still is that server. */
  keeps(value: object): void;
}

const maxCallbacks = 2000;
/** What code asks to tell kinds of values apart. */
const absent = new Set<PropertyKey>([
  "then",
  "toJSON",
  "__esModule",
  "$$typeof",
  "_def",
  "_zod",
  "~standard",
  "nodeType",
]);

/** A module whose members are those of another object: a bundle reads named imports through the prototype of a module. */
export function asModule(module: object, members: object): object {
  return new Proxy(module, {
    get: (_own, key) => readMember(members, key),
    getPrototypeOf: () => members,
  });
}

/** Stand-ins for packages that aren't there; each gives the mark away where it becomes text, a number or a list. */
export function createStandIns(settings: Settings): StandIns {
  const all = createMarks();
  const kept = createMarks();
  const callbacks = createList<Callable>();
  const children = createNotes<Record<PropertyKey, unknown>>();

  const note = (value: unknown, depth = 0): void => {
    if (callbacks.length >= maxCallbacks || value === null) return;
    if (typeof value === "function") {
      if (!all.has(value)) callbacks.push(value as Callable);
    } else if (typeof value === "object" && depth < 2 && isPlain(value)) {
      for (const key of Reflect.ownKeys(value).slice(0, 50)) {
        const member = Reflect.getOwnPropertyDescriptor(value, key)?.value as unknown;
        note(member, depth + 1);
      }
    }
  };

  // What a program wrote down itself holds its handlers; an instance of a class brings methods along.
  const isPlain = (value: object): boolean => {
    if (all.has(value) || kept.has(value)) return false;
    const prototype = getPrototypeOf(value) as unknown;
    return prototype === Object.prototype || prototype === Array.prototype || prototype === null;
  };

  const answer = (values: unknown[]): object => {
    for (const value of values) note(value);
    const [first] = values;
    const isKept = typeof first === "object" && first !== null && kept.has(first);
    const isFunction = typeof first === "function" && !all.has(first);
    return isKept || isFunction ? makeWrapper(first) : make();
  };

  function member(own: Record<PropertyKey, unknown>, self: object, key: PropertyKey): unknown {
    if (key in own) return own[key];
    if (absent.has(key)) return undefined;
    if (key === Symbol.toPrimitive)
      return (hint: string) => (hint === "number" ? Number.NaN : settings.mark);
    if (key === Symbol.iterator)
      return function* items() {
        for (let index = 0; index < 3; index++) yield make();
      };
    if (key === Symbol.asyncIterator) return async function* items() {};
    if (key === Symbol.hasInstance) return () => false;
    if (typeof key === "symbol") return undefined;
    if (key === "toString" || key === "valueOf" || key === "toLocaleString")
      return () => settings.mark;
    if (key === "length") return 1;
    if (key === "default") return self;
    return (own[key] = make());
  }

  function make(prototype?: object): object {
    const own = create(null) as Record<PropertyKey, unknown>;
    const target = function target() {}.bind(undefined);
    delete (target as { name?: string }).name;
    delete (target as { length?: number }).length;
    const proxy: object = new Proxy(target, {
      get: (_target, key) => member(own, proxy, key),
      set: (_target, key, value) => {
        own[key] = value;
        if (typeof value === "function") note(value);
        return true;
      },
      has: (_target, key) => typeof key === "string" && !absent.has(key),
      deleteProperty: () => true,
      defineProperty: (_target, key, { value }) => {
        own[key] = value;
        return true;
      },
      ownKeys: () => [settings.mark],
      getOwnPropertyDescriptor: (_target, key) =>
        key === settings.mark
          ? { value: proxy, writable: true, enumerable: true, configurable: true }
          : undefined,
      getPrototypeOf: () => prototype ?? Object.prototype,
      setPrototypeOf: () => true,
      preventExtensions: () => false,
      apply: (_target, _self, values: unknown[]) => answer(values),
      construct: (_target, values: unknown[], newTarget) => {
        if (newTarget === proxy) {
          for (const value of values) note(value);
          return make();
        }
        for (const value of values) note(value);
        const { prototype: of } = newTarget as { prototype: object };
        return create(of) as object;
      },
    });
    all.add(proxy);
    children.set(proxy, own);
    return proxy;
  }

  /** What wraps a function or a server behaves as it, and as a stand-in beyond that. */
  function makeWrapper(inner: object): object {
    const extra = create(null) as Record<PropertyKey, unknown>;
    const proxy: object = new Proxy(inner, {
      get: (target, key) => {
        if (key in target || typeof key === "symbol" || absent.has(key))
          return readMember(target, key, target);
        return (extra[key] ??= make());
      },
      apply: (target, self, values: unknown[]) => apply(target as Callable, self, values),
      construct: (target, values: unknown[], newTarget) =>
        construct(
          target as Callable,
          values,
          newTarget === proxy ? (target as Callable) : newTarget,
        ),
    });
    return proxy;
  }

  return {
    make: () => make(),
    // A copy of a compiled module's own members would have none of those that it is asked for.
    module: () => Object.assign(make(make()), { __esModule: true }),
    has: (value) =>
      value !== null &&
      (typeof value === "object" || typeof value === "function") &&
      all.has(value),
    callbacks,
    keeps: (value) => kept.add(value),
  };
}
