import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(import.meta.url);
/** Keeps the glyphs of `text` and the given part of each axis; it comes without types. */
const subsetFont = require("subset-font") as (
  font: Buffer,
  text: string,
  options: {
    targetFormat: "woff2";
    variationAxes: Record<string, { min: number; max: number }>;
  },
) => Promise<Buffer>;

/** Letters, digits and signs of English prose and code; other scripts come from the reader's own fonts. */
const characters =
  Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join("") +
  "\u00a0©«·»°±×éèüöäñçß–—‘’“”…→←↑↓•≥≤≠";

const faces = [
  { name: "serif", file: "source-serif-4/files/source-serif-4-latin-wght-normal.woff2", max: 700 },
  { name: "sans", file: "source-sans-3/files/source-sans-3-latin-wght-normal.woff2", max: 700 },
  { name: "mono", file: "source-code-pro/files/source-code-pro-latin-wght-normal.woff2", max: 700 },
];

/** Writes `serif.woff2`, `sans.woff2` and `mono.woff2`: variable in weight from 400, about 55 KB together. */
export async function writeFonts(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { name, file, max } of faces) {
    const whole = await readFile(require.resolve(`@fontsource-variable/${file}`));
    const part = await subsetFont(whole, characters, {
      targetFormat: "woff2",
      variationAxes: { wght: { min: 400, max } },
    });
    await writeFile(join(folder, `${name}.woff2`), part);
  }
}
