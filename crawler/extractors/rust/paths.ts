import type { Node } from "web-tree-sitter";
import { evaluate } from "./evaluate.ts";
import type { Item } from "./items.ts";
import type { Run } from "./run.ts";
import { frameOf, lookUp, newScope } from "./scopes.ts";
import { type Scope, type Value, unknown } from "./values.ts";

export function evaluatePath(node: Node, scope: Scope, run: Run): Value {
  const text = node.text.replace(/::<[^]*$/, "").replace(/\s+/g, "");
  const local = lookUp(scope, text);
  if (local !== undefined) return local;
  if (text === "None") return null;
  const { frame } = scope;
  const segments = text.split("::");
  const name = segments.at(-1) ?? "";
  const ownerName = segments.at(-2);
  const owner = ownerName === "Self" ? frame.owner?.type : ownerName;
  if (owner !== undefined) {
    const typed = scope.frame.generics.get(owner);
    const [member] = run.project.members(typed?.node.text ?? owner, name, frame.path);
    if (member?.kind === "const") return constant(member, run);
    if (member?.kind === "fn") return { kind: "function", item: member };
    const [enumItem] = run.project.find(["enum"], segments.slice(0, -1).join("::"), frame.path);
    if (enumItem !== undefined || (/^[A-Z]/.test(owner) && /^[A-Z]\w*[a-z]/.test(name)))
      return { kind: "struct", name, variantOf: owner, fields: new Map() };
  }
  const [item] = run.project.find(["const", "fn"], text, frame.path);
  if (item?.kind === "const") return constant(item, run);
  if (item?.kind === "fn") return { kind: "function", item };
  if (/^[A-Z]/.test(name) && !/^[A-Z]/.test(owner ?? "")) {
    const [struct] = run.project.find(["struct"], text, frame.path);
    if (struct !== undefined) return { kind: "struct", name, item: struct, fields: new Map() };
  }
  return unknown(text);
}

/** The value of a constant; of a `static` that is made at first use, what its initializer gives. */
export function constant(item: Item, run: Run): Value {
  const key = `${item.path}:${item.offset + item.node.startPosition.row}:${item.node.startPosition.column}`;
  if (run.constants.has(key)) return run.constants.get(key) ?? unknown(item.name);
  run.constants.set(key, undefined);
  const value = item.node.childForFieldName("value");
  const found = value === null ? unknown(item.name) : evaluate(value, newScope(frameOf(item)), run);
  if (run.steps < 0) run.constants.delete(key);
  else run.constants.set(key, found);
  return found;
}
