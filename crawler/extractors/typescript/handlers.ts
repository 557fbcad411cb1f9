/** Where the code is that a call of a tool runs. */
import type { Node } from "oxc-parser";
import type { Place } from "../../../model.ts";
import { callValue } from "./calls.ts";
import { evaluate } from "./evaluate.ts";
import { getMember } from "./members.ts";
import { handlerOf, type RequestHandler } from "./registrations.ts";
import type { Run } from "./run.ts";
import { patternNames, placeOf } from "./source.ts";
import {
  isThing,
  settle,
  unknown,
  type FunctionValue,
  type ObjectValue,
  type Scope,
  type Site,
  type Value,
} from "./values.ts";

/** Lines of the function behind a handler: through wrappers to what they wrap, and through a function that only calls another. */
export function handlerPlace(
  run: Run,
  value: Value,
  active: ReadonlySet<unknown>,
): Place | undefined {
  const found = settle(value);
  if (!isThing(found)) return undefined;
  if (found.kind === "external")
    return found.wraps === undefined ? undefined : handlerPlace(run, found.wraps, active);
  if (found.kind !== "function") return undefined;
  const inner = delegate(run, wrapped(found, active));
  return placeOf(inner.scope.module.source, inner.node);
}

/** The function that a tool's own object holds, when a callback is made for many tools and reaches that object. */
export function ownHandler(run: Run, callback: Value, name: string): FunctionValue | undefined {
  const found = settle(callback);
  if (!isThing(found) || found.kind !== "function") return undefined;
  for (let at: Scope | undefined = found.scope; at?.parent !== undefined; at = at.parent) {
    const bound = [...at.bindings.values()].map(({ value }) => settle(value));
    const inner = bound.flatMap((value) =>
      isThing(value) && value.kind === "object" ? [...value.props.values()].map(settle) : [],
    );
    for (const value of [...bound, ...inner]) {
      if (!isThing(value) || !isNamed(run, value, name)) continue;
      const own = handlerOf(run, value) ?? calledFirst(found, value);
      if (own !== undefined) return own;
    }
  }
  return undefined;
}

/** Whether an object or a module holds a tool's name: as its `name`, before which some put that of a group, or whole under another key. */
function isNamed(run: Run, value: Value, name: string): boolean {
  if (!isThing(value) || (value.kind !== "object" && value.kind !== "namespace")) return false;
  const held = (key: string): Value =>
    value.kind === "object" ? value.props.get(key) : getMember(run, value, key);
  const part = held("name");
  if (typeof part === "string" && part.length >= 3 && name.endsWith(part)) return true;
  return ["method", "id", "key", "toolName", "tool"].some((key) => held(key) === name);
}

/** Of the functions that a tool's own object holds, the one that a callback calls first. */
function calledFirst({ node, scope }: FunctionValue, holder: Value): FunctionValue | undefined {
  if (!isThing(holder) || holder.kind !== "object") return undefined;
  const { props } = holder;
  const body = scope.module.source.text.slice(node.start, node.end);
  for (const [, name = ""] of body.matchAll(/\.([\w$]+)\s*\(/g)) {
    const value = props.get(name);
    if (isThing(value) && value.kind === "function") return value;
  }
  return undefined;
}

/** A closure of a function that has returned, and that was given a function, stands for that function. */
function wrapped(value: FunctionValue, active: ReadonlySet<unknown>): FunctionValue {
  let found = value;
  for (let turn = 0; turn < 4; turn += 1) {
    const given = givenFunction(found, active);
    if (given === undefined || given === found) return found;
    found = given;
  }
  return found;
}

function givenFunction(
  value: FunctionValue,
  active: ReadonlySet<unknown>,
): FunctionValue | undefined {
  let blocks: Scope[] = [];
  for (let at: Scope | undefined = value.scope; at?.parent !== undefined; at = at.parent) {
    if (at.function === undefined) {
      blocks.push(at);
      continue;
    }
    const { node } = at.function;
    if (!active.has(node) && "params" in node) {
      const names = new Set(node.params.flatMap((each) => patternNames(each)));
      const given = [...blocks.flatMap((block) => functionsIn(block)), ...functionsIn(at, names)];
      if (given[0] !== undefined) return given[0];
    }
    blocks = [];
  }
  return undefined;
}

/** The functions that a scope binds, or those of certain names. */
function functionsIn({ bindings }: Scope, names?: ReadonlySet<string>): FunctionValue[] {
  return [...bindings].flatMap(([name, { value }]) => {
    const isWanted = names === undefined || names.has(name);
    return isWanted && isThing(value) && value.kind === "function" ? [value] : [];
  });
}

/** The function that a body consisting of one call hands its work to. */
function delegate(run: Run, value: FunctionValue): FunctionValue {
  let found = value;
  for (let turn = 0; turn < 3; turn += 1) {
    const call = onlyCall(found.node);
    if (call === undefined || call.type !== "CallExpression") return found;
    // What is handed to a wrapper in place is the work: `return withSession(async () => { … })`.
    if (call.arguments.some(holdsCode)) return found;
    const target = settle(evaluate(quiet(run), call.callee, found.scope));
    if (!isThing(target) || target.kind !== "function" || target === found) return found;
    found = target;
  }
  return found;
}

/** Whether an argument is a function, or an object literal with one. */
function holdsCode(node: Node): boolean {
  if (node.type === "ObjectExpression")
    return node.properties.some((each) => each.type === "Property" && isCode(each.value));
  return isCode(node);
}

const isCode = ({ type }: Node): boolean =>
  type === "ArrowFunctionExpression" || type === "FunctionExpression";

function onlyCall(node: FunctionValue["node"]): Node | undefined {
  if (!("body" in node) || node.body === null || node.body.type === "ClassBody") return undefined;
  let expression: Node | null = node.body;
  if (expression.type === "BlockStatement") {
    const [statement, ...others]: readonly Node[] = expression.body;
    if (statement === undefined || others.length > 0 || statement.type !== "ReturnStatement")
      return undefined;
    expression = statement.argument;
  }
  if (expression?.type === "AwaitExpression") expression = expression.argument;
  return expression?.type === "CallExpression" ? expression : undefined;
}

/** The same run with its watchers off and few steps, for looking without recording. */
function quiet(run: Run, steps = 20_000): Run {
  return {
    ...run,
    project: { ...run.project, stepsLeft: steps },
    stepsLeft: steps,
    handedOut: new Map(),
    handedOutByOwn: new Set(),
    efforts: new Map(),
    concern: undefined,
    onCall: () => undefined,
    onChosen: undefined,
    onClass: undefined,
    onNew: undefined,
    onNamed: () => undefined,
    conditions: [],
    branches: 1,
  };
}

export interface Traced {
  /** By the tool's name. */
  places: Map<string, Place>;
  /** The code that all tools run, when it is short. */
  generic: Place | undefined;
}

/** Finds the code for tools behind `tools/call`: what the handlers choose by a tool's name, and not for most of the others too. */
export function traceHandlers(
  run: Run,
  handlers: readonly RequestHandler[],
  names: readonly string[],
): Traced {
  const steps = Math.min(maxTraceSteps, maxAllTraceSteps / Math.max(1, names.length));
  const traces = new Map(names.map((name) => [name, traceAll(run, handlers, name, steps)]));
  const uses = new Map<unknown, number>();
  for (const choices of traces.values()) {
    for (const node of new Set(choices.map(nodeOf))) uses.set(node, (uses.get(node) ?? 0) + 1);
  }
  const most = Math.max(3, names.length / 4);
  const places = new Map<string, Place>();
  for (const [name, choices] of traces) {
    const last = choices.findLast((choice) => (uses.get(nodeOf(choice)) ?? 0) <= most);
    if (last !== undefined) places.set(name, placeOfChoice(run, last));
  }
  return { places, generic: genericPlace(run, handlers) };
}

/** The handler itself, for tools that all run the same code; not one that is long because it holds the code of many. */
function genericPlace(run: Run, handlers: readonly RequestHandler[]): Place | undefined {
  const [first] = handlers;
  const place = first === undefined ? undefined : handlerPlace(run, first.handler, first.active);
  const lines = (place?.endLine ?? 0) - (place?.line ?? 0);
  return lines < maxGenericLines ? place : undefined;
}

const maxGenericLines = 80;

type Choice = Site | FunctionValue;

function placeOfChoice(run: Run, choice: Choice): Place {
  if (!("kind" in choice)) return placeOf(choice.module.source, choice.node);
  const inner = delegate(run, wrapped(choice, new Set()));
  return placeOf(inner.scope.module.source, inner.node);
}

function nodeOf(choice: Choice): unknown {
  return "kind" in choice ? wrapped(choice, new Set()).node : choice.node;
}

const maxTraceSteps = 100_000;
const maxAllTraceSteps = 6_000_000;
/** What a handler does after it has chosen is of less interest. */
const maxStepsAfterChoice = 5_000;

function traceAll(
  run: Run,
  handlers: readonly RequestHandler[],
  name: string,
  steps: number,
): Choice[] {
  const choices: Choice[] = [];
  for (const { handler, active } of handlers) {
    const traced: Run = {
      ...quiet(run, steps),
      isPatient: false,
      concern: name,
      onChosen: (choice, key) => {
        if (key !== name) return;
        choices.push(choice);
        traced.stepsLeft = Math.min(traced.stepsLeft, maxStepsAfterChoice);
      },
    };
    callValue(traced, unwrapped(handler, active), undefined, [requestFor(name), unknown]);
    for (const handedOut of [...traced.handedOut.values()].slice(0, 10)) {
      callValue(traced, handedOut, undefined, [requestFor(name)]);
    }
  }
  return choices;
}

/** The function that a handler stands for, through wrappers of the snapshot and of others. */
export function unwrapped(handler: Value, active: ReadonlySet<unknown>): Value {
  const found = settle(handler);
  if (!isThing(found)) return found;
  if (found.kind === "external")
    return found.wraps === undefined ? found : unwrapped(found.wraps, active);
  return found.kind === "function" ? wrapped(found, active) : found;
}

function requestFor(name: string): ObjectValue {
  const object = (props: [string, Value][]): ObjectValue => ({
    kind: "object",
    props: new Map(props),
    open: true,
    born: 0,
  });
  return object([
    ["method", "tools/call"],
    [
      "params",
      object([
        ["name", name],
        ["arguments", unknown],
      ]),
    ],
  ]);
}
