import { quoteParameter } from "../evidence/facts.ts";
import type { Rule } from "./rule.ts";

const targets = new Set(
  "url path endpoint uri route apipath resource href requestpath apiendpoint operationid".split(
    " ",
  ),
);
const methods = new Set(["method", "httpmethod", "verb", "requestmethod"]);

const sends = new Set("make request submit place".split(" "));

/** A request whose method and target the caller chooses. */
export default {
  id: "arbitrary-request",
  phase: "category",
  reason: "With the method and the target in the caller's hand, the whole API behind is reachable.",
  nearMiss: "A fetcher that takes only a `url` reads; `method: GET | HEAD` cannot write.",
  claim(facts) {
    const method = facts.parameters.find(
      (parameter) => methods.has(parameter.key) && parameter.depth === 0,
    );
    const target = facts.parameters.find(
      (parameter) => targets.has(parameter.key) && parameter.depth === 0,
    );
    if (!method || !target) return undefined;
    const choices = method.choices.map((choice) => choice.toUpperCase());
    if (
      choices.length > 0 &&
      !choices.some((choice) => ["POST", "PUT", "PATCH", "DELETE"].includes(choice))
    )
      return undefined;
    if (
      facts.described.some(
        (act) =>
          (act.kind === "write" && !sends.has(act.lemma)) ||
          (act.kind === "read" && act.lemma !== "fetch" && act.lemma !== "call"),
      )
    )
      return undefined;
    return {
      category: "Execute",
      force: "decides",
      facets: ["network", "egress"],
      evidence: [
        quoteParameter(method, "lets the caller choose the request method"),
        quoteParameter(target, "lets the caller choose where it goes"),
      ],
    };
  },
} satisfies Rule;
