import type { CodeLanguage } from "./language.ts";

/** Every language whose calls are followed. */
export const languages: readonly CodeLanguage[] = [];
