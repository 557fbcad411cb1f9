/** What the host tells the code that it starts, as JSON; nothing before that. */
export interface Settings {
  /** Stands in every text that a stand-in gives; new for each run. */
  mark: string;
  /** Path of the entry in the snapshot. */
  entry: string;
  /** Folder of the entry's package in the snapshot; empty for the root. */
  folder: string;
  argv: string[];
  /** What of the environment is answered: nothing, or a plausible value where a name asks for a secret or an address. */
  environment: "none" | "secrets";
  /** Variables that the program itself was seen to ask for by name when it gave up. */
  variables: string[];
  /** Whether what is missing is made up, so that the program comes further. */
  isLenient: boolean;
}

/** As long as the host has told nothing: when libraries are loaded. */
export function createSettings(): Settings {
  return {
    mark: "stand-in",
    entry: "",
    folder: "",
    argv: [],
    environment: "none",
    variables: [],
    isLenient: false,
  };
}

/** The only way out of the machine: `stat`, `read` and `list` of the snapshot's files. */
export type Host = (operation: "stat" | "read" | "list", path: string) => string | undefined;

/** Where the snapshot lies for the program. */
export const home = "/app";
