import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

/** A table of figures with the day on which it was measured: a head, a row each, and often a last one for all. */
export interface Measured {
  measured: string;
  rows: (string | number)[][];
}

/** Puts a table where people read it: between `<!-- name -->` and `<!-- /name -->` in the README, and in `docs/<name>.json` for the site. */
export function publish(name: string, rows: Measured["rows"]): void {
  const measured = new Date().toISOString().slice(0, 10);
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const between = new RegExp(`(?<=<!-- ${name} -->\n)[^]*?(?=<!-- /${name} -->)`);
  const text = `\nMeasured on ${measured}:\n\n${markdown(rows)}\n\n`;
  writeFileSync(
    join(root, "README.md"),
    readme.replace(between, () => text),
  );
  writeFileSync(
    join(root, `docs/${name}.json`),
    `${JSON.stringify({ measured, rows } satisfies Measured, null, 2)}\n`,
  );
}

function markdown(rows: Measured["rows"]): string {
  const [head = [], ...body] = rows;
  const rule = head.map((_, index) => (typeof body.at(-1)?.[index] === "number" ? "---:" : "---"));
  return [head, rule, ...body].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** Text with its white space folded, as descriptions are compared. */
export function fold(text: string | undefined): string {
  return (text ?? "").replace(/\s+/g, " ").trim();
}
