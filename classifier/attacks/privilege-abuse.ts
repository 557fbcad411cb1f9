import { agenticTop10, onFacet, type AttackPattern } from "./attack.ts";

/** Access that an agent can change. */
export default {
  id: "privilege-abuse",
  standard: "OWASP Top 10 for Agentic Applications",
  code: "ASI03",
  title: "Identity and Privilege Abuse",
  url: agenticTop10,
  abuse:
    "It changes who may do what, with its owner's rights. A misled agent can let somebody in, or give itself more than it was given.",
  applies(tool) {
    return tool.classification.effect === "write" ? onFacet(tool, "permissions") : undefined;
  },
} satisfies AttackPattern;
