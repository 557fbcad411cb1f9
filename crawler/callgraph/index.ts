import { csharp } from "./csharp.ts";
import { go } from "./go.ts";
import { java } from "./java.ts";
import { kotlin } from "./kotlin.ts";
import type { CodeLanguage } from "./language.ts";
import { php } from "./php.ts";
import { python } from "./python.ts";
import { ruby } from "./ruby.ts";
import { rust } from "./rust.ts";
import { typescript } from "./typescript.ts";

/** Every language whose calls are followed. */
export const languages: readonly CodeLanguage[] = [
  csharp,
  go,
  java,
  kotlin,
  php,
  python,
  ruby,
  rust,
  typescript,
];
