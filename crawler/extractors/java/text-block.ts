import { unescape } from "../jvm/nodes.ts";

/** The value of a Java text block from its source with the quotes. https://docs.oracle.com/javase/specs/jls/se21/html/jls-3.html#jls-3.10.6 */
export function textBlock(source: string): string {
  const inside = source
    .slice(3, -3)
    .replace(/^[^\n]*\n/, "")
    .replace(/\r\n?/g, "\n");
  const lines = inside.split("\n");
  const last = lines.length - 1;
  const counted = lines.filter((line, index) => line.trim() !== "" || index === last);
  const indent = Math.min(...counted.map((line) => line.length - line.trimStart().length));
  return unescape(
    lines
      .map((line) => (line.trim() === "" ? "" : line.slice(indent).replace(/[ \t]+$/, "")))
      .join("\n"),
  );
}
