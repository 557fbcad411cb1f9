import { execute } from "./execute.ts";
import { bind, pickOverload } from "./invoke.ts";
import { scopeOf } from "./names.ts";
import { ancestors, findType, qualify } from "./resolve.ts";
import { type Run, see, seeWritten } from "./run.ts";
import type { Declaration, Expression, Lines, TypeRef } from "./syntax.ts";
import {
  dictionary,
  type Environment,
  type External,
  type Given,
  type Instance,
  isKind,
  list,
  type TypeValue,
  type Value,
} from "./values.ts";

const listTypes = /(?:^|\.)(?:\w*List|\w*Set|JsonArray|JSONArray|ArrayNode|ArrayDeque|Vector)$/;
const mapTypes = /(?:^|\.)(?:\w*Map|JsonObject|JSONObject|ObjectNode|Hashtable)$/;
const bufferTypes = /(?:^|\.)(?:StringBuilder|StringBuffer|StringJoiner)$/;

/** `new X(…)`, with or without a body. */
export function instantiate(
  run: Run,
  expression: Extract<Expression, { kind: "new" }>,
  environment: Environment,
): Value {
  const args = expression.args.map((arg) => ({
    ...arg,
    value: run.evaluate(arg.value, environment),
  }));
  const { body } = expression;
  const type: TypeValue = { kind: "type", type: expression.type, scope: environment.scope };
  const base = findType(run.program, expression.type.name, environment.scope);
  if (body === undefined) return construct(run, type, args, expression.at, environment);
  if (base === undefined && isBuiltIn(expression.type.name)) {
    const made = builtIn(expression.type.name, args);
    // The idiom of two braces fills what it makes.
    const inner = { ...environment, receivers: [made, ...environment.receivers] };
    for (const initializer of body.initializers) execute(run, initializer, inner);
    return made;
  }
  const made: Instance = {
    kind: "instance",
    declaration: body,
    fields: new Map(),
    around: environment,
  };
  if (base !== undefined) initializeAs(run, base, made, args, expression.at);
  if (base === undefined) see(run, "created", externalOf(type, args, expression.at));
  return made;
}

/** A new object of a type, from the snapshot or from outside. */
export function construct(
  run: Run,
  type: TypeValue,
  args: Given[],
  at: Lines,
  environment: Environment,
): Value {
  const declaration = findType(run.program, type.type.name, type.scope);
  run.sightings.reached.add(`${environment.scope.file.path}:${at.line}`);
  if (declaration !== undefined) {
    const made: Instance = { kind: "instance", declaration, fields: new Map() };
    initializeAs(run, declaration, made, args, at);
    if (describesTool(declaration)) seeWritten(run, made, at, environment.scope.file.path);
    return made;
  }
  if (isBuiltIn(type.type.name)) return builtIn(type.type.name, args);
  const first = args[0]?.value;
  if (typeof first === "string" && /(?:^|\.)ClassPathResource$/.test(type.type.name)) {
    const text = run.program.resource(first, environment.scope.file.path);
    if (text !== undefined) return text;
  }
  // Readers and streams over a text stand for the text.
  if (typeof first === "string" && /(?:Reader|Stream|Scanner)$/.test(type.type.name)) return first;
  const external = externalOf({ ...type, scope: environment.scope }, args, at);
  see(run, "created", external);
  return external;
}

/** Whether objects of a type have a tool's name and schema. */
export function describesTool({ fields, components = [] }: Declaration): boolean {
  const names = new Set([...fields, ...components].map((one) => one.name));
  return names.has("name") && names.has("inputSchema");
}

/** Whether a type from outside is a collection, a JSON value or a string builder. */
function isBuiltIn(name: string): boolean {
  return listTypes.test(name) || mapTypes.test(name) || bufferTypes.test(name) || name === "String";
}

function builtIn(name: string, args: Given[]): Value {
  const first = args[0]?.value;
  if (name === "String") return first ?? "";
  if (bufferTypes.test(name))
    return {
      kind: "buffer",
      text: typeof first === "string" && !name.endsWith("Joiner") ? first : "",
    };
  if (listTypes.test(name)) return list(isKind(first, "list") ? [...first.items] : []);
  return dictionary(isKind(first, "dictionary") ? first.entries : []);
}

/** The record of an object from outside. */
export function externalOf(type: TypeValue, args: Given[], at: Lines): External {
  const of = args.find((arg) => arg.name === "<>")?.value;
  return {
    kind: "external",
    types: qualify(type.type.name, type.scope),
    args: args.filter((arg) => arg.name !== "<>"),
    calls: [],
    at,
    path: type.scope.file.path,
    ...(isKind(of, "type") ? { of } : {}),
  };
}

const maxInheritance = 20;

/** Runs the constructors of a declaration on an object. */
export function initializeAs(
  run: Run,
  declaration: Declaration,
  self: Instance,
  args: Given[],
  at: Lines,
  depth = 0,
): void {
  if (depth > maxInheritance || !run.step()) return;
  const scope = scopeOf(declaration);
  const environment: Environment = {
    variables: new Map(),
    ...(self.around ? { parent: self.around } : {}),
    scope,
    self,
    receivers: [],
  };
  const picked = pickOverload(declaration.constructors, args);
  const usesComponents =
    declaration.components !== undefined &&
    (picked === undefined ||
      picked.parameters.length !== args.length ||
      picked.parameters === declaration.components ||
      args.length === declaration.components.length);
  if (usesComponents && declaration.components !== undefined) {
    bind(run, declaration.components, args, environment);
    for (const { name } of declaration.components) {
      const value = environment.variables.get(name);
      if (value !== undefined) self.fields.set(name, value);
    }
  }
  const parent = superOf(run, declaration);
  if (parent !== undefined && declaration.file.path.endsWith(".java") === false) {
    const superArgs = declaration.superArgs.map((arg) => ({
      ...arg,
      value: run.evaluate(arg.value, environment),
    }));
    initializeAs(run, parent, self, superArgs, at, depth + 1);
  }
  if (
    picked?.body !== undefined &&
    (!usesComponents || picked.parameters === declaration.components)
  ) {
    bind(run, picked.parameters, args, environment);
    const [first] = picked.body;
    const callsSuper =
      first?.kind === "expression" &&
      first.value.kind === "call" &&
      /^(?:super|this)$/.test(first.value.name) &&
      first.value.of === undefined;
    if (callsSuper && first.value.kind === "call") {
      const next = first.value.args.map((arg) => ({
        ...arg,
        value: run.evaluate(arg.value, environment),
      }));
      const target = first.value.name === "super" ? parent : declaration;
      if (target !== undefined) initializeAs(run, target, self, next, at, depth + 1);
    }
    run.stack.push({
      method: picked,
      self,
      args: args.map((arg) => arg.value),
      path: run.stack.at(-1)?.method.owner.file.path ?? run.root,
      at,
    });
    execute(run, callsSuper ? picked.body.slice(1) : picked.body, environment);
    run.stack.pop();
  }
  if (!declaration.file.path.endsWith(".java"))
    for (const initializer of declaration.initializers) execute(run, initializer, environment);
}

function superOf(run: Run, declaration: Declaration): Declaration | undefined {
  return ancestors(run.program, declaration).find((one) => one.kind === "class");
}

/** A constant of an enum as an object. */
export function enumConstant(run: Run, declaration: Declaration, name: string): Value | undefined {
  const constant = declaration.constants.find((one) => one.name === name);
  if (constant === undefined) return undefined;
  const self: Instance = {
    kind: "instance",
    declaration,
    fields: new Map(),
    constant: name,
  };
  const environment: Environment = {
    variables: new Map(),
    scope: scopeOf(declaration),
    receivers: [],
  };
  const args = constant.args.map((arg) => ({
    ...arg,
    value: run.evaluate(arg.value, environment),
  }));
  initializeAs(run, declaration, self, args, declaration.at);
  return self;
}

/** A type as written, for a name. */
export function namedType(name: string): TypeRef {
  return { name, args: [], nullable: false };
}
