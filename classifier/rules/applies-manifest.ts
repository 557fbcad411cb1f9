import { quoteAct, quoteParameter, type Act, type Facts } from "../evidence/facts.ts";
import type { Rule } from "./rule.ts";

const set = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

const cluster = set("kubernetes k8s kubectl openshift");
const applying = set("apply create modify update patch replace deploy post put");
const written = /^(?:manifests?|ya?ml|resourceyaml|manifestyaml|yamlcontent|yamlmanifest)$/;

const carriers = /^(?:resource|resources|definition|content|body|spec)$/;

/** A manifest for a cluster that the caller writes. */
export default {
  id: "applies-manifest",
  phase: "category",
  reason:
    "A manifest names images, commands, secrets and access rules, so who writes it runs what they like.",
  nearMiss: "A manifest that is only generated, validated or shown runs nothing.",
  claim(facts) {
    const act = facts.acts.find((candidate) => applying.has(candidate.lemma));
    if (!act || !inCluster(facts)) return undefined;
    const parameter = facts.parameters.find(
      ({ key, depth, choices, description }) =>
        depth === 0 &&
        choices.length === 0 &&
        (written.test(key) ||
          key === "body" ||
          (carriers.test(key) && /\b(?:ya?ml|manifest)\b/i.test(description))),
    );
    if (!parameter && !(facts.parameters.length === 0 && readsManifest(act))) return undefined;
    return {
      category: "Execute",
      force: "decides",
      facets: ["infrastructure"],
      evidence: [
        parameter
          ? quoteParameter(parameter, "takes a manifest that the caller writes")
          : quoteAct(facts, act, "takes a manifest that the caller writes"),
      ],
    };
  },
} satisfies Rule;

const inCluster = (facts: Facts): boolean =>
  [...facts.nameWords, ...(facts.sentences[0]?.words ?? [])].some(({ text }) => cluster.has(text));

const readsManifest = (act: Act): boolean => act.object.some(({ text }) => written.test(text));
