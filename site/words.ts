import type { Category, Facet, Place, Risk, Tool, Witness } from "../model.ts";

/** What a category means, as the end of "This tool …". */
export const categoryWords: Record<Category, string> = {
  Read: "reads and changes nothing",
  Write: "creates or changes something",
  Execute: "runs what the caller composes, or starts and stops things",
  Destructive: "removes, revokes or ends something",
  Financial: "moves or commits money",
};

/** A risk as a heading. */
export const riskWords: Record<Risk, string> = {
  low: "Low",
  medium: "Medium",
  high: "High",
  critical: "Critical",
};

/** A facet in a few words. */
export const facetWords: Record<Facet, string> = {
  secrets: "can return secrets",
  "personal-data": "personal data",
  "untrusted-input": "returns what outsiders wrote",
  egress: "can send data out",
  "arbitrary-code": "runs any code",
  "arbitrary-query": "runs any query",
  filesystem: "files",
  network: "network",
  "reach-people": "reaches people",
  public: "public",
  permissions: "changes access",
  infrastructure: "infrastructure",
  physical: "physical devices",
  money: "costs money",
  irreversible: "cannot be undone",
  bulk: "many at once",
  idempotent: "safe to repeat",
  scratch: "own scratch space",
};

/** Who says it, as a label. */
export const witnessWords: Record<Witness, string> = {
  code: "Code",
  schema: "Schema",
  description: "Description",
  annotations: "Annotations",
  name: "Name",
};

/** How a definition was obtained, as the end of "Its definition was …". */
export const methodWords: Record<Tool["method"], string> = {
  evaluated: "evaluated from its code in a sandbox",
  read: "read from the source, without running it",
  listed: "listed in a manifest",
};

/** The lines of a place: `line 3`, `lines 3–9`. */
export function linesWords({ line, endLine }: Place): string {
  return endLine === undefined || endLine === line ? `line ${line}` : `lines ${line}–${endLine}`;
}

/** A file's place: `src/index.ts, lines 3–9`. */
export function placeWords(place: Place): string {
  return `${place.path}, ${linesWords(place)}`;
}

/** How far a step moved the risk. */
export function stepWords(by: 2 | 1 | -1): string {
  if (by === 2) return "up two";
  return by === 1 ? "up one" : "down one";
}
