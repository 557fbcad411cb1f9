import type { Node } from "web-tree-sitter";
import type { Tool, Unresolved } from "../../../model.ts";
import type { Registered } from "../extractor.ts";
import { placeOf } from "../syntax/grammar.ts";
import type { Value } from "../syntax/value.ts";
import { annotationsFrom } from "./annotations.ts";
import { argumentsOf, attributeNamed, descriptionOf } from "./attributes.ts";
import { conditionOf } from "./conditions.ts";
import { fold, foldArguments, type Scope } from "./fold.ts";
import { callersOf, findMethods } from "./methods.ts";
import { deriveName } from "./names.ts";
import { schemaOfParameters } from "./parameters.ts";
import type { Program } from "./program.ts";
import { isTest } from "./tests.ts";
import { sdkTraits } from "./versions.ts";

/** Tools made with `McpServerTool.Create(method, options)`. */
export function readCreates(
  program: Program,
  services: Set<string>,
): { tools: Registered<Tool>[]; unresolved: Registered<Unresolved>[] } {
  const tools: Registered<Tool>[] = [];
  const unresolved: Registered<Unresolved>[] = [];
  for (const [path, text] of program.files) {
    if (!path.endsWith(".cs") || isTest(path) || !text.includes("McpServerTool.Create")) continue;
    for (const call of program.forest.root(path)?.descendantsOfType("invocation_expression") ??
      []) {
      const called = call.childForFieldName("function")?.text.replaceAll(/\s/g, "") ?? "";
      if (!/(?:^|\.)McpServerTool\.Create$/.test(called)) continue;
      const found = readCreate(call, path, program, services);
      tools.push(...found);
      if (found.length === 0 && !text.includes("McpServerToolAttribute"))
        unresolved.push({
          at: placeOf(path, call),
          reason: "A tool made by McpServerTool.Create whose name could not be followed.",
          registeredIn: path,
        });
    }
  }
  return { tools, unresolved };
}

function readCreate(
  call: Node,
  path: string,
  program: Program,
  services: Set<string>,
): Registered<Tool>[] {
  const scope = { program, path, depth: 0 };
  const own = readWith(call, scope, services, path);
  if (own !== undefined) return [own];
  return callersOf(call, path, program).flatMap((caller) => {
    if (isTest(caller.path)) return [];
    const tool = readWith(call, { ...scope, bound: caller.bound }, services, caller.path);
    return tool === undefined ? [] : [{ ...tool, at: placeOf(caller.path, caller.call) }];
  });
}

function readWith(
  call: Node,
  scope: Scope,
  services: Set<string>,
  registeredIn: string,
): Registered<Tool> | undefined {
  const list = call.childForFieldName("arguments");
  const [first, ...others] = list?.namedChildren.filter(({ type }) => type === "argument") ?? [];
  const target = first?.lastNamedChild;
  if (target === null || target === undefined) return undefined;
  const options = others
    .map((argument) => fold(argument, scope))
    .find((value) => value instanceof Map);
  const method = readTarget(target, scope, services);
  const given: Map<string, Value> = new Map([
    ...method.given,
    ...(options instanceof Map ? options : []),
  ]);
  const name = given.get("Name");
  const description = given.get("Description");
  if (typeof name !== "string" || name === "") return undefined;
  const when = conditionOf(call, scope.program.files.get(scope.path) ?? "");
  return {
    name,
    ...annotationsFrom(given),
    ...(typeof description === "string" ? { description } : {}),
    ...method.rest,
    at: placeOf(scope.path, call),
    method: "read",
    ...(when === undefined ? {} : { when }),
    registeredIn,
  };
}

/** What the method, lambda or AIFunction says of the tool, and its schema and code. */
function readTarget(
  target: Node,
  scope: Scope,
  services: Set<string>,
): { given: Map<string, Value>; rest: Pick<Tool, "inputSchema" | "handler"> } {
  if (target.type === "lambda_expression" || target.type === "anonymous_method_expression")
    return {
      given: attributesGiven(target, scope),
      rest: {
        inputSchema: schemaOfParameters(target.childForFieldName("parameters"), scope, services),
        handler: placeOf(scope.path, target),
      },
    };
  const called = target.childForFieldName("function")?.text ?? "";
  if (target.type === "invocation_expression" && /(?:^|\.)AIFunctionFactory\.Create$/.test(called))
    return readFunction(target, scope, services);
  const named = target
    .descendantsOfType("invocation_expression")
    .find((call) => call.childForFieldName("function")?.text === "nameof");
  const reference = named?.childForFieldName("arguments")?.namedChild(0)?.lastNamedChild ?? target;
  if (reference.type !== "identifier" && reference.type !== "member_access_expression")
    return { given: new Map(), rest: {} };
  const [method] = findMethods(reference, scope);
  if (method === undefined) return { given: new Map(), rest: {} };
  const inner = { program: scope.program, path: method.path, depth: 0 };
  const { snakeCase } = sdkTraits(scope.program.files, scope.path);
  return {
    given: new Map([
      ["Name", deriveName(method.node, snakeCase)],
      ...attributesGiven(method.node, inner),
    ]),
    rest: {
      inputSchema: schemaOfParameters(method.node.childForFieldName("parameters"), inner, services),
      handler: placeOf(method.path, method.node),
    },
  };
}

/** `AIFunctionFactory.Create(method, name, description)`. */
function readFunction(call: Node, scope: Scope, services: Set<string>) {
  const list = call.childForFieldName("arguments");
  const inner = list?.namedChild(0)?.lastNamedChild;
  const read =
    inner === null || inner === undefined
      ? { given: new Map<string, Value>(), rest: {} }
      : readTarget(inner, scope, services);
  const { positional, named } = foldArguments(list, scope);
  const options = positional[1] instanceof Map ? positional[1] : new Map<string, Value>();
  const name = named.get("name") ?? options.get("Name") ?? positional[1];
  const description = named.get("description") ?? options.get("Description") ?? positional[2];
  if (typeof name === "string") read.given.set("Name", name);
  if (typeof description === "string") read.given.set("Description", description);
  return read;
}

function attributesGiven(declaration: Node, scope: Scope): Map<string, Value> {
  const attribute = attributeNamed(declaration, "McpServerTool");
  const description = descriptionOf(declaration, scope);
  return new Map([
    ...(attribute === undefined ? [] : argumentsOf(attribute, scope).named),
    ...(description === undefined ? [] : [["Description", description] as const]),
  ]);
}
