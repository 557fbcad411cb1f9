import type { Node } from "web-tree-sitter";
import type { Place, Tool, Unresolved } from "../../../model.ts";
import type { Registered } from "../extractor.ts";
import { placeOf } from "../syntax/grammar.ts";
import { toJson, type Value } from "../syntax/value.ts";
import { toAnnotations } from "./annotations.ts";
import { argumentsOf, attributesOf } from "./attributes.ts";
import { conditionOf } from "./conditions.ts";
import { documentationOf } from "./documentation.ts";
import { fold, foldArguments, type Scope } from "./fold.ts";
import { schemaOfParameters } from "./parameters.ts";
import {
  enclosingClass,
  findClass,
  findMethod,
  isTest,
  lineageOf,
  type Program,
} from "./program.ts";
import type { Found } from "../syntax/program.ts";

type Read = { tools: Registered<Tool>[]; unresolved: Registered<Unresolved>[] };

/** Tools that are functions: `#[McpTool]` methods, and those given to `withTool`, `addTool` and the like. */
export function readMethods(program: Program): Read {
  const read: Read = { tools: [], unresolved: [] };
  const attributed: Read = { tools: [], unresolved: [] };
  let discovers = false;
  for (const [path, text] of program.files) {
    if (isTest(path)) continue;
    discovers ||= /(?:->|::)(?:discover|setDiscovery|setDiscoverer|withDiscovery)\s*\(/.test(text);
    if (/#\[[^\]]{0,2000}McpTool\b/.test(text)) readAttributed(path, program, attributed);
    if (/(?:->|::)(?:withTool|addTool|registerTool|tool)\s*\(/.test(text))
      readCalls(path, program, read);
  }
  // Attributes say nothing where a server is given its tools one by one and never looks for them.
  if (read.tools.length > 0 && !discovers) return read;
  return {
    tools: [...attributed.tools, ...read.tools],
    unresolved: [...attributed.unresolved, ...read.unresolved],
  };
}

/** Whether the SDK takes the whole documentation as description, as mcp/sdk does; php-mcp/server takes the summary. */
function takesWhole(program: Program, path: string): boolean {
  return !/PhpMcp\\/.test(program.files.get(path) ?? "");
}

function readAttributed(path: string, program: Program, read: Read): void {
  const root = program.forest.root(path);
  for (const node of root?.descendantsOfType([
    "method_declaration",
    "class_declaration",
    "function_definition",
  ]) ?? []) {
    const attribute = attributesOf(node).find(({ name }) => name === "McpTool");
    if (attribute === undefined) continue;
    const owner = node.type === "class_declaration" ? node : enclosingClass(node);
    const lineage = owner === undefined ? [] : lineageOf({ path, node: owner }, program);
    const scope: Scope = { program, path, lineage, depth: 0 };
    const method = node.type === "class_declaration" ? findMethod("__invoke", lineage)?.node : node;
    const { positional, named } = argumentsOf(attribute, scope);
    const isNamed = positional.length > 0 || named.has("name");
    const given = new Map<string, Value>([
      ["name", positional[0]],
      ["description", positional[1]],
      ...named,
    ]);
    const at = placeOf(path, attribute.node);
    const tool =
      method === undefined || (isNamed && typeof given.get("name") !== "string")
        ? undefined
        : toTool(given, { path, node: method }, at, scope);
    if (tool !== undefined) read.tools.push(tool);
    else
      read.unresolved.push({
        at,
        reason: "An attributed tool whose name or method could not be followed.",
        registeredIn: path,
      });
  }
}

function toTool(
  given: Map<string, Value>,
  callable: Found,
  at: Place,
  scope: Scope,
): Registered<Tool> | undefined {
  const { node } = callable;
  const own = node.childForFieldName("name")?.text;
  const owner = enclosingClass(node)?.childForFieldName("name")?.text;
  const name = given.get("name") ?? (own === "__invoke" ? owner : own);
  if (typeof name !== "string" || name === "") return undefined;
  const documentation = documentationOf(node);
  const documented = takesWhole(scope.program, callable.path)
    ? documentation?.text
    : documentation?.summary;
  const description = given.get("description") ?? documented;
  const title = given.get("title");
  const annotations = toAnnotations(given.get("annotations"));
  const inputSchema = given.get("inputSchema");
  const outputSchema = given.get("outputSchema");
  return {
    name,
    ...(typeof title === "string" ? { title } : {}),
    ...(typeof description === "string" && description !== "" ? { description } : {}),
    inputSchema:
      inputSchema instanceof Map
        ? (toJson(inputSchema) as Tool["inputSchema"] & object)
        : schemaOfParameters(node, { ...scope, path: callable.path }),
    ...(outputSchema instanceof Map
      ? { outputSchema: toJson(outputSchema) as Tool["inputSchema"] & object }
      : {}),
    ...(annotations === undefined ? {} : { annotations }),
    at,
    handler: placeOf(callable.path, node),
    method: "read",
    registeredIn: scope.path,
  };
}

/** Parameters of the methods that register a function, in their order. */
const signatures = new Map([
  ["withTool", ["handler", "name", "description", "annotations", "inputSchema"]],
  ["addTool", ["handler", "name", "title", "description", "annotations", "inputSchema"]],
  ["tool", ["name", "description", "handler"]],
]);
const callables = new Set([
  "arrow_function",
  "anonymous_function",
  "anonymous_function_creation_expression",
]);

function readCalls(path: string, program: Program, read: Read): void {
  const root = program.forest.root(path);
  for (const call of root?.descendantsOfType([
    "member_call_expression",
    "scoped_call_expression",
  ]) ?? []) {
    const signature = signatures.get(call.childForFieldName("name")?.text ?? "");
    if (signature === undefined) continue;
    const owner = enclosingClass(call);
    const lineage = owner === undefined ? [] : lineageOf({ path, node: owner }, program);
    const scope: Scope = { program, path, lineage, depth: 0 };
    const list = call.childForFieldName("arguments");
    const handler = findHandler(list, scope);
    if (handler === undefined) continue;
    const { positional, named } = foldArguments(list, scope);
    const isFirst = isHandler(list?.namedChild(0)?.namedChildren.at(-1), scope);
    const order = isFirst ? (signature[0] === "handler" ? signature : []) : ["name", "description"];
    const given = new Map<string, Value>([
      ...order.map((name, index) => [name, positional[index]] as const),
      ...named,
    ]);
    const when = conditionOf(call);
    const { line } = placeOf(path, call.childForFieldName("name") ?? call);
    const at = { path, line, endLine: placeOf(path, call).endLine ?? line };
    if (given.get("name") === undefined && callables.has(handler.node.type)) {
      const reason = "A function is registered as a tool under a name that could not be followed.";
      read.unresolved.push({ at, reason, registeredIn: path });
      continue;
    }
    const tool = toTool(given, handler, at, scope);
    if (tool !== undefined) read.tools.push({ ...tool, ...(when === undefined ? {} : { when }) });
  }
}

function isHandler(node: Node | undefined, scope: Scope): boolean {
  return node !== undefined && resolveHandler(node, scope) !== undefined;
}

function findHandler(list: Node | null, scope: Scope): Found | undefined {
  for (const argument of list?.namedChildren ?? []) {
    const value = argument.namedChildren.at(-1);
    const found = value === undefined ? undefined : resolveHandler(value, scope);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `fn () => …`, `[Foo::class, 'bar']`, `[$this, 'bar']`, `$this->bar(...)` or `Foo::class`. */
function resolveHandler(node: Node, scope: Scope): Found | undefined {
  if (callables.has(node.type)) return { path: scope.path, node };
  const lineageNamed = (name: string) => {
    const found = findClass(name.split("\\").at(-1) ?? "", scope.path, scope.program);
    return found === undefined ? [] : lineageOf(found, scope.program);
  };
  if (node.type === "member_call_expression" && node.childForFieldName("object")?.text === "$this")
    return findMethod(node.childForFieldName("name")?.text ?? "", scope.lineage ?? []);
  if (node.type === "class_constant_access_expression" && node.namedChild(1)?.text === "class")
    return findMethod("__invoke", lineageNamed(node.namedChild(0)?.text ?? ""));
  if (node.type !== "array_creation_expression" || node.namedChildren.length !== 2)
    return undefined;
  const [owner, name] = node.namedChildren.map((element) => element.namedChild(0));
  const method = fold(name, scope);
  if (typeof method !== "string" || owner === null || owner === undefined) return undefined;
  if (owner.text === "$this") return findMethod(method, scope.lineage ?? []);
  if (owner.type === "variable_name") {
    const root = enclosingRoot(owner);
    const created = new RegExp(`\\${owner.text}\\s*=\\s*new\\s+\\\\?([\\w\\\\]+)`).exec(
      root.text,
    )?.[1];
    return created === undefined ? undefined : findMethod(method, lineageNamed(created));
  }
  const className = fold(owner, scope);
  return typeof className === "string" ? findMethod(method, lineageNamed(className)) : undefined;
}

function enclosingRoot(node: Node): Node {
  let root = node;
  for (let height = 0; root.parent !== null && height < 500; height++) root = root.parent;
  return root;
}
