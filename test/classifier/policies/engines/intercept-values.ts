/** Whether `found` meets `op` and `value`, by the table of operators in POLICY.md and what its engine was seen to do. */
export function meets(op: string, found: unknown, value: unknown): boolean {
  const test = tests.get(op);
  if (test === undefined) throw new Error(`expected an operator, got ${op}`);
  return test(found, value);
}

/** Whether `intercept validate` takes the value for the operator. */
export function isValueFor(op: string, value: unknown): boolean {
  switch (op) {
    case "in":
    case "not_in":
      return Array.isArray(value);
    case "lt":
    case "lte":
    case "gt":
    case "gte":
      return typeof value === "number";
    case "exists":
      return typeof value === "boolean";
    case "regex":
      return typeof value === "string" && !/\(\?[=!<]|\\[1-9]/.test(value);
    default:
      return tests.has(op);
  }
}

const ordered =
  (test: (a: number, b: number) => boolean) =>
  (found: unknown, value: unknown): boolean =>
    typeof found === "number" && typeof value === "number" && test(found, value);

const isSame = (a: unknown, b: unknown): boolean =>
  typeof a === "number" && typeof b === "number" ? a === b : printed(a) === printed(b);

const isIn = (found: unknown, list: unknown): boolean =>
  Array.isArray(list) && list.some((item) => isSame(found, item));

const tests = new Map<string, (found: unknown, value: unknown) => boolean>([
  ["eq", isSame],
  ["neq", (found, value) => !isSame(found, value)],
  ["in", isIn],
  ["not_in", (found, value) => !isIn(found, value)],
  ["lt", ordered((a, b) => a < b)],
  ["lte", ordered((a, b) => a <= b)],
  ["gt", ordered((a, b) => a > b)],
  ["gte", ordered((a, b) => a >= b)],
  [
    "regex",
    (found, value) => typeof found === "string" && new RegExp(String(value), "u").test(found),
  ],
  [
    "contains",
    (found, value) =>
      typeof found === "string"
        ? typeof value === "string" && found.includes(value)
        : Array.isArray(found) && isIn(value, found),
  ],
  ["exists", (found, value) => (found !== undefined && found !== null) === value],
]);

/** What Go's `%v` prints of a value that came as JSON. */
export function printed(value: unknown): string {
  if (value === null) return "<nil>";
  if (typeof value === "number") return printedNumber(value);
  if (Array.isArray(value)) return `[${value.map(printed).join(" ")}]`;
  if (typeof value !== "object") return String(value);
  const keys = Object.keys(value).toSorted();
  return `map[${keys.map((key) => `${key}:${printed(Object(value)[key])}`).join(" ")}]`;
}

/** With an exponent of two digits at least, below 0.0001 and from 1e21 on. */
function printedNumber(value: number): string {
  const size = Math.abs(value);
  if (value === 0 || (size >= 1e-4 && size < 1e21)) return String(value);
  return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
}
