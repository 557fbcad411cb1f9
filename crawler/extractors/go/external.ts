import type { Place } from "../../../model.ts";
import { callFunc } from "./call.ts";
import { isTool, register } from "./register.ts";
import { callBack, write, type Run } from "./run.ts";
import { openFields } from "./open.ts";
import { usesLibrary } from "./serving.ts";
import {
  choice,
  isComposite,
  optionsOf,
  pointed,
  sliceOf,
  textOf,
  unknown,
  type Composite,
  type Func,
  type Struct,
  type Value,
} from "./values.ts";
import { isSetting, ofSetting, unsetOf } from "./settings.ts";

const registers = /^(?:Add|Register|Set|Install|Mount|With)\w*Tools?\w*$/i;
const adds = /^(?:Add|Register)Tools?$/;
/** What makes a pointer of a value, in libraries of many names. */
const points = /^(?:to)?(?:ptr|pointer)(?:to|of)?$|^(?:bool|string|int|to|of)(?:ptr)?$/i;
/** What calls its function at once. */
const now = /^(?:Do|Go|Run|Each|ForEach|Range|Invoke|Walk\w*|Once\w*|View|Update)$/;
const fills = /unmarshal|decode|parse|process|load|bind|populate|scan|readconfig|var$|varp$/i;

/** A call of code outside the snapshot: a tool in its arguments is registered there, functions may be called back, and what is handed over by address may change. */
export function externalCall(
  run: Run,
  callee: Composite,
  member: string,
  values: Value[],
  shared: boolean[],
  at: Place,
): Value {
  const name = callee.kind === "external" ? callee.name : member;
  const short = name.slice(name.lastIndexOf(".") + 1);
  const functions = values.flatMap(functionsIn);
  const tools = values.flatMap((value) => toolsIn(value, 0));
  if (tools.length > 0 && (registers.test(short) || functions.length > 0)) {
    run.sites.push(at);
    for (const { tool, handler } of tools) register(run, tool, handler ?? functions.at(-1));
    run.sites.pop();
    return unknown(`what ${name} gives`);
  }
  if (functions.length > 0 && adds.test(short) && usesLibrary(run.files.get(at.path) ?? ""))
    run.unfollowed.push(at);
  if (now.test(short)) {
    for (const func of functions) callFunc(run, func, { values: [], spread: false }, at);
  } else callBack(run, functions);
  for (const value of values) {
    const of = pointed(value);
    if (
      run.handed.length < 100 &&
      isComposite(of) &&
      of.kind === "struct" &&
      !run.handed.includes(value)
    )
      run.handed.push(value);
  }
  const set = setting(run, callee, short, values);
  if (set !== undefined) return set;
  const key = textOf(values[0]);
  if (key !== undefined && short === "SetDefault" && values[1] !== undefined)
    run.defaults.set(key, values[1]);
  // A library for settings may take the default of a flag.
  const flag = short === "BindPFlag" ? unsetOf(values[1] ?? null) : undefined;
  if (key !== undefined && flag !== undefined) run.defaults.set(key, flag);
  for (const [index, value] of values.entries())
    spoil(run, value, shared[index] === true || fills.test(short));
  const [first = null] = values;
  if (values.length === 1 && !isComposite(first) && points.test(short))
    return { kind: "reference", cells: new Map([["value" as Value, first]]), key: "value" };
  const initial = key !== undefined && short.startsWith("Get") ? run.defaults.get(key) : undefined;
  // A setting is its default unless someone sets it.
  if (initial !== undefined) return choice([initial, ofSetting(`the setting ${key}`)]);
  if (values.some((value) => isSetting(value))) return ofSetting(`what ${name} gives`);
  if (callee.kind === "external") return unknown(`what ${callee.package}.${name} gives`);
  return unknown(`what ${name === "" ? "a function that is not known" : name} gives`);
}

const flags =
  /^(?:Bool|String|U?[Ii]nt(?:8|16|32|64)?|Float(?:32|64)|Duration)(?<variable>Var)?P?$/;

/** What the environment or a flag of the command line gives: its default, unless somebody sets it. */
function setting(run: Run, callee: Composite, short: string, values: Value[]): Value | undefined {
  const of = callee.kind === "external" ? callee.package : "";
  if (of === "os" && short === "Getenv") return ofSetting(`what os.${short} gives`, "");
  if (of === "os" && short === "LookupEnv")
    return {
      kind: "tuple",
      items: [
        ofSetting(`what os.${short} gives`, ""),
        ofSetting("whether the environment holds it", false),
      ],
    };
  const known = short === "Lookup" ? run.flags.get(textOf(values[0]) ?? "") : undefined;
  if (known !== undefined) return ofSetting(`the flag ${textOf(values[0])}`, known);
  const found = flags.exec(short);
  const usual = values.at(-2);
  if (!found || usual === undefined || textOf(values.at(-1)) === undefined) return undefined;
  if (found.groups?.["variable"] !== undefined) {
    const [target] = values;
    const key = textOf(values[1]);
    if (values.length < 4 || key === undefined || !isComposite(target)) return undefined;
    if (target.kind !== "reference") return undefined;
    run.flags.set(key, usual);
    write(run, target.cells, target.key, ofSetting(`the flag ${key}`, usual));
    return null;
  }
  const key = textOf(values[0]);
  if (key === undefined || values.length < 3 || values.length > 4) return undefined;
  run.flags.set(key, usual);
  const cells = new Map<Value, Value>([["value", ofSetting(`the flag ${key}`, usual)]]);
  return { kind: "reference", cells, key: "value" };
}

function functionsIn(value: Value): Func[] {
  return optionsOf(value).flatMap((option) => {
    const of = pointed(option);
    return isComposite(of) && of.kind === "func" ? [of] : [];
  });
}

/** The tools in an argument: itself, the items of a list, or a struct of tool and handler. */
function toolsIn(value: Value, depth: number): { tool: Value; handler?: Value }[] {
  return optionsOf(value).flatMap((option): { tool: Value; handler?: Value }[] => {
    const of = pointed(option);
    if (!isComposite(of) || depth > 3) return [];
    if (isTool(of)) return [{ tool: of }];
    if (of.kind === "slice") return of.items.flatMap((item) => toolsIn(item, depth + 1));
    return of.kind === "struct" ? toolOf(of) : [];
  });
}

function toolOf(struct: Struct): { tool: Value; handler?: Value }[] {
  const fields = [...struct.fields.values()].map((field) => pointed(field));
  const tool = fields.find((field) => isComposite(field) && isTool(field));
  const handler = fields.find((field) => isComposite(field) && field.kind === "func");
  return tool === undefined ? [] : [{ tool, ...(handler !== undefined && { handler }) }];
}

/** What was handed over by address may hold anything afterwards. */
function spoil(run: Run, value: Value, byAddress: boolean): void {
  if (!isComposite(value) || !byAddress) return;
  if (value.kind === "reference") {
    const held = value.cells.get(value.key) ?? null;
    const of = pointed(held);
    if (isComposite(of) && of.kind === "struct") openFields(run, of);
    else if (isComposite(of) && of.kind === "slice")
      write(run, value.cells, value.key, { ...of, open: true });
    else if (isComposite(of) && of.kind === "map") of.open = true;
    else if (of === null) write(run, value.cells, value.key, { ...sliceOf([]), open: true });
    else if (!isComposite(of))
      write(run, value.cells, value.key, unknown("a variable that is set elsewhere"));
  } else if (value.kind === "pointer") {
    const of = pointed(value);
    if (
      isComposite(of) &&
      of.kind === "struct" &&
      of.type.kind === "named" &&
      !of.type.definition.scope.package.standIn
    )
      openFields(run, of);
  }
}
