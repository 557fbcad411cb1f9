import type { Node } from "web-tree-sitter";
import type { Place } from "../../../model.ts";
import { evaluate } from "./evaluate.ts";
import { type Item, itemPlace } from "./items.ts";
import { readString } from "./literals.ts";
import type { Run } from "./run.ts";
import { frameOf, newScope } from "./scopes.ts";

/** Where calls are told apart by the tool's name: `"a" => self.a(args).await`. */
export interface Dispatch {
  /** The code that a call of this tool runs; of a struct's name for tools that are structs. */
  find(name: string): Dispatched | undefined;
}

export interface Dispatched {
  place: Place;
  /** A function, and not the place where the tool's name is told apart. */
  isFunction: boolean;
}

interface Arm {
  value: Node;
  item: Item;
  targets: Item[];
}

const maxArms = 20_000;
const runner = /^(?:call|run|execute|handle|invoke|process|perform)/;

/** Reads the arms of matches and the branches of comparisons in these functions. */
export function readDispatch(items: Item[], run: Run): Dispatch {
  const arms = new Map<string, Arm[]>();
  const uses = new Map<number, number>();
  let count = 0;
  for (const item of items) {
    if (item.kind !== "fn" || !/=>|==/.test(item.node.text)) continue;
    for (const node of item.node.descendantsOfType(["match_arm", "if_expression"])) {
      if (node === null || (count += 1) > maxArms) continue;
      const found =
        node.type === "match_arm" ? readArm(node, item, run) : readComparison(node, item, run);
      if (found === undefined || found.keys.length === 0) continue;
      const targets = targetsOf(found.value, item, run);
      for (const target of new Set(targets.map(({ node: { id } }) => id)))
        uses.set(target, (uses.get(target) ?? 0) + 1);
      for (const key of found.keys)
        arms.set(key, [...(arms.get(key) ?? []), { value: found.value, item, targets }]);
    }
  }
  return {
    find(name) {
      const own = (arms.get(name) ?? []).toSorted((a, b) => rank(b) - rank(a));
      const [arm] = own;
      if (arm === undefined) return undefined;
      const target =
        arm.targets.find(({ node }) => uses.get(node.id) === 1) ??
        (arm.targets.length === 1 && arm.value.type !== "block" ? arm.targets[0] : undefined);
      if (target !== undefined) return { place: itemPlace(target), isFunction: true };
      const { path, offset } = arm.item;
      const line = arm.value.startPosition.row + 1 + offset;
      const endLine = arm.value.endPosition.row + 1 + offset;
      return { place: { path, line, endLine }, isFunction: false };
    },
  };
}

/** Arms in a function about calls come first, then those that call something. */
function rank({ item, targets, value }: Arm): number {
  return (
    (/call|dispatch|execute|handle|invoke|run/.test(item.name) ? 4 : 0) +
    (targets.length > 0 ? 2 : 0) +
    (value.type === "block" ? 1 : 0)
  );
}

function readArm(node: Node, item: Item, run: Run): { keys: string[]; value: Node } | undefined {
  const [pattern, value] = [node.childForFieldName("pattern"), node.childForFieldName("value")];
  return pattern === null || value === null
    ? undefined
    : { keys: keysOf(pattern, item, run), value };
}

function readComparison(
  node: Node,
  item: Item,
  run: Run,
): { keys: string[]; value: Node } | undefined {
  const [condition, value] = [
    node.childForFieldName("condition"),
    node.childForFieldName("consequence"),
  ];
  if (condition?.type !== "binary_expression" || value === null || !condition.text.includes("=="))
    return undefined;
  return { keys: keysOf(condition, item, run), value };
}

function keysOf(pattern: Node, item: Item, run: Run): string[] {
  const keys: string[] = [];
  for (const part of pattern.descendantsOfType([
    "string_literal",
    "raw_string_literal",
    "scoped_identifier",
    "identifier",
  ])) {
    if (part === null) continue;
    const text = readString(part);
    if (text !== undefined) keys.push(text);
    else {
      const last = part.text.slice(part.text.lastIndexOf(":") + 1);
      if (!/^[A-Z]/.test(last)) continue;
      keys.push(last);
      if (!/^[A-Z\d_]+$/.test(last)) continue;
      const value = evaluate(part, newScope(frameOf(item)), run);
      if (typeof value === "string") keys.push(value);
    }
  }
  return keys;
}

function targetsOf(value: Node, item: Item, run: Run): Item[] {
  const found: Item[] = [];
  const calls =
    value.type === "call_expression"
      ? [value, ...value.descendantsOfType("call_expression")]
      : value.descendantsOfType("call_expression");
  for (const call of calls.slice(0, 60)) {
    const callee = call?.childForFieldName("function");
    const plain =
      callee?.type === "generic_function" ? callee.childForFieldName("function") : callee;
    if (!plain) continue;
    const target = targetOf(plain, item, run);
    if (
      target !== undefined &&
      target.node.id !== item.node.id &&
      target.node.childForFieldName("body") !== null
    )
      found.push(target);
  }
  return found;
}

function targetOf(callee: Node, item: Item, run: Run): Item | undefined {
  if (callee.type === "field_expression") {
    const name = callee.childForFieldName("field")?.text ?? "";
    const receiver = callee.childForFieldName("value")?.text ?? "";
    if (!receiver.startsWith("self")) return undefined;
    const own =
      receiver === "self" ? run.project.members(item.owner?.type ?? "", name, item.path) : [];
    if (own[0] !== undefined) return own[0];
    const anywhere = run.project
      .filesNaming(name)
      .flatMap((file) => run.project.items(file))
      .filter(
        (one) =>
          one.kind === "fn" &&
          one.name === name &&
          one.owner !== undefined &&
          one.node.childForFieldName("body") !== null,
      );
    return anywhere.length === 1 ? anywhere[0] : undefined;
  }
  const path = callee.text.replace(/::<[^]*$/, "").replace(/\s+/g, "");
  const segments = path.split("::");
  const name = segments.at(-1) ?? "";
  const owner = segments.at(-2);
  if (owner !== undefined && /^[A-Z]/.test(owner))
    return run.project.members(
      owner === "Self" ? (item.owner?.type ?? "") : owner,
      name,
      item.path,
    )[0];
  return /^[a-z_]/.test(name)
    ? run.project.find(["fn"], path, item.path).find((one) => one.owner === undefined)
    : undefined;
}

/** The function of a type that does a tool's work: named for running, or the only one that is asynchronous. */
export function runnerOf(owner: string, from: string, run: Run): Item | undefined {
  const own = run.project
    .filesNaming(owner)
    .flatMap((file) => run.project.items(file))
    .filter(
      (item) =>
        item.kind === "fn" &&
        item.owner?.type === owner &&
        item.node.childForFieldName("body") !== null,
    );
  const near = own.filter(({ path }) => path === from);
  const all = near.length > 0 ? near : own;
  const asynchronous = all.filter(({ node }) => /^[^{(]*\basync\b/.test(node.text));
  return (
    all.find(({ name }) => runner.test(name)) ??
    (asynchronous.length === 1 ? asynchronous[0] : undefined) ??
    (all.length === 1 ? all[0] : undefined)
  );
}

/** The `name` function of a type that answers with this tool's name: `fn name(&self) -> &str { "a" }`. */
export function namingFunction(name: string, items: Item[]): Item | undefined {
  return items.find(
    ({ kind, owner, name: own, node }) =>
      owner !== undefined &&
      /^(?:tool_)?name$/i.test(own) &&
      (kind === "fn" || kind === "const") &&
      node.childForFieldName(kind === "fn" ? "body" : "value")?.text.includes(`"${name}"`) === true,
  );
}
