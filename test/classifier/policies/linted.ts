import { formats } from "../../../classifier/policies/index.ts";
import { type Lint, lintPolicies } from "../../../classifier/policies/lint.ts";
import { readers } from "../../../classifier/policies/readers/index.ts";
import type { Action } from "../../../model.ts";

const shop: Record<string, Action> = { drop: "deny", list: "allow", pay: "ask" };

/** What lint says of a policy for the server `shop`, and for others with these tools. */
export function lint(id: string, text: string, servers: Record<string, string[]> = {}): Lint[] {
  const given = Object.entries({ shop: Object.keys(shop), ...servers });
  const format = formats.find((one) => one.id === id)!;
  return lintPolicies(
    format,
    given.map(([alias, names]) => ({
      reading: readers.get(id)!(text, alias),
      request: {
        alias,
        tools: names.map((name) => ({
          name,
          recommendation: { action: shop[name] ?? "ask", reason: "" },
        })),
      },
    })),
  );
}
