/** Where the code is that a call of a tool runs. */
import type { Node } from "oxc-parser";
import type { Place } from "../../../model.ts";
import { callValue } from "./calls.ts";
import { evaluate } from "./evaluate.ts";
import type { RequestHandler } from "./registrations.ts";
import type { Run } from "./run.ts";
import { placeOf } from "./source.ts";
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
  for (let at: Scope | undefined = value.scope; at?.parent !== undefined; at = at.parent) {
    if (at.function === undefined || active.has(at.function.node)) continue;
    if (!("params" in at.function.node)) continue;
    const names = new Set(
      at.function.node.params.flatMap((each) => (each.type === "Identifier" ? [each.name] : [])),
    );
    for (const [name, { value: bound }] of at.bindings) {
      if (names.has(name) && isThing(bound) && bound.kind === "function") return bound;
    }
  }
  return undefined;
}

/** The function that a body consisting of one call hands its work to. */
function delegate(run: Run, value: FunctionValue): FunctionValue {
  let found = value;
  for (let turn = 0; turn < 3; turn += 1) {
    const call = onlyCall(found.node);
    if (call === undefined || call.type !== "CallExpression") return found;
    const target = settle(evaluate(quiet(run), call.callee, found.scope));
    if (!isThing(target) || target.kind !== "function" || target === found) return found;
    found = target;
  }
  return found;
}

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
    stepsLeft: steps,
    handedOut: new Map(),
    efforts: new Map(),
    onCall: () => undefined,
    onChosen: undefined,
    conditions: [],
    branches: 1,
  };
}

/** Finds the code for tools behind `tools/call`: what the handler only chooses for that name. */
export function traceHandlers(
  run: Run,
  handlers: readonly RequestHandler[],
): (name: string) => Place | undefined {
  const common = new Set<unknown>();
  for (const choice of traceAll(run, handlers, "\u0000none")) common.add(nodeOf(choice));
  return (name) => {
    const own = traceAll(run, handlers, name).filter((choice) => !common.has(nodeOf(choice)));
    const [first] = own;
    if (first === undefined) return undefined;
    const last = own.findLast((choice) => "kind" in choice) ?? own.at(-1) ?? first;
    if ("kind" in last) {
      const inner = delegate(run, wrapped(last, new Set()));
      return placeOf(inner.scope.module.source, inner.node);
    }
    return placeOf(last.module.source, last.node);
  };
}

type Choice = Site | FunctionValue;

function nodeOf(choice: Choice): unknown {
  return choice.node;
}

function traceAll(run: Run, handlers: readonly RequestHandler[], name: string): Choice[] {
  const choices: Choice[] = [];
  for (const { handler, active } of handlers) {
    const traced: Run = { ...quiet(run, 30_000), onChosen: (choice) => void choices.push(choice) };
    callValue(traced, unwrapped(handler, active), undefined, [requestFor(name), unknown]);
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
