/** The nouns of the almanac. Imports nothing; read this first. */

/** A named place to crawl: `github:owner/repo@ref`, `npm:package@version`, `path:dir@ref`. */
export interface Source {
  /** The door that opens it: `github`, `npm`, `path`. */
  scheme: string;
  /** What the door calls it: `owner/repo`, a package name, a folder. */
  name: string;
  /** Branch, tag, commit or version; absent means the newest. */
  ref?: string;
}

/** 1-based lines, both inclusive. */
export interface Place {
  path: string;
  line: number;
  endLine?: number;
}

export const skipReasons = [
  "too-large",
  "too-many-files",
  "too-many-bytes",
  "too-deep",
  "too-slow",
  "link",
  "unsafe-path",
  "not-a-file",
  "missing",
  "binary",
  "unparsable",
  "calls-not-followed",
] as const;
export type SkipReason = (typeof skipReasons)[number];

/** A file that was left out of a snapshot, could not be read by an extractor, or has handlers whose calls could not be followed. */
export interface Skipped {
  path: string;
  reason: SkipReason;
}

/** What is known of a repository or package beside its files; absent fields are unknown. */
export interface Repository {
  /** Canonical source without ref, after renames: `github:owner/repo`, `npm:package`. */
  source: string;
  /** First segments of the public ids: `owner/repo`, `npmjs.com/package`, `path.local/folder`. */
  id: string;
  url?: string;
  description?: string;
  license?: string;
  archived?: boolean;
}

/** The bounded set of text files of one source at one revision. */
export interface Snapshot {
  repository: Repository;
  /** Full git commit, or the package version; absent for a plain folder. */
  revision?: string;
  /** Link to lines of a file, with `{path}`, `{line}` and `{endLine}` to fill in; absent when nothing public can be linked. */
  lineUrl?: string;
  /** Text by path, sorted by path, `/` as separator. */
  files: ReadonlyMap<string, string>;
  /** Sorted by path. Only files that an extractor could have wanted. */
  skipped: Skipped[];
}

export type JsonSchema = { [keyword: string]: unknown };

/** The author's claims, as declared; an absent hint stays absent. https://modelcontextprotocol.io/specification/2025-06-18/schema#toolannotations */
export interface Annotations {
  title?: string;
  readOnlyHint?: boolean;
  destructiveHint?: boolean;
  idempotentHint?: boolean;
  openWorldHint?: boolean;
}

/** What a client would see in `tools/list`; an absent field was not declared. */
export interface Definition {
  name: string;
  title?: string;
  description?: string;
  inputSchema?: JsonSchema;
  outputSchema?: JsonSchema;
  annotations?: Annotations;
}

/** `evaluated` in the sandbox, `read` from a syntax tree, `listed` in a manifest. */
export type Method = "evaluated" | "read" | "listed";

/** Where another method saw a tool otherwise. */
export interface Difference {
  /** The other method. */
  by: Method;
  /** What differs; `presence`: the other method came to a list of this server's tools, without this one. */
  field: keyof Definition | "presence";
  /** What the other saw, as JSON, cut at 500 characters; absent when it saw nothing there. */
  saw?: string;
}

export interface Tool extends Definition {
  /** Where it is registered. */
  at: Place;
  /** The code that a call runs; absent when it could not be found. */
  handler?: Place;
  /** What the handler's code calls outside the server's own, in the order of the code; absent when it could not be followed. */
  calls?: Call[];
  /** How the definition above was come by. */
  method: Method;
  /** Another method that came to the same definition; absent when no other saw the tool, or saw it otherwise. */
  confirmedBy?: Method;
  /** Sorted by field; absent when there are none. */
  differences?: Difference[];
  /** The dependency whose code registers it, for a server that only wraps one: `at` and `handler` are then files of that package. */
  from?: Package;
  /**
   * The condition under which it is registered, in the source's words, or `started with other than the default settings` where
   * only its absence from an evaluated list shows that there is one; absent means always, as far as was seen.
   */
  when?: string;
}

/** A call that leaves a server's own code: in a tool's handler, or in a function of the server that the handler reaches. */
export interface Call {
  /** As written, without spaces, arguments and `await`: `axios.delete`, `this.db.prepare`, `exec.Command`. */
  callee: string;
  /** The module that the callee's first name, or its receiver, is imported from; absent when no import names it. */
  module?: string;
  /** What the object that it is called on was declared as or assigned: `S3Client`, `boto3.client(s3)`; absent when that isn't known. */
  receiver?: string;
  /**
   * What is known of its arguments, in order: constant text, with each unknown part in braces: `https://api/boxes/{id}`. Those
   * with a name are keywords, or properties of an object that is passed: `method`.
   */
  arguments: { name?: string; text: string }[];
  /** Its first line, trimmed, cut at 160 characters. */
  quote: string;
  at: Place;
  /** The server's own functions on the way from the handler to it, in order; absent when it stands in the handler, or in the definition. */
  via?: string[];
}

/** A registration that was seen and could not be turned into a tool. */
export interface Unresolved {
  at: Place;
  /** One plain sentence: what was seen and what could not be followed. */
  reason: string;
}

export interface Package {
  /** `npm`, `pypi`, `go`, `cargo`, `maven`, `nuget`, … */
  registry: string;
  name: string;
  version?: string;
}

/** https://modelcontextprotocol.io/specification/2025-06-18/basic/transports; `sse` is the one of 2024-11-05. */
export const transports = ["stdio", "streamable-http", "sse"] as const;
export type Transport = (typeof transports)[number];

/** A secret or an OAuth scope that a server's code asks for, and where it is first named. */
export interface Asked {
  /** The environment variable that holds the secret: `BOX_API_KEY`; or the scope as written. */
  name: string;
  at: Place;
}

/** One MCP server inside a snapshot; a monorepo has many. */
export interface Server {
  /** `owner/repo` or `owner/repo/path`; stable across crawls. */
  id: string;
  /** Folder inside the snapshot; empty for the root. */
  path: string;
  name: string;
  packages: Package[];
  /** How its packages start it, each as the words of a command: `npx`, `-y`, `some-server`; empty when unknown. */
  start: string[][];
  /** Those that its code was seen to use, in the order of `transports`; empty when none was seen. */
  transports: Transport[];
  /** The MCP libraries that its packages depend on, with the version as declared, a range for instance. Sorted by name. */
  sdks: Package[];
  /** Secrets that its code takes from the environment. Sorted by name; empty when none was seen. */
  secrets: Asked[];
  /** OAuth scopes that its code asks for: what its credentials are limited to. Sorted by name; empty when none was seen. */
  scopes: Asked[];
  /** Sorted by name; names are unique. */
  tools: Tool[];
  /** Sorted by place. */
  unresolved: Unresolved[];
}

export const categories = ["Read", "Write", "Execute", "Destructive", "Financial"] as const;
/** In rising order of severity. */
export type Category = (typeof categories)[number];

export const risks = ["low", "medium", "high", "critical"] as const;
/** In rising order. */
export type Risk = (typeof risks)[number];

export const facets = [
  "secrets",
  "personal-data",
  "untrusted-input",
  "egress",
  "arbitrary-code",
  "arbitrary-query",
  "filesystem",
  "network",
  "reach-people",
  "public",
  "permissions",
  "infrastructure",
  "physical",
  "money",
  "irreversible",
  "bulk",
  "idempotent",
  "scratch",
] as const;
export type Facet = (typeof facets)[number];

export const witnesses = ["code", "schema", "description", "annotations", "name"] as const;
/** Who says it, strongest first. */
export type Witness = (typeof witnesses)[number];

/** One fact about a tool, in its own words. */
export interface Evidence {
  witness: Witness;
  /** Words that stand verbatim in the name, description, schema, annotations or handler. */
  quote: string;
  /** What it shows, as a short plain phrase: `removes data`, `sends a request with DELETE`. */
  shows: string;
  /** Absent for what has no line of its own. */
  at?: Place;
  /** The facets that rest on it, in the order of `facets`; absent when none does. */
  facets?: Facet[];
  /** For code: the server's own functions on the way from the handler to the line, in order; absent when it stands in the handler. */
  via?: string[];
}

/** Why the risk is not the category's base. */
export interface Step {
  by: 2 | 1 | -1;
  /** A clause about the tool that reads on after `because`, without a full stop: `it runs commands on the host`. */
  reason: string;
}

/** An author's annotation against what was found. */
export interface Conflict {
  annotation: keyof Annotations;
  declared: boolean;
  found: string;
}

/** Something in a definition that has no honest use, or seldom one: a sign, not a proof of malice. */
export interface Finding {
  /** The check that found it. */
  check: string;
  /** A plain phrase: `tells the model to hide something from the user`. */
  says: string;
  /** The words as they stand there, bounded; a character that cannot be seen stands as `U+200B`. */
  quote: string;
  /** A path into the definition: `description`, `inputSchema/properties/path/description`. */
  where: string;
}

export interface Classification {
  category: Category;
  effect: "read" | "write";
  risk: Risk;
  /** Sorted as in `facets`. */
  facets: Facet[];
  steps: Step[];
  /** Two or three plain sentences that quote the evidence. */
  rationale: string;
  /** What decided, strongest first, then what facets rest on beside. */
  evidence: Evidence[];
  conflicts: Conflict[];
  /** Sorted by check, then by place; neither category, risk nor confidence rests on them. */
  hygiene: Finding[];
  /** 0 to 1. */
  confidence: number;
  /** Who judged, with version: `rules@1a2b3c4d`. */
  engine: string;
  /** What a language model said beside it; absent unless one was asked. */
  opinion?: Opinion;
}

/** What a language model takes a tool for. */
export interface Verdict {
  category: Category;
  risk: Risk;
  /** Sorted as in `facets`. */
  facets: Facet[];
  /** A few plain sentences of the model's own. */
  rationale: string;
  /** What it rests on, word for word, with the witness in whose text it stands. */
  quotes: Pick<Evidence, "witness" | "quote">[];
}

/** A second opinion, and what became of it: it may raise a label, and is shown without effect where it would lower one. */
export type Opinion = { model: string; /** Version of the prompt. */ prompt: string } & (
  | (Verdict & {
      outcome: "agrees" | "raised" | "lower";
      /** The rules' own label. */
      rules: Pick<Classification, "category" | "risk">;
      /** What was not followed, since it would lower the label; absent when all was. */
      kept?: ("category" | "risk")[];
    })
  | {
      /** `void`: what was answered does not hold; `failed`: no answer was to be had. */
      outcome: "void" | "failed";
      /** One plain clause, without a full stop. */
      reason: string;
    }
);

export const actions = ["allow", "limit", "ask", "deny"] as const;
export type Action = (typeof actions)[number];

export interface Limit {
  max: number;
  window: "minute" | "hour" | "day";
}

/** What to do about a tool; neutral, never an enforcer's format. */
export interface Recommendation {
  action: Action;
  /** Present exactly when the action is `limit`. */
  limit?: Limit;
  /** One plain sentence. */
  reason: string;
}
