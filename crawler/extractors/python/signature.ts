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
  return callable.parameters.flatMap((parameter, index): Stated[] => {
    if (index === 0 && (method || parameter.name === "self" || parameter.name === "cls")) return [];
    const { name, kind } = parameter;
    return [
      {
        name,
        kind,
        ...(parameter.annotation && { type: evaluate(run, parameter.annotation, scope) }),
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
  return made(signaturePath, [["parameters", dict]], at);
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

function readSignature(value: Value): Stated[] | undefined {
  const signature = likeliest(value);
  if (!isComposite(signature) || signature.kind !== "made" || signature.path !== signaturePath)
    return undefined;
  const list = likeliest(
    firstOf(signature.keywords.get("parameters"), signature.positional[0], listOf([])),
  );
  const parameters =
    isComposite(list) && list.kind === "dict" ? [...list.entries.values()] : itemsOf(list).items;
  return parameters.flatMap((each) => readParameter(likeliest(each)) ?? []);
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
