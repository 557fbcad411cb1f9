import { z } from "zod";

const numeric = ["lt", "lte", "gt", "gte"] as const;
const lists = ["in", "not_in"] as const;

/** One condition of a rule, of which all must hold: `path` is `args.` or `state.` and the keys down to a value, separated by dots. */
export const Condition = z
  .looseObject({
    path: z
      .string()
      .regex(/^(?:args|state)\./, 'expected a path that starts with "args." or "state."'),
    op: z.enum(["eq", "neq", ...lists, ...numeric, "regex", "contains", "exists"]),
    value: z.unknown(),
  })
  .refine(({ op, value }) => fits(op, value), "expected a value that fits the operator");
export type Condition = z.infer<typeof Condition>;

function fits(op: string, value: unknown): boolean {
  if (lists.some((one) => one === op)) return Array.isArray(value);
  if (numeric.some((one) => one === op)) return typeof value === "number";
  if (op === "exists") return typeof value === "boolean";
  return op !== "regex" || (typeof value === "string" && isPattern(value));
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, "u") instanceof RegExp;
  } catch {
    return false;
  }
}

/** Whether the arguments of a call meet one condition; one that asks for an argument that is missing fails, unless it asks for just that. */
export function holds({ path, op, value }: Condition, given: Record<string, unknown>): boolean {
  let found: unknown = given;
  for (const part of path.split(".").slice(1)) {
    if (
      typeof found !== "object" ||
      found === null ||
      Array.isArray(found) ||
      !Object.hasOwn(found, part)
    )
      return op === "exists" && value === false;
    found = (found as Record<string, unknown>)[part];
  }
  const isOneOf = () => Array.isArray(value) && value.some((item) => isAlike(found, item));
  const compares = (test: (a: number, b: number) => boolean) =>
    typeof found === "number" && typeof value === "number" && test(found, value);
  switch (op) {
    case "eq":
      return isAlike(found, value);
    case "neq":
      return !isAlike(found, value);
    case "in":
      return isOneOf();
    case "not_in":
      return !isOneOf();
    case "lt":
      return compares((a, b) => a < b);
    case "lte":
      return compares((a, b) => a <= b);
    case "gt":
      return compares((a, b) => a > b);
    case "gte":
      return compares((a, b) => a >= b);
    case "regex":
      return typeof found === "string" && new RegExp(String(value), "u").test(found);
    case "contains":
      if (typeof found === "string") return typeof value === "string" && found.includes(value);
      return Array.isArray(found) && found.some((item) => isAlike(item, value));
    default:
      return (found !== null) === value;
  }
}

const isAlike = (a: unknown, b: unknown): boolean =>
  typeof a === "number" && typeof b === "number" ? a === b : words(a) === words(b);

/** As Go prints it. */
function words(value: unknown): string {
  if (value === null || value === undefined) return "<nil>";
  if (Array.isArray(value)) return `[${value.map(words).join(" ")}]`;
  if (typeof value !== "object") return String(value);
  const pairs = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `map[${pairs.map(([key, item]) => `${key}:${words(item)}`).join(" ")}]`;
}
