import { itemsOf } from "./execute.ts";
import type { Run } from "./run.ts";
import {
  dictionary,
  type Dictionary,
  isKind,
  isUnknown,
  type List,
  list,
  nothing,
  textOf,
  type Unknown,
  type Value,
} from "./values.ts";

const maxItems = 20_000;

/** A method on a list or map; undefined when it isn't one that is known. */
export function callCollection(
  run: Run,
  of: List | Dictionary,
  name: string,
  args: Value[],
): Value | undefined {
  return isKind(of, "list") ? callList(run, of, name, args) : callMap(run, of, name, args);
}

function callList(run: Run, of: List, name: string, args: Value[]): Value | undefined {
  const [first, second] = args;
  if (of.items.length > maxItems) return nothing;
  switch (name) {
    case "add":
    case "addLast":
    case "put":
    case "push":
    case "append":
    case "plusAssign":
    case "offer": {
      const value = args.length === 2 && typeof first === "number" ? second : first;
      if (value !== undefined) of.items.push(value);
      return of;
    }
    case "addAll":
    case "plus":
    case "concat": {
      const added = args.flatMap((arg) => (isKind(arg, "list") ? arg.items : [arg]));
      if (name === "plus") return list([...of.items, ...added]);
      of.items.push(...added.slice(0, maxItems));
      return of;
    }
    case "get":
    case "getFirst":
    case "first":
    case "getKey":
    case "key":
    case "component1":
      return of.items[typeof first === "number" ? first : 0] ?? nothing;
    case "getValue":
    case "value":
    case "component2":
      return of.items[1] ?? nothing;
    case "size":
    case "length":
    case "count":
      return of.items.length;
    case "isEmpty":
      return of.items.length === 0 ? true : nothing;
    case "joinToString":
    case "collect": {
      const separator = typeof first === "string" ? first : name === "collect" ? undefined : ", ";
      if (separator === undefined) return of;
      const texts = of.items.map(textOf);
      return texts.includes(undefined) ? nothing : texts.join(separator);
    }
    case "to":
      return list([of, first ?? nothing]);
    case "toMap":
      return entriesOf(of.items);
    default:
      return callStream(run, of, name, args);
  }
}

/** What streams and Kotlin's sequences do with the items of a list, or with what a framework puts in one. */
export function callStream(
  run: Run,
  of: List | Unknown,
  name: string,
  args: Value[],
): Value | undefined {
  const lambda = args.find((arg) => isKind(arg, "closure"));
  switch (name) {
    case "stream":
    case "parallelStream":
    case "asSequence":
    case "toList":
    case "toMutableList":
    case "toSet":
    case "toArray":
    case "toTypedArray":
    case "asList":
    case "iterator":
    case "distinct":
    case "sorted":
    case "sortedBy":
    case "filter":
    case "filterNotNull":
    case "filterNot":
    case "orderedStream":
    case "collectList":
    case "collect":
    case "peek":
    case "orEmpty":
    case "listIterator":
    case "reversed":
    case "boxed":
      return of;
    case "map":
    case "mapNotNull":
    case "flatMap":
    case "forEach":
    case "onEach":
    case "mapToObj":
    case "associate": {
      const items = itemsOf(run, of);
      if (items === undefined || lambda === undefined) return undefined;
      const results = items.map((item) => run.call(lambda, [item]));
      if (name === "forEach" || name === "onEach") return of;
      if (name === "associate") return entriesOf(results);
      return list(
        name === "flatMap"
          ? results.flatMap((one) => (isKind(one, "list") ? one.items : [one]))
          : results,
      );
    }
    default:
      return undefined;
  }
}

function callMap(run: Run, of: Dictionary, name: string, args: Value[]): Value | undefined {
  const [first, second] = args;
  if (of.entries.size > maxItems) return nothing;
  switch (name) {
    case "put":
    case "set":
    case "putIfAbsent":
    case "add":
    case "addProperty":
    case "putPOJO":
    case "replace":
    case "accumulate": {
      const key = textOf(first);
      if (key !== undefined && second !== undefined) of.entries.set(key, second);
      return of;
    }
    case "putAll":
    case "setAll":
    case "plusAssign":
    case "plus": {
      const target = name === "plus" ? dictionary(of.entries) : of;
      const added = isKind(first, "dictionary")
        ? first
        : entriesOf(isKind(first, "list") ? [first] : []);
      for (const [key, value] of added.entries) target.entries.set(key, value);
      return target;
    }
    case "get":
    case "getOrDefault":
    case "getValue":
    case "path": {
      const key = textOf(first);
      return (key === undefined ? undefined : of.entries.get(key)) ?? second ?? nothing;
    }
    case "remove": {
      const key = textOf(first);
      if (key !== undefined) of.entries.delete(key);
      return of;
    }
    case "containsKey":
    case "has": {
      const key = textOf(first);
      return key === undefined ? nothing : of.entries.has(key);
    }
    case "entrySet":
    case "asIterable":
      return list([...of.entries].map(([key, value]) => list([key, value])));
    case "keySet":
    case "keys":
      return list([...of.entries.keys()]);
    case "values":
      return list([...of.entries.values()]);
    case "size":
      return of.entries.size;
    case "isEmpty":
      return of.entries.size === 0 ? true : nothing;
    case "toString":
    case "toPrettyString":
    case "toJSONString":
    case "deepCopy":
    case "toMap":
    case "toMutableMap":
    case "build":
    case "buildOrThrow":
    case "jsonObject":
      return of;
    case "to":
      return list([of, first ?? nothing]);
    case "forEach":
    case "map": {
      if (!isKind(first, "closure")) return undefined;
      const results = [...of.entries].map(([key, value]) =>
        first.parameters.length === 2
          ? run.call(first, [key, value])
          : run.call(first, [list([key, value])]),
      );
      return name === "map" ? list(results) : of;
    }
    default:
      return undefined;
  }
}

/** Pairs as a map. */
export function entriesOf(pairs: Value[]): Dictionary {
  const made = dictionary();
  for (const pair of pairs) {
    if (!isKind(pair, "list") || isUnknown(pair)) continue;
    const [first, second] = pair.items;
    const key = textOf(first);
    if (key !== undefined && second !== undefined) made.entries.set(key, second);
  }
  return made;
}
