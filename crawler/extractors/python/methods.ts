import type { Place } from "../../../model.ts";
import { keyOf } from "./assign.ts";
import { callValue, type Arguments } from "./call.ts";
import { parserMethod } from "./command-line.ts";
import { isCertain, noteConditional } from "./conditional.ts";
import { argumentSchema } from "./func-metadata.ts";
import { fieldMethod } from "./introspect.ts";
import { itemsOf, pairs } from "./items.ts";
import { pathMethod, pathOf } from "./paths.ts";
import { limits, spent, type Run } from "./run.ts";
import { modelSchema } from "./schema.ts";
import { replaceIn } from "./signature.ts";
import {
  choice,
  firstOf,
  isComposite,
  likeliest,
  listOf,
  textOf,
  unknown,
  written,
  type Dict,
  type Func,
  type Instance,
  type List,
  type Made,
  type Member,
  type Value,
} from "./values.ts";

/** A call of a method of a text, a list, a dict or a class that Python itself provides; undefined when it is none. */
export function callMethod(
  run: Run,
  member: Member,
  given: Arguments,
  at: Place,
): Value | undefined {
  const { of, name } = member;
  const text = textOf(of);
  if (text !== undefined) return textMethod(run, text, name, given);
  if (!isComposite(of)) return undefined;
  switch (of.kind) {
    case "list":
      return listMethod(run, of, name, given);
    case "dict":
      return dictMethod(run, of, name, given);
    case "class":
      if (name === "__subclasses__") return listOf([...of.subclasses]);
      if (name === "mro") return listOf([of]);
      if (name === "model_json_schema" || name === "schema") return modelSchema(run, of);
      return undefined;
    case "made": {
      const field = fieldMethod(of, name);
      // None is an answer like any other.
      if (field !== undefined) return field;
      return (
        pathMethod(run, of, name, given.positional, at) ??
        parserMethod(of, name, given) ??
        madeMethod(run, of, name, given) ??
        pathText(run, of, name, given)
      );
    }
    case "instance":
      return name === "model_dump" || name === "dict" || name === "_asdict"
        ? asDict(of)
        : initializer(name, of, given);
    case "func":
      return name === "__get__"
        ? bindTo(of, given)
        : name === "__call__"
          ? callValue(run, of, given, at)
          : undefined;
    default:
      return undefined;
  }
}

/** What `os.path` gives is a path here and a text to the code. */
function pathText(run: Run, of: Made, name: string, given: Arguments): Value | undefined {
  const path = pathOf(of);
  return path === undefined ? undefined : textMethod(run, path, name, given);
}

function asDict(of: Instance): Dict {
  return { kind: "dict", entries: new Map(of.attributes) };
}

/** `super().__init__(…)` of a class from outside: keyword arguments may be its fields. */
function initializer(name: string, of: Instance, given: Arguments): Value | undefined {
  if (name !== "__init__") return undefined;
  for (const [key, value] of given.keywords)
    if (!of.attributes.has(key)) of.attributes.set(key, value);
  return null;
}

function bindTo(func: Func, given: Arguments): Value {
  return { ...func, self: given.positional[0] ?? null };
}

function madeMethod(run: Run, of: Made, name: string, given: Arguments): Value | undefined {
  if (name === "replace") return replaceIn(of, given);
  if (name === "model_json_schema") return argumentSchema(run, of);
  if (name !== "model_copy" && name !== "copy") return undefined;
  const update = given.keywords.get("update");
  const keywords = new Map(of.keywords);
  if (isComposite(update) && update.kind === "dict")
    for (const [key, value] of update.entries)
      if (typeof key === "string") keywords.set(key, value);
  return { ...of, keywords };
}

function textMethod(run: Run, text: string, name: string, given: Arguments): Value {
  const [first, second] = given.positional.map(textOf);
  switch (name) {
    case "strip":
    case "lstrip":
    case "rstrip":
      return strip(text, name, first);
    case "lower":
    case "casefold":
      return text.toLowerCase();
    case "upper":
      return text.toUpperCase();
    case "title":
      return text.toLowerCase().replace(/(?<![a-z])[a-z]/g, (letter) => letter.toUpperCase());
    case "capitalize":
      return text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase();
    case "replace":
      if (first === undefined || second === undefined) return unknown("a text");
      return replaced(text, first, second);
    case "removeprefix":
      return first !== undefined && text.startsWith(first) ? text.slice(first.length) : text;
    case "removesuffix":
      return first !== undefined && first !== "" && text.endsWith(first)
        ? text.slice(0, -first.length)
        : text;
    case "startswith":
      return first === undefined ? unknown("a condition") : text.startsWith(first);
    case "endswith":
      return first === undefined ? unknown("a condition") : text.endsWith(first);
    case "isupper":
      return /\p{Lu}/u.test(text) && !/\p{Ll}/u.test(text);
    case "islower":
      return /\p{Ll}/u.test(text) && !/\p{Lu}/u.test(text);
    case "split":
      return listOf(
        first === undefined
          ? text.split(/\s+/).filter((part) => part !== "")
          : text.split(first || "\n"),
      );
    case "splitlines":
      return listOf(text.split(/\r?\n/));
    case "join":
      return joined(run, text, given);
    case "format":
      return filled(text, given);
    case "encode":
    case "__str__":
      return text;
    default:
      return unknown(`what ${name}() gives`);
  }
}

function strip(text: string, name: string, characters: string | undefined): string {
  const cut = characters === undefined ? undefined : new Set(characters);
  const gone = (letter: string | undefined): boolean =>
    letter !== undefined && (cut ? cut.has(letter) : letter.trim() === "");
  let [from, to] = [0, text.length];
  if (name !== "rstrip") while (from < to && gone(text[from])) from += 1;
  if (name !== "lstrip") while (to > from && gone(text[to - 1])) to -= 1;
  return text.slice(from, to);
}

function bounded(text: string): Value {
  return text.length > limits.text ? spent : text;
}

function joined(run: Run, separator: string, given: Arguments): Value {
  const { items, open } = itemsOf(given.positional[0] ?? null);
  const texts = items.map(textOf);
  if (open || texts.includes(undefined)) return unknown("a joined text");
  const length = texts.reduce((sum, text) => sum + (text?.length ?? 0) + separator.length, 0);
  return length > 2 * limits.text ? spent : bounded(texts.join(separator));
}

function replaced(text: string, from: string, to: string): Value {
  const parts = text.split(from);
  return text.length + parts.length * to.length > 2 * limits.text ? spent : bounded(parts.join(to));
}

function filled(template: string, given: Arguments): Value {
  let next = 0;
  let failed = false;
  let length = template.length;
  const text = template.replace(
    /\{\{|\}\}|\{(?<name>\w*)(?:![rsa])?(?::[^{}]*)?\}/g,
    (...found: unknown[]) => {
      const whole = String(found[0]);
      if (whole === "{{" || whole === "}}") return whole.slice(1);
      const name = (found.at(-1) as { name?: string }).name ?? "";
      const index = name === "" ? next++ : Number(name);
      const value = Number.isNaN(index) ? given.keywords.get(name) : given.positional[index];
      const piece = value === undefined ? undefined : written(value);
      length += piece?.length ?? 0;
      failed ||= piece === undefined || length > limits.text;
      return failed ? "" : (piece ?? "");
    },
  );
  return failed ? unknown("a part of a formatted text") : bounded(text);
}

function listMethod(run: Run, list: List, name: string, given: Arguments): Value {
  const value = given.positional[0] ?? null;
  switch (name) {
    case "append":
    case "add":
      noteConditional(run, list, [value]);
      if (list.items.length < limits.items) list.items.push(value);
      return null;
    case "extend":
    case "update": {
      const { items, open } = itemsOf(value);
      const from = likeliest(value);
      noteConditional(
        run,
        list,
        items,
        isComposite(from) && from.kind === "list" ? from : undefined,
      );
      if (list.items.length + items.length <= limits.items) list.items.push(...items);
      if (open) list.open = true;
      return null;
    }
    case "insert":
      noteConditional(run, list, [given.positional[1] ?? null]);
      if (list.items.length < limits.items)
        list.items.splice(typeof value === "number" ? value : 0, 0, given.positional[1] ?? null);
      return null;
    case "union":
      return { ...list, items: [...new Set([...list.items, ...itemsOf(value).items])] };
    case "copy":
      return {
        ...list,
        items: [...list.items],
        depth: run.when.length,
        ...(list.maybe && { maybe: new Map(list.maybe) }),
      };
    case "reverse":
      list.items.reverse();
      return null;
    case "remove":
    case "discard": {
      const index = isComposite(value) ? -1 : list.items.indexOf(value);
      if (index >= 0 && isCertain(run, list)) list.items.splice(index, 1);
      return null;
    }
    case "sort":
    case "clear":
      return null;
    default:
      return unknown(`what ${name}() gives`);
  }
}

function dictMethod(run: Run, dict: Dict, name: string, given: Arguments): Value {
  const key = keyOf(likeliest(given.positional[0] ?? null));
  switch (name) {
    case "items":
      return { ...(pairs(dict.entries) as List), ...(dict.open && { open: true }) };
    case "keys":
      return { ...listOf([...dict.entries.keys()]), ...(dict.open && { open: true }) };
    case "values":
      return { ...listOf([...dict.entries.values()]), ...(dict.open && { open: true }) };
    case "get":
      return firstOf(
        dict.entries.get(key),
        dict.open || isComposite(key)
          ? unknown("a key that is not known")
          : (given.positional[1] ?? null),
      );
    case "pop": {
      const found = dict.entries.get(key);
      if (isCertain(run, dict)) dict.entries.delete(key);
      return firstOf(found, given.positional[1], unknown("a key that is not known"));
    }
    case "setdefault": {
      const value = firstOf(dict.entries.get(key), given.positional[1], null);
      dict.entries.set(key, value);
      return value;
    }
    case "update": {
      const other = given.positional[0] === undefined ? undefined : likeliest(given.positional[0]);
      if (isComposite(other) && other.kind === "dict")
        for (const [each, value] of other.entries) dict.entries.set(each, value);
      else if (other !== undefined) dict.open = true;
      for (const [each, value] of given.keywords) dict.entries.set(each, value);
      return null;
    }
    case "copy":
      return { ...dict, entries: new Map(dict.entries), depth: run.when.length };
    default:
      return choice([unknown(`what ${name}() gives`)]);
  }
}
