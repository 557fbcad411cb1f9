import type { Constraint } from "./format.ts";
import type { Naming } from "./plan.ts";

/** Where a dialect of Cedar has the arguments of a call, and how it writes their numbers. */
export interface Arguments {
  /** The record: `context.input`. */
  of: string;
  /** What the record calls an argument: `arg_branch`. */
  nameOf(argument: string): string;
  /** What has to hold for the record to be there at all: `context has args`. */
  guard?: string;
  /** What else must hold where an argument may be absent: some dialects leave out what they can't represent. */
  absent?(argument: string): string;
  /** How an amount arrives; a comparison of the other kind is an error, and no permit then holds. */
  amount(isWhole: boolean): "decimal" | "long";
}

/** For dialects that take tool names as they are; half of a surrogate pair arrives as U+FFFD, as their programs read JSON. */
export const cedarNames = {
  nameOf: (_alias: string, tool: string) => tool.toWellFormed(),
  unnamed: "deny",
} satisfies Naming;

/** What steers or can't be seen. */
const unseen = /\p{Cc}|[\u2028\u2029]|\p{Cf}|\p{DI}/gu;
const shortEscapes = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

/** A string literal of Cedar, with nothing invisible in it: JSON's escapes of control characters are no Cedar. */
export function cedarString(text: string): string {
  const plain = text
    .toWellFormed()
    .replaceAll(/["\\]/g, "\\$&")
    .replaceAll(
      unseen,
      (character) =>
        shortEscapes.get(character) ?? `\\u{${character.codePointAt(0)!.toString(16)}}`,
    );
  return `"${plain}"`;
}

/** Strings, each on a line of its own, so that a change of one is a change of one line. */
export function cedarList(items: readonly string[], indent = ""): string {
  return `[\n${items.map((item) => `${indent}  ${item}`).join(",\n")}\n${indent}]`;
}

/** The conjuncts that hold exactly when all arguments are as they must be; empty without constraints. None of them errs on an argument that is missing. */
export function cedarConditions(constraints: readonly Constraint[], given: Arguments): string[] {
  if (constraints.length === 0) return [];
  return [
    ...(given.guard === undefined ? [] : [given.guard]),
    ...constraints.flatMap((constraint) => conjuncts(constraint, given)),
  ];
}

function conjuncts({ argument, must }: Constraint, given: Arguments): string[] {
  const name = given.nameOf(argument);
  const isGiven = `${given.of} has ${isIdentifier(name) ? name : cedarString(name)}`;
  const value = isIdentifier(name) ? `${given.of}.${name}` : `${given.of}[${cedarString(name)}]`;
  if ("oneOf" in must) {
    const [first, ...more] = must.oneOf.map(cedarString);
    if (first === undefined) return ["false"];
    return [
      isGiven,
      more.length === 0
        ? `${value} == ${first}`
        : `[${[first, ...more].join(", ")}].contains(${value})`,
    ];
  }
  if ("atMost" in must) {
    return given.amount(must.isWhole === true) === "long"
      ? [isGiven, `${value} <= ${long(must.atMost)}`]
      : [isGiven, `${value}.lessThanOrEqual(decimal("${decimal(must.atMost)}"))`];
  }
  if (must.is) return [isGiven, `${value} == true`];
  const absent = given.absent?.(argument);
  return [
    `(if ${isGiven} then ${value} == false else true)`,
    ...(absent === undefined ? [] : [absent]),
  ];
}

/** Words that mean something else in at least one place of the language. */
const reserved = new Set(
  "true false if then else in is like has principal action resource context permit forbid when unless __cedar".split(
    " ",
  ),
);

const isIdentifier = (name: string): boolean =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !reserved.has(name);

/** Whole numbers up to an amount are those up to the whole number below it. */
function long(amount: number): string {
  const most = Number.MAX_SAFE_INTEGER;
  return String(Math.max(-most, Math.min(most, Math.floor(amount))));
}

/** Four places at most, and never more than the amount; what a decimal can't hold becomes the nearest that it can. */
function decimal(amount: number): string {
  const most = 900_000_000_000_000;
  const near = Math.max(-most, Math.min(most, amount)).toFixed(4);
  const held = Number(near) > amount && amount > -most ? (Number(near) - 0.0001).toFixed(4) : near;
  return held.replace(/0{1,3}$/, "");
}
