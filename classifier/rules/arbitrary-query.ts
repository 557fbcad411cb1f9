import {
  findPhrase,
  phrasesOf,
  quoteParameter,
  type Facts,
  type Parameter,
} from "../evidence/facts.ts";
import { headWords, isTold } from "../evidence/meaning.ts";
import { readReassurance } from "../evidence/reassurance.ts";
import { topicsOf } from "../evidence/topics.ts";
import type { Claim, Rule } from "./rule.ts";

const statements = new Set(
  "sql sqlquery querysql rawsql sqlstatement sqltext sqlcommand statement statements cypher cypherquery mutation plsql ddl querystring sqlqueries".split(
    " ",
  ),
);
const queries = new Set("query queries querytext script".split(" "));
const runs = new Set(
  "run execute exec query perform evaluate submit send post make call read select write use".split(
    " ",
  ),
);
const looks = new Set(
  "explain analyze analyse validate format lint parse translate optimize estimate recommend search save create update list get find generate check convert suggest review".split(
    " ",
  ),
);

/** The text itself says that a statement can change things, whatever else is declared. */
const admissions = phrasesOf([
  "include mutations",
  "and mutations",
  "or mutations",
  "queries and mutation",
  "queries or mutation",
  "state-changing",
  "can modify",
  "may modify",
  "can change data",
  "insert, update",
  "not read-only",
  "not read only",
]);

/** A statement that the caller writes, for a language that can change things. */
export default {
  id: "arbitrary-query",
  phase: "category",
  reason:
    "A caller who writes the statement decides what it does, unless the server or the language only reads.",
  nearMiss:
    "A search term in `query`, PromQL, and a statement that is only explained or saved are not arbitrary queries.",
  claim(facts) {
    const parameter = facts.parameters.find((candidate) => isStatement(candidate, facts));
    if (!parameter) return limitedQuery(facts);
    const verb = facts.named?.lemma ?? "";
    const described = facts.described[0]?.lemma ?? "";
    const analyzes = facts.parameters.find(({ key }) => running.test(key));
    if (
      analyzes &&
      (described === "explain" || verb === "explain") &&
      facts.about.has("writelanguage")
    )
      return {
        category: "Execute",
        force: "decides",
        facets: ["arbitrary-query"],
        evidence: [quoteParameter(analyzes, "runs the statement in order to explain it")],
      };
    if (looks.has(described) || (!runs.has(described) && looks.has(verb))) return undefined;
    const nameless = facts.about.has("writelanguage") && !isTold(facts);
    if (!runs.has(verb) && !runs.has(described) && !nameless) return undefined;
    const quote = quoteParameter(parameter, "takes a statement that the caller writes");
    const reassured = readReassurance(facts);
    const trusted = reassured ?? facts.annotations.readOnlyHint;
    if (trusted && !findPhrase(facts, admissions)) {
      return {
        category: "Read",
        force: "decides",
        facets: ["arbitrary-query"],
        evidence: reassured ? [reassured, quote] : [quote],
      };
    }
    return {
      category: "Execute",
      force: "decides",
      facets: ["arbitrary-query"],
      evidence: [quote],
    };
  },
} satisfies Rule;

/** A plan with actual figures is of a statement that was run. */
const running = /^(?:analyze|(?:include)?actual(?:plan)?|execute)$/;

/** No parameters are known, and the words say that the queries that are run can only read. */
function limitedQuery(facts: Facts): Claim | undefined {
  const act = facts.described[0];
  const queries =
    act?.kind === "run" &&
    /^(?:quer(?:y|ies)|sql|statements?)$/.test(headWords(act).at(-1)?.text ?? "");
  const reassured = queries && facts.parameters.length === 0 ? readReassurance(facts) : undefined;
  return reassured && !findPhrase(facts, admissions)
    ? {
        category: "Read",
        force: "decides",
        facets: ["arbitrary-query"],
        evidence: [reassured],
      }
    : undefined;
}

function isStatement(parameter: Parameter, facts: Facts): boolean {
  if (parameter.type !== "" && parameter.type !== "string" && parameter.type !== "array")
    return false;
  if (facts.about.has("readlanguage")) return false;
  if (statements.has(parameter.key))
    return parameter.key !== "querystring" || facts.about.has("writelanguage");
  if (!queries.has(parameter.key)) return false;
  const text = parameter.description.slice(0, 200).toLowerCase();
  return (
    facts.about.has("writelanguage") ||
    facts.serverWords.some((word) => topicsOf.get(word)?.has("writelanguage")) ||
    /\b(?:sql|cypher|graphql|gremlin|sparql)\b/.test(text) ||
    /\bquery(?: \(str(?:ing)?\))?: (?:the |a )?(?:valid )?(?:sql|cypher|graphql|sparql)\b/.test(
      facts.lower,
    ) ||
    /\b(?:influxql|flux|cypher|graphql|gremlin|sparql|t-sql|pl\/sql)\b/.test(
      facts.lower.slice(0, 300),
    )
  );
}
