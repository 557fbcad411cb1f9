import { type Command, InvalidArgumentError } from "commander";
import { type Budget, parseBudget } from "../../classifier/opinion/budget.ts";
import { type Price, parsePrice } from "../../classifier/opinion/prices.ts";
import { UsageError, toCount } from "../context.ts";
import { priceExpected } from "../settings.ts";

/** What a command was told about a second opinion; nobody is asked unless the engine is `openai`. */
export interface OpinionFlags {
  engine: "rules" | "openai";
  dryRun?: true;
  budget?: Budget;
  price?: Price;
  batch?: true;
  /** Seconds. */
  poll: number;
}

/** Adds the flags of a second opinion to a command. */
export function withOpinionFlags(command: Command): Command {
  return command
    .option(
      "--engine <name>",
      "rules, or openai: ask a model for a second opinion",
      toEngine,
      "rules",
    )
    .option("--dry-run", "with openai: print requests, tokens and cost, and send nothing")
    .option("--budget <amount>", "with openai: stop at 5usd or 200000tokens", toBudget)
    .option(
      "--price <in/out>",
      "with openai: dollars for a million tokens, such as 0.1/0.5",
      toPrice,
    )
    .option("--batch", "with openai: the Batch API, at half the price, within a day")
    .option("--poll <seconds>", "with --batch: between two looks at it", toCount, 60);
}

/** Throws when flags were given that mean nothing without a model. */
export function checkOpinionFlags(flags: OpinionFlags): void {
  if (flags.engine === "openai") return;
  const stray = (["dryRun", "budget", "price", "batch"] as const).find((one) => flags[one]);
  if (stray !== undefined)
    throw new UsageError(`--${stray === "dryRun" ? "dry-run" : stray} needs --engine openai`);
}

function toEngine(text: string): OpinionFlags["engine"] {
  if (text === "rules" || text === "openai") return text;
  throw new InvalidArgumentError("Expected rules or openai.");
}

function toBudget(text: string): Budget {
  const budget = parseBudget(text);
  if (budget !== undefined) return budget;
  throw new InvalidArgumentError("Expected an amount such as 5usd or 200000tokens.");
}

function toPrice(text: string): Price {
  const price = parsePrice(text);
  if (price !== undefined) return price;
  throw new InvalidArgumentError(`It should be ${priceExpected}.`);
}
