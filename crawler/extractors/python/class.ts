import { toolsetMethods } from "./applications.ts";
import { ancestors, externalBases, inherited } from "./attribute.ts";
import { callFunction, callValue, decorate, type Arguments } from "./call.ts";
import { evaluate, evaluateArguments } from "./evaluate.ts";
import { executeBlock } from "./execute.ts";
import { members } from "./items.ts";
import { serve } from "./registrations.ts";
import type { Run } from "./run.ts";
import type { Expression, Statement } from "./syntax.ts";
import { same } from "./equality.ts";
import {
  choice,
  isComposite,
  unknown,
  type Class,
  type Instance,
  type Scope,
  type Value,
} from "./values.ts";

/** Folds a class: its body runs once, its functions become methods, an Enum's names its members. */
export function defineClass(
  run: Run,
  statement: Statement & { kind: "class" },
  scope: Scope,
): Value {
  const at = { path: scope.module.path, line: statement.line, endLine: statement.endLine };
  const { positional: bases, keywords } = evaluateArguments(run, statement.bases, scope);
  const inner: Scope = { names: new Map(), parent: scope, module: scope.module, type: "class" };
  const { name, docstring } = statement;
  const type: Class = {
    kind: "class",
    name,
    ...(docstring !== undefined && { docstring }),
    bases,
    scope: inner,
    at,
    annotated: new Map(),
    subclasses: [],
  };
  const total = keywords.get("total");
  if (total !== undefined) inner.names.set("__total__", total);
  executeBlock(run, statement.body, inner);
  for (const part of statement.body) {
    const target = part.kind === "assign" && part.annotation ? part.targets[0] : undefined;
    if (part.kind !== "assign" || target?.kind !== "name" || !part.annotation) continue;
    type.annotated.set(target.name, {
      annotation: part.annotation,
      ...(part.value && { default: part.value }),
    });
  }
  for (const value of inner.names.values())
    if (isComposite(value) && value.kind === "func" && !value.owner) value.owner = type;
  if (isEnum(type)) makeMembers(type);
  run.classes.push(type);
  for (const ancestor of ancestors(type).slice(1)) {
    if (type.bases.includes(ancestor)) ancestor.subclasses.push(type);
  }
  const hook = ancestors(type)
    .slice(1)
    .flatMap((ancestor) => ancestor.scope.names.get("__init_subclass__") ?? [])[0];
  if (isComposite(hook) && hook.kind === "func")
    callFunction(run, { ...hook, self: type }, { positional: [], keywords, open: false });
  for (const func of toolsetMethods(type))
    serve(run, type, [{ tool: func, at: { path: at.path, line: func.callable.line } }]);
  let value: Value = type;
  for (const decorator of statement.decorators.toReversed()) {
    value = decorate(run, evaluate(run, decorator.value, scope), value, {
      path: at.path,
      line: decorator.line,
    });
  }
  return value;
}

/** A call of a class: the instance, its `__init__` followed, or the fields of a data class. */
export function instantiate(run: Run, type: Class, given: Arguments): Value {
  if (isEnum(type)) {
    const [wanted] = given.positional;
    const found = members(type).find(
      (each) => wanted !== undefined && same(each.member?.value ?? null, wanted) === true,
    );
    return found ?? unknown(`a member of ${type.name}`);
  }
  const instance: Instance = { kind: "instance", class: type, attributes: new Map() };
  const init = inherited(type, "__init__");
  if (isComposite(init) && init.kind === "func") {
    callFunction(run, { ...init, self: instance }, given);
    return instance;
  }
  const fields = fieldsOf(type);
  // The environment may set what nobody gives to pydantic's settings.
  const open = given.open || externalBases(type).some((base) => base.endsWith(".BaseSettings"));
  for (const [index, value] of given.positional.entries()) {
    const field = fields[index];
    if (field) instance.attributes.set(field.name, value);
  }
  for (const [name, value] of given.keywords) instance.attributes.set(name, value);
  for (const { name, owner, default: value } of fields) {
    if (instance.attributes.has(name)) continue;
    instance.attributes.set(
      name,
      defaultFor(run, name, value && { expression: value, owner }, open),
    );
  }
  const after = inherited(type, "__post_init__") ?? inherited(type, "model_post_init");
  if (isComposite(after) && after.kind === "func")
    callFunction(
      run,
      { ...after, self: instance },
      { positional: [], keywords: new Map(), open: true },
    );
  return instance;
}

/** The annotated fields of a data class, ancestors' first. */
export function fieldsOf(type: Class): {
  name: string;
  owner: Class;
  annotation: Class["annotated"] extends Map<string, infer Field> ? Field : never;
  default?: import("./syntax.ts").Expression;
}[] {
  const fields = new Map<string, ReturnType<typeof fieldsOf>[number]>();
  for (const owner of ancestors(type).toReversed()) {
    for (const [name, annotation] of owner.annotated) {
      fields.set(name, {
        name,
        owner,
        annotation,
        ...(annotation.default && { default: annotation.default }),
      });
    }
  }
  return [...fields.values()];
}

export function isEnum(type: Class): boolean {
  return externalBases(type).some((base) => /^enum\.\w*(?:Enum|Flag)$/.test(base));
}

function defaultFor(
  run: Run,
  name: string,
  given: { expression: Expression; owner: Class } | undefined,
  open: boolean,
): Value {
  if (!given) return unknown(`the field ${name}`);
  const value = defaultOf(run, evaluate(run, given.expression, given.owner.scope));
  return open ? choice([value, unknown(`the field ${name}`)]) : value;
}

/** What a field's default stands for: `Field(default=1)` and `field(default_factory=list)` are the value itself. */
function defaultOf(run: Run, value: Value): Value {
  if (
    !isComposite(value) ||
    value.kind !== "made" ||
    !/(?:^|\.)(?:Field|field|attrib|ib)$/.test(value.path)
  )
    return value;
  const given = value.keywords.has("default") ? value.keywords.get("default") : value.positional[0];
  if (given !== undefined) return given;
  const factory = value.keywords.get("default_factory") ?? value.keywords.get("factory");
  return factory === undefined
    ? unknown("a field without default")
    : callValue(run, factory, { positional: [], keywords: new Map(), open: false }, value.at);
}

function makeMembers(type: Class): void {
  for (const [name, value] of type.scope.names) {
    if (
      name.startsWith("_") ||
      (isComposite(value) && (value.kind === "func" || value.kind === "class"))
    )
      continue;
    const auto = isComposite(value) && value.kind === "made" && value.path === "enum.auto";
    const inner = auto ? name.toLowerCase() : value;
    type.scope.names.set(name, {
      kind: "instance",
      class: type,
      attributes: new Map(),
      member: { name, value: inner },
    });
  }
}
