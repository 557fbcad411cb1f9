import type { Value } from "./values.ts";

/** The part of Python's syntax that decides what is registered, lowered from the parser's tree so that the tree can be freed. */

export interface Argument {
  /** Of a keyword argument. */
  name?: string;
  /** 1 for `*value`, 2 for `**value`. */
  stars?: 1 | 2;
  value: Expression;
}

export interface Parameter {
  name: string;
  annotation?: Expression;
  default?: Expression;
  kind: "positional" | "keyword" | "args" | "kwargs";
}

export interface Clause {
  target: Expression;
  iterable: Expression;
  conditions: { test: Expression; text: string }[];
}

/** A `def` or a `lambda`; the body is parsed when it is first asked for. */
export interface Callable {
  name: string;
  parameters: Parameter[];
  /** The annotation of what it returns. */
  returns?: Expression;
  body: () => Statement[];
  /** The whole text of the definition, decorators excluded. */
  text: string;
  docstring?: string;
  line: number;
  endLine: number;
}

export type Expression =
  | { kind: "text"; value: string }
  | { kind: "format"; parts: Expression[] }
  | { kind: "number"; value: number }
  | { kind: "constant"; value: true | false | null }
  | { kind: "name"; name: string }
  | { kind: "attribute"; of: Expression; name: string; line: number }
  | { kind: "call"; callee: Expression; arguments: Argument[]; line: number }
  | { kind: "list"; type: "list" | "tuple" | "set"; items: Expression[] }
  | { kind: "dict"; entries: { key?: Expression; value: Expression }[]; line: number }
  | { kind: "index"; of: Expression; index: Expression }
  | { kind: "slice"; from?: Expression; to?: Expression; stepped: boolean }
  | { kind: "binary"; operator: string; left: Expression; right: Expression }
  | { kind: "unary"; operator: string; operand: Expression }
  | { kind: "compare"; first: Expression; rest: { operator: string; right: Expression }[] }
  | { kind: "choose"; test: Expression; first: Expression; otherwise: Expression }
  | { kind: "lambda"; callable: Callable }
  | {
      kind: "comprehension";
      type: "list" | "set" | "dict";
      key?: Expression;
      element: Expression;
      clauses: Clause[];
    }
  | { kind: "star"; value: Expression }
  | { kind: "walrus"; name: string; value: Expression }
  | { kind: "yield"; value?: Expression; from: boolean }
  | { kind: "ellipsis" }
  /** Not written anywhere: what code made up. */
  | { kind: "known"; value: Value }
  | { kind: "other"; type: string };

export type Pattern =
  | { kind: "value"; value: Expression }
  | { kind: "any"; patterns: Pattern[] }
  | { kind: "capture"; name?: string }
  | { kind: "other" };

export interface Decorator {
  value: Expression;
  line: number;
}

export type Statement =
  | { kind: "def"; callable: Callable; decorators: Decorator[] }
  | {
      kind: "class";
      name: string;
      bases: Argument[];
      body: Statement[];
      docstring?: string;
      decorators: Decorator[];
      line: number;
      endLine: number;
    }
  | {
      kind: "assign";
      targets: Expression[];
      annotation?: Expression;
      value?: Expression;
      line: number;
    }
  | { kind: "augment"; target: Expression; operator: string; value: Expression }
  | { kind: "expression"; value: Expression }
  | { kind: "return"; value?: Expression }
  | {
      kind: "if";
      test: Expression;
      text: string;
      body: Statement[];
      otherwise: Statement[];
      line: number;
      endLine: number;
    }
  | {
      kind: "for";
      target: Expression;
      iterable: Expression;
      body: Statement[];
      otherwise: Statement[];
    }
  | { kind: "while"; body: Statement[]; text: string }
  | { kind: "with"; items: { value: Expression; target?: Expression }[]; body: Statement[] }
  | {
      kind: "try";
      body: Statement[];
      handlers: Statement[][];
      otherwise: Statement[];
      last: Statement[];
    }
  | { kind: "match"; subject: Expression; text: string; cases: MatchCase[] }
  | { kind: "import"; module: string; as?: string }
  | {
      kind: "from";
      module: string;
      level: number;
      names: { name: string; as: string }[];
      all: boolean;
    }
  | { kind: "global"; names: string[] }
  | { kind: "leave"; how: "break" | "continue" | "raise" };

export interface MatchCase {
  patterns: Pattern[];
  guard?: Expression;
  body: Statement[];
  line: number;
  endLine: number;
}
