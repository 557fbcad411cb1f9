import { z } from "zod";
import { nearest } from "./keys.ts";

/**
 * A value of somebody's file as its enforcer takes it; `at` is where it stands. Throws an error in plain words that says for each wrong value
 * where it is, what may stand there and what does: `agent.default: expected "allow" or "deny", got "block"`.
 */
export function shaped<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  at: readonly PropertyKey[] = [],
): z.output<Schema> {
  const { found, wrong } = shapeOf(schema, value);
  if (found === undefined)
    throw new Error(wrong.map(({ path, words }) => sentence([...at, ...path], words)).join("; "));
  return found.value;
}

/** What is wrong with one value: where it stands, what was expected and what is there. */
export interface WrongValue {
  path: PropertyKey[];
  words: string;
}

/** The same for a caller who says it in words of its own; without `found`, at least one is wrong. */
export function shapeOf<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): { found?: { value: z.output<Schema> }; wrong: WrongValue[] } {
  const { data, error } = schema.safeParse(value, { error: expectation, reportInput: true });
  if (error === undefined) return { found: { value: data }, wrong: [] };
  return {
    wrong: error.issues.flatMap((issue) =>
      deepest(issue).map(({ path, message, input }) => ({
        path,
        words: message.startsWith("expected ")
          ? `${message}, got ${seen(input)}${misspelt(value, path)}`
          : message,
      })),
    ),
  };
}

/** The key that stands there for the one that is missing. */
function misspelt(value: unknown, path: readonly PropertyKey[]): string {
  const parent = path.slice(0, -1).reduce((part, key) => Object(part)[key], value);
  const keys = Object.keys(Object(parent));
  const wanted = path.at(-1);
  if (typeof wanted !== "string" || keys.includes(wanted)) return "";
  const key = nearest(wanted, keys);
  return key === undefined ? "" : ` but \`${key}\``;
}

const sentence = (path: readonly PropertyKey[], words: string): string =>
  path.length === 0 ? words : `${place(path)}: ${words}`;

/** `permission."a b".rules[2]` */
function place(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => {
      if (typeof key === "number") return `[${key}]`;
      const name = String(key);
      return `${index > 0 ? "." : ""}${/^[\w$-]+$/.test(name) ? name : JSON.stringify(name)}`;
    })
    .join("");
}

const kinds = new Map([
  ["array", "a list"],
  ["boolean", "true or false"],
  ["int", "a whole number"],
  ["null", "nothing"],
  ["number", "a number"],
  ["object", "an object"],
  ["record", "an object"],
  ["string", "a text"],
  ["undefined", "nothing"],
]);

type Issue = Parameters<z.core.$ZodErrorMap>[0];

/** What may stand there; undefined where the schema says so itself. */
function expectation(issue: Issue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return `expected ${kinds.get(issue.expected) ?? issue.expected}`;
    case "invalid_value":
      return `expected ${oneOf(issue.values.map((value) => JSON.stringify(value)))}`;
    case "invalid_union":
      return expectedOfAll(issue.errors);
    case "too_small":
    case "too_big":
      return `expected ${amount(issue)}`;
    case "unrecognized_keys": {
      const { def } = (issue.inst as z.core.$ZodObject)._zod;
      return `expected no key but ${oneOf(Object.keys(def.shape).map((key) => `\`${key}\``))}`;
    }
    default:
      return undefined;
  }
}

function amount(issue: z.core.$ZodRawIssue<z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig>) {
  const [word, bound] =
    issue.code === "too_small" ? ["at least", issue.minimum] : ["at most", issue.maximum];
  if (issue.origin === "string") return `a text of ${word} ${bound} characters`;
  return issue.origin === "array" ? `a list of ${word} ${bound}` : `a number of ${word} ${bound}`;
}

/** What the ways to write it that fail where they begin say; another way is meant where one fails further in. */
function expectedOfAll(ways: readonly (readonly z.core.$ZodIssue[])[]): string {
  const said = ways.flatMap((issues) =>
    issues
      .filter(({ path }) => path.length === 0)
      .flatMap(({ message }) => message.replace(/^expected /, "").split(/, | or /)),
  );
  return `expected ${oneOf([...new Set(said)])}`;
}

/** Of a value that can be written in several ways, what is wrong with the way that was meant. */
function deepest(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union") return [issue];
  const meant = issue.errors.find((issues) => issues.every((each) => !isAnotherWay(each)));
  if (meant === undefined || meant.length === 0) return [issue];
  return meant.flatMap((each) => deepest({ ...each, path: [...issue.path, ...each.path] }));
}

const isAnotherWay = ({ path, code }: z.core.$ZodIssue): boolean =>
  path.length === 0 &&
  (code === "invalid_type" || code === "invalid_value" || code === "invalid_union");

const oneOf = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;

/** Characters of a value that a message shows. */
const longestValue = 40;

function seen(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return `an object of ${oneOf(Object.keys(value)) || "no keys"}`;
  const text = JSON.stringify(value) ?? String(value);
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}
