import { findPhrase, phrasesOf, quoteParameter, type Facts } from "../evidence/facts.ts";
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
    const raw = facts.parameters.find(({ key }) => raws.has(key));
    if (raw && facts.parameters.some(({ key }) => hosts.has(key)) && sendsIt(facts))
      return {
        category: "Execute",
        force: "decides",
        facets: ["network", "egress"],
        evidence: [quoteParameter(raw, "takes a whole request that the caller writes")],
      };
    const changing = target && findPhrase(facts, requests);
    if (changing && changing.quote.length > 0 && opens(facts, changing.quote))
      return {
        category: "Execute",
        force: "decides",
        facets: ["network", "egress"],
        evidence: [
          { ...changing, shows: "sends a changing request" },
          quoteParameter(target, "lets the caller choose where it goes"),
        ],
      };
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

const requests = phrasesOf(
  ["post", "put", "patch", "delete"].flatMap((method) => [
    `http ${method} request`,
    `http ${method} to`,
  ]),
);

const opens = (facts: Facts, quote: string): boolean =>
  facts.lower.indexOf(quote.toLowerCase()) < (facts.sentences[0]?.end ?? 0);

const raws = new Set("raw rawrequest httprequest requestraw rawhttp".split(" "));
const hosts = new Set("host hostname port tls url targethostname targetport".split(" "));

/** A raw request that is only kept or shown is sent by somebody else. */
const sendsIt = (facts: Facts): boolean =>
  facts.acts.some(
    ({ kind, lemma }) => kind === "send" || kind === "run" || sends.has(lemma) || lemma === "race",
  );
