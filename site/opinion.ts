import type { Opinion } from "../model.ts";
import { listed } from "./text.ts";

/** What became of a second opinion, and why, in plain sentences. */
export function opinionFate(opinion: Opinion): string {
  if ("reason" in opinion) {
    const what =
      opinion.outcome === "void" ? "Its answer counts for nothing" : "No answer was to be had";
    return `${what}, because ${opinion.reason}. The label is the rules' alone.`;
  }
  if (opinion.outcome === "agrees") return "It agrees with the rules.";
  const kept = listed((opinion.kept ?? []).map((part) => `its ${part}`));
  const why =
    "an opinion may raise a label and never makes one milder, nor the policy that follows from it looser";
  if (opinion.outcome === "lower")
    return `It takes the tool for milder than the rules do. That was not followed: ${why}.`;
  return kept === ""
    ? "It raised the label, and a person is asked before anything runs on a label in dispute."
    : `It raised the label. Of what it says, ${kept} was not followed: ${why}.`;
}
