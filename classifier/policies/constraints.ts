import type { Classification, JsonSchema } from "../../model.ts";
import type { Constraint } from "./format.ts";

/** Rules about more arguments than these are no longer read. */
const most = 4;

/** Arguments that say where or to whom a call reaches: its words, and what stands in the placeholder. */
const targets: [words: RegExp, placeholder: string][] = [
  [/^(?:(?:target|base|source|default)_)?(?:branch|ref)(?:_name)?$/, "branch"],
  [/^(?:to|recipients?|to_?(?:email|address)|email_?(?:to|address))$/, "recipient"],
  [/^(?:channel|channel_id|chat_id)$/, "channel"],
  [
    /^(?:(?:file|dir(?:ectory)?|folder|target|destination|dest|output)_?(?:path|dir)?|path|filename)$/,
    "path",
  ],
  [/^(?:repo|repository|repo_name)$/, "repository"],
  [
    /^(?:namespace|database|database_name|db|bucket|bucket_name|project|project_id|workspace|workspace_id|account_id|page_id|site_id|environment)$/,
    "name",
  ],
  [/^(?:url|uri|endpoint)$/, "address"],
];
const amounts =
  /^(?:(?:total|max|daily|lifetime|limit|order)_)?(?:amount|budget|price|quantity|qty|cost|bid)(?:_(?:cents|usd|minor))?$/;
/** Switches that take a safeguard away. */
const powers =
  /^(?:force|forced?_?delete|recursive|hard|hard_delete|permanent(?:ly)?|overwrite|skip_(?:confirmation|confirm|checks?|hooks|validation)|no_verify|bypass_\w+|admin|sudo|cascade)$/;
/** Switches that keep a call from doing anything. */
const rehearsals = /^(?:dry_?run|preview|validate_only|simulate)$/;

/**
 * What can be asked of the arguments of a tool that changes something, from its real input schema: where it reaches, how much,
 * and switches that take safeguards away. Values are placeholders to fill, never guesses. Empty for tools that read, and where nothing fits.
 */
export function constraintsOf(
  { category, risk }: Pick<Classification, "category" | "risk">,
  schema: JsonSchema | undefined,
): Constraint[] {
  const properties = schema?.["properties"];
  if (category === "Read" || risk === "low" || !isRecord(properties)) return [];
  const found = Object.entries(properties).flatMap(([argument, property]) => {
    const must = isRecord(property) ? mustOf(snake(argument), property) : undefined;
    return must === undefined ? [] : [{ argument, must }];
  });
  return found.slice(0, most);
}

function mustOf(
  name: string,
  { type, enum: values }: Record<string, unknown>,
): Constraint["must"] | undefined {
  if (type === "boolean") {
    if (powers.test(name)) return { is: false };
    return rehearsals.test(name) ? { is: true } : undefined;
  }
  if (type === "number" || type === "integer")
    return amounts.test(name)
      ? { atMost: 0, ...(type === "integer" && { isWhole: true }) }
      : undefined;
  if (type !== "string") return undefined;
  const placeholder = targets.find(([words]) => words.test(name))?.[1];
  if (placeholder === undefined) return undefined;
  return { oneOf: [`<${placeholder}>`], ...(Array.isArray(values) && { isEnum: true }) };
}

/** `dryRun`, `dry-run` -> `dry_run` */
const snake = (name: string): string =>
  name
    .replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, "_")
    .replaceAll("-", "_")
    .toLowerCase();

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
