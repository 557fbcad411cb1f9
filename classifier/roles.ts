import type { Classification, Definition, Facet, Witness } from "../model.ts";
import { readRepository } from "./evidence/repositories.ts";
import { telling } from "./evidence/reasons.ts";
import { roles, type Role, type SessionTool } from "./session.ts";

/** A labelled tool. */
export interface Labelled {
  definition: Definition;
  classification: Classification;
}

/** That a tool has a role, and why. */
export interface Part {
  role: Role;
  /** A clause about the tool: `it returns what outsiders may have written`. */
  because: string;
  /** Words of the definition or the handler that it rests on; absent when the label holds none. */
  quote?: string;
  witness?: Witness;
}

/** A labelled tool as a session sees it. */
export function sessionTool(server: string, tool: Labelled): SessionTool {
  const { effect, facets } = tool.classification;
  const held = new Set(partsOf(tool).map((part) => part.role));
  return {
    server,
    name: tool.definition.name,
    roles: roles.filter((role) => held.has(role)),
    changes: effect === "write" && !facets.includes("scratch"),
  };
}

/**
 * The roles of a tool, by its facets, its category and its parameters, at most one part for each role.
 * An `openWorldHint` gives none: its default is true, so it says little.
 */
export function partsOf(tool: Labelled): Part[] {
  return [bringsIn(tool), reaches(tool), sends(tool)].filter((part) => part !== undefined);
}

function bringsIn({ classification }: Labelled): Part | undefined {
  const role = "untrusted-content";
  if (classification.facets.includes("untrusted-input"))
    return rest(classification, role, "untrusted-input", "returns what outsiders may have written");
  if (runsOnHost(classification))
    return rest(classification, role, "arbitrary-code", "runs any code, which can fetch anything");
  return undefined;
}

function reaches({ definition, classification }: Labelled): Part | undefined {
  const role = "private-data";
  const { facets, category } = classification;
  const returns = category === "Read" || category === "Execute";
  if (facets.includes("secrets") && returns)
    return rest(classification, role, "secrets", "can return secrets");
  if (facets.includes("personal-data"))
    return rest(classification, role, "personal-data", "reads what is private");
  if (runsOnHost(classification))
    return rest(classification, role, "arbitrary-code", "runs any code, which can read any file");
  if (facets.includes("arbitrary-query") && category === "Execute")
    return rest(classification, role, "arbitrary-query", "runs any query, which can read any row");
  if (category !== "Read") return undefined;
  return inRepository(
    definition,
    role,
    "content",
    "reads any repository that the account can open",
  );
}

function sends({ definition, classification }: Labelled): Part | undefined {
  const role = "sends-out";
  const { facets, effect } = classification;
  if (facets.includes("egress")) return rest(classification, role, "egress", "can send data out");
  if (facets.includes("public"))
    return rest(classification, role, "public", "makes something public");
  if (facets.includes("reach-people"))
    return rest(classification, role, "reach-people", "reaches people");
  if (
    facets.includes("arbitrary-code") &&
    (runsOnHost(classification) || facets.includes("untrusted-input"))
  )
    return rest(classification, role, "arbitrary-code", "runs any code, which can send anything");
  if (effect === "read") return undefined;
  const because = "writes to any repository that the account can reach, public ones too";
  return inRepository(definition, role, "text", because);
}

function inRepository(
  definition: Definition,
  role: Role,
  use: "content" | "text",
  because: string,
): Part | undefined {
  const quote = readRepository(definition, use);
  return quote === undefined ? undefined : { role, because, quote, witness: "schema" };
}

/** Not in a sandbox, nor in a web page. */
function runsOnHost({ facets, category, evidence, steps }: Classification): boolean {
  if (category !== "Execute" || !facets.includes("arbitrary-code")) return false;
  return [...steps.map((step) => step.reason), ...evidence.map((item) => item.shows)].includes(
    telling.onHost,
  );
}

/** A part that rests on a facet; where the label has evidence for it, that says why. */
function rest({ evidence }: Classification, role: Role, facet: Facet, because: string): Part {
  const item = evidence.find((each) => each.facets?.includes(facet));
  if (!item) return { role, because };
  const { quote, witness, shows } = item;
  return {
    role,
    because: facet.startsWith("arbitrary") ? because : shows.replace(/^it /, ""),
    quote,
    witness,
  };
}
