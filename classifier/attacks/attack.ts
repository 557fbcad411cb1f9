import type { Category, Evidence, Facet, Witness } from "../../model.ts";
import type { Labelled } from "../roles.ts";

/** A list of attacks that others keep. */
export type Standard = "OWASP MCP Top 10" | "OWASP Top 10 for Agentic Applications" | "MITRE ATLAS";

/** What makes a pattern apply: a facet, the category, or words alone. */
export interface Basis {
  facet?: Facet;
  category?: Category;
  /** Words of the definition or the handler; absent when the label holds none. */
  quote?: string;
  witness?: Witness;
}

/** One documented attack that abuses an access; a file in this folder, with a fixture of the same name. */
export interface AttackPattern {
  /** The file's name. */
  id: string;
  standard: Standard;
  /** Its id there: `AML.T0101`, `MCP05:2025`. */
  code: string;
  /** Its title there; a sub-technique after its technique and a colon. */
  title: string;
  url: string;
  /** How it abuses this access: one or two sentences of our own about the tool, as `it`. */
  abuse: string;
  /** What makes it apply; absent where it does not. Pure, of the label and the definition. */
  applies(tool: Labelled): Basis | undefined;
}

/** The page of a technique, `AML.T0051.001`. https://github.com/mitre-atlas/atlas-data */
export const atlas = (code: string): string => `https://atlas.mitre.org/techniques/${code}`;

/** The page of an entry by its file's name. https://github.com/OWASP/www-project-mcp-top-10 */
export const mcpTop10 = (file: string): string =>
  `https://owasp.org/www-project-mcp-top-10/2025/${encodeURIComponent(file)}`;

/** The list is one document. https://github.com/OWASP/www-project-top-10-for-large-language-model-applications */
export const agenticTop10 =
  "https://genai.owasp.org/resource/owasp-top-10-for-agentic-applications-for-2026/";

/** The facet as a basis, with the evidence that it rests on; absent when the label has no such facet. */
export function onFacet({ classification }: Labelled, facet: Facet): Basis | undefined {
  if (!classification.facets.includes(facet)) return undefined;
  const item = classification.evidence.find((each) => each.facets?.includes(facet));
  return { facet, ...quoted(item) };
}

/** The category as a basis, with the strongest evidence; absent when the label has another. */
export function onCategory({ classification }: Labelled, category: Category): Basis | undefined {
  return classification.category === category
    ? { category, ...quoted(classification.evidence[0]) }
    : undefined;
}

/** The evidence that shows this, as a basis with its first facet; absent when there is none. */
export function onEvidence({ classification }: Labelled, shows: string): Basis | undefined {
  const item = classification.evidence.find((each) => each.shows === shows);
  const facet = item?.facets?.[0];
  return item && { ...(facet ? { facet } : {}), ...quoted(item) };
}

/** Words of the name or of the description's first 2,000 characters that match; absent when none do. */
export function onWords({ definition }: Labelled, pattern: RegExp): Basis | undefined {
  for (const [witness, text] of [
    ["name", definition.name],
    ["description", definition.description?.slice(0, 2000) ?? ""],
  ] as const) {
    const quote = pattern.exec(text)?.[0];
    if (quote) return { quote, witness };
  }
  return undefined;
}

const quoted = (item: Evidence | undefined): Pick<Basis, "quote" | "witness"> =>
  item ? { quote: item.quote, witness: item.witness } : {};
