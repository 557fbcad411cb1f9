import { assume, anyOf } from "./assume.ts";
import { callBuiltIn, callStatic } from "./builtins.ts";
import { extensionNamed, functionNamed, localNamed, methodAround } from "./callable.ts";
import { construct, externalOf, namedType } from "./construct.ts";
import { pickOverload } from "./invoke.ts";
import { lookUp, memberOf, scopeOf } from "./names.ts";
import { ancestors, findMethods, findType } from "./resolve.ts";
import { type Run, see, seeWritten } from "./run.ts";
import type { Declaration, Expression, Lines } from "./syntax.ts";
import { type Environment, type Given, isKind, isUnknown, nothing, type Value } from "./values.ts";

type Call = Extract<Expression, { kind: "call" }>;

/** The value of a call, with or without a receiver. */
export function callExpression(run: Run, call: Call, environment: Environment): Value {
  run.sightings.reached.add(`${environment.scope.file.path}:${call.at.line}`);
  const of = call.of && run.evaluate(call.of, environment);
  const args = call.args.map((arg) => ({ ...arg, value: run.evaluate(arg.value, environment) }));
  const value =
    of === undefined
      ? callPlain(run, call.name, args, call.at, environment)
      : callOn(run, of, call.name, args, call.at, environment);
  // `put("inputSchema", …)` gives the map back, or what was there before.
  for (const one of [value, of])
    if (isKind(one, "dictionary") && one.entries.has("inputSchema"))
      seeWritten(run, one, call.at, environment.scope.file.path);
  return value;
}

/** A call without a receiver: of a local function, a method around it, an imported one, a constructor, a library's. */
export function callPlain(
  run: Run,
  name: string,
  args: Given[],
  at: Lines,
  environment: Environment,
): Value {
  const { path } = environment.scope.file;
  const variable = localNamed(environment, name);
  const schema = schemaClass(
    run,
    name,
    args.map((arg) => arg.value),
  );
  if (schema !== undefined) return schema;
  if (isKind(variable, "closure")) return run.call(variable, plain(args));
  for (const receiver of environment.receivers) {
    if (isKind(receiver, "instance")) {
      const method = pickOverload(findMethods(run.program, receiver.declaration, name), args);
      if (method !== undefined) return run.invoke(method, receiver, args, at, path);
    } else if (receiver !== undefined) {
      const value = callBuiltIn(run, receiver, name, args);
      if (value !== undefined) return value;
    }
  }
  const [receiver] = environment.receivers;
  const extension = extensionNamed(run, name, args, environment);
  if (extension !== undefined) return run.invoke(extension, receiver, args, at, path);
  const around = methodAround(run, name, args, environment);
  if (around !== undefined) return run.invoke(around.method, around.self, args, at, path);
  const outside = functionNamed(run, name, args, environment);
  if (outside !== undefined) return run.invoke(outside, undefined, args, at, path);
  const field = lookUp(run, name, environment);
  if (isKind(field, "closure")) return run.call(field, plain(args));
  const isOwn =
    isKind(field, "type") && findType(run.program, name, environment.scope) !== undefined;
  const known = isOwn ? undefined : callStatic(run, undefined, name, args);
  if (known !== undefined) return known;
  if (isKind(field, "type") && !path.endsWith(".java"))
    return construct(run, field, args, at, environment);
  return callOutside(run, receiver, name, args, at, environment);
}

/** A call on a value. */
export function callOn(
  run: Run,
  of: Value,
  name: string,
  args: Given[],
  at: Lines,
  environment: Environment,
): Value {
  const { path } = environment.scope.file;
  const [first] = args;
  if (/^getResource(?:AsStream)?$/.test(name) && typeof first?.value === "string") {
    const text = run.program.resource(first.value, path);
    if (text !== undefined) return text;
  }
  if (isKind(of, "instance")) {
    const methods = findMethods(run.program, of.declaration, name);
    const method = pickOverload(methods, args);
    if (method !== undefined) return run.invoke(method, of, args, at, path);
    const accessor = accessed(run, of, name, args);
    if (accessor !== undefined) return accessor;
  }
  if (
    isKind(of, "closure") &&
    /^(?:invoke|apply|accept|get|call|run|test)$/.test(name) &&
    !isScoping(name, args)
  )
    return run.call(of, plain(args));
  const type = isKind(of, "type") ? findType(run.program, of.type.name, of.scope) : undefined;
  const schema = schemaClass(run, name, [of, ...args.map((arg) => arg.value)]);
  if (schema !== undefined) {
    // The snapshot's own method may read the schema from a file beside the class.
    const own = type && callOnType(run, type, name, args, at, environment);
    return typeof own === "string" || isKind(own, "dictionary") ? own : schema;
  }
  if (isKind(of, "type")) {
    if (name === "getSimpleName") return of.type.name.slice(of.type.name.lastIndexOf(".") + 1);
    if (type !== undefined) return callOnType(run, type, name, args, at, environment);
    const known = callStatic(run, of, name, args);
    if (known !== undefined) return known;
    if (/^[A-Z]/.test(name) && !path.endsWith(".java"))
      return construct(
        run,
        { ...of, type: namedType(`${of.type.name}.${name}`) },
        args,
        at,
        environment,
      );
    if (/^(?:builder|newBuilder|create|of|from|sync|async|tool)$/i.test(name)) {
      const made = externalOf({ ...of, scope: environment.scope }, args, at);
      made.calls.push({ name: `static ${name}`, args: plain(args) });
      see(run, "created", made);
      return made;
    }
  }
  const value = callBuiltIn(run, of, name, args);
  if (value !== undefined) return value;
  const extension = extensionNamed(run, name, args, environment);
  if (extension !== undefined) return run.invoke(extension, of, args, at, path);
  const property = isKind(of, "instance") ? memberOf(run, of, name) : undefined;
  if (isKind(property, "closure")) return run.call(property, plain(args));
  return callOutside(run, of, name, args, at, environment);
}

/** What makes a schema of a class by looking at it when it runs stands for the class. */
function schemaClass(run: Run, name: string, values: Value[]): Value | undefined {
  if (!/^(?:json|generate|create|make|build|to|as|for|from|get|derive|of)?\w*schema/i.test(name))
    return undefined;
  // A builder that is given a schema stays the builder.
  if (
    /^(?:set|with)?(?:in|out)put_?schema$/i.test(name) ||
    (isKind(values[0], "external") && /^schema$/i.test(name))
  )
    return undefined;
  return values.find((value) => {
    if (!isKind(value, "type")) return false;
    const type = findType(run.program, value.type.name, value.scope);
    return type !== undefined && !type.methods.some((method) => method.name === name);
  });
}

function isScoping(name: string, args: Given[]): boolean {
  return (
    (name === "apply" || name === "run") && args.length === 1 && isKind(args[0]?.value, "closure")
  );
}

/** What Lombok, records and properties give without a method in the source. */
function accessed(run: Run, of: Value, name: string, args: Given[]): Value | undefined {
  if (!isKind(of, "instance")) return undefined;
  if (args.length === 0) {
    const bare = name.replace(/^(?:get|is)(?=[A-Z])/, "");
    for (const field of [name, `${bare.slice(0, 1).toLowerCase()}${bare.slice(1)}`]) {
      const value = memberOf(run, of, field);
      if (!isUnknown(value) || value.type !== undefined) return value;
    }
    if (of.constant !== undefined && /^(?:name|toString|getName)$/.test(name)) return of.constant;
  }
  const set = /^set(?<first>[A-Z])(?<rest>\w*)$/.exec(name)?.groups;
  const [only] = args;
  if (set !== undefined && args.length === 1 && only !== undefined) {
    of.fields.set(`${set["first"]?.toLowerCase()}${set["rest"]}`, only.value);
    return of;
  }
  return undefined;
}

function callOnType(
  run: Run,
  type: Declaration,
  name: string,
  args: Given[],
  at: Lines,
  environment: Environment,
): Value {
  const { path } = environment.scope.file;
  const { companion } = type;
  const own = pickOverload(findMethods(run.program, type, name), args);
  if (own !== undefined)
    return run.invoke(own, own.static ? undefined : anyOf(run, type), args, at, path);
  const inCompanion = companion && pickOverload(findMethods(run.program, companion, name), args);
  if (companion !== undefined && inCompanion !== undefined)
    return run.invoke(inCompanion, anyOf(run, companion), args, at, path);
  const inner = type.types.find((one) => one.name === name);
  if (inner !== undefined)
    return construct(
      run,
      { kind: "type", type: namedType(name), scope: scopeOf(type) },
      args,
      at,
      environment,
    );
  if (type.kind === "enum" && /^(?:values|entries)$/.test(name))
    return {
      kind: "list",
      items: type.constants.map((one) =>
        memberOf(run, { kind: "type", type: namedType(type.name), scope: scopeOf(type) }, one.name),
      ),
    };
  if (/^(?:builder|newBuilder)$/.test(name)) {
    // Lombok's builder: each call sets the field of its name.
    const made = anyOf(run, type);
    return { ...made, fields: new Map(), assumed: true };
  }
  return nothing;
}

/** A call that leaves the snapshot: kept, lambdas followed once, fluent objects returned. */
function callOutside(
  run: Run,
  of: Value | undefined,
  name: string,
  args: Given[],
  at: Lines,
  environment: Environment,
): Value {
  const values = plain(args);
  if (
    isKind(of, "instance") &&
    name !== "build" &&
    args.length === 1 &&
    of.assumed &&
    values[0] !== undefined &&
    isSetter(run, of.declaration, name)
  ) {
    of.fields.set(name, values[0]);
    return of;
  }
  if (isKind(of, "instance") && name === "build") return of;
  const sighting = externalOf(
    { kind: "type", type: namedType(name), scope: environment.scope },
    args,
    at,
  );
  sighting.types = [name];
  if (of !== undefined) sighting.calls.push({ name: "on", args: [of] });
  see(run, "called", sighting);
  if (isKind(of, "external")) {
    of.calls.push({ name, args: values });
    if (!handlerTaking.test(name)) followLambdas(run, args, of);
    return of;
  }
  if (name === "newTool") {
    sighting.types = ["ToolManager.newTool"];
    return sighting;
  }
  if (handlerTaking.test(name)) return sighting;
  const value = followLambdas(run, args, of);
  if (
    isUnknown(of ?? nothing) &&
    isKind(of, "unknown") &&
    of.type !== undefined &&
    of.scope !== undefined
  ) {
    const type = findType(run.program, of.type.name, of.scope);
    const method = type && pickOverload(findMethods(run.program, type, name), args);
    if (method?.returns !== undefined) return assume(run, method.returns, scopeOf(method.owner));
  }
  return value;
}

const handlerTaking = /^(?:addTool|tool|toolCall|callHandler|setHandler|setAsyncHandler|doHandle)$/;

function isSetter(run: Run, declaration: Declaration, name: string): boolean {
  return [declaration, ...ancestors(run.program, declaration)].some((one) =>
    one.fields.some((field) => field.name === name),
  );
}

/** A library may run the lambdas that it is given; what the last one comes to may be what the call does. */
function followLambdas(run: Run, args: Given[], receiver: Value | undefined): Value {
  let value: Value = nothing;
  for (const arg of args)
    if (isKind(arg.value, "closure"))
      value = run.call(arg.value, [], receiver === undefined ? undefined : nothing);
  return value;
}

function plain(args: Given[]): Value[] {
  return args.filter((arg) => arg.name !== "<>").map((arg) => arg.value);
}
