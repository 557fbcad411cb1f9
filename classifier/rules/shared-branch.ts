import { quoteAct, quoteParameter } from "../evidence/facts.ts";
import type { Rule } from "./rule.ts";

const contents = new Set("content files message commitmessage".split(" "));

/** Commits and merges that may land on the branch that everybody uses. */
export default {
  id: "shared-branch",
  phase: "risk",
  reason: "What reaches a shared main branch is built, shipped and pulled by others.",
  nearMiss: "A local commit, and a new branch, reach nobody yet.",
  claim(facts, category) {
    if (category !== "Write") return undefined;
    const reason = "it can change a shared main branch";
    const act = facts.acts.find((candidate) => candidate.lemma === "merge");
    const words = new Set(facts.nameWords.map((word) => word.text));
    if (
      act &&
      (words.has("pull") || words.has("request") || words.has("pr") || words.has("branch"))
    )
      return { step: { by: 1, reason }, evidence: [quoteAct(facts, act, reason)] };
    const branch = facts.parameters.find(
      (parameter) => parameter.key === "branch" || parameter.key === "branchname",
    );
    const content = facts.parameters.some((parameter) => contents.has(parameter.key));
    return branch && content && (words.has("file") || words.has("files"))
      ? { step: { by: 1, reason }, evidence: [quoteParameter(branch, reason)] }
      : undefined;
  },
} satisfies Rule;
