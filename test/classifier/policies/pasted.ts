import { mergePolicies } from "../../../classifier/policies/documents.ts";
import type { Emitted, PolicyFormat } from "../../../classifier/policies/format.ts";
import type { Engine } from "./engines/engine.ts";

/** What a reader's files come to with a snippet in them: the first, and the second where the enforcer has two. */
export function pasted(
  { language }: PolicyFormat,
  { neutralAlso }: Engine,
  { body, extent, goesFirst, also }: Emitted,
  base: string,
): { file: string; also: string | undefined } {
  return {
    file: extent === "whole" ? body : mergePolicies(language, base, body, goesFirst),
    also: also ? mergePolicies(also.language, neutralAlso ?? "{}", also.body) : neutralAlso,
  };
}
