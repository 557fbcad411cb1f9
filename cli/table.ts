import { styleText } from "node:util";
import type { Risk } from "../model.ts";

type Style = Parameters<typeof styleText>[0];

/** Text in a colour where standard output is a terminal that wants one. */
export function paint(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout });
}

/** Columns padded to their widest cell, two spaces apart; cells that are numbers stand right. */
export function table(rows: (string | number)[][]): string {
  const widths = rows.reduce<number[]>(
    (all, row) => row.map((cell, index) => Math.max(all[index] ?? 0, String(cell).length)),
    [],
  );
  return rows
    .map((row) =>
      row
        .map((cell, index) =>
          typeof cell === "number"
            ? String(cell).padStart(widths[index] ?? 0)
            : cell.padEnd(widths[index] ?? 0),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** `1 tool`, `2 tools` */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** Crawled text for a terminal: control characters, which could move the cursor or hide text, become visible. */
export function plain(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}]/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
}

export const riskStyles: Record<Risk, Style> = {
  low: "green",
  medium: "yellow",
  high: "magenta",
  critical: "red",
};
export const riskMarks: Record<Risk, string> = { low: "○", medium: "◐", high: "◆", critical: "▲" };
