import type { Node } from "web-tree-sitter";
import { merge, withCondition } from "./conditions.ts";
import { evaluate } from "./evaluate.ts";
import { copied } from "./methods.ts";
import { bindPattern, matches } from "./patterns.ts";
import { type Run, isLeaving } from "./run.ts";
import { newScope } from "./scopes.ts";
import { type Scope, type Value, unknown } from "./values.ts";

export function evaluateIf(node: Node, scope: Scope, run: Run): Value {
  const [condition, consequence] = [
    node.childForFieldName("condition"),
    node.childForFieldName("consequence"),
  ];
  const alternative = node
    .childForFieldName("alternative")
    ?.namedChildren.find(({ type }) => !type.endsWith("comment"));
  if (condition === null || consequence === null) return unknown(node.text);
  const local = newScope(scope.frame, scope);
  const decided = decide(condition, local, run);
  if (decided === true) return evaluate(consequence, local, run);
  if (decided === false)
    return alternative === undefined ? null : evaluate(alternative, scope, run);
  const text = condition.text.replace(/\s+/g, " ");
  const branches = [branch(consequence, text, local, run)];
  branches.push(alternative === undefined ? null : branch(alternative, `!(${text})`, scope, run));
  return merge(branches, run);
}

function decide(condition: Node, scope: Scope, run: Run): boolean | undefined {
  if (condition.type === "let_condition") {
    const [pattern, value] = [
      condition.childForFieldName("pattern"),
      condition.childForFieldName("value"),
    ];
    if (pattern === null || value === null) return undefined;
    const found = evaluate(value, scope, run);
    const matched = matches(pattern, found, scope, run);
    if (matched !== false) bindPattern(pattern, found, scope);
    return matched;
  }
  if (condition.type === "let_chain") {
    const parts = condition.namedChildren.map((part) => decide(part, scope, run));
    if (parts.includes(false)) return false;
    return parts.every((part) => part === true) ? true : undefined;
  }
  const value = evaluate(condition, scope, run);
  return typeof value === "boolean" ? value : undefined;
}

/** One of several ways that may be taken; undefined when it leaves the block. */
export function branch(node: Node, condition: string, scope: Scope, run: Run): Value | undefined {
  run.conditions.push(condition);
  try {
    const value = evaluate(node, scope, run);
    withCondition(value, run);
    return value;
  } catch (error) {
    if (!isLeaving(error)) throw error;
    withCondition(error.value, run);
    if (error.leaves === "return") scope.frame.returned.push(error.value);
    return undefined;
  } finally {
    run.conditions.pop();
  }
}

export function evaluateMatch(node: Node, scope: Scope, run: Run): Value {
  const [value, body] = [node.childForFieldName("value"), node.childForFieldName("body")];
  if (value === null || body === null) return unknown(node.text);
  const subject = evaluate(value, scope, run);
  const open: { arm: Node; scope: Scope; pattern: Node }[] = [];
  for (const arm of body.namedChildren) {
    const pattern = arm.childForFieldName("pattern");
    const first = pattern?.namedChildren[0] ?? pattern;
    const result = arm.childForFieldName("value");
    if (arm.type !== "match_arm" || !pattern || !first || result === null) continue;
    const local = newScope(scope.frame, scope);
    const guard = pattern.childForFieldName("condition");
    const matched = matches(pattern.text === "_" ? pattern : first, subject, local, run);
    if (matched === false) continue;
    bindPattern(first, subject, local);
    const guarded = guard === null ? true : decide(guard, local, run);
    if (guarded === false) continue;
    if (pattern.text.includes('"tools/list"')) hear(result, local, run);
    if (matched === true && guarded === true && open.length === 0)
      return evaluate(result, local, run);
    open.push({ arm: result, scope: local, pattern });
    if (matched === true && guarded === true) break;
  }
  const subjectText = value.text.replace(/\s+/g, " ");
  return merge(
    open.map(({ arm, scope: local, pattern }) =>
      branch(arm, `${subjectText} is ${pattern.text.replace(/\s+/g, " ")}`, local, run),
    ),
    run,
  );
}

/** Notes what an answer to a request for tools comes to, whatever the conditions of being asked. */
function hear(node: Node, scope: Scope, run: Run): void {
  const conditions = run.conditions.splice(0);
  try {
    listen(node.id, evaluate(node, scope, run), run);
  } catch (error) {
    if (!isLeaving(error)) throw error;
    listen(node.id, error.value, run);
  } finally {
    run.conditions.splice(0, run.conditions.length, ...conditions);
  }
}

export function listen(id: number, value: Value, run: Run): void {
  run.heard.set(id, [...(run.heard.get(id) ?? []).slice(-20), copied(value, run)]);
}
