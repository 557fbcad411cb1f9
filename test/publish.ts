import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

/** A table of figures with the day on which it was measured: a head, a row each, and often a last one for all. */
export interface Measured {
  measured: string;
  rows: (string | number)[][];
}

/** One of several tables that are measured with one command or with its options. */
export interface Section extends Measured {
  id: string;
  title: string;
  /** Who labelled. */
  engine: string;
  /** What makes the table. */
  command: string;
}

/** A table that is measured now. */
export type NewSection = Omit<Section, "measured">;

/** Puts a table where people read it: between `<!-- name -->` and `<!-- /name -->` in the README, and in `docs/<name>.json` for the site. */
export function publish(name: string, rows: Measured["rows"]): void {
  const measured = today();
  replaceInReadme(name, `Measured on ${measured}:\n\n${markdown(rows)}`);
  writeFileSync(
    join(root, `docs/${name}.json`),
    `${JSON.stringify({ measured, rows } satisfies Measured, null, 2)}\n`,
  );
}

/** The same for several tables; those that are there and were not measured now stay as they are. */
export function publishSections(name: string, sections: NewSection[]): void {
  const file = join(root, `docs/${name}.json`);
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Section[]) : [];
  const measured = today();
  const all = new Map(kept.map((one) => [one.id, one]));
  for (const { id, title, engine, command, rows } of sections)
    all.set(id, { id, title, measured, engine, command, rows });
  // What rules weren't developed on is the honest figure, and stands first.
  const place = ({ id }: Section) => `${id.startsWith("held-out") ? 0 : 1}${id}`;
  const list = [...all.values()].toSorted((a, b) => (place(a) < place(b) ? -1 : 1));
  writeFileSync(file, `${JSON.stringify(list, null, 2)}\n`);
  const texts = list.map(
    (one) =>
      `${one.title}, measured on ${one.measured} with \`${one.command}\` by \`${one.engine}\`:\n\n${markdown(one.rows)}`,
  );
  replaceInReadme(name, texts.join("\n\n"));
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

function replaceInReadme(name: string, text: string): void {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const between = new RegExp(`(?<=<!-- ${name} -->\n)[^]*?(?=<!-- /${name} -->)`);
  writeFileSync(
    join(root, "README.md"),
    readme.replace(between, () => `\n${text}\n\n`),
  );
}

function markdown(rows: Measured["rows"]): string {
  const [head = [], ...body] = rows;
  const isNumeric = (index: number) => body.some((cells) => typeof cells[index] === "number");
  const rule = head.map((_, index) => (isNumeric(index) ? "---:" : "---"));
  return [head, rule, ...body].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** Text with its white space folded, as descriptions are compared. */
export function fold(text: string | undefined): string {
  return (text ?? "").replace(/\s+/g, " ").trim();
}
