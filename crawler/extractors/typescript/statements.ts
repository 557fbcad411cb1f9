import type { Expression, Node, Statement } from "oxc-parser";
import { isLikelyTrue, negate, noteOutcome } from "./conditions.ts";
import { evaluate } from "./evaluate.ts";
import { defineClass } from "./functions.ts";
import { hoist } from "./hoist.ts";
import { runForEach, runLoop } from "./loops.ts";
import { bindPattern } from "./patterns.ts";
import {
  conditionSince,
  declare,
  functionScope,
  isLikelySince,
  newScope,
  step,
  under,
  type Run,
} from "./run.ts";
import { wordsOf } from "./source.ts";
import {
  isThing,
  truth,
  unknown,
  type ObjectValue,
  type Option,
  type Scope,
  type Value,
} from "./values.ts";

/** How a statement ends: `halt` is a throw or the end of the process. */
export type Completion = "normal" | "return" | "break" | "continue" | "halt";

export interface Frame {
  /** What the function may return. */
  returns: Option[];
  /** How many conditions enclosed the call. */
  depth: number;
}

export function newFrame(run: Run): Frame {
  return { returns: [], depth: run.conditions.length };
}

/** Runs statements in order; after a branch that may have left early, the rest is under the opposite condition. */
export function runStatements(
  run: Run,
  body: readonly Node[],
  scope: Scope,
  frame: Frame,
): Completion {
  const depth = run.conditions.length;
  try {
    for (const node of body) {
      if (!step(run)) return "halt";
      const completion = runStatement(run, node, scope, frame);
      if (completion !== "normal") return completion;
    }
    return "normal";
  } finally {
    run.conditions.length = depth;
  }
}

/** Runs one statement. */
export function runStatement(run: Run, node: Node, scope: Scope, frame: Frame): Completion {
  switch (node.type) {
    case "ExpressionStatement":
      evaluate(run, node.expression, scope);
      return endsProcess(node.expression) ? "halt" : "normal";
    case "VariableDeclaration": {
      if (node.declare === true) return "normal";
      const target = node.kind === "var" ? functionScope(scope) : scope;
      for (const { id, init } of node.declarations) {
        if (init === null && node.kind === "var") continue;
        bindPattern(run, id, init === null ? undefined : evaluate(run, init, scope), target, scope);
      }
      return "normal";
    }
    case "ClassDeclaration":
      if (node.id !== null) declare(run, scope, node.id.name, defineClass(run, node, scope));
      return "normal";
    case "ExportNamedDeclaration":
      return node.declaration === null
        ? "normal"
        : runStatement(run, node.declaration, scope, frame);
    case "ExportDefaultDeclaration":
      runDefault(run, node.declaration, scope, frame);
      return "normal";
    case "TSExportAssignment":
      scope.module.holder.props.set("exports", evaluate(run, node.expression, scope));
      return "normal";
    case "TSEnumDeclaration":
      declare(run, scope, node.id.name, enumObject(run, node.body.members, scope));
      return "normal";
    case "TSModuleDeclaration":
      return runNamespace(run, node, scope);
    case "ReturnStatement":
      frame.returns.push({
        value: node.argument === null ? undefined : evaluate(run, node.argument, scope),
        when: conditionSince(run, frame.depth),
        isUnlikely: !isLikelySince(run, frame.depth),
      });
      return "return";
    case "BlockStatement":
      return runBlock(run, node.body, scope, frame);
    case "IfStatement":
      return runIf(run, node, scope, frame);
    case "ForOfStatement":
    case "ForInStatement":
      return runForEach(run, node, scope, frame);
    case "ForStatement":
    case "WhileStatement":
    case "DoWhileStatement":
      return runLoop(run, node, scope, frame);
    case "SwitchStatement":
      return runSwitch(run, node, scope, frame);
    case "TryStatement":
      return runTry(run, node, scope, frame);
    case "LabeledStatement": {
      const completion = runStatement(run, node.body, scope, frame);
      return completion === "break" || completion === "continue" ? "normal" : completion;
    }
    case "ThrowStatement":
      evaluate(run, node.argument, scope);
      return "halt";
    case "BreakStatement":
      return "break";
    case "ContinueStatement":
      return "continue";
    default:
      return "normal";
  }
}

function runDefault(run: Run, node: Node, scope: Scope, frame: Frame): void {
  if (node.type === "FunctionDeclaration" || node.type === "TSInterfaceDeclaration") return;
  if (node.type === "ClassDeclaration") {
    if (node.id !== null) runStatement(run, node, scope, frame);
    else declare(run, scope, "*default*", defineClass(run, node, scope));
    return;
  }
  declare(run, scope, "*default*", evaluate(run, node, scope));
}

function runBlock(run: Run, body: readonly Node[], scope: Scope, frame: Frame): Completion {
  const inner = newScope(scope);
  hoist(run, body, inner, false);
  return runStatements(run, body, inner, frame);
}

function runIf(
  run: Run,
  node: Statement & { type: "IfStatement" },
  scope: Scope,
  frame: Frame,
): Completion {
  run.matched = undefined;
  const known = truth(evaluate(run, node.test, scope));
  if (known !== undefined) {
    noteOutcome(run, node.test, known);
    const taken = known ? node.consequent : node.alternate;
    if (known) run.onChosen?.({ module: scope.module, node: node.consequent }, run.matched);
    const completion = taken === null ? "normal" : runStatement(run, taken, scope, frame);
    // A guard that refuses to go on speaks of a state that a working server isn't in.
    return completion === "halt" ? "normal" : completion;
  }
  const words = wordsOf(scope.module.source, node.test);
  const isLikely = isLikelyTrue(run, node.test);
  const branch = (statement: Statement | null, when: string, isDefault: boolean): Completion =>
    statement === null
      ? "normal"
      : under(run, when, () => runStatement(run, statement, scope, frame), isDefault);
  const first = branch(node.consequent, words, isLikely);
  const second = branch(node.alternate, negate(words), !isLikely);
  if (first !== "normal" && second !== "normal") return first === "halt" ? second : first;
  if (first === "return" || first === "continue" || first === "break") {
    run.conditions.push({ text: negate(words), isBranch: false, isLikely: !isLikely });
  } else if (second === "return" || second === "continue" || second === "break") {
    run.conditions.push({ text: words, isBranch: false, isLikely });
  }
  return "normal";
}

function runSwitch(
  run: Run,
  node: Statement & { type: "SwitchStatement" },
  scope: Scope,
  frame: Frame,
): Completion {
  const subject = evaluate(run, node.discriminant, scope);
  const inner = newScope(scope);
  for (const each of node.cases) hoist(run, each.consequent, inner, false);
  const isKnown = !isThing(subject);
  let falling = false;
  let completion: Completion = "normal";
  const start = isKnown ? matchingCase(run, node, subject, inner) : undefined;
  for (const [index, each] of node.cases.entries()) {
    if (start !== undefined) {
      if (index < start) continue;
      if (!falling && each.test !== null)
        run.onChosen?.({ module: scope.module, node: caseBlock(node.cases, index) }, subject);
      falling = true;
      completion = runStatements(run, each.consequent, inner, frame);
      if (completion !== "normal") break;
    } else if (!isKnown) {
      const words = `${wordsOf(scope.module.source, node.discriminant)} === ${each.test === null ? "other" : wordsOf(scope.module.source, each.test)}`;
      under(run, words, () => runStatements(run, each.consequent, inner, frame));
    }
  }
  return completion === "break" ? "normal" : completion;
}

/** The index of the case that a known value takes; -1 past the end when none. */
function matchingCase(
  run: Run,
  node: Statement & { type: "SwitchStatement" },
  subject: Value,
  scope: Scope,
): number {
  for (const [index, each] of node.cases.entries()) {
    if (each.test !== null && evaluate(run, each.test, scope) === subject) return index;
  }
  const fallback = node.cases.findIndex((each) => each.test === null);
  return fallback === -1 ? node.cases.length : fallback;
}

/** A case, or the case that it falls through to when it has no body of its own. */
function caseBlock(cases: (Statement & { type: "SwitchStatement" })["cases"], index: number): Node {
  const found = cases.slice(index).find((each) => each.consequent.length > 0);
  return found ?? cases[index] ?? { type: "EmptyStatement", start: 0, end: 0 };
}

function runTry(
  run: Run,
  node: Statement & { type: "TryStatement" },
  scope: Scope,
  frame: Frame,
): Completion {
  let completion = runBlock(run, node.block.body, scope, frame);
  if (node.handler !== null) {
    const { param, body } = node.handler;
    const inner = newScope(scope);
    if (param !== null) bindPattern(run, param, unknown, inner, inner);
    if (completion === "halt") completion = runBlock(run, body.body, inner, frame);
    else under(run, undefined, () => runBlock(run, body.body, inner, newFrame(run)));
  }
  if (node.finalizer !== null) {
    const last = runBlock(run, node.finalizer.body, scope, frame);
    if (last !== "normal") return last;
  }
  return completion;
}

function enumObject(
  run: Run,
  members: (Node & { type: "TSEnumMember" })[],
  scope: Scope,
): ObjectValue {
  const result: ObjectValue = {
    kind: "object",
    props: new Map(),
    open: false,
    born: run.conditions.length,
  };
  const inner = newScope(scope);
  let next = 0;
  for (const { id, initializer } of members) {
    const key = id.type === "Identifier" ? id.name : id.type === "Literal" ? id.value : undefined;
    if (key === undefined) continue;
    const value = initializer === null ? next : evaluate(run, initializer, inner);
    next = typeof value === "number" ? value + 1 : next + 1;
    result.props.set(key, value);
    declare(run, inner, key, value);
  }
  return result;
}

function runNamespace(
  run: Run,
  node: Node & { type: "TSModuleDeclaration" },
  scope: Scope,
): Completion {
  if (
    node.body === null ||
    node.body === undefined ||
    node.body.type !== "TSModuleBlock" ||
    node.id.type !== "Identifier"
  ) {
    return "normal";
  }
  const inner = newScope(scope);
  const { body } = node.body;
  hoist(run, body, inner, true);
  const completion = runStatements(run, body, inner, newFrame(run));
  const result: ObjectValue = {
    kind: "object",
    props: new Map(),
    open: false,
    born: run.conditions.length,
  };
  for (const [name, binding] of inner.bindings) result.props.set(name, binding.value);
  declare(run, scope, node.id.name, result);
  return completion;
}

/** Whether an expression ends the process: `process.exit(1)`. */
function endsProcess(node: Expression): boolean {
  return (
    node.type === "CallExpression" &&
    node.callee.type === "MemberExpression" &&
    node.callee.object.type === "Identifier" &&
    node.callee.object.name === "process" &&
    node.callee.property.type === "Identifier" &&
    node.callee.property.name === "exit"
  );
}
