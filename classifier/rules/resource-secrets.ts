import { findPhrase, phrasesOf, quoteParameter, type Word } from "../evidence/facts.ts";
import { headWords } from "../evidence/meaning.ts";
import type { Rule } from "./rule.ts";

const kinds = new Set("resourcetype kind resource resources".split(" "));

const anyKind = phrasesOf(["any kubernetes resource", "any resource"]);

const isCluster = ({ text }: Word): boolean =>
  text === "kubernetes" || text === "k8s" || text === "kubectl";

/** A reader of any kind of cluster resource, secrets among them. */
export default {
  id: "resource-secrets",
  phase: "risk",
  reason: "A reader of any Kubernetes resource can read its Secrets too.",
  nearMiss: "Events, logs, the documentation of a kind and a single named kind hold no Secrets.",
  claim(facts) {
    if (!facts.nameWords.some(isCluster) && !facts.sentences[0]?.words.some(isCluster))
      return undefined;
    const kind = facts.parameters.find(
      (parameter) =>
        kinds.has(parameter.key) && parameter.depth === 0 && parameter.choices.length === 0,
    );
    const any = facts.parameters.length === 0 ? findPhrase(facts, anyKind) : undefined;
    const act = facts.described[0] ?? facts.named;
    if (
      (!kind && !any) ||
      !act ||
      !["get", "list", "manage", "retrieve", "fetch", "describe", "read"].includes(act.lemma) ||
      facts.nameWords.some((word) =>
        ["event", "events", "logs", "log", "api", "rollout", "explain", "schema", "scale"].includes(
          word.text,
        ),
      ) ||
      headWords(act).some((word) =>
        /^(?:documentation|docs|schemas?|definitions?)$/.test(word.text),
      )
    )
      return undefined;
    return {
      facets: ["secrets"],
      step: { by: 1, reason: "it can return secrets" },
      evidence: kind
        ? [quoteParameter(kind, "chooses any kind of resource")]
        : [{ ...any!, shows: "returns any kind of resource" }],
    };
  },
} satisfies Rule;
