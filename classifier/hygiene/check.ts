import type { Definition } from "../../model.ts";
import type { Seen } from "./text/needs.ts";
import type { Word } from "./text/prose.ts";

/** A string of a definition, wherever it stands. */
export interface Text {
  value: string;
  /** `description`, `inputSchema/properties/path/description`; a property's name is the path of the property. */
  where: string;
  /** `name`: of the tool or of a property; `sample`: an example or a default; `joined`: all that a schema says, as one text. */
  kind: "name" | "prose" | "sample" | "joined";
  /** Stands in an input that a caller fills in with text, so an order there has somewhere to put what it asks for. */
  carries: boolean;
  /** Read once, when first asked for. */
  readonly seen: Seen;
  readonly words: readonly Word[];
}

/** A definition laid out for the checks. */
export interface Scan {
  definition: Definition;
  /** Names of all tools of the server, its own among them; empty when unknown. */
  siblings: readonly string[];
  /** Those that have what the check needs, in the order of the definition; the joined text is the last. */
  texts: readonly Text[];
  /** The tool's own words say that it looks for attacks, so its samples may show some. */
  looksForAttacks(): boolean;
  /** What is wrong with a text that was hidden or encoded, as a clause; undefined when it reads as harmless. */
  judge(text: string): string | undefined;
}

export interface Found {
  says: string;
  /** Verbatim. */
  quote: string;
  where: string;
}

/** One way to misuse a definition; a file in this folder, with a fixture of the same name. */
export interface Check {
  /** The file's name; its public address. */
  id: string;
  /** Why it matters, in one sentence. */
  reason: string;
  /** What looks alike and is not meant. */
  nearMiss: string;
  /** Whether a text that has this at a first look may hold what is looked for; absent for what is told from the tool's name alone. */
  needs?(seen: Seen): boolean;
  find(scan: Scan): Found[];
}
