import {
  isComposite,
  newBudget,
  textOf,
  type Generic,
  type List,
  type Value,
  type Budget,
} from "./values.ts";

/** What stands for nothing in signatures and models, and is equal to nothing else. */
const sentinel =
  /^(?:builtins\.Ellipsis|(?:\w+\.)*(?:PydanticUndefined|_empty)|inspect\.\w+\.empty)$/;

/** Types of the standard library, which are something. */
const standard = /^(?:builtins\.\w+|(?:typing|types|enum)\.[A-Z][a-z]\w*)$/;

function lastName(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1).replace(/^_/, "");
}

/** Whether two values are equal; undefined when that is not known. */
export function same(
  left: Value,
  right: Value,
  depth = 0,
  budget = newBudget(),
): boolean | undefined {
  budget.left -= 1;
  if (depth > 20 || budget.left < 0) return undefined;
  if (left === right)
    return isComposite(left) && (left.kind === "unknown" || left.kind === "member")
      ? undefined
      : true;
  for (const [value, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (!isComposite(value)) continue;
    if (other === null && value.kind === "external" && standard.test(value.path)) return false;
    if (value.kind === "external" && sentinel.test(value.path)) {
      if (!isComposite(other)) return false;
      if (other.kind === "external") return lastName(other.path) === lastName(value.path);
    }
    // What a class makes is something; what a function gives may be nothing.
    if (other === null && value.kind === "made" && /(?:^|\.)[A-Z]\w*$/.test(value.path))
      return false;
    if (value.kind === "generic" && isType(value) && isOther(other)) return false;
    if (["unknown", "member", "made", "generic"].includes(value.kind)) return undefined;
    if (value.kind === "external" && !(isComposite(other) && other.kind === "external"))
      return undefined;
    if (value.kind === "choice") {
      const answers = new Set(
        value.options.map((option) => same(option, other, depth + 1, budget)),
      );
      return answers.size === 1 ? [...answers][0] : undefined;
    }
  }
  const [a, b] = [textOf(left), textOf(right)];
  if (a !== undefined && b !== undefined) return a === b;
  if (isComposite(left) && isComposite(right)) {
    if (left.kind === "external" && right.kind === "external") return left.path === right.path;
    if (left.kind === "list" && right.kind === "list")
      return sameItems(left, right, depth + 1, budget);
  }
  return false;
}

/** Whether something indexed is surely a type, `dict[str, int]`. */
function isType({ of }: Generic): boolean {
  return (
    isComposite(of) && of.kind === "external" && /^(?:builtins|typing|collections)\./.test(of.path)
  );
}

/** Whether a value is surely no type with arguments. */
function isOther(value: Value): boolean {
  return !isComposite(value) || value.kind === "external" || value.kind === "class";
}

function sameItems(left: List, right: List, depth: number, budget: Budget): boolean | undefined {
  if (left.open || right.open) return undefined;
  if (left.items.length !== right.items.length) return false;
  const answers = left.items.map((item, index) =>
    same(item, right.items[index] ?? null, depth, budget),
  );
  return answers.includes(false) ? false : answers.includes(undefined) ? undefined : true;
}
