import type { Node } from "oxc-parser";
import { evaluate } from "./evaluate.ts";
import { getMember, setMember } from "./members.ts";
import { declare, findBinding, isLikelyAfter, type Run } from "./run.ts";
import { choose, isThing, unknown, type ObjectValue, type Scope, type Value } from "./values.ts";

/** Binds a pattern to a value: declares its names in `target`, or assigns to what exists when there is none. */
export function bindPattern(
  run: Run,
  pattern: Node,
  value: Value,
  target: Scope | undefined,
  scope: Scope,
): void {
  switch (pattern.type) {
    case "Identifier":
      if (target === undefined) assignName(run, pattern.name, value, scope);
      else if (target.bindings.has(pattern.name) && target !== scope)
        assignName(run, pattern.name, value, target);
      else declare(run, target, pattern.name, value);
      return;
    case "MemberExpression": {
      const object = evaluate(run, pattern.object, scope);
      setMember(run, object, memberKey(run, pattern, scope), value);
      return;
    }
    case "AssignmentPattern":
      bindPattern(run, pattern.left, withDefault(run, value, pattern.right, scope), target, scope);
      return;
    case "ArrayPattern":
      for (const [index, element] of pattern.elements.entries()) {
        if (element === null) continue;
        if (element.type === "RestElement") {
          bindPattern(run, element.argument, rest(value, index), target, scope);
        } else {
          bindPattern(run, element, getMember(run, value, index), target, scope);
        }
      }
      return;
    case "ObjectPattern": {
      const taken = new Set<string>();
      for (const property of pattern.properties) {
        if (property.type === "RestElement") {
          bindPattern(run, property.argument, without(value, taken), target, scope);
          continue;
        }
        const key = property.computed
          ? evaluate(run, property.key, scope)
          : staticKey(property.key);
        if (typeof key === "string") taken.add(key);
        bindPattern(run, property.value, getMember(run, value, key), target, scope);
      }
      return;
    }
    case "TSParameterProperty":
      bindPattern(run, pattern.parameter, value, target, scope);
      return;
    case "TSAsExpression":
    case "TSNonNullExpression":
    case "TSSatisfiesExpression":
      bindPattern(run, pattern.expression, value, target, scope);
      return;
    default:
  }
}

/** The key of a property as written: `a`, `"a"`, `#a`. */
export function staticKey(key: Node): Value {
  if (key.type === "Identifier") return key.name;
  if (key.type === "PrivateIdentifier") return `#${key.name}`;
  return key.type === "Literal" && (typeof key.value === "string" || typeof key.value === "number")
    ? String(key.value)
    : unknown;
}

/** The key of a member expression. */
export function memberKey(
  run: Run,
  node: Node & { type: "MemberExpression" },
  scope: Scope,
): Value {
  return node.computed ? evaluate(run, node.property, scope) : staticKey(node.property);
}

/** Whether a member is looked up behind a `?.`, so that of nothing it is nothing. */
export function isShortCircuit(node: Node): boolean {
  let at: Node = node;
  while (at.type === "MemberExpression" || at.type === "CallExpression") {
    if (at.optional) return true;
    at = at.type === "MemberExpression" ? at.object : at.callee;
  }
  return false;
}

function assignName(run: Run, name: string, value: Value, scope: Scope): void {
  const binding = findBinding(scope, name);
  if (binding === undefined) return;
  const isCertain = run.branches <= binding.born || binding.value === undefined;
  binding.value = isCertain
    ? value
    : choose([{ value: binding.value }, { value, isUnlikely: !isLikelyAfter(run, binding.born) }]);
}

function withDefault(run: Run, value: Value, fallback: Node, scope: Scope): Value {
  if (value === undefined) return evaluate(run, fallback, scope);
  if (!isThing(value) || (value.kind !== "unknown" && value.kind !== "choice")) return value;
  if (value.kind === "choice" && !value.options.some((option) => option.value === undefined))
    return value;
  const options =
    value.kind === "choice"
      ? value.options.filter((option) => option.value !== undefined)
      : [{ value }];
  return choose([...options, { value: evaluate(run, fallback, scope) }]);
}

function rest(value: Value, from: number): Value {
  if (!isThing(value) || value.kind !== "array") return unknown;
  return { ...value, items: value.items.slice(from) };
}

function without(value: Value, taken: ReadonlySet<string>): Value {
  if (!isThing(value)) return unknown;
  if (value.kind === "choice")
    return choose(value.options.map((o) => ({ ...o, value: without(o.value, taken) })));
  if (value.kind !== "object") return unknown;
  const copy: ObjectValue = { ...value, props: new Map(value.props) };
  for (const key of taken) copy.props.delete(key);
  return copy;
}
