import type { Found } from "./code.ts";
import { constantKey } from "./constants.ts";
import type { Argument, CodeFunction } from "./language.ts";
import type { Scope } from "./resolve.ts";

/** What the parameters of the function that is being followed were given, by name; properties of what was given as `name.property`. */
export type Given = ReadonlyMap<string, string>;

const maxText = 400;
/** Methods of the same name and number of parameters. */
const maxFitting = 2;
const maxDepth = 4;

/** A name in braces, with what it is when it is missing: `{options.method || "GET"}`. */
const hole = /\{([\p{L}_$][\p{L}\p{N}_$.]*)(?: \|\| "([^"{}]*)")?\}/gu;

/** A text with the names in its braces replaced by what they stand for, as far as that is known. */
export function fill(text: string, scope: Scope, given: Given, depth = 0): string {
  if (depth >= maxDepth || !text.includes("{")) return text.slice(0, maxText);
  const filled = text.replace(hole, (whole, name: string, fallback: string | undefined) => {
    const known = lookUp(name, scope, given);
    if (known === undefined || known === whole)
      return fallback !== undefined && isLeftOut(name, scope, given) ? fallback : whole;
    return fill(known, scope, given, depth + 1);
  });
  return filled.slice(0, maxText);
}

function lookUp(name: string, { file, around }: Scope, given: Given): string | undefined {
  for (const fn of around) {
    const text = fn.texts.get(name);
    const isParameter = fn.parameters.some((one) => one.name === name);
    const passed = given.get(name);
    if (isParameter && passed !== undefined) return passed;
    if (text !== undefined) return text;
    if (isParameter) return undefined;
  }
  const owner = around.find((fn) => fn.owner !== undefined)?.owner;
  const field = /^(?:this|self|static|cls)\.(?<field>[^.]+)$/.exec(name)?.groups?.["field"];
  const constant = file.constants.get(constantKey(owner, name));
  if (field !== undefined) return file.texts.get(`${owner}.${field}`) ?? constant;
  const member =
    file.language.hasImplicitSelf === true ? file.texts.get(`${owner}.${name}`) : undefined;
  return given.get(name) ?? member ?? file.texts.get(name) ?? constant;
}

/** Whether a function was called without a parameter, or with an object that lacks a property. */
function isLeftOut(name: string, { around }: Scope, given: Given): boolean {
  const [root = "", ...path] = name.split(".");
  const isParameter = around[0]?.parameters.some((one) => one.name === root) === true;
  if (!isParameter || given.size === 0 || path.length > 1) return false;
  return !given.has(root) || [...given.keys()].some((key) => key.startsWith(`${root}.`));
}

/** The arguments, with the properties of a parameter that is passed on, whole (`options`) or spread into an object (`...options`). */
export function passedOn(written: readonly Argument[], given: Given): Argument[] {
  const passed = new Map<string, Argument>();
  for (const argument of written) {
    const { index, name, text } = argument;
    const root = /^\{(?<root>[\p{L}_$][\p{L}\p{N}_$]*)\}$/u.exec(text)?.groups?.["root"];
    if (name !== "...") passed.set(`${index} ${name ?? ""}`, argument);
    if (root === undefined || (name !== undefined && name !== "...")) continue;
    for (const [key, of] of given) {
      if (!key.startsWith(`${root}.`)) continue;
      const property = key.slice(root.length + 1);
      passed.set(`${index} ${property}`, { index, name: property, text: of });
    }
  }
  return [...passed.values()];
}

/** What a call gives to the parameters of a function: only what is constant at least in part. */
export function bind(fn: CodeFunction, passed: readonly Argument[]): Map<string, string> {
  const given = new Map<string, string>();
  for (const { name, index, key } of fn.parameters) {
    for (const argument of passed) {
      const isHere = argument.index === index;
      if (key !== undefined) {
        if (isHere && argument.name === key) given.set(name, argument.text);
      } else if (
        argument.index === -1 ? argument.name === name : isHere && argument.name === undefined
      )
        given.set(name, argument.text);
      else if (isHere && argument.name !== undefined)
        given.set(`${name}.${argument.name}`, argument.text);
    }
  }
  return given;
}

/** Of methods of one name those that take as many arguments, else one that may. */
export function fitting(found: Found[], passed: readonly Argument[]): Found[] {
  if (found.length < 2) return found;
  const count = new Set(passed.map(({ index, name }) => (index < 0 ? name : index))).size;
  const exact = found.filter(({ fn }) => fn.parameters.length === count);
  if (exact.length > 0) return exact.slice(0, maxFitting);
  return [found.find(({ fn }) => fn.parameters.length > count) ?? found[0]!];
}
