import type {
  Argument,
  CallSite,
  CodeFile,
  CodeFunction,
  Imported,
  Parameter,
} from "./language.ts";
import type { Scope, Syntax } from "./tree.ts";

const maxText = 400;
const maxHole = 60;
/** What of a chain of calls can stand on one line. */
const maxLine = 500;

/** What is noted of a function while its file is walked. */
export interface FunctionNotes {
  name: string;
  owner?: string;
  parameters: Parameter[];
  start: number;
  end: number;
  texts: OnceTexts;
  types: Map<string, string>;
  /** Names that belong to the file though they are assigned here. */
  globals?: Set<string>;
  /** The function that it stands in. */
  around?: FunctionNotes;
}

/** Where a node stands: UTF-16 offsets. */
type Span = Pick<Syntax, "start" | "end">;

/** Notes that make a `CodeFile`. */
export class Notes {
  readonly source: string;
  readonly imports = new Map<string, Imported>();
  readonly reexports = new Map<string, Imported>();
  readonly bases = new Map<string, string[]>();
  readonly #folded = new Map<Syntax, string>();
  readonly #functions: FunctionNotes[] = [];
  readonly #calls: CallSite[] = [];
  readonly #texts = new OnceTexts();
  readonly #types = new Map<string, string>();
  readonly #names = new Map<Syntax, string>();
  readonly #interfaces = new Map<string, readonly string[]>();

  constructor(source: string) {
    this.source = source;
  }

  /** The text that an expression comes to, read once however often it is part of another; empty for none. */
  fold(node: Syntax | undefined, read: (node: Syntax) => string): string {
    if (node === undefined) return "";
    const known = this.#folded.get(node);
    if (known !== undefined) return known;
    const text = read(node);
    this.#folded.set(node, text);
    return text;
  }

  /** The source of a node as it is, cut at so many characters. */
  text(node: Span | undefined, limit = maxText): string {
    return node === undefined
      ? ""
      : this.source.slice(node.start, Math.min(node.end, node.start + limit));
  }

  /** What isn't constant: the expression in braces, without line breaks and needless spaces, cut. */
  hole(node: Span | undefined): string {
    return holeOf(this.text(node));
  }

  /** The same for a call, without quotation marks: `{boto3.client(s3)}`. */
  callHole(node: Syntax | undefined): string {
    return holeOf(this.text(node).replace(/["'`]/g, ""));
  }

  /** The name of a function that has none of its own, from the variable or property that holds it; given before it is visited. */
  name(node: Syntax, name: string): void {
    this.#names.set(node, name);
  }

  nameOf(node: Syntax): string {
    return this.#names.get(node) ?? "";
  }

  /** A call; where the name that is called stands on a later line than the call begins, that line is its place. */
  call(node: Span, callee: string, args: Argument[], isNew = false, name?: Span): void {
    if (callee === "") return;
    this.#calls.push({
      callee: callee.slice(0, maxText),
      ...(isNew ? { isNew } : {}),
      arguments: args,
      start: name !== undefined && this.#isBroken(node, name) ? name.start : node.start,
      end: node.end,
    });
  }

  /** Whether a chain of calls is spread over lines before one of its names. */
  #isBroken(node: Span, name: Span): boolean {
    const from = Math.max(node.start, name.start - maxLine);
    return from > node.start || this.source.slice(from, name.start).includes("\n");
  }

  /** A function, and the scope of what stands in it. */
  function(
    node: Span,
    name: string,
    scope: Scope,
    parameters: Parameter[],
    owner?: string,
  ): Scope & { function: FunctionNotes } {
    const made: FunctionNotes = {
      name,
      ...(owner === undefined ? {} : { owner }),
      parameters,
      start: node.start,
      end: node.end,
      texts: new OnceTexts(),
      types: new Map(),
      ...(scope.function === undefined ? {} : { around: scope.function }),
    };
    for (const parameter of parameters) made.texts.set(parameter.name, undefined);
    this.#functions.push(made);
    const around = owner ?? scope.owner;
    return { ...(around === undefined ? {} : { owner: around }), function: made };
  }

  /** The text of a name where it is assigned or declared; without one when it is unknown. A second one makes it unknown. */
  assign(scope: Scope, name: string, text?: string): void {
    const [texts, key] = this.#textsOf(scope, name);
    texts.set(key, text);
  }

  /** The scope of the function around a place that declares a name, as far as was seen; undefined for what none declares. */
  declaring(scope: Scope, name: string): Scope | undefined {
    for (let own = scope.function; own !== undefined; own = own.around)
      if (own.texts.has(name) || own.types.has(name)) return { ...scope, function: own };
    return undefined;
  }

  /** The type of a name, as far as was seen: declared by a function around a place, or a field of the class. */
  typeOf(scope: Scope, name: string): string | undefined {
    const local = this.declaring(scope, name)?.function;
    return local === undefined ? this.#types.get(ownKey(scope, name)) : local.types.get(name);
  }

  /** The default of a parameter, which is no assignment. */
  fallback(scope: { function: FunctionNotes }, name: string, text: string): void {
    scope.function.texts.default(name, text);
  }

  /** A text that is put behind the one that a name has: `query += " where …"`. */
  append(scope: Scope, name: string, text: string): void {
    const [texts, key] = this.#textsOf(scope, name);
    texts.append(key, text);
  }

  /** The type of a name where it is declared or assigned; the first one stays. */
  type(scope: Scope, name: string, type: string | undefined): void {
    if (type === undefined || type === "") return;
    const own = ownFunction(scope, name);
    const types = own?.types ?? this.#types;
    const key = own ? name : ownKey(scope, name);
    if (!types.has(key)) types.set(key, type);
  }

  /** A field of a class, wherever it is assigned or declared. */
  field(owner: string, name: string, text?: string, type?: string): void {
    const scope = { owner };
    if (text !== undefined) this.assign(scope, name, text);
    this.type(scope, name, type);
  }

  /** An interface that types fulfil without naming it, with the names of its methods. */
  interface(owner: string, methods: readonly string[]): void {
    this.#interfaces.set(owner, methods);
  }

  /** The type of what a function gives back. */
  returns(name: string, owner: string | undefined, type: string | undefined): void {
    const key = `${owner === undefined ? "" : `${owner}.`}${name}()`;
    if (type !== undefined && name !== "" && !this.#types.has(key)) this.#types.set(key, type);
  }

  base(owner: string, names: readonly string[]): void {
    const known = this.bases.get(owner) ?? [];
    this.bases.set(owner, [...new Set([...known, ...names.filter((name) => name !== "")])]);
  }

  file(): CodeFile {
    return {
      functions: this.#functions.toSorted(inOrder).map(functionOf),
      calls: this.#calls.toSorted((a, b) => a.start - b.start || a.end - b.end),
      imports: this.imports,
      ...(this.reexports.size > 0 ? { reexports: this.reexports } : {}),
      texts: this.#texts.known(),
      types: this.#types,
      bases: this.bases,
      ...(this.#interfaces.size > 0 ? { interfaces: this.#interfaces } : {}),
    };
  }

  #textsOf(scope: Scope, name: string): [OnceTexts, string] {
    const own = ownFunction(scope, name);
    return own ? [own.texts, name] : [this.#texts, ownKey(scope, name)];
  }
}

function functionOf({
  name,
  owner,
  parameters,
  start,
  end,
  texts,
  types,
}: FunctionNotes): CodeFunction {
  const made = { name, parameters, start, end, texts: texts.known(), types };
  return owner === undefined ? made : { ...made, owner };
}

/** Texts of names that are assigned once. */
export class OnceTexts {
  readonly #texts = new Map<string, string | undefined>();
  readonly #defaults = new Map<string, string>();

  set(name: string, text: string | undefined): void {
    const clipped = text === undefined ? undefined : clip(text);
    this.#texts.set(name, this.#texts.has(name) ? undefined : clipped);
    this.#defaults.delete(name);
  }

  default(name: string, text: string): void {
    this.#defaults.set(name, clip(text));
  }

  append(name: string, text: string): void {
    const known = this.#texts.get(name);
    if (known !== undefined) this.#texts.set(name, clip(known + text));
    this.#defaults.delete(name);
  }

  has(name: string): boolean {
    return this.#texts.has(name) || this.#defaults.has(name);
  }

  known(): Map<string, string> {
    const known = new Map(this.#defaults);
    for (const [name, text] of this.#texts) if (text !== undefined) known.set(name, text);
    return known;
  }
}

/** A text as an argument's: its first 400 characters. */
export function clip(text: string): string {
  return text.length > maxText ? text.slice(0, maxText) : text;
}

/** An expression in braces, without line breaks and needless spaces, cut. */
export function holeOf(expression: string): string {
  const flat = expression.slice(0, maxText).replace(/\s+/g, " ").trim();
  return `{${flat.slice(0, maxHole)}}`;
}

function ownFunction(scope: Scope, name: string): FunctionNotes | undefined {
  return scope.function?.globals?.has(name) ? undefined : scope.function;
}

/** Only what stands in a class's body is the class's. */
function ownKey(scope: Scope, name: string): string {
  return scope.owner === undefined || scope.function ? name : `${scope.owner}.${name}`;
}

function inOrder(a: { start: number; end: number }, b: { start: number; end: number }): number {
  return a.start - b.start || b.end - a.end;
}
