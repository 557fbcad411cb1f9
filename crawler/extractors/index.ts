import csharp from "./csharp.ts";
import go from "./go.ts";
import type { Extractor } from "./extractor.ts";
import java from "./java.ts";
import kotlin from "./kotlin.ts";
import manifest from "./manifest.ts";
import php from "./php.ts";
import python from "./python.ts";
import ruby from "./ruby.ts";
import rust from "./rust.ts";
import typescript from "./typescript.ts";

/** Every extractor, in display order. */
export const extractors: Extractor[] = [
  typescript,
  python,
  go,
  rust,
  java,
  kotlin,
  csharp,
  php,
  ruby,
  manifest,
];
