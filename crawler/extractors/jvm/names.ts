import { assume, anyOf } from "./assume.ts";
import { enumConstant } from "./construct.ts";
import { execute } from "./execute.ts";
import { ancestors, findField, findMethods, findType, type Scope } from "./resolve.ts";
import type { Run } from "./run.ts";
import type { Declaration, Field } from "./syntax.ts";
import {
  type Environment,
  type Instance,
  isKind,
  isUnknown,
  list,
  nothing,
  type Value,
} from "./values.ts";

/** The value of a plain name. */
export function lookUp(run: Run, name: string, environment: Environment): Value {
  for (let one: Environment | undefined = environment; one !== undefined; one = one.parent) {
    const value = one.variables.get(name);
    if (value !== undefined) return value;
  }
  for (const receiver of environment.receivers) {
    const value = memberOf(run, receiver, name);
    if (!isUnknown(value)) return value;
  }
  if (environment.self !== undefined) {
    const value = instanceMember(run, environment.self, name);
    if (value !== undefined) return value;
  }
  const { scope } = environment;
  for (let owner = scope.owner; owner !== undefined; owner = owner.outer) {
    const value = staticMember(run, owner, name) ?? outerMember(run, owner, name, environment);
    if (value !== undefined) return value;
  }
  return imported(run, name, scope) ?? typeNamed(run, name, scope) ?? nothing;
}

/** An inner class sees the fields of the object around it. */
function outerMember(
  run: Run,
  owner: Declaration,
  name: string,
  environment: Environment,
): Value | undefined {
  if (owner.kind === "file" || environment.self?.declaration === owner) return undefined;
  return findField(run.program, owner, name) === undefined
    ? undefined
    : instanceMember(run, anyOf(run, owner), name);
}

function imported(run: Run, name: string, scope: Scope): Value | undefined {
  for (const one of scope.file.imports) {
    if (one.as !== undefined && one.as !== name) continue;
    const from = one.as === undefined ? one.path : one.path.slice(0, one.path.lastIndexOf("."));
    const original = one.as === undefined ? name : one.path.slice(one.path.lastIndexOf(".") + 1);
    const type = /(?:^|\.)[A-Z]\w*$/.test(from) ? findType(run.program, from, scope) : undefined;
    const value = (type && staticMember(run, type, original)) ?? topLevel(run, from, original);
    if (value !== undefined) return value;
  }
  return topLevel(run, scope.file.package, name);
}

function topLevel(run: Run, packageName: string, name: string): Value | undefined {
  for (const path of run.program.inPackageWith(packageName, name)) {
    const top = run.program.file(path)?.top;
    const field = top?.fields.find((one) => one.name === name);
    if (top !== undefined && field !== undefined) return staticValue(run, field, top);
  }
  return undefined;
}

function typeNamed(run: Run, name: string, scope: Scope): Value | undefined {
  const type = findType(run.program, name, scope);
  if (type === undefined && !/^[A-Z]/.test(name)) return undefined;
  if (type?.kind === "object") return anyOf(run, type);
  return { kind: "type", type: { name, args: [], nullable: false }, scope };
}

/** A member of a value that isn't called. */
export function memberOf(run: Run, of: Value, name: string): Value {
  if (isKind(of, "instance")) return instanceMember(run, of, name) ?? nothing;
  if (isKind(of, "type")) {
    const type = findType(run.program, of.type.name, of.scope);
    if (name === "simpleName") return of.type.name.slice(of.type.name.lastIndexOf(".") + 1);
    if (name === "java" || name === "kotlin" || name === "class") return of;
    if (type !== undefined) return staticMember(run, type, name) ?? nothing;
    return /^[A-Z]/.test(name) && !/^[A-Z0-9_]+$/.test(name)
      ? { ...of, type: { ...of.type, name: `${of.type.name}.${name}` } }
      : nothing;
  }
  if (isKind(of, "dictionary")) {
    if (name === "entries") return list([...of.entries].map(([key, value]) => list([key, value])));
    if (name === "keys") return list([...of.entries.keys()]);
    if (name === "values") return list([...of.entries.values()]);
  }
  if (isKind(of, "list")) {
    if (name === "first" || name === "key") return of.items[0] ?? nothing;
    if (name === "second" || name === "value") return of.items[1] ?? nothing;
    if (name === "size" || name === "length") return of.items.length;
  }
  return nothing;
}

function instanceMember(run: Run, self: Instance, name: string): Value | undefined {
  const known = self.fields.get(name);
  if (known !== undefined) return known;
  if (self.constant !== undefined && name === "name") return self.constant;
  const found = findField(run.program, self.declaration, name);
  if (found === undefined) {
    const component = [self.declaration, ...ancestors(run.program, self.declaration)]
      .map((owner) => ({ owner, parameter: owner.components?.find((one) => one.name === name) }))
      .find((one) => one.parameter !== undefined);
    if (component?.parameter !== undefined) {
      const scope = scopeOf(component.owner);
      const value = assume(run, component.parameter.type, scope);
      self.fields.set(name, value);
      return value;
    }
    const value = staticMember(run, self.declaration, name);
    if (value !== undefined) return value;
    const getter = `get${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
    const [method] = findMethods(run.program, self.declaration, getter);
    return method?.body === undefined || method.parameters.length > 0
      ? undefined
      : run.invoke(method, self, [], method.at, method.owner.file.path);
  }
  const { field, owner } = found;
  if (field.static) return staticValue(run, field, owner);
  const environment: Environment = {
    variables: new Map(),
    ...(self.around ? { parent: self.around } : {}),
    scope: scopeOf(owner),
    self,
    receivers: [],
  };
  // A field that needs itself has no value.
  self.fields.set(name, nothing);
  const value =
    field.getter !== undefined
      ? execute(run, field.getter, environment).value
      : field.value !== undefined
        ? run.evaluate(field.value, environment)
        : field.type === undefined
          ? nothing
          : assume(run, field.type, scopeOf(owner));
  if (field.getter === undefined) self.fields.set(name, value);
  else self.fields.delete(name);
  return value;
}

/** The scope of what stands inside of a declaration. */
export function scopeOf(owner: Declaration): Scope {
  return { file: owner.file, owner };
}

function staticMember(run: Run, owner: Declaration, name: string): Value | undefined {
  for (const one of [owner, ...ancestors(run.program, owner)]) {
    const constant = enumConstant(run, one, name);
    if (constant !== undefined) return constant;
    const field = one.fields.find((candidate) => candidate.name === name);
    if (field !== undefined && (field.static || one.kind === "object"))
      return one.kind === "object"
        ? instanceMember(run, anyOf(run, one), name)
        : staticValue(run, field, one);
    const inner = one.types.find((type) => type.name === name);
    if (inner?.kind === "object") return anyOf(run, inner);
    if (inner !== undefined)
      return { kind: "type", type: { name, args: [], nullable: false }, scope: scopeOf(one) };
    const companion = one.companion;
    if (companion !== undefined) {
      const value = instanceMember(run, anyOf(run, companion), name);
      if (value !== undefined) return value;
    }
  }
  return undefined;
}

function staticValue(run: Run, field: Field, owner: Declaration): Value {
  initialize(run, owner);
  const known = run.statics.get(field);
  if (known !== undefined) return known;
  run.statics.set(field, nothing);
  const environment: Environment = { variables: new Map(), scope: scopeOf(owner), receivers: [] };
  const value =
    field.getter !== undefined
      ? execute(run, field.getter, environment).value
      : field.value !== undefined
        ? run.evaluate(field.value, environment)
        : field.type === undefined
          ? nothing
          : assume(run, field.type, scopeOf(owner));
  run.statics.set(field, value);
  return value;
}

function initialize(run: Run, owner: Declaration): void {
  if (run.initialized.has(owner) || owner.kind === "object") return;
  run.initialized.add(owner);
  if (!owner.file.path.endsWith(".java")) return;
  const environment: Environment = { variables: new Map(), scope: scopeOf(owner), receivers: [] };
  for (const initializer of owner.initializers) execute(run, initializer, environment);
}

/** Makes a variable; `(a, b)` takes a value apart. */
export function setVariable(
  run: Run,
  variables: Map<string, Value>,
  name: string,
  value: Value,
): void {
  if (!name.startsWith("(")) {
    variables.set(name, value);
    return;
  }
  name
    .slice(1, -1)
    .split(",")
    .forEach((part, index) => {
      const item = isKind(value, "list")
        ? value.items[index]
        : isKind(value, "instance")
          ? memberOf(run, value, value.declaration.components?.[index]?.name ?? "")
          : undefined;
      variables.set(part.trim(), item ?? nothing);
    });
}

/** Gives a name that is in sight another value. */
export function setName(run: Run, name: string, value: Value, environment: Environment): void {
  for (let one: Environment | undefined = environment; one !== undefined; one = one.parent)
    if (one.variables.has(name)) {
      one.variables.set(name, value);
      return;
    }
  const [receiver] = environment.receivers;
  if (isKind(receiver, "external")) {
    receiver.calls.push({ name, args: [value] });
    return;
  }
  const { owner } = environment.scope;
  const found = owner === undefined ? undefined : findField(run.program, owner, name);
  if (found?.field.static) run.statics.set(found.field, value);
  else environment.self?.fields.set(name, value);
}
