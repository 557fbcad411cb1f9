import type { Usage } from "./endpoint.ts";
import type { Price } from "./prices.ts";

/** What a run may cost at most. */
export interface Budget {
  unit: "usd" | "tokens";
  most: number;
}

/** `5usd`, `0.25usd`, `200000tokens`; undefined for anything else, and for nothing. */
export function parseBudget(text: string): Budget | undefined {
  const match = /^(?<most>\d{1,12}(?:\.\d{1,6})?)(?<unit>usd|tokens)$/i.exec(text.trim());
  const most = Number(match?.groups?.["most"]);
  const unit = match?.groups?.["unit"]?.toLowerCase() === "usd" ? "usd" : "tokens";
  return match && most > 0 && (unit === "usd" || Number.isInteger(most))
    ? { unit, most }
    : undefined;
}

/** Dollars for these tokens. */
export function dollars({ input, output }: Usage, price: Price): number {
  return (input * price.input + output * price.output) / 1_000_000;
}

/** What was spent so far and what is set aside for requests under way; together they never exceed the budget. */
export interface Purse {
  readonly spent: Usage;
  /** Sets the most that a request can cost aside; false when that is more than is left. */
  reserve(most: Usage): boolean;
  /** Puts what a request did cost in the place of what was set aside for it. */
  settle(most: Usage, actual: Usage): void;
}

/** A purse with a budget, or without end. */
export function openPurse(price: Price, budget?: Budget): Purse {
  const spent = { input: 0, output: 0 };
  let aside = 0;
  const inUnits = (usage: Usage): number =>
    budget?.unit === "usd" ? dollars(usage, price) : usage.input + usage.output;
  return {
    spent,
    reserve(most) {
      const units = inUnits(most);
      // Sums of dollars are not exact in their last digits.
      if (budget && inUnits(spent) + aside + units > budget.most * (1 + 1e-9)) return false;
      aside += units;
      return true;
    },
    settle(most, actual) {
      aside -= inUnits(most);
      spent.input += actual.input;
      spent.output += actual.output;
    },
  };
}
