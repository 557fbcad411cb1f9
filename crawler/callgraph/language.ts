/** What the call graph of one programming language is made from: data about one file at a time, which `follow.ts` joins. */

/** An argument of a call, or one property of an object that is passed. */
export interface Argument {
  /** 0-based position; -1 for a keyword argument. */
  index: number;
  /** Keyword, or name of the property of an object, map or struct literal passed at `index`: `method`. */
  name?: string;
  /**
   * Its text as far as it is constant; each other part is its expression in braces, cut at 60 characters: `https://api/boxes/{id}`,
   * `{options.method}`. Numbers, booleans and null as written.
   */
  text: string;
}

export interface CallSite {
  /**
   * What is called, without spaces, arguments, type arguments and `await`; a called or indexed part has `()` or `[]`:
   * `fetch`, `this.client.boxes.delete`, `getClient().issues.create`, `exec.Command`, `$this->http->delete` as `this.http.delete`,
   * `Client::new` as `Client.new`. A constructor has the class's name and `isNew`. Operators that run something (backticks in Ruby and PHP)
   * are calls of a callee named as the language's documentation does: `shell_exec`.
   */
  callee: string;
  isNew?: true;
  /** In order. Constant template tags and macros (`sql\`…\``, `query!(…)`) have their text as the first argument. */
  arguments: Argument[];
  /** UTF-16 offsets in the file's text. */
  start: number;
  end: number;
}

export interface Parameter {
  /** The name that the body uses. */
  name: string;
  index: number;
  /** For a destructured object: the property that it takes. */
  key?: string;
}

export interface CodeFunction {
  /** Name of the function, method, or of the variable or property that holds it; empty for one without. A constructor is `constructor`, with its class as owner. */
  name: string;
  /** Class, struct, trait, interface, object literal's variable or receiver type that it belongs to, without type arguments. */
  owner?: string;
  /** Receiver, `self` and `this` don't count. */
  parameters: Parameter[];
  /** Offsets of the whole function, its nested functions included. */
  start: number;
  end: number;
  /** Texts, as of an argument, of the local names that are assigned once in it, and of its parameters' defaults. */
  texts: ReadonlyMap<string, string>;
  /** Names of the types of its parameters and local names, as annotated or constructed (`const c = new Client()`, `c := NewClient()` gives no type), without type arguments. */
  types: ReadonlyMap<string, string>;
}

export interface Imported {
  /**
   * As written: `./client.js`, `node:fs`, `boto3`, `github.com/google/go-github/v66/github`. For languages that import a name by path,
   * the path without it; the whole name of a class (`java.net.http.HttpClient`, `GuzzleHttp\Client`).
   */
  module: string;
  /** The name within the module; `*` for the module itself, `default` for a default export. */
  name: string;
}

/** One file as the call graph sees it. */
export interface CodeFile {
  /** Sorted by start; nested ones follow those around them. */
  functions: CodeFunction[];
  /** Sorted by start. */
  calls: CallSite[];
  /** By local name. */
  imports: ReadonlyMap<string, Imported>;
  /** Re-exported names, by the name that others import; `*` lists modules that are exported whole, separated by newlines, as `module`. */
  reexports?: ReadonlyMap<string, Imported>;
  /** Texts of constants outside functions; a class's constant fields as `Class.field`. */
  texts: ReadonlyMap<string, string>;
  /** Types of variables outside functions, of fields as `Class.field`, and of what functions give back as `name()` and `Class.name()`, as annotated or constructed. */
  types: ReadonlyMap<string, string>;
  /** Names of the classes that a class extends, embeds or implements; none for one that does so with none. */
  bases: ReadonlyMap<string, readonly string[]>;
  /** Names of the methods of interfaces that types fulfil without naming them. */
  interfaces?: ReadonlyMap<string, readonly string[]>;
}

/** A language's part of the call graph: pure; never throws for what a file says. */
export interface CodeLanguage {
  /** The extractor's id: `python`. */
  id: string;
  /** Whether a file is code of this language. */
  reads(path: string): boolean;
  /** Names of functions and methods that a file may define, found cheaply and without parsing; too many do no harm. */
  names(text: string): Iterable<string>;
  /** Undefined when it can't be parsed. Bounded in depth and size. */
  parse(path: string, text: string): Promise<CodeFile | undefined>;
  /** Files of the snapshot that an import means, best first; empty for a module from outside. */
  resolve(from: string, module: string, files: ReadonlyMap<string, string>): string[];
  /** The module that a name of a module is, where modules hold modules: `.` and `client` -> `.client`. Absent where they don't. */
  inside?(module: string, name: string): string;
  /** Whether files share names without importing them: those of the same folder (Go, Java), all (PHP, C#), or none. */
  shares: "folder" | "all" | "none";
  /** Whether methods name the members of their class without `this`. */
  hasImplicitSelf?: true;
  /** Calls that never leave the program, by callee or by last name after a dot: `JSON.stringify`, `.map`, `len`; they aren't kept. */
  isInternal(callee: string): boolean;
}
