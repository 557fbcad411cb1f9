import { callFunction } from "./call.ts";
import { modelFields, typeHints } from "./introspect.ts";
import { moduleName } from "./modules.ts";
import { pathAttribute } from "./paths.ts";
import type { Run } from "./run.ts";
import { evaluate } from "./evaluate.ts";
import { cleanDocstring } from "./literal.ts";
import {
  choice,
  external,
  firstOf,
  isComposite,
  listOf,
  unknown,
  likeliest,
  type AnnotatedField,
  type Class,
  type Composite,
  type External,
  type Func,
  type Instance,
  type Made,
  type Module,
  type Value,
} from "./values.ts";

/** `value.name`; something that may still be called when it is not known. */
export function attributeOf(run: Run, value: Value, name: string): Value {
  if (!isComposite(value)) return { kind: "member", of: value, name };
  switch (value.kind) {
    case "choice": {
      const known = value.options
        .filter((option) => option !== null)
        .map((option) => attributeOf(run, option, name));
      return known.length > 0 ? choice(known) : unknown(`the attribute ${name}`);
    }
    case "module":
      return moduleAttribute(run, value, name);
    case "external":
      return firstOf(run.patched.get(`${value.path}.${name}`), external(`${value.path}.${name}`));
    case "made":
      return firstOf(
        value.attributes.get(name),
        value.keywords.get(name),
        toolAttribute(value, name),
        pathAttribute(value, name),
        { kind: "member", of: value, name },
      );
    case "instance":
      return firstOf(instanceAttribute(run, value, name), { kind: "member", of: value, name });
    case "class":
      return firstOf(classAttribute(run, value, name), { kind: "member", of: value, name });
    case "super": {
      const found = ancestors(value.after)
        .slice(1)
        .map((type) => type.scope.names.get(name))
        .find((each) => each !== undefined);
      return found === undefined
        ? { kind: "member", of: value.self, name }
        : bound(run, found, value.self);
    }
    case "func":
      if (name === "__annotations__") return firstOf(typeHints(run, value, false), null);
      return firstOf(funcAttribute(value, name), { kind: "member", of: value, name });
    case "list":
      return firstOf(value.items[value.fields?.indexOf(name) ?? -1], {
        kind: "member",
        of: value,
        name,
      });
    default:
      return { kind: "member", of: value, name };
  }
}

/** A class and those that it inherits from in the snapshot, nearest first. */
export function ancestors(type: Class): Class[] {
  const found: Class[] = [type];
  for (let index = 0; index < found.length && found.length < 50; index += 1) {
    for (const base of found[index]?.bases ?? []) {
      const parent = isComposite(base) && base.kind === "generic" ? base.of : base;
      if (isComposite(parent) && parent.kind === "class" && !found.includes(parent))
        found.push(parent);
    }
  }
  return found;
}

/** What a class inherits from outside the snapshot: `pydantic.BaseModel`. */
export function externalBases(type: Class): string[] {
  const bases = ancestors(type).flatMap((each) =>
    each.bases.map((base) => (isComposite(base) && base.kind === "generic" ? base.of : base)),
  );
  return bases
    .filter((base): base is External => isComposite(base) && base.kind === "external")
    .map((base) => base.path);
}

/** Whether something is known so well that it surely has no attribute of a name that was not found. */
export function lacks(value: Value, name: string | undefined): boolean {
  const likely = likeliest(value);
  if (name === undefined || !isComposite(likely)) return false;
  if (likely.kind === "func") return !functionAttributes.has(name);
  const type =
    likely.kind === "instance" ? likely.class : likely.kind === "class" ? likely : undefined;
  if (type === undefined || inherited(type, "__getattr__") !== undefined) return false;
  return (
    !/^__\w+__$/.test(name) &&
    ancestors(type).every(({ bases }) => bases.every((base) => isComposite(base) && isPlain(base)))
  );
}

const functionAttributes = new Set([
  "__annotations__",
  "__call__",
  "__code__",
  "__defaults__",
  "__dict__",
  "__get__",
  "__kwdefaults__",
]);

/** Whether a base class is of the snapshot or brings no attributes of its own. */
function isPlain(base: Composite): boolean {
  const of = base.kind === "generic" ? base.of : base;
  if (!isComposite(of)) return false;
  return (
    of.kind === "class" ||
    (of.kind === "external" &&
      /^(?:abc\.ABC|builtins\.object|typing(?:_extensions)?\.(?:Generic|Protocol))$/.test(of.path))
  );
}

/** What `abc.abstractmethod` leaves on a function. */
export const abstractMark = "__isabstractmethod__";

/** Whether Python refuses to make an object of a class: an abstract method of it has no body yet. */
export function isAbstract(type: Class): boolean {
  if (!externalBases(type).includes("abc.ABC")) return false;
  const names = new Set(ancestors(type).flatMap((each) => [...each.scope.names.keys()]));
  return [...names].some((name) => {
    const value = inherited(type, name);
    return (
      isComposite(value) && value.kind === "func" && value.attributes.get(abstractMark) === true
    );
  });
}

/** A name as the class or an ancestor binds it, not bound to anything. */
export function inherited(type: Class, name: string): Value | undefined {
  for (const each of ancestors(type)) {
    const value = each.scope.names.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

function moduleAttribute(run: Run, module: Module, name: string): Value {
  if (name === "__path__") return listOf([module.path.replace(/\/?(?:__init__\.py)?$/, "")]);
  return firstOf(moduleName(run, module, name), unknown(`the name ${name} of a module`));
}

function instanceAttribute(run: Run, value: Instance, name: string): Value | undefined {
  const own = value.attributes.get(name);
  if (own !== undefined)
    return value.open && fieldOf(value, name) ? choice([own, unknown(`the field ${name}`)]) : own;
  if (value.member && (name === "value" || name === "_value_")) return value.member.value;
  if (value.member && name === "name") return value.member.name;
  if (name === "__class__") return value.class;
  const found = inherited(value.class, name);
  if (found !== undefined) return bound(run, found, value);
  if (name === "model_fields") return modelFields(run, value.class);
  const field = fieldOf(value, name);
  return field?.default ? evaluate(run, field.default, value.class.scope) : undefined;
}

function fieldOf(value: Instance, name: string): AnnotatedField | undefined {
  return ancestors(value.class).flatMap((type) => type.annotated.get(name) ?? [])[0];
}

function classAttribute(run: Run, type: Class, name: string): Value | undefined {
  if (name === "__name__" || name === "__qualname__") return type.name;
  if (name === "__doc__") return type.docstring === undefined ? null : type.docstring;
  if (name === "__module__") return type.scope.module.scope.names.get("__name__");
  if (name === "__mro__") return listOf(ancestors(type), "tuple");
  if (name === "__annotations__") return typeHints(run, type, false);
  if (name === "model_fields" || name === "__fields__") {
    const fields = modelFields(run, type);
    if (fields) return fields;
  }
  if (name === "__dict__") return { kind: "dict", entries: new Map(type.scope.names) };
  const found = inherited(type, name);
  if (found === undefined || !isComposite(found) || found.kind !== "func") return found;
  return found.binding === "class" ? bound(run, found, type) : found;
}

function bound(run: Run, value: Value, self: Value): Value {
  if (
    !isComposite(value) ||
    value.kind !== "func" ||
    value.self !== undefined ||
    value.owner === undefined
  )
    return value;
  if (value.binding === "static") return value;
  if (value.binding === "class")
    return { ...value, self: isComposite(self) && self.kind === "instance" ? self.class : self };
  const method: Func = { ...value, self };
  if (value.binding !== "property") return method;
  return callFunction(run, method, { positional: [], keywords: new Map(), open: false });
}

/** What `Tool.from_function(fn)` knows from the function. */
function toolAttribute(made: Made, name: string): Value | undefined {
  const func = made.positional[0] ?? made.keywords.get("fn");
  if (!made.path.endsWith(".from_function") || !isComposite(func) || func.kind !== "func")
    return undefined;
  if (name === "name") return funcAttribute(func, "__name__");
  if (name === "description") return funcAttribute(func, "__doc__");
  return name === "fn" ? func : undefined;
}

function funcAttribute(func: Func, name: string): Value | undefined {
  const own = func.attributes.get(name);
  if (own !== undefined) return own;
  if (name === "__name__" || name === "__qualname__") return (func.wraps ?? func).callable.name;
  if (name === "__module__") return (func.wraps ?? func).scope.module.scope.names.get("__name__");
  if (name === "__wrapped__") return func.wraps;
  if (name === "__func__") return func;
  if (name === "__self__") return func.self;
  if (name !== "__doc__") return undefined;
  const docstring = (func.wraps ?? func).callable.docstring;
  return docstring === undefined ? null : cleanDocstring(docstring);
}
