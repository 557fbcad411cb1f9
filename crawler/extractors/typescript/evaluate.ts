import type { Expression, Node } from "oxc-parser";
import { isGlobal } from "./builtins.ts";
import { evaluateCall, evaluateNew } from "./calls.ts";
import { isLikelyTrue, negate, noteOutcome } from "./conditions.ts";
import { defineClass, makeFunction } from "./functions.ts";
import { evaluateArray, evaluateObject, evaluateTagged, evaluateTemplate } from "./literals.ts";
import { getMember } from "./members.ts";
import { importModule, readImport } from "./modules.ts";
import { importMeta } from "./node.ts";
import { addValues, compare, hasMember } from "./operators.ts";
import { isOtherMode } from "./modes.ts";
import { bindPattern, isShortCircuit, memberKey } from "./patterns.ts";
import { makeRegExp } from "./regexp.ts";
import { findBinding, maxDepth, step, under, type Run } from "./run.ts";
import { wordsOf } from "./source.ts";
import {
  absent,
  choose,
  external,
  isThing,
  optionsOf,
  truth,
  unknown,
  type Option,
  type Scope,
  type Value,
} from "./values.ts";
import { typeNameOf } from "./zod-methods.ts";

/** What an expression is known to be, with the effects of evaluating it on what is known. Never throws for what the source says. */
export function evaluate(run: Run, node: Node, scope: Scope): Value {
  if (!step(run) || run.depth > maxDepth) return unknown;
  run.depth += 1;
  try {
    return evaluateNode(run, node, scope);
  } finally {
    run.depth -= 1;
  }
}

function evaluateNode(run: Run, node: Node, scope: Scope): Value {
  switch (node.type) {
    case "Literal":
      if ("regex" in node) return makeRegExp(node.regex.pattern, node.regex.flags);
      return typeof node.value === "bigint" ? Number(node.value) : (node.value as Value);
    case "Identifier":
      return evaluateName(run, node.name, scope);
    case "TemplateLiteral":
      return evaluateTemplate(
        run,
        node.quasis.map((quasi) => quasi.value.cooked ?? ""),
        node.expressions,
        scope,
      );
    case "TaggedTemplateExpression":
      return evaluateTagged(run, node, scope);
    case "ArrayExpression":
      return evaluateArray(run, node.elements, scope);
    case "ObjectExpression":
      return evaluateObject(run, node, scope);
    case "FunctionExpression":
    case "ArrowFunctionExpression":
    case "FunctionDeclaration":
      return makeFunction(node, scope);
    case "ClassExpression":
    case "ClassDeclaration":
      return defineClass(run, node, scope);
    case "MemberExpression":
      return evaluateMember(run, node, scope);
    case "CallExpression":
      return evaluateCall(run, node, scope);
    case "NewExpression":
      return evaluateNew(run, node, scope);
    case "ImportExpression":
      return evaluateImport(run, node.source, scope);
    case "ConditionalExpression":
      return evaluateConditional(run, node, scope);
    case "LogicalExpression":
      return evaluateLogical(run, node, scope);
    case "BinaryExpression":
      return evaluateBinary(run, node, scope);
    case "UnaryExpression":
      return evaluateUnary(run, node, scope);
    case "AssignmentExpression":
      return evaluateAssignment(run, node, scope);
    case "UpdateExpression":
      return evaluateUpdate(run, node, scope);
    case "SequenceExpression": {
      let last: Value;
      for (const each of node.expressions) last = evaluate(run, each, scope);
      return last;
    }
    case "ThisExpression":
      return findBinding(scope, "this")?.value;
    case "AwaitExpression":
      return evaluate(run, node.argument, scope);
    case "YieldExpression":
      if (node.argument !== null) evaluate(run, node.argument, scope);
      return unknown;
    case "ChainExpression":
    case "ParenthesizedExpression":
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSTypeAssertion":
    case "TSNonNullExpression":
    case "TSInstantiationExpression":
      return evaluate(run, node.expression, scope);
    case "MetaProperty":
      return importMeta(run, scope.module.source.path);
    default:
      return unknown;
  }
}

function evaluateName(run: Run, name: string, scope: Scope): Value {
  if (name === "undefined") return undefined;
  const binding = findBinding(scope, name);
  if (binding !== undefined) return binding.value;
  const imported = readImport(run, scope.module, name);
  if (imported !== undefined) return imported.value;
  if (name === "__filename" || name === "__dirname") {
    return getMember(run, importMeta(run, scope.module.source.path), name.slice(2));
  }
  return isGlobal(name) ? external("global:", name) : unknown;
}

function evaluateMember(run: Run, node: Node & { type: "MemberExpression" }, scope: Scope): Value {
  if (node.object.type === "Super") return superMember(run, memberKey(run, node, scope), scope);
  const object = evaluate(run, node.object, scope);
  if (absent(object) === true && isShortCircuit(node)) return undefined;
  const key = memberKey(run, node, scope);
  const value = getMember(run, object, key);
  if (node.computed && isThing(value) && value.kind === "function" && typeof key === "string")
    run.onChosen?.(value, key);
  return value;
}

/** A member of the superclass, by the method in which `super` stands. */
export function superMember(run: Run, key: Value, scope: Scope): Value {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const home = at.function?.home;
    if (home === undefined) continue;
    const receiver = findBinding(scope, "this")?.value;
    if (home.kind === "function") return getMember(run, home.superclass, key, receiver);
    if (home.base !== undefined) return getMember(run, home.base, key, receiver);
    return home.proto === undefined ? unknown : getMember(run, home.proto, key, receiver);
  }
  return unknown;
}

/** A dynamic import; a specifier known in part stands for all files that it can mean. */
function evaluateImport(run: Run, node: Expression, scope: Scope): Value {
  const specifier = evaluate(run, node, scope);
  const known = optionsOf(specifier).filter(
    (option): option is Option & { value: string } => typeof option.value === "string",
  );
  const from = scope.module.source.path;
  if (known.length > 0) {
    return choose(
      known.map((option) => ({
        ...option,
        value: importModule(run, from, option.value.replace(/^file:\/\//, "")),
      })),
    );
  }
  if (node.type !== "TemplateLiteral" && node.type !== "BinaryExpression") return unknown;
  const [prefix, suffix] = knownEnds(run, node, scope);
  if (!prefix.startsWith(".")) return unknown;
  const paths = run.project.glob(from, prefix, suffix);
  return paths.length === 0
    ? unknown
    : choose(paths.map((path) => ({ value: importModule(run, from, `/${path}`) })));
}

function knownEnds(run: Run, node: Expression, scope: Scope): [string, string] {
  if (node.type === "TemplateLiteral") {
    return [node.quasis[0]?.value.cooked ?? "", node.quasis.at(-1)?.value.cooked ?? ""];
  }
  if (node.type !== "BinaryExpression") return ["", ""];
  const [left, right] = [evaluate(run, node.left, scope), evaluate(run, node.right, scope)];
  return [typeof left === "string" ? left : "", typeof right === "string" ? right : ""];
}

function evaluateConditional(
  run: Run,
  node: Node & { type: "ConditionalExpression" },
  scope: Scope,
): Value {
  const known = truth(evaluate(run, node.test, scope));
  if (known !== undefined) {
    noteOutcome(run, node.test, known);
    return evaluate(run, known ? node.consequent : node.alternate, scope);
  }
  const words = wordsOf(scope.module.source, node.test);
  const isLikely = isLikelyTrue(run, node.test);
  const first = under(run, words, () => evaluate(run, node.consequent, scope), isLikely);
  const second = under(run, negate(words), () => evaluate(run, node.alternate, scope), !isLikely);
  const [usual, other] = isLikely ? [first, second] : [second, first];
  if (isOtherMode(run, other, usual)) return usual;
  const [yes, no] = [words, negate(words)];
  return choose([
    { value: first, when: run.isDefault && isLikely ? undefined : yes, isUnlikely: !isLikely },
    { value: second, when: run.isDefault && !isLikely ? undefined : no, isUnlikely: isLikely },
  ]);
}

function evaluateLogical(
  run: Run,
  node: Node & { type: "LogicalExpression" },
  scope: Scope,
): Value {
  const left = evaluate(run, node.left, scope);
  if (node.operator === "??") {
    const isAbsent = absent(left);
    if (isAbsent !== undefined) return isAbsent ? evaluate(run, node.right, scope) : left;
    const options = optionsOf(left).filter(({ value }) => value !== undefined && value !== null);
    return choose([...options, { value: evaluate(run, node.right, scope) }]);
  }
  const known = truth(left);
  if (known !== undefined) {
    noteOutcome(run, node.left, known);
    return known === (node.operator === "&&") ? evaluate(run, node.right, scope) : left;
  }
  if (node.operator === "||") {
    const options = optionsOf(left).filter(({ value }) => truth(value) !== false);
    return choose([...options, { value: evaluate(run, node.right, scope) }]);
  }
  const words = wordsOf(scope.module.source, node.left);
  const isLikely = isLikelyTrue(run, node.left);
  const right = under(run, words, () => evaluate(run, node.right, scope), isLikely);
  const falsy = optionsOf(left).filter(({ value }) => truth(value) === false);
  return choose([
    { value: right, when: run.isDefault && isLikely ? undefined : words, isUnlikely: !isLikely },
    ...(falsy.length > 0 ? falsy : [{ value: false, isUnlikely: isLikely }]),
  ]);
}

function evaluateBinary(run: Run, node: Node & { type: "BinaryExpression" }, scope: Scope): Value {
  if (node.operator !== "+") {
    if (node.left.type === "PrivateIdentifier") return unknown;
    if (node.operator === "instanceof")
      return isInstance(evaluate(run, node.left, scope), evaluate(run, node.right, scope));
    const [left, right] = [evaluate(run, node.left, scope), evaluate(run, node.right, scope)];
    if (typeof left === "string" && left === right) run.matched = left;
    if (node.operator === "in") return hasMember(right, left);
    return compare(node.operator, left, right);
  }
  // Long concatenations lean to the left: no recursion for them.
  const rights: Node[] = [];
  let left: Node = node;
  while (left.type === "BinaryExpression" && left.operator === "+") {
    rights.push(left.right);
    left = left.left;
  }
  let result = evaluate(run, left, scope);
  for (const right of rights.toReversed())
    result = addValues(run, result, evaluate(run, right, scope));
  return result;
}

/** What is known of `instanceof`: schemas by the name of their class. */
function isInstance(value: Value, type: Value): Value {
  if (!isThing(value) || !isThing(type) || value.kind !== "schema" || type.kind !== "external")
    return unknown;
  const name = typeNameOf(value);
  return name === undefined || type.path.at(-1)?.startsWith("Zod") !== true
    ? unknown
    : name === type.path.at(-1);
}

function evaluateUnary(run: Run, node: Node & { type: "UnaryExpression" }, scope: Scope): Value {
  const value = evaluate(run, node.argument, scope);
  switch (node.operator) {
    case "!": {
      const known = truth(value);
      return known === undefined ? unknown : !known;
    }
    case "-":
      return typeof value === "number" ? -value : unknown;
    case "+":
      return isThing(value) ? unknown : Number(value);
    case "void":
      return undefined;
    case "typeof":
      if (!isThing(value)) return value === null ? "object" : typeof value;
      if (value.kind === "function" || value.kind === "native") return "function";
      return value.kind === "unknown" || value.kind === "choice" || value.kind === "external"
        ? unknown
        : "object";
    case "delete":
      if (node.argument.type === "MemberExpression") {
        const object = evaluate(run, node.argument.object, scope);
        const key = memberKey(run, node.argument, scope);
        if (
          isThing(object) &&
          object.kind === "object" &&
          typeof key === "string" &&
          run.branches === 0
        )
          object.props.delete(key);
      }
      return true;
    default:
      return unknown;
  }
}

function evaluateAssignment(
  run: Run,
  node: Node & { type: "AssignmentExpression" },
  scope: Scope,
): Value {
  const { operator, left } = node;
  if (operator === "=") {
    const value = evaluate(run, node.right, scope);
    bindPattern(run, left, value, undefined, scope);
    return value;
  }
  const old = evaluate(run, left, scope);
  let value: Value = unknown;
  if (operator === "+=") value = addValues(run, old, evaluate(run, node.right, scope));
  else if (operator === "||=" || operator === "??=") {
    const isKept = operator === "||=" ? truth(old) : invert(absent(old));
    if (isKept === true) return old;
    const next = evaluate(run, node.right, scope);
    value = isKept === false ? next : choose([{ value: old }, { value: next }]);
  } else evaluate(run, node.right, scope);
  bindPattern(run, left, value, undefined, scope);
  return value;
}

function invert(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

function evaluateUpdate(run: Run, node: Node & { type: "UpdateExpression" }, scope: Scope): Value {
  const old = evaluate(run, node.argument, scope);
  const next = typeof old === "number" ? old + (node.operator === "++" ? 1 : -1) : unknown;
  bindPattern(run, node.argument, next, undefined, scope);
  return node.prefix ? next : old;
}
