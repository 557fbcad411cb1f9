import type { Node } from "web-tree-sitter";
import { evaluateIf, evaluateMatch } from "./branches.ts";
import { evaluateCall } from "./call.ts";
import { readNumber, readString } from "./literals.ts";
import { evaluateFor, evaluateOnce } from "./loops.ts";
import { expandMacro } from "./macros.ts";
import { evaluateBinary, evaluateUnary } from "./operators.ts";
import { evaluatePath } from "./paths.ts";
import type { Leaving, Run } from "./run.ts";
import { evaluateAssignment, evaluateBlock, evaluateCompound } from "./statements.ts";
import { evaluateField, evaluateIndex, evaluateStruct } from "./structs.ts";
import { type Scope, type Value, unknown } from "./values.ts";

const maxDepth = 250;

let nesting = 0;

/** Folds an expression; throws a Leaving where control leaves. */
export function evaluate(node: Node, scope: Scope, run: Run): Value {
  run.steps -= 1;
  if (run.steps < 0 || nesting > maxDepth) return unknown(node.text);
  nesting += 1;
  try {
    return evaluators.get(node.type)?.(node, scope, run) ?? unknown(node.text);
  } finally {
    nesting -= 1;
  }
}

type Evaluator = (node: Node, scope: Scope, run: Run) => Value;

/** What stands in a node that only wraps: brackets, `.await`, `?`. */
export function inner(node: Node, scope: Scope, run: Run): Value {
  const child = node.namedChildren.find(
    ({ type }) => !type.endsWith("comment") && type !== "mutable_specifier",
  );
  return child === undefined ? null : evaluate(child, scope, run);
}

const field: (name: string) => Evaluator = (name) => (node, scope, run) => {
  const child = node.childForFieldName(name);
  return child === null ? null : evaluate(child, scope, run);
};

export function list(node: Node, scope: Scope, run: Run): Value {
  const parts = node.namedChildren.filter(
    ({ type }) => !type.endsWith("comment") && type !== "attribute_item",
  );
  return parts.map((child) => evaluate(child, scope, run));
}

const evaluators = new Map<string, Evaluator>([
  ["string_literal", (node) => readString(node) ?? ""],
  ["raw_string_literal", (node) => readString(node) ?? ""],
  ["char_literal", (node) => readString(node) ?? ""],
  ["integer_literal", (node) => readNumber(node.text)],
  ["float_literal", (node) => readNumber(node.text)],
  ["boolean_literal", (node) => node.text === "true"],
  ["unit_expression", () => null],
  ["identifier", evaluatePath],
  ["self", evaluatePath],
  ["scoped_identifier", evaluatePath],
  ["generic_function", evaluatePath],
  ["parenthesized_expression", inner],
  ["reference_expression", field("value")],
  ["await_expression", inner],
  ["try_expression", evaluateTry],
  ["type_cast_expression", field("value")],
  ["unsafe_block", inner],
  ["async_block", inner],
  ["const_block", field("body")],
  ["expression_statement", inner],
  ["tuple_expression", list],
  ["array_expression", evaluateArray],
  ["unary_expression", evaluateUnary],
  ["binary_expression", evaluateBinary],
  ["field_expression", evaluateField],
  ["index_expression", evaluateIndex],
  ["struct_expression", evaluateStruct],
  ["call_expression", evaluateCall],
  ["macro_invocation", expandMacro],
  ["block", evaluateBlock],
  ["closure_expression", (node, scope) => ({ kind: "closure", node, scope })],
  ["if_expression", evaluateIf],
  ["match_expression", evaluateMatch],
  ["for_expression", evaluateFor],
  ["loop_expression", evaluateOnce],
  ["while_expression", evaluateOnce],
  ["assignment_expression", evaluateAssignment],
  ["compound_assignment_expr", evaluateCompound],
  ["return_expression", (node, scope, run) => leave("return", inner(node, scope, run))],
  ["break_expression", (node, scope, run) => leave("break", inner(node, scope, run))],
  ["continue_expression", () => leave("continue", null)],
]);

function leave(leaves: Leaving["leaves"], value: Value): never {
  // oxlint-disable-next-line no-throw-literal -- control flow of the evaluated program, caught by the block that it leaves
  throw { leaves, value } satisfies Leaving;
}

/** `?` on `None` leaves a function that returns an `Option`; elsewhere null is `Ok(())`. */
function evaluateTry(node: Node, scope: Scope, run: Run): Value {
  const value = inner(node, scope, run);
  if (value !== null) return value;
  let around = node.parent;
  for (let steps = 0; around !== null && steps < 60; around = around.parent, steps += 1)
    if (around.type === "function_item" || around.type === "closure_expression") break;
  const returns = around?.childForFieldName("return_type")?.text ?? "";
  return /^(?:\w+::)*Option\b/.test(returns) ? leave("return", null) : null;
}

function evaluateArray(node: Node, scope: Scope, run: Run): Value {
  const length = node.childForFieldName("length");
  if (length !== null) return unknown(node.text);
  return list(node, scope, run);
}
