import type { Node } from "web-tree-sitter";
import type { Forest } from "./forest.ts";
import type { Folded, Fuel } from "./value.ts";

/** A piece of code with its file. */
export interface Found {
  path: string;
  node: Node;
}

/** The files of a snapshot in one language, with what folding their constants has come to and may still cost. */
export interface SourceProgram {
  files: ReadonlyMap<string, string>;
  forest: Forest;
  fuel: Fuel;
  folded: Folded;
}
