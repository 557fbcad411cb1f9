import type { Node } from "web-tree-sitter";
import type { JsonSchema, Tool } from "../../../model.ts";
import type { Registered } from "../extractor.ts";
import { placeOf } from "../syntax/grammar.ts";
import { toJson, type Value } from "../syntax/value.ts";
import { conditionOf } from "./conditions.ts";
import { fold, foldArguments, type Scope } from "./fold.ts";
import { enclosingClass, findMethod, isTest, lineageOf, type Program } from "./program.ts";

const hints = [
  ["readonly", "readOnlyHint"],
  ["destructive", "destructiveHint"],
  ["idempotent", "idempotentHint"],
] as const;

/** WordPress abilities that a server of the MCP adapter lists by name: `create_server(…, ['shop/add'])`. */
export function readAbilities(program: Program): Registered<Tool>[] {
  const listed = listedAbilities(program);
  if (listed.size === 0) return [];
  const tools: Registered<Tool>[] = [];
  for (const [path, text] of program.files) {
    if (isTest(path) || !text.includes("wp_register_ability")) continue;
    for (const call of program.forest.root(path)?.descendantsOfType("function_call_expression") ??
      []) {
      if (call.childForFieldName("function")?.text !== "wp_register_ability") continue;
      const owner = enclosingClass(call);
      const lineage = owner === undefined ? [] : lineageOf({ path, node: owner }, program);
      const tool = readAbility(call, { program, path, lineage, depth: 0 });
      const server = tool === undefined ? undefined : listed.get(tool.name);
      if (tool !== undefined && server !== undefined)
        tools.push({ ...tool, name: tool.name.replaceAll("/", "-"), registeredIn: server });
    }
  }
  return tools;
}

/** The names that calls of `create_server` list, with the file of the call. */
function listedAbilities(program: Program): Map<string, string> {
  const listed = new Map<string, string>();
  for (const [path, text] of program.files) {
    if (isTest(path) || !text.includes("create_server")) continue;
    for (const call of program.forest.root(path)?.descendantsOfType("member_call_expression") ??
      []) {
      if (call.childForFieldName("name")?.text !== "create_server") continue;
      const { positional, named } = foldArguments(call.childForFieldName("arguments"), {
        program,
        path,
        depth: 0,
      });
      for (const value of [...positional, ...named.values()])
        for (const name of Array.isArray(value) ? value : [])
          if (typeof name === "string" && name.includes("/")) listed.set(name, path);
    }
  }
  return listed;
}

function readAbility(call: Node, scope: Scope): Registered<Tool> | undefined {
  const list = call.childForFieldName("arguments");
  const { positional } = foldArguments(list, scope);
  const [name, given] = positional;
  if (typeof name !== "string" || !(given instanceof Map)) return undefined;
  const title = given.get("label");
  const description = given.get("description");
  const meta = given.get("meta");
  const annotations = readHints(meta instanceof Map ? meta.get("annotations") : undefined);
  const schema = given.get("input_schema");
  const callback = list
    ?.descendantsOfType("array_element_initializer")
    .find((one) => one.namedChild(0)?.text.slice(1, -1) === "execute_callback")
    ?.namedChild(1);
  const method =
    callback?.type === "array_creation_expression"
      ? fold(callback.namedChildren.at(-1)?.namedChild(0), scope)
      : undefined;
  const found = typeof method === "string" ? findMethod(method, scope.lineage ?? []) : undefined;
  const inline =
    callback !== null && callback !== undefined && /function/.test(callback.type)
      ? { path: scope.path, node: callback }
      : undefined;
  const handler = found ?? inline;
  const when = conditionOf(call);
  return {
    name,
    ...(typeof title === "string" ? { title } : {}),
    ...(typeof description === "string" ? { description } : {}),
    inputSchema:
      schema instanceof Map ? (toJson(schema) as JsonSchema) : { type: "object", properties: {} },
    ...(annotations === undefined ? {} : { annotations }),
    at: placeOf(scope.path, call),
    ...(handler === undefined ? {} : { handler: placeOf(handler.path, handler.node) }),
    method: "read",
    ...(when === undefined ? {} : { when }),
    registeredIn: scope.path,
  };
}

function readHints(value: Value): Tool["annotations"] | undefined {
  if (!(value instanceof Map)) return undefined;
  const annotations: NonNullable<Tool["annotations"]> = {};
  for (const [own, hint] of hints) {
    const given = value.get(own);
    if (typeof given === "boolean") annotations[hint] = given;
  }
  return Object.keys(annotations).length > 0 ? annotations : undefined;
}
