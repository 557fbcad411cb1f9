/** Lines of one file, 1-based, both inclusive. */
export interface Lines {
  line: number;
  endLine: number;
}

/** A type as written: `Map<String, Foo?>`; an array is `[]` of its element. */
export interface TypeRef {
  /** Dotted as in the source. */
  name: string;
  args: TypeRef[];
  nullable: boolean;
}

export interface Argument {
  name?: string;
  value: Expression;
}

export interface Annotation {
  /** Dotted as in the source. */
  name: string;
  args: Argument[];
  /** As in the source, without the `@`, white space folded. */
  text: string;
}

export interface Parameter {
  name: string;
  type: TypeRef;
  annotations: Annotation[];
  default?: Expression;
}

export type Expression =
  | { kind: "constant"; value: string | number | boolean | null }
  | { kind: "template"; parts: Expression[] }
  | { kind: "name"; name: string }
  | { kind: "self" }
  | { kind: "member"; of: Expression; name: string }
  | { kind: "call"; of?: Expression; name: string; args: Argument[]; at: Lines }
  | { kind: "new"; type: TypeRef; args: Argument[]; body?: Declaration; at: Lines }
  | { kind: "lambda"; parameters: string[]; body: Statement[]; at: Lines }
  | { kind: "reference"; of?: Expression; name: string; at: Lines }
  | { kind: "type"; type: TypeRef }
  | { kind: "annotation"; annotation: Annotation }
  | { kind: "list"; items: Expression[] }
  | { kind: "binary"; operator: string; left: Expression; right: Expression }
  | { kind: "not"; of: Expression }
  | { kind: "choice"; test: Expression; text: string; yes: Statement[]; no: Statement[] }
  | { kind: "cases"; text: string; cases: { label: string; body: Statement[] }[] }
  | { kind: "block"; body: Statement[] }
  | { kind: "unknown" };

export type Statement =
  | { kind: "local"; name: string; type?: TypeRef; value?: Expression }
  | { kind: "assign"; target: Expression; operator: string; value: Expression }
  | { kind: "expression"; value: Expression }
  | { kind: "return"; value?: Expression }
  | { kind: "throw" }
  | { kind: "loop"; name?: string; type?: TypeRef; over?: Expression; body: Statement[] };

export interface Field {
  name: string;
  type?: TypeRef;
  value?: Expression;
  getter?: Statement[];
  annotations: Annotation[];
  static: boolean;
  at: Lines;
}

export interface Method {
  name: string;
  owner: Declaration;
  parameters: Parameter[];
  returns?: TypeRef;
  /** Absent when abstract. */
  body?: Statement[];
  annotations: Annotation[];
  static: boolean;
  /** Of a Kotlin extension function. */
  receiver?: TypeRef;
  /** Names of Kotlin's type parameters, whose classes the code can ask for. */
  typeParameters?: string[];
  at: Lines;
}

/** A class, interface, enum, record, object or annotation type; or all that stands outside of them in a Kotlin file. */
export interface Declaration {
  kind: "class" | "interface" | "enum" | "record" | "object" | "annotation" | "file";
  name: string;
  file: SourceFile;
  outer?: Declaration;
  abstract: boolean;
  supers: TypeRef[];
  /** Of the call of the super constructor in a Kotlin header. */
  superArgs: Argument[];
  annotations: Annotation[];
  /** Of a record or of a Kotlin primary constructor; each is a field too. */
  components?: Parameter[];
  constructors: Method[];
  /** The elements of an annotation type are fields with their defaults. */
  fields: Field[];
  methods: Method[];
  constants: { name: string; args: Argument[]; annotations: Annotation[] }[];
  types: Declaration[];
  companion?: Declaration;
  initializers: Statement[][];
  at: Lines;
}

export interface Import {
  /** Without `.*`. */
  path: string;
  /** The name that it is known by in the file; absent for a wildcard. */
  as?: string;
}

export interface SourceFile {
  path: string;
  package: string;
  imports: Import[];
  types: Declaration[];
  /** What stands outside of types in a Kotlin file. */
  top?: Declaration;
}

/** A declaration without anything in it yet. */
export function declare(
  kind: Declaration["kind"],
  name: string,
  file: SourceFile,
  at: Lines,
): Declaration {
  return {
    kind,
    name,
    file,
    abstract: kind === "interface",
    supers: [],
    superArgs: [],
    annotations: [],
    constructors: [],
    fields: [],
    methods: [],
    constants: [],
    types: [],
    initializers: [],
    at,
  };
}
