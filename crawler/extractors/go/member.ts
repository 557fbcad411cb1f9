import { step, type Run } from "./run.ts";
import {
  fieldsOf,
  fieldType,
  implementations,
  ownMethod,
  pointee,
  underlying,
  zeroOf,
} from "./types.ts";
import {
  choice,
  isComposite,
  optionsOf,
  pointed,
  unknown,
  type Func,
  type Struct,
  type Type,
  type Value,
} from "./values.ts";

/** What `x.name` stands for: a field, or a method bound to `x`. */
export function selectMember(run: Run, of: Value, name: string): Value {
  const options = optionsOf(of);
  if (options.length === 1) return memberOf(run, options[0] ?? null, name);
  const known = options.filter((option) => option !== null);
  return choice(known.map((option) => memberOf(run, option, name)));
}

function memberOf(run: Run, of: Value, name: string): Value {
  if (!step(run)) return unknown("more code than is followed");
  if (!isComposite(of)) return methodOfBasic(run, of, name);
  switch (of.kind) {
    case "pointer":
    case "reference":
    case "struct": {
      const target = pointed(of);
      if (isComposite(target) && target.kind === "struct")
        return memberOfStruct(run, target, of, name, 0);
      if (
        isComposite(target) &&
        target !== of &&
        target.kind !== "pointer" &&
        target.kind !== "reference"
      )
        return memberOf(run, target, name);
      return methodOfBasic(run, target, name);
    }
    case "unknown":
      return memberOfUnknown(run, of, of.type, name);
    case "external":
      return { kind: "external", package: of.package, name: `${of.name}.${name}` };
    case "slice":
    case "map":
      return bound(of.type && ownMethod(of.type, name), of) ?? methodOfBasic(run, of, name);
    case "func":
      return bound(of.type && ownMethod(of.type, name), of) ?? methodOfBasic(run, of, name);
    case "type": {
      const method = ownMethod(of.type, name);
      if (method) return { ...method, callable: withReceiverFirst(method) };
      return unknown(`the method ${name}`);
    }
    default:
      return unknown(`the member ${name}`);
  }
}

/** `T.Method` is a function whose first parameter is the receiver. */
function withReceiverFirst(method: Func): Func["callable"] {
  const { callable } = method;
  if (!callable.receiver) return callable;
  const { receiver, ...rest } = callable;
  return { ...rest, parameters: [receiver, ...callable.parameters] };
}

function memberOfStruct(run: Run, struct: Struct, self: Value, name: string, depth: number): Value {
  const field = struct.fields.get(name);
  if (field !== undefined) return field;
  const method = bound(ownMethod(struct.type, name), self);
  if (method) return method;
  const base = underlying(run, struct.type);
  if (base.kind === "external") {
    if (struct.open || base.package.startsWith("embed")) return unknown(`the member ${name}`, base);
    return { kind: "external", package: base.package, name: `${base.name}.${name}` };
  }
  const fields = fieldsOf(run, struct.type);
  const declared = fields.find((one) => one.name === name);
  if (declared) {
    const value = struct.open
      ? unknown(`the field ${name}`, declared.type)
      : zeroOf(run, declared.type);
    // A struct inside is one and the same each time it is asked for.
    if (isComposite(value) && value.kind === "struct") struct.fields.set(name, value);
    return value;
  }
  if (depth > 5) return unknown(`the member ${name}`);
  let last: Value | undefined;
  for (const { name: inner, type, embedded } of fields) {
    if (!embedded) continue;
    const value = memberOfStruct(run, struct, self, inner, 6);
    const target = pointed(value);
    if (isComposite(target) && target.kind === "struct") {
      const found = memberOfStruct(run, target, value, name, depth + 1);
      if (!isMissing(found)) return found;
    } else if (
      fieldType(run, type, name) ||
      ownMethod(type, name) ||
      underlying(run, type).kind === "interface"
    ) {
      const found = memberOf(
        run,
        value === null ? unknown(`the field ${inner}`, type) : value,
        name,
      );
      if (!isMissing(found)) return found;
    } else if (pointee(type).kind === "external") last = unknown(`the member ${name}`);
  }
  return last ?? unknown(`the member ${name}`);
}

function isMissing(value: Value): boolean {
  return isComposite(value) && value.kind === "unknown" && value.reason.startsWith("the member ");
}

function bound(method: Func | undefined, receiver: Value): Func | undefined {
  return method && { ...method, receiver };
}

const mostImplementations = 8;

function memberOfUnknown(
  run: Run,
  of: Value,
  type: Type | undefined,
  name: string,
  depth = 0,
): Value {
  const reason = `the member ${name}`;
  if (type === undefined || depth > 6) return unknown(reason);
  const method = bound(ownMethod(type, name), of);
  if (method) return method;
  const field = fieldType(run, type, name);
  if (field) return unknown(`the field ${name}`, field);
  const base = underlying(run, pointee(type));
  if (base.kind === "external")
    return { kind: "external", package: base.package, name: `${base.name}.${name}` };
  // What embeds the interface itself answers with another of these.
  if (base.kind === "interface" && base.methods.includes(name) && depth === 0) {
    const found = implementations(run, type).flatMap((one): Value[] => {
      const self = unknown("one of several implementations", one);
      const member = memberOfUnknown(run, self, one, name, 1);
      return isComposite(member) && member.kind === "func" ? [member] : [];
    });
    if (found.length > 0 && found.length <= mostImplementations) return choice(found);
  }
  for (const { type: inner, embedded } of fieldsOf(run, type)) {
    if (!embedded) continue;
    const self = unknown("an embedded field", inner);
    const found = memberOfUnknown(run, self, inner, name, depth + 1);
    if (!isMissing(found)) return found;
  }
  return unknown(reason);
}

/** A text or number does not know its named type: the method is found when only one such type has it. */
function methodOfBasic(run: Run, of: Value, name: string): Value {
  const found: Func[] = [];
  for (const { types } of run.packages.values())
    for (const { methods, declaration } of types.values()) {
      const method = methods.get(name);
      if (method && declaration.type.t === "name") found.push(method);
    }
  const [only] = found;
  return only && found.length === 1 ? { ...only, receiver: of } : unknown(`the member ${name}`);
}

/** `x[i]`, and whether it is there. */
export function elementOf(run: Run, of: Value, index: Value): Value[] {
  const [lists, keys] = [optionsOf(of), optionsOf(index)];
  if (lists.length * keys.length > 64) return elementOfOne(run, of, index);
  const several = lists.flatMap((one) => keys.map((other) => elementOfOne(run, one, other)));
  const [only] = several;
  if (several.length === 1 && only) return only;
  return [
    choice(several.map(([value = null]) => value)),
    choice(several.map(([, found = false]) => found)),
  ];
}

function elementOfOne(run: Run, of: Value, index: Value): Value[] {
  const target = pointed(of);
  const key = pointed(index);
  if (typeof target === "string")
    return [typeof key === "number" ? (target.codePointAt(key) ?? 0) : unknown("a byte"), true];
  if (isComposite(target) && target.kind === "slice") {
    const item = typeof key === "number" ? target.items[key] : undefined;
    if (item !== undefined && !target.open && !target.fewer) return [item, true];
    const element = target.type ? underlying(run, target.type) : undefined;
    const type = element?.kind === "slice" ? element.element : undefined;
    const rest =
      target.items.length === 0 || target.open ? [unknown("an item of a list", type)] : [];
    return [choice([...target.items, ...rest]), true];
  }
  if (isComposite(target) && target.kind === "map") {
    const declared = target.type ? underlying(run, target.type) : undefined;
    const type = declared?.kind === "map" ? declared.element : undefined;
    if (!isComposite(key)) {
      const entry = target.entries.get(key);
      if (entry !== undefined) return [entry, true];
      if (!target.open) return [type ? zeroOf(run, type) : null, false];
    }
    const values = [...target.entries.values()];
    if (target.open || values.length === 0) values.push(unknown("an entry of a map", type));
    return [choice(values), unknown("whether a map has a key")];
  }
  if (isComposite(target) && target.kind === "unknown" && target.type) {
    const declared = underlying(run, target.type);
    if (declared.kind === "slice" || declared.kind === "map")
      return [unknown("an item of a list", declared.element), unknown("whether a map has a key")];
  }
  return [unknown("an item of a list"), unknown("whether a map has a key")];
}
