/** Classes that a framework makes and calls, as their decorators tell it to: controllers and services. */
import type { Class, Decorator, MethodDefinition, Node } from "oxc-parser";
import { evaluate } from "./evaluate.ts";
import { callFunction, construct, constructorOf, isClass, prototypeOf } from "./functions.ts";
import { staticKey } from "./patterns.ts";
import type { Run } from "./run.ts";
import { isThing, unknown, unknowns, type FunctionValue, type Site, type Value } from "./values.ts";

const maxDepth = 8;
const lifecycle = new Set(["onModuleInit", "onApplicationBootstrap"]);

/** Keeps a class for later that a framework makes, with what its decorators hold; nothing for classes of other kinds. */
export function noteService(run: Run, made: FunctionValue): void {
  const { node, scope } = made;
  if (!isClass(node) || node.decorators.length === 0) return;
  const isDecorated = node.decorators.some((each) => isOutside(evaluateDecorator(run, each, made)));
  const methods = startMethods(node);
  if (!isDecorated || methods.length === 0) return;
  // Most of what answers requests has nothing to do with tools.
  if (!methods.some(isBeginning) && !/mcp|tool/i.test(scope.module.source.text)) return;
  run.handedOut.set(node, made);
  run.handedOutByOwn.add(node);
}

/**
 * Makes a service as its framework would, what it is given by the types of its parameters, and calls what is called on it: first
 * what begins the life of each service, then what answers requests.
 */
export function startService(run: Run, service: FunctionValue): void {
  const services = [...run.handedOut.values()].filter(({ node }) => isClass(node));
  for (const each of services.slice(0, maxServices)) {
    if (run.begun.has(each.node)) continue;
    run.begun.add(each.node);
    callMethods(run, each, isBeginning);
  }
  callMethods(run, service, (method) => !isBeginning(method));
}

const maxServices = 200;

function callMethods(
  run: Run,
  service: FunctionValue,
  isWanted: (method: MethodDefinition) => boolean,
): void {
  if (!isClass(service.node)) return;
  const methods = startMethods(service.node).filter(isWanted);
  if (methods.length === 0) return;
  const instance = instanceOf(run, service, 0);
  for (const { key, value } of methods) {
    const name = staticKey(key);
    const method = typeof name === "string" ? prototypeOf(service).props.get(name) : undefined;
    if (!isThing(method) || method.kind !== "function") continue;
    callFunction(run, method, instance, unknowns(value.params.length));
  }
}

/** The methods that a framework calls: those with a decorator, and those of its life cycle. */
function startMethods({ body }: Class): MethodDefinition[] {
  return body.body.filter(
    (each): each is MethodDefinition =>
      each.type === "MethodDefinition" &&
      each.kind === "method" &&
      !each.static &&
      (each.decorators.length > 0 || isBeginning(each)),
  );
}

function isBeginning({ key }: MethodDefinition): boolean {
  return lifecycle.has(String(staticKey(key)));
}

/** The only instance of a class, made with the only instances of the classes that its constructor asks for. */
function instanceOf(run: Run, service: FunctionValue, depth: number): Value {
  const known = run.services.get(service.node);
  if (known !== undefined) return known;
  if (depth > maxDepth || !isClass(service.node)) return unknown;
  // What asks for itself, by way of others, gets nothing that is known.
  run.services.set(service.node, unknown);
  const site: Site = { module: service.scope.module, node: service.node };
  const parameters = constructorOf(service.node)?.value.params.slice(0, 20) ?? [];
  const args = parameters.map((each): Value => {
    const type = typeName(each);
    const asked = type === undefined ? undefined : evaluate(run, type, service.scope);
    return isThing(asked) && asked.kind === "function" && isClass(asked.node)
      ? instanceOf(run, asked, depth + 1)
      : unknown;
  });
  const instance = construct(run, service, args, site);
  run.services.set(service.node, instance);
  return instance;
}

/** The name in the type of a parameter, when it is no more than a name. */
function typeName(parameter: Node): Node | undefined {
  const inner = parameter.type === "TSParameterProperty" ? parameter.parameter : parameter;
  if (inner.type !== "Identifier") return undefined;
  const type = inner.typeAnnotation?.typeAnnotation;
  if (type?.type !== "TSTypeReference" || type.typeName.type !== "Identifier") return undefined;
  return type.typeName;
}

function evaluateDecorator(run: Run, { expression }: Decorator, made: FunctionValue): Value {
  return evaluate(run, expression, made.scope);
}

function isOutside(value: Value): boolean {
  return isThing(value) && value.kind === "external" && value.module !== "global:";
}
