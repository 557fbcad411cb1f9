import type { Annotations, Classification } from "../../model.ts";
import { percent, type Rows } from "./tables.ts";

/** An annotated tool and the label that it gets when all its annotations are left out. */
export interface Hinted {
  server: string;
  language: string;
  name: string;
  annotations: Annotations;
  found: Pick<Classification, "category" | "effect" | "risk" | "facets">;
}

/** The author's hint against our label. */
export interface Verdict {
  hint: "readOnlyHint" | "destructiveHint";
  declared: boolean;
  agrees: boolean;
}

/**
 * What each declared hint says against the label: readOnlyHint against the effect. destructiveHint counts only where the tool isn't
 * declared read-only (https://modelcontextprotocol.io/specification/2025-06-18/schema#toolannotations): true agrees with
 * every label that something changes, since an overwrite is a destructive update too; false disagrees with Destructive.
 */
export function judge({ annotations, found }: Hinted): Verdict[] {
  const { readOnlyHint, destructiveHint } = annotations;
  const verdicts: Verdict[] = [];
  if (typeof readOnlyHint === "boolean")
    verdicts.push({
      hint: "readOnlyHint",
      declared: readOnlyHint,
      agrees: (found.effect === "read") === readOnlyHint,
    });
  if (typeof destructiveHint === "boolean" && readOnlyHint !== true)
    verdicts.push({
      hint: "destructiveHint",
      declared: destructiveHint,
      agrees: destructiveHint ? found.effect === "write" : found.category !== "Destructive",
    });
  return verdicts;
}

const kinds = [
  ["readOnlyHint", true],
  ["readOnlyHint", false],
  ["destructiveHint", true],
  ["destructiveHint", false],
] as const;

/** A row for each language and one for all: of each hint how many, and how many percent our label agrees with. */
export function agreementRows(tools: readonly Hinted[]): Rows {
  const languages = [...new Set(tools.map(({ language }) => language))].toSorted();
  return [
    ["language", "tools", ...kinds.flatMap(([hint, on]) => [`${hint}: ${on}`, "agree %"])],
    ...[...languages, undefined].map((language) => {
      const here = tools.filter((one) => language === undefined || one.language === language);
      const verdicts = here.flatMap(judge);
      return [
        language ?? "all",
        here.length,
        ...kinds.flatMap(([hint, declared]) => {
          const these = verdicts.filter((one) => one.hint === hint && one.declared === declared);
          const agree = these.filter((one) => one.agrees).length;
          return [these.length, percent(agree / these.length, these.length)];
        }),
      ];
    }),
  ];
}
