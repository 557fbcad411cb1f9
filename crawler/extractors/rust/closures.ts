import { callFunction } from "./call.ts";
import { evaluate } from "./evaluate.ts";
import { bindPattern, partsOf } from "./patterns.ts";
import { type Run, isLeaving } from "./run.ts";
import { newScope } from "./scopes.ts";
import { type Value, unknown } from "./values.ts";

/** Calls a closure, or a function by value. */
export function apply(callee: Value | undefined, args: Value[], run: Run): Value {
  if (typeof callee !== "object" || callee === null || !("kind" in callee)) return unknown("call");
  if (callee.kind === "function") return callFunction(callee.item, args, run);
  if (callee.kind !== "closure") return unknown("call");
  const local = newScope(callee.scope.frame, callee.scope);
  const list = callee.node.childForFieldName("parameters");
  const parameters = list === null ? [] : partsOf(list);
  for (const [index, parameter] of parameters.entries()) {
    const pattern = parameter.childForFieldName("pattern") ?? parameter;
    bindPattern(pattern, args[index] ?? unknown(parameter.text), local);
  }
  const body = callee.node.childForFieldName("body");
  if (body === null) return null;
  try {
    return evaluate(body, local, run);
  } catch (error) {
    if (isLeaving(error) && error.leaves === "return") return error.value;
    throw error;
  }
}
