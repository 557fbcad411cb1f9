/** Go source, lowered: what the interpreter needs and nothing else. Lines are 1-based. */

export type TypeExpression =
  | { t: "name"; package?: string; name: string; arguments: TypeExpression[] }
  | { t: "pointer" | "slice" | "chan"; element: TypeExpression }
  | { t: "map"; key: TypeExpression; element: TypeExpression }
  | { t: "func"; parameters: Parameter[]; results: TypeExpression[] }
  | { t: "struct"; fields: Field[] }
  | { t: "interface"; methods: string[]; embedded: TypeExpression[] }
  | { t: "unknown" };

export interface Field {
  name: string;
  type: TypeExpression;
  /** The text between the backquotes. */
  tag: string;
  embedded: boolean;
}

export interface Parameter {
  /** Absent for a parameter without a name. */
  name?: string;
  type: TypeExpression;
  variadic: boolean;
}

/** A function, a method or a function literal. */
export interface Callable {
  name: string;
  path: string;
  line: number;
  endLine: number;
  typeParameters: string[];
  parameters: Parameter[];
  results: Parameter[];
  receiver?: Parameter;
  /** Lowered when it is first called. */
  body(): Statement[];
  /** Whether it has a body at all, as a function that is written in assembly has not. */
  bodied: boolean;
}

export interface At {
  line: number;
  endLine: number;
}

export interface Element {
  key?: Expression;
  value: Expression;
}

export type Expression =
  | { k: "literal"; value: string | number }
  | { k: "name"; name: string }
  | { k: "select"; of: Expression; name: string }
  | { k: "index"; of: Expression; index: Expression }
  | { k: "instantiate"; of: Expression; types: TypeExpression[] }
  | { k: "slice"; of: Expression; from?: Expression; to?: Expression }
  | {
      k: "call";
      callee: Expression;
      arguments: Expression[];
      spread: boolean;
      at: At;
    }
  /** Without a type inside another literal, where it is the element's. */
  | { k: "composite"; type?: TypeExpression; elements: Element[]; at: At }
  | { k: "func"; callable: Callable }
  | { k: "unary"; operator: string; value: Expression }
  | { k: "binary"; operator: string; left: Expression; right: Expression }
  | { k: "assert"; of: Expression; type: TypeExpression }
  | { k: "type"; type: TypeExpression }
  | { k: "unknown" };

export interface Case {
  values: Expression[];
  types: TypeExpression[];
  otherwise: boolean;
  body: Statement[];
  /** The condition, in the source's words. */
  text: string;
}

export type Statement =
  | { k: "expression"; value: Expression }
  /** `go` and `defer`. */
  | { k: "later"; value: Expression }
  | { k: "assign"; targets: Expression[]; operator: string; values: Expression[] }
  | { k: "define"; names: string[]; values: Expression[]; type?: TypeExpression }
  | {
      k: "if";
      before?: Statement;
      test: Expression;
      text: string;
      body: Statement[];
      otherwise: Statement[];
    }
  | { k: "for"; before?: Statement; test?: Expression; after?: Statement; body: Statement[] }
  | { k: "range"; targets: Expression[]; define: boolean; of: Expression; body: Statement[] }
  | { k: "switch"; before?: Statement; tag?: Expression; cases: Case[] }
  | { k: "typeswitch"; before?: Statement; bind?: string; of: Expression; cases: Case[] }
  | { k: "select"; cases: Statement[][] }
  | { k: "return"; values: Expression[] }
  | { k: "leave"; how: "break" | "continue" }
  | { k: "block"; body: Statement[] }
  | { k: "type"; declaration: TypeDeclaration };

export interface TypeDeclaration {
  name: string;
  typeParameters: string[];
  type: TypeExpression;
  alias: boolean;
}

/** One name of a `const` or `var` at the top of a file. */
export interface ValueDeclaration {
  name: string;
  type?: TypeExpression;
  value?: Expression;
  /** The position among the names of one specification, when its only value is a call that gives several. */
  position?: number;
  /** The value of `iota` there. */
  iota: number;
  /** The file to embed, as written after `//go:embed`. */
  embed?: string;
  constant: boolean;
}

export interface SourceFile {
  path: string;
  /** The name in the package clause. */
  package: string;
  /** Import path by the name under which it is known in this file; `.` imports are left out. */
  imports: Map<string, string>;
  /** All import paths, in order. */
  imported: string[];
  callables: Callable[];
  types: TypeDeclaration[];
  values: ValueDeclaration[];
  /** The first line that is no valid Go; absent when all of it is. */
  broken?: number;
}
