import { isComposite, type Type, type Value } from "./values.ts";

/** Whether two values are equal; undefined when that is not known. */
export function same(left: Value, right: Value): boolean | undefined {
  for (const [value, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (!isComposite(value)) continue;
    if (value.kind === "choice") {
      const answers = new Set(value.options.slice(0, 20).map((option) => same(option, other)));
      return answers.size === 1 ? [...answers][0] : undefined;
    }
    if (value.kind === "unknown") return value.failure && other === null ? false : undefined;
    if (value.kind === "external" || value.kind === "reference")
      return other === null ? false : undefined;
  }
  if (left === right) return true;
  if (isComposite(left) && isComposite(right)) {
    if (left.kind === "type" && right.kind === "type") return sameType(left.type, right.type);
    if (left.kind === "pointer" && right.kind === "pointer") return left.to === right.to;
    if (left.kind === "struct" && right.kind === "struct") return undefined;
    return false;
  }
  // An empty list may be nil, and is not told from it here.
  if (left === null || right === null) {
    const other = left === null ? right : left;
    if (isComposite(other) && other.kind === "slice")
      return other.items.length === 0 ? !other.open || undefined : other.fewer ? undefined : false;
  }
  return false;
}

/** Whether two types are the same, as far as their outermost name tells. */
export function sameType(left: Type, right: Type): boolean | undefined {
  if (left.kind === "unknown" || right.kind === "unknown") return undefined;
  if (left.kind === "named" && right.kind === "named") return left.definition === right.definition;
  if (left.kind === "basic" && right.kind === "basic") return left.name === right.name;
  if (left.kind === "external" && right.kind === "external")
    return left.package === right.package && left.name === right.name;
  if (left.kind !== right.kind) return false;
  if ("element" in left && "element" in right) return sameType(left.element, right.element);
  return undefined;
}
