import type { Place } from "../../../model.ts";
import type { Arguments } from "./call.ts";
import { evaluate } from "./evaluate.ts";
import { itemsOf } from "./items.ts";
import type { Run } from "./run.ts";
import {
  external,
  firstOf,
  isComposite,
  likeliest,
  listOf,
  textOf,
  unknown,
  type Dict,
  type Func,
  type Made,
  type Value,
} from "./values.ts";

/** A parameter as a signature states it; its type and default are absent when it has none. */
export interface Stated {
  name: string;
  kind: "positional" | "keyword" | "args" | "kwargs";
  type?: Value;
  default?: Value;
}

const signaturePath = "inspect.Signature";
const parameterPath = "inspect.Parameter";
const empty = external(`${parameterPath}.empty`);
/** Under which a signature keeps the function that it was read from. */
const readFrom = "__func__";
const kinds = {
  positional: "POSITIONAL_OR_KEYWORD",
  keyword: "KEYWORD_ONLY",
  args: "VAR_POSITIONAL",
  kwargs: "VAR_KEYWORD",
} as const;

/** What a function says it takes: what was put in place of its signature, else the parameters of what it wraps, without `self`. */
export function parametersOf(run: Run, func: Func): Stated[] {
  const given = func.attributes.get("__signature__");
  const stated = given === undefined ? undefined : readSignature(given);
  if (stated) return stated;
  const { callable, scope } = func.wraps ?? func;
  const method = isMethod(func);
  const hints = likeliest(func.attributes.get("__annotations__") ?? null);
  const replaced = isComposite(hints) && hints.kind === "dict" ? hints.entries : undefined;
  return callable.parameters.flatMap((parameter, index): Stated[] => {
    if (index === 0 && (method || parameter.name === "self" || parameter.name === "cls")) return [];
    const { name, kind } = parameter;
    const type =
      replaced?.get(name) ?? (parameter.annotation && evaluate(run, parameter.annotation, scope));
    return [
      {
        name,
        kind,
        ...(type !== undefined && { type }),
        ...(parameter.default && { default: evaluate(run, parameter.default, scope) }),
      },
    ];
  });
}

/** `inspect.signature(function)`. */
export function signatureOf(run: Run, given: Arguments, at: Place): Value {
  const func = likeliest(given.positional[0] ?? null);
  if (!isComposite(func) || func.kind !== "func") return unknown("a signature");
  const parameters = parametersOf(run, func).map((stated): [Value, Value] => [
    stated.name,
    made(
      parameterPath,
      [
        ["name", stated.name],
        ["kind", external(`${parameterPath}.${kinds[stated.kind]}`)],
        ["annotation", stated.type === undefined ? empty : stated.type],
        ["default", stated.default === undefined ? empty : stated.default],
      ],
      at,
    ),
  ]);
  const dict: Dict = { kind: "dict", entries: new Map(parameters) };
  const { callable, scope } = func.wraps ?? func;
  const returned = callable.returns && evaluate(run, callable.returns, scope);
  const signature = made(
    signaturePath,
    [
      ["parameters", dict],
      ["return_annotation", returned ?? external(`${signaturePath}.empty`)],
    ],
    at,
  );
  signature.attributes.set(readFrom, func);
  return signature;
}

/** The function whose signature was put onto another one, which then stands for it; undefined when none was. */
export function signedAs(func: Func): Func | undefined {
  const signature = likeliest(func.attributes.get("__signature__") ?? null);
  const from =
    isComposite(signature) && signature.kind === "made"
      ? signature.attributes.get(readFrom)
      : undefined;
  return isComposite(from) && from.kind === "func" && from !== func ? from : undefined;
}

/** Whether a signature was put onto a function of which not all could be followed. */
export function isSignedInPart(func: Func): boolean {
  const given = func.attributes.get("__signature__");
  if (given === undefined) return false;
  const list = parametersIn(given);
  if (list === undefined) return true;
  const { items, open } = itemsOf(list);
  return open || items.some((each) => readParameter(likeliest(each)) === undefined);
}

/** `signature.replace(parameters=…)` and `parameter.replace(…)`; undefined for other values. */
export function replaceIn(of: Made, given: Arguments): Value | undefined {
  if (of.path !== signaturePath && of.path !== parameterPath) return undefined;
  return { ...of, keywords: new Map([...of.keywords, ...given.keywords]) };
}

/** Whether the first parameter is what the function is bound to. */
export function isMethod(func: Func): boolean {
  if (func.wraps ? func.wraps.owner !== undefined : func.owner !== undefined)
    return func.binding !== "static";
  return func.self !== undefined;
}

/** The list of a signature's parameters; undefined when it is no signature. */
function parametersIn(value: Value): Value | undefined {
  const signature = likeliest(value);
  if (!isComposite(signature) || signature.kind !== "made" || signature.path !== signaturePath)
    return undefined;
  const list = likeliest(
    firstOf(signature.keywords.get("parameters"), signature.positional[0], listOf([])),
  );
  return isComposite(list) && list.kind === "dict" ? listOf([...list.entries.values()]) : list;
}

function readSignature(value: Value): Stated[] | undefined {
  const list = parametersIn(value);
  return list === undefined
    ? undefined
    : once(itemsOf(list).items.flatMap((each) => readParameter(likeliest(each)) ?? []));
}

/** Each name once: of what was added under conditions that are not known, what need not be given. */
function once(list: Stated[]): Stated[] {
  const found = new Map<string, Stated>();
  for (const each of list) {
    const known = found.get(each.name);
    if (!known || known.default === undefined) found.set(each.name, each);
  }
  return [...found.values()];
}

function readParameter(value: Value): Stated | undefined {
  if (!isComposite(value) || value.kind !== "made" || value.path !== parameterPath)
    return undefined;
  const part = (name: string, index = -1): Value | undefined => {
    // None is a default like any other.
    const found = value.keywords.has(name) ? value.keywords.get(name) : value.positional[index];
    return isEmpty(found) ? undefined : found;
  };
  const name = textOf(part("name", 0));
  const [type, otherwise, how] = [part("annotation"), part("default"), part("kind", 1)];
  const path = isComposite(how) && how.kind === "external" ? how.path : "";
  const kind = (Object.keys(kinds) as (keyof typeof kinds)[]).find((each) =>
    path.endsWith(kinds[each]),
  );
  if (name === undefined) return undefined;
  return {
    name,
    kind: kind ?? "positional",
    ...(type !== undefined && { type }),
    ...(otherwise !== undefined && { default: otherwise }),
  };
}

function isEmpty(value: Value | undefined): boolean {
  return isComposite(value) && value.kind === "external" && /\.(?:empty|_empty)$/.test(value.path);
}

function made(path: string, keywords: [string, Value][], at: Place): Made {
  return {
    kind: "made",
    path,
    positional: [],
    keywords: new Map(keywords),
    at,
    attributes: new Map(),
  };
}
