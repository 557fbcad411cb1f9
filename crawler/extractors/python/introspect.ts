import type { Place } from "../../../model.ts";
import { externalBases } from "./attribute.ts";
import type { Arguments } from "./call.ts";
import { fieldsOf } from "./class.ts";
import { evaluate } from "./evaluate.ts";
import { readField, undefinedPath } from "./field.ts";
import { itemsOf } from "./items.ts";
import type { Run } from "./run.ts";
import { annotatedType, fieldWithin } from "./schema.ts";
import { parametersOf } from "./signature.ts";
import {
  external,
  firstOf,
  isComposite,
  likeliest,
  listOf,
  textOf,
  truth,
  unknown,
  type Class,
  type Dict,
  type Func,
  type Made,
  type Scope,
  type Value,
} from "./values.ts";

const fieldPath = "pydantic.fields.Field";
/** What a field has by itself, beside what bounds its values. */
const described = new Set(["default", "default_factory", "description", "title", "alias"]);
const noDefault = external(undefinedPath);

/** `Model.model_fields`: what pydantic knows of each field of a model; undefined for other classes. */
export function modelFields(run: Run, type: Class): Dict | undefined {
  if (!externalBases(type).some((base) => /\.(?:BaseModel|BaseSettings|SQLModel)$/.test(base)))
    return undefined;
  const entries = fieldsOf(type).flatMap(({ name, owner, annotation }): [Value, Value][] => {
    const stated = annotatedType(
      run,
      evaluate(run, annotation.annotation, owner.scope),
      owner.scope,
    );
    if (name.startsWith("_") || isNamed(stated, "ClassVar")) return [];
    const given = annotation.default && readField(evaluate(run, annotation.default, owner.scope));
    const within = fieldWithin(run, stated, owner.scope);
    const keywords = new Map([
      ...(within?.given?.keywords ?? []),
      ...(given?.given?.keywords ?? []),
    ]);
    const read = given ?? within;
    if (read?.default !== undefined) keywords.set("default", read.default);
    const plain = isNamed(stated, "Annotated") ? stated.arguments[0] : undefined;
    const field: Made = {
      kind: "made",
      path: fieldPath,
      positional: [],
      keywords,
      at: owner.at,
      attributes: new Map(),
    };
    const bounds = [...keywords].filter(([part]) => !described.has(part));
    const attributes = new Map<string, Value>([
      ["annotation", firstOf(plain, stated)],
      ["default", firstOf(read?.default, noDefault)],
      ["metadata", listOf([{ ...field, keywords: new Map(bounds) }])],
      ...["default_factory", "description", "title", "alias"].map((part): [string, Value] => [
        part,
        keywords.get(part) ?? null,
      ]),
    ]);
    return [[name, { ...field, attributes }]];
  });
  return { kind: "dict", entries: new Map(entries) };
}

/** A method of what `model_fields` gives; undefined for other values and methods. */
export function fieldMethod(made: Made, name: string): Value | undefined {
  if (made.path !== fieldPath) return undefined;
  const value = made.attributes.get("default");
  if (name === "get_default") return value;
  return name === "is_required"
    ? value === noDefault && made.attributes.get("default_factory") === null
    : undefined;
}

/** The types that a function or a class states, by name; undefined for other values. */
export function typeHints(run: Run, value: Value, inherited: boolean): Dict | undefined {
  const likely = likeliest(value);
  if (!isComposite(likely)) return undefined;
  if (likely.kind === "func") return hintsOf(run, likely);
  if (likely.kind !== "class") return undefined;
  const fields = fieldsOf(likely).filter(({ owner }) => inherited || owner === likely);
  return {
    kind: "dict",
    entries: new Map(
      fields.map(({ name, owner, annotation }) => [
        name,
        annotatedType(run, evaluate(run, annotation.annotation, owner.scope), owner.scope),
      ]),
    ),
  };
}

function hintsOf(run: Run, func: Func): Dict {
  const own = likeliest(func.attributes.get("__annotations__") ?? null);
  if (isComposite(own) && own.kind === "dict") return own;
  const { callable, scope } = func.wraps ?? func;
  const entries = new Map<Value, Value>();
  for (const { name, type } of parametersOf(run, func))
    if (type !== undefined) entries.set(name, annotatedType(run, type, scope));
  if (callable.returns) entries.set("return", evaluate(run, callable.returns, scope));
  return { kind: "dict", entries };
}

/** `typing.get_type_hints(…)`: without what `Annotated` adds, unless that is wanted. */
export function getTypeHints(run: Run, given: Arguments): Value {
  const found = typeHints(run, given.positional[0] ?? given.keywords.get("obj") ?? null, true);
  if (!found) return unknown("the types of what is not known");
  const extras = given.keywords.get("include_extras");
  if (extras !== undefined && truth(extras) !== false) return found;
  const entries = [...found.entries].map(([name, type]): [Value, Value] => [
    name,
    isNamed(type, "Annotated") ? firstOf(type.arguments[0], type) : type,
  ]);
  return { kind: "dict", entries: new Map(entries) };
}

/** `pydantic.create_model(name, field=(type, default), …)`: a class like any other. */
export function createModel(run: Run, given: Arguments, at: Place): Value {
  const name = textOf(given.positional[0] ?? given.keywords.get("model_name"));
  const bases = given.keywords.get("__base__") ?? external("pydantic.BaseModel");
  if (name === undefined || given.open) return unknown("a model that is made of what is not known");
  const module = run.modules.get(at.path);
  if (module?.kind !== "module") return unknown("a model that is made");
  const scope: Scope = { names: new Map(), parent: module.scope, module, type: "class" };
  const type: Class = {
    kind: "class",
    name,
    bases: isComposite(bases) && bases.kind === "list" ? bases.items : [bases],
    scope,
    at,
    annotated: new Map(),
    subclasses: [],
  };
  const docstring = textOf(given.keywords.get("__doc__"));
  if (docstring !== undefined) type.docstring = docstring;
  for (const [field, stated] of given.keywords) {
    if (field.startsWith("__") || field === "model_name") continue;
    const pair = likeliest(stated);
    const isPair = isComposite(pair) && pair.kind === "list";
    const [annotation, value] = isPair ? itemsOf(pair).items : [pair];
    type.annotated.set(field, {
      annotation: { kind: "known", value: firstOf(annotation, unknown("a type")) },
      ...(value !== undefined && { default: { kind: "known", value } }),
    });
  }
  return type;
}

function isNamed(
  value: Value,
  name: string,
): value is Value & { kind: "generic"; arguments: Value[] } {
  return (
    isComposite(value) &&
    value.kind === "generic" &&
    isComposite(value.of) &&
    value.of.kind === "external" &&
    value.of.path.endsWith(`.${name}`)
  );
}

/** `typing.get_origin(type)` and `typing.get_args(type)`. */
export function partsOf(part: "origin" | "arguments", given: Arguments): Value {
  const type = likeliest(given.positional[0] ?? null);
  if (!isComposite(type) || type.kind === "external" || type.kind === "class")
    return part === "origin" ? null : listOf([], "tuple");
  if (type.kind !== "generic") return unknown("the parts of a type");
  const { of, arguments: parts } = type;
  const optional = isNamed(type, "Optional");
  if (part === "origin") return optional ? external("typing.Union") : of;
  return listOf(optional ? [...parts, null] : parts, "tuple");
}
