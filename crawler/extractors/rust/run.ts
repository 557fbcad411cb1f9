import type { Place } from "../../../model.ts";
import type { Item } from "./items.ts";
import type { Project } from "./project.ts";
import type { Dict, Facts, Struct, Value } from "./values.ts";

/** One reading of a snapshot: what all evaluations share. */
export interface Run extends Facts {
  project: Project;
  /** Conditions that the code being evaluated stands under, outermost first. */
  conditions: string[];
  /** Steps that are left to the evaluation at hand. */
  steps: number;
  /** Steps that are left to all evaluations of the snapshot. */
  left: number;
  /** Functions that are being called, with the arguments of each call, innermost last. */
  active: Map<Item, Value[][]>;
  /** Types that serve: what one is made under is the condition of the server and not of its tools. */
  servers: Set<string>;
  /** Where names stand in JSON files that the evaluated program reads. */
  listed: Map<string, Place>;
  /** Paths of files that the evaluated program reads, by their text. */
  read: Map<string, string>;
  /** Values of constants, and of structs as their constructors make them; undefined while one is being made. */
  constants: Map<string, Value | undefined>;
  /** Structs as the program's own start made them, by name. */
  instances: Map<string, Struct>;
  /** The files of the programs whose start made a struct of a name, in order. */
  makers: Map<string, string[]>;
  /** The file of the program whose start is being evaluated. */
  program: string;
  /** All calls of `tool_box!`. */
  boxes: Item[];
  /** Annotated functions and structs as tools, before anything changes them. */
  declared: Map<Item, Struct>;
  /** What answers to requests for tools came to while the program's start was evaluated, by the node of the code. */
  heard: Map<number, Value[]>;
  /** Tools that were handed to code of other crates. */
  handed: { tool: Struct | Dict; path: string }[];
  /** Functions that were called. */
  called: Set<Item>;
  /** While `main` is evaluated. */
  isStarting: boolean;
  /** Annotated functions whose routes were removed again. */
  removed: Set<Item>;
  /** Values made of SDK constructors and `json!` during the evaluation at hand. */
  made: Set<Struct | Dict>;
}

export const stepLimit = 400_000;
export const totalSteps = 2_000_000;

/** Gives an evaluation its steps, out of those that are left to the snapshot. */
export function budgeted<T>(run: Run, steps: number, make: () => T): T {
  const given = Math.min(steps, run.left);
  run.steps = given;
  try {
    return make();
  } finally {
    run.left -= given - Math.max(0, run.steps);
  }
}

/** How control leaves a block. */
export interface Leaving {
  leaves: "return" | "break" | "continue";
  value: Value;
}

export function isLeaving(error: unknown): error is Leaving {
  return typeof error === "object" && error !== null && "leaves" in error;
}
