import type { Node } from "web-tree-sitter";
import type { JsonSchema, Tool, Unresolved } from "../../../model.ts";
import type { Registered } from "../extractor.ts";
import { placeOf } from "../syntax/grammar.ts";
import { toJson, type Value } from "../syntax/value.ts";
import { conditionOf } from "./conditions.ts";
import { describe, toAnnotations, toSchema } from "./definitions.ts";
import { fold, foldPairs, type Scope } from "./fold.ts";
import { isTest, lastName, ownCall, type Program, statementsOf } from "./program.ts";

type Read = { tools: Registered<Tool>[]; unresolved: Registered<Unresolved>[] };

/** Tools that are calls: `MCP::Tool.define(name: …) do`, `server.define_tool(…) do`, `tool "x" do`, and hashes in hand-made lists. */
export function readBlocks(
  program: Program,
  paths: string[],
  isTool: (name: string) => boolean,
): Read {
  const read: Read = { tools: [], unresolved: [] };
  const isHandMade = [...program.files.values()].some((text) =>
    /tools\/list|\bClass\.new\((?:::)?MCP::Tool\b/.test(text),
  );
  for (const path of paths) {
    const text = program.files.get(path) ?? "";
    if (!/\bdefine|\btool\b|inputSchema|input_schema|Class\.new/.test(text)) continue;
    const scope = { program, path, depth: 0 };
    const hasDsl = /require\s*\(?['"]mcp['"]|\bMCP::App\b|\bMCP::DSL\b/.test(text);
    for (const call of program.forest.root(path)?.descendantsOfType("call") ?? []) {
      const method = call.childForFieldName("method")?.text ?? "";
      const receiver = call.childForFieldName("receiver");
      const isDefined =
        method === "define_tool" ||
        (method === "define" && receiver !== null && isToolClass(receiver, isTool));
      if (method === "new" && receiver?.text === "Class") readClass(call, scope, isTool, read);
      const isDsl = hasDsl && method === "tool" && call.childForFieldName("block") !== null;
      if (!isDefined && !isDsl) continue;
      const tool = isDefined ? readDefined(call, scope) : readDsl(call, scope);
      if (tool !== undefined) read.tools.push(tool);
      else
        read.unresolved.push({
          at: placeOf(path, call),
          reason: `A tool given to ${method}, with a name that could not be followed.`,
          registeredIn: path,
        });
    }
    if (isHandMade && /inputSchema|input_schema/.test(text)) read.tools.push(...readHashes(scope));
  }
  return read;
}

function isToolClass(receiver: Node, isTool: (name: string) => boolean): boolean {
  return /(?:^|::)MCP::Tool$/.test(receiver.text) || isTool(lastName(receiver));
}

function toTool(given: Map<string, Value>, node: Node, scope: Scope): Registered<Tool> | undefined {
  const name = given.get("name");
  if (typeof name !== "string" || name === "") return undefined;
  const title = given.get("title");
  const description = given.get("description");
  const inputSchema = toSchema(given.get("input_schema") ?? given.get("inputSchema"));
  const outputSchema = toSchema(given.get("output_schema") ?? given.get("outputSchema"));
  const hints = given.get("annotations");
  const isServed = given.has("inputSchema");
  const annotations =
    hints instanceof Map ? toAnnotations(hints, isServed ? "block" : "official") : undefined;
  const when = conditionOf(node);
  return {
    name,
    ...(typeof title === "string" ? { title } : {}),
    ...(typeof description === "string" ? { description } : {}),
    inputSchema: inputSchema ?? { type: "object", properties: {} },
    ...(outputSchema === undefined ? {} : { outputSchema }),
    ...(annotations === undefined ? {} : { annotations }),
    at: placeOf(scope.path, node),
    method: "read",
    ...(when === undefined ? {} : { when }),
    registeredIn: scope.path,
  };
}

/** `Class.new(MCP::Tool) do tool_name "x" … end`; one that takes its name from elsewhere stands for the hashes that hold it. */
function readClass(call: Node, scope: Scope, isTool: (name: string) => boolean, read: Read): void {
  const base = call.childForFieldName("arguments")?.namedChild(0);
  const block = call.childForFieldName("block");
  if (base === null || base === undefined || block === null || !isToolClass(base, isTool)) return;
  const at = placeOf(scope.path, call);
  const { name, ...rest } = describe(statementsOf(block), "official", scope);
  const inputSchema = rest.inputSchema ?? { type: "object", properties: {} };
  if (typeof name === "string")
    read.tools.push({
      name,
      ...rest,
      inputSchema,
      at,
      handler: placeOf(scope.path, block),
      method: "read",
      registeredIn: scope.path,
    });
  else {
    const reason = "A class of tools is made here with a name that could not be followed.";
    read.unresolved.push({ at, reason, registeredIn: scope.path });
  }
}

function readDefined(call: Node, scope: Scope): Registered<Tool> | undefined {
  const given = call.childForFieldName("arguments")?.namedChildren ?? [];
  const tool = toTool(foldPairs(given, scope), call, scope);
  const block = call.childForFieldName("block");
  if (tool === undefined || block === null) return tool;
  return { ...tool, handler: placeOf(scope.path, block) };
}

const types = new Map([
  ["String", "string"],
  ["Symbol", "string"],
  ["Integer", "integer"],
  ["Float", "number"],
  ["Numeric", "number"],
  ["TrueClass", "boolean"],
  ["FalseClass", "boolean"],
  ["Boolean", "boolean"],
  ["Array", "array"],
  ["Hash", "object"],
]);

/** `tool "greet" do description "…"; argument :name, String, required: true; call do |args| … end end`. */
function readDsl(call: Node, scope: Scope): Registered<Tool> | undefined {
  const block = call.childForFieldName("block");
  if (block === null) return undefined;
  const statements = statementsOf(block);
  const told = statements.find((one) => ownCall(one) === "description");
  const handler = statements.find((one) => ownCall(one) === "call");
  const tool = toTool(
    new Map([
      ["name", fold(call.childForFieldName("arguments")?.namedChild(0), scope)],
      ["description", fold(told?.childForFieldName("arguments")?.namedChild(0), scope)],
    ]),
    call,
    scope,
  );
  if (tool === undefined) return undefined;
  return {
    ...tool,
    inputSchema: readArguments(statements, scope),
    ...(handler === undefined ? {} : { handler: placeOf(scope.path, handler) }),
  };
}

function readArguments(statements: Node[], scope: Scope, depth = 0): JsonSchema {
  const properties = new Map<string, JsonSchema>();
  const required: string[] = [];
  for (const statement of statements) {
    if (ownCall(statement) !== "argument") continue;
    const given = statement.childForFieldName("arguments")?.namedChildren ?? [];
    const options = foldPairs(given, scope);
    const name = fold(given[0], scope);
    if (typeof name !== "string") continue;
    const block = statement.childForFieldName("block");
    const type = types.get(given[1]?.text ?? "");
    const description = options.get("description");
    const items = given
      .find((one) => one.type === "pair" && one.childForFieldName("key")?.text === "items")
      ?.childForFieldName("value");
    properties.set(name, {
      ...(type === undefined ? {} : { type }),
      ...(typeof description === "string" ? { description } : {}),
      ...(items === null || items === undefined ? {} : { items: { type: types.get(items.text) } }),
      ...(options.has("default") ? { default: toJson(options.get("default")) } : {}),
      ...(block === null || depth > 8 ? {} : readArguments(statementsOf(block), scope, depth + 1)),
    });
    if (options.get("required") === true) required.push(name);
  }
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    ...(required.length > 0 ? { required } : {}),
  };
}

/** Hashes of the form that `tools/list` answers, in repositories that answer it by hand. */
function readHashes(scope: Scope): Registered<Tool>[] {
  return (scope.program.forest.root(scope.path)?.descendantsOfType("hash") ?? []).flatMap(
    (hash) => {
      const keys = hash.namedChildren.map((pair) =>
        pair.childForFieldName("key")?.text.replaceAll(/["':]/g, ""),
      );
      if (
        !keys.includes("name") ||
        !(keys.includes("inputSchema") || keys.includes("input_schema"))
      )
        return [];
      const tool = toTool(foldPairs(hash.namedChildren, scope), hash, scope);
      if (tool === undefined) return [];
      const handler = branchFor(tool.name, scope);
      return [{ ...tool, ...(handler === undefined ? {} : { handler }) }];
    },
  );
}

/** The `when "name"` that is taken for a tool, in its file or in another. */
function branchFor(name: string, { program, path }: Scope) {
  const paths = [...program.files.keys()].filter(
    (one) => one !== path && !isTest(one) && program.files.get(one)?.includes(`"${name}"`) === true,
  );
  for (const file of [path, ...paths.slice(0, 20)]) {
    const branch = (program.forest.root(file)?.descendantsOfType("when") ?? []).find((one) =>
      one.childrenForFieldName("pattern").some((pattern) => pattern?.text.slice(1, -1) === name),
    );
    if (branch !== undefined) return placeOf(file, branch);
  }
  return undefined;
}
