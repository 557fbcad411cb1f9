import { callFunction, prototypeOf } from "./functions.ts";
import { readExport } from "./modules.ts";
import { unsetPart } from "./node.ts";
import { isInstalled } from "./roots.ts";
import { conditionSince, isLikelySince, spend, under, type Run } from "./run.ts";
import {
  choose,
  external,
  isThing,
  optionsOf,
  unknown,
  type ArrayValue,
  type Choice,
  type ExternalValue,
  type FunctionValue,
  type NamespaceValue,
  type ObjectValue,
  type Value,
} from "./values.ts";
import { schemaMember } from "./zod-methods.ts";

const maxChain = 30;

/** What a member is known to be; undefined when it is known not to be there. */
export function getMember(run: Run, object: Value, key: Value, receiver: Value = object): Value {
  if (typeof key === "number") return getMember(run, object, String(key), receiver);
  if (isThing(key) && key.kind === "choice") {
    return choose(
      key.options.map((option) => ({
        ...option,
        value: getMember(run, object, option.value, receiver),
      })),
    );
  }
  if (isThing(object) && object.kind === "choice") return memberOfChoice(run, object, key);
  if (typeof key !== "string") return memberOfUnknownKey(run, object);
  if (typeof object === "string") {
    if (key === "length") return object.length;
    if (key === "href") return object;
    return /^\d+$/.test(key) ? object[Number(key)] : { kind: "native", self: object, name: key };
  }
  if (!isThing(object))
    return object === undefined || object === null
      ? unknown
      : { kind: "native", self: object, name: key };
  switch (object.kind) {
    case "unknown":
      return unknown;
    case "external":
      return unsetPart(run, object, key) ?? memberOfExternal(object, key);
    case "array":
      if (key === "length") return isCounted(object) ? object.items.length : unknown;
      if (/^\d+$/.test(key))
        return object.items[Number(key)] ?? (object.open ? unknown : undefined);
      return { kind: "native", self: object, name: key };
    case "map":
    case "set":
      if (key === "size")
        return object.open
          ? unknown
          : object.kind === "map"
            ? object.entries.size
            : object.items.size;
      return { kind: "native", self: object, name: key };
    case "native":
      return { kind: "native", self: object, name: key };
    case "schema":
      return schemaMember(run, object, key);
    case "namespace":
      return memberOfNamespace(run, object, key);
    case "function":
      return memberOfFunction(run, object, key, receiver);
    case "object":
      return memberOfObject(run, object, key, receiver);
  }
}

/** Sets a member; inside a branch of unknown outcome the earlier value stays possible. */
export function setMember(run: Run, object: Value, key: Value, value: Value): void {
  if (!isThing(object)) return;
  if (object.kind === "choice") {
    for (const option of object.options)
      under(
        run,
        option.when,
        () => setMember(run, option.value, key, value),
        option.isUnlikely !== true,
      );
    return;
  }
  if (object.kind === "unknown" || object.kind === "external") {
    handOut(run, value);
    return;
  }
  if (object.kind === "array") {
    const index = Number(key);
    if (key === "length" && value === 0) object.items.length = 0;
    else if (Number.isInteger(index) && index >= 0 && index <= object.items.length)
      object.items[index] = value;
    else object.open = true;
    return;
  }
  if (object.kind !== "object" && object.kind !== "function") return;
  if (typeof key !== "string") {
    if (object.kind !== "object") return;
    object.open = true;
    return;
  }
  const setter = object.kind === "object" ? findSetter(object, key) : undefined;
  if (setter !== undefined) {
    callFunction(run, setter, object, [value]);
    return;
  }
  if (
    object.kind === "object" &&
    baseOf(object) !== undefined &&
    isThing(value) &&
    value.kind === "function"
  ) {
    handOut(run, value);
  }
  if (
    key === "prototype" &&
    object.kind === "function" &&
    isThing(value) &&
    value.kind === "object"
  ) {
    object.prototype = value;
    return;
  }
  const born = object.kind === "object" ? object.born : 0;
  const when = conditionSince(run, born);
  const old = object.props.get(key);
  const isCertain = run.branches === 0 || when === undefined || old === undefined;
  if (!isCertain) spend(run, optionsOf(old).length);
  object.props.set(
    key,
    isCertain
      ? when === undefined
        ? value
        : maybe(value, when)
      : choose([{ value: old }, { value, when, isUnlikely: !isLikelySince(run, born) }]),
  );
}

/** Keeps a function that code outside the snapshot may call later. */
export function handOut(run: Run, value: Value, depth = 0): void {
  if (!isThing(value) || depth > 3) return;
  if (
    value.kind === "function" &&
    value.node.type !== "ClassDeclaration" &&
    value.node.type !== "ClassExpression"
  ) {
    if (!run.handedOut.has(value.node)) run.handedOut.set(value.node, value);
    const callers = [value.scope.module, ...run.calls.map(({ site }) => site.module)];
    if (callers.some(({ source }) => !isInstalled(source.path))) run.handedOutByOwn.add(value.node);
  } else if (value.kind === "object" && baseOf(value) === undefined) {
    for (const inner of [...value.props.values()].slice(0, 50)) handOut(run, inner, depth + 1);
  } else if (value.kind === "choice") {
    for (const option of value.options.slice(0, 20)) handOut(run, option.value, depth + 1);
  } else if (value.kind === "array") {
    for (const inner of value.items.slice(0, 50)) handOut(run, inner, depth + 1);
  } else if (value.kind === "namespace") {
    handOut(run, readExport(run, value.module, "default")?.value, depth + 1);
  }
}

/** The class outside the snapshot that an object is an instance of. */
export function baseOf(object: ObjectValue): ExternalValue | undefined {
  let at: ObjectValue | undefined = object;
  for (let length = 0; at !== undefined && length < maxChain; length += 1) {
    if (at.base !== undefined) return at.base;
    at = at.proto;
  }
  return undefined;
}

function isCounted({ open, isLoose, items }: ArrayValue): boolean {
  return (
    !open && isLoose !== true && !items.some((item) => isThing(item) && item.kind === "choice")
  );
}

function maybe(value: Value, when: string): Value {
  // Plain data keeps its shape; only what can become a tool has to carry the condition.
  return isThing(value) && value.kind === "object"
    ? { kind: "choice", options: [{ value, when }] }
    : value;
}

function memberOfChoice(run: Run, object: Choice, key: Value): Value {
  spend(run, object.options.length);
  const present = object.options.filter(({ value }) => value !== undefined && value !== null);
  return choose(present.map((option) => ({ ...option, value: getMember(run, option.value, key) })));
}

function memberOfUnknownKey(run: Run, object: Value): Value {
  if (!isThing(object)) return unknown;
  if (object.kind === "external") return { ...object, path: [...object.path, "*"] };
  if (object.kind === "array")
    return object.items.length > 0 ? choose(object.items.map((value) => ({ value }))) : unknown;
  if (object.kind === "object" && baseOf(object) === undefined) {
    const values = [...object.props.values()];
    // A table of functions or records looked up by something unknown is any of them.
    if (values.length > 0 && values.every((value) => isThing(value))) {
      return choose([...values.map((value) => ({ value })), { value: unknown }]);
    }
  }
  return unknown;
}

function memberOfExternal(object: ExternalValue, key: string): Value {
  if (key === "__esModule") return true;
  const path =
    key === "default" && object.path.length === 0 ? object.path : [...object.path, key].slice(-12);
  return { ...object, path };
}

function memberOfNamespace(run: Run, { module }: NamespaceValue, key: string): Value {
  if (key === "__esModule") return true;
  const found = readExport(run, module, key);
  if (found !== undefined) return found.value;
  return module.source.stars.length > 0 ? unknown : undefined;
}

function memberOfFunction(run: Run, object: FunctionValue, key: string, receiver: Value): Value {
  const own = object.props.get(key);
  if (own !== undefined) return own;
  const getter = object.getters?.get(key);
  if (getter !== undefined) return callFunction(run, getter, receiver, []);
  if (key === "prototype") return prototypeOf(object);
  if (key === "name") return object.node.id?.name ?? "";
  if (key === "call" || key === "apply" || key === "bind")
    return { kind: "native", self: object, name: key };
  return object.superclass === undefined
    ? undefined
    : getMember(run, object.superclass, key, receiver);
}

function memberOfObject(run: Run, object: ObjectValue, key: string, receiver: Value): Value {
  if (isBundledZod(object)) return external("zod", key);
  let at: ObjectValue | undefined = object;
  let isOpen = false;
  for (let length = 0; at !== undefined && length < maxChain; length += 1) {
    if (isBundledCommand(at)) return { ...external("commander", "Command", key), self: receiver };
    if (at.props.has(key)) return at.props.get(key);
    const getter = at.getters?.get(key);
    if (getter !== undefined) return callFunction(run, getter, receiver, []);
    if (at.base !== undefined)
      return { ...at.base, path: [...at.base.path, key].slice(-12), self: receiver };
    isOpen ||= at.open;
    at = at.proto;
  }
  if (isOpen) return unknown;
  return objectMethods.has(key) ? { kind: "native", self: object, name: key } : undefined;
}

/** Whether an object holds zod's exports, which a bundler put into the snapshot. */
function isBundledZod({ getters, props }: ObjectValue): boolean {
  if (getters !== undefined && isZodTable(getters)) return true;
  if (!isZodTable(props)) return false;
  // The table that the getters are made of is not yet zod itself.
  const made = props.get("object");
  return !isThing(made) || made.kind !== "function" || made.node.type !== "ArrowFunctionExpression";
}

/** Whether an object is the prototype of commander's class, which a bundler put into the snapshot. */
function isBundledCommand({ props }: ObjectValue): boolean {
  return ["parseAsync", "addOption", "executableDir", "action"].every((name) => props.has(name));
}

function isZodTable(members: ReadonlyMap<string, Value>): boolean {
  return ["ZodObject", "ZodString", "preprocess", "object"].every((name) => members.has(name));
}

const objectMethods = new Set([
  "hasOwnProperty",
  "toString",
  "propertyIsEnumerable",
  "isPrototypeOf",
  "valueOf",
]);

function findSetter(object: ObjectValue, key: string): FunctionValue | undefined {
  let at: ObjectValue | undefined = object;
  for (let length = 0; at !== undefined && length < maxChain; length += 1) {
    const setter = at.setters?.get(key);
    if (setter !== undefined) return setter;
    at = at.proto;
  }
  return undefined;
}
