import type { Annotations, JsonSchema, Tool, Unresolved } from "../../../model.ts";
import type { Registered } from "../extractor.ts";
import { placeOf } from "../syntax/grammar.ts";
import type { Value } from "../syntax/value.ts";
import { toAnnotations } from "./annotations.ts";
import { argumentsOf, attributesOf } from "./attributes.ts";
import { isBuilder, newBuilder, toSchema } from "./builder.ts";
import { fold, run, type Scope } from "./fold.ts";
import { toHeadline, toKebab } from "./names.ts";
import {
  baseNames,
  findMethod,
  findValue,
  interfaceNames,
  isTest,
  lineageOf,
  type Program,
} from "./program.ts";
import type { Found } from "../syntax/program.ts";
import { findRegistrations } from "./registrations.ts";

/** A class of tools, with the classes that it is made of. */
interface ToolClass extends Found {
  name: string;
  lineage: Found[];
  /** Whether the library derives names and titles from classes, as laravel/mcp does. */
  isLaravel: boolean;
}

/** Tools that are classes: of laravel/mcp, and those that implement a tool's interface. */
export function readClasses(program: Program): {
  tools: Registered<Tool>[];
  unresolved: Registered<Unresolved>[];
} {
  const classes = findToolClasses(program);
  const names = new Set(classes.map(({ name }) => name));
  const registrations = findRegistrations(program, (name) => names.has(name));
  const isOpen = registrations.all !== undefined || registrations.byName.size === 0;
  const bases = new Set(
    classes.flatMap(({ lineage }) =>
      lineage.slice(1).map(({ node }) => node.childForFieldName("name")?.text ?? ""),
    ),
  );
  const tools: Registered<Tool>[] = [];
  const unresolved: Registered<Unresolved>[] = [];
  for (const one of classes) {
    const registration =
      registrations.byName.get(one.name) ??
      (isOpen && !bases.has(one.name)
        ? (registrations.all ?? { registeredIn: one.path })
        : undefined);
    if (registration === undefined) continue;
    const { name, ...rest } = describe(one, program);
    const at = placeOf(one.path, one.node.childForFieldName("name") ?? one.node);
    const { registeredIn } = registration;
    if (name === undefined) {
      const reason = "A class of tools whose name could not be followed.";
      unresolved.push({ at, reason, registeredIn });
      continue;
    }
    const conditions = [registration.when, shouldRegister(one)].filter(
      (when) => when !== undefined,
    );
    const when = conditions.length === 0 ? {} : { when: conditions.join(" && ") };
    tools.push({ name, ...rest, at, method: "read", ...when, registeredIn });
  }
  return { tools, unresolved };
}

function findToolClasses(program: Program): ToolClass[] {
  const found: ToolClass[] = [];
  for (const [path, text] of program.files) {
    if (isTest(path) || !/\bclass\s+\w/.test(text) || !/Tool|Mcp|MCP/.test(text)) continue;
    for (const node of program.forest.root(path)?.descendantsOfType("class_declaration") ?? []) {
      if (/^[^{]*\babstract\b/.test(node.text.slice(0, 300))) continue;
      const lineage = lineageOf({ path, node }, program);
      const isLaravel = lineage.some((one) => extendsTool(one, program));
      if (!isLaravel && !isShapedAsTool(lineage, program)) continue;
      found.push({
        path,
        node,
        name: node.childForFieldName("name")?.text ?? "",
        lineage,
        isLaravel,
      });
    }
  }
  return found;
}

function extendsTool({ path, node }: Found, program: Program): boolean {
  const text = program.files.get(path) ?? "";
  return baseNames(node).some((base) => {
    if (/^\\?Laravel\\Mcp\\Server\\Tool$/.test(base)) return true;
    const imported = /^use\s+Laravel\\Mcp\\Server\\Tool(?:\s+as\s+(\w+))?\s*;/m.exec(text);
    if (imported !== null && base === (imported[1] ?? "Tool")) return true;
    return /^use\s+Laravel\\Mcp\\Server\\\{[^}]{0,2000}\bTool\b/m.test(text) && base === "Tool";
  });
}

/** A class that implements a tool's interface, with methods for name, description and input schema. */
function isShapedAsTool(lineage: Found[], program: Program): boolean {
  const isMarked = lineage.some(({ path, node }) =>
    [...interfaceNames(node), ...baseNames(node)].some(
      (name) =>
        /Tool(?:Interface|Contract|Base)?$|(?:Abstract|Base)\w*Tool$/.test(name) &&
        /mcp/i.test(`${path} ${program.files.get(path)?.slice(0, 3000) ?? ""}`),
    ),
  );
  if (!isMarked) return false;
  const has = (...names: string[]) => names.some((name) => findMethod(name, lineage) !== undefined);
  return (
    (has("name", "getName") || findValue("name", lineage) !== undefined) &&
    has("inputSchema", "getInputSchema", "schema", "getSchema", "parameters", "get_input_schema")
  );
}

function describe(
  tool: ToolClass,
  program: Program,
): { name: string | undefined } & Omit<Tool, "name" | "at" | "method"> {
  const { lineage, path, name: className } = tool;
  const scope: Scope = { program, path, lineage, depth: 0 };
  const text = (what: string, attribute: string) =>
    attributeText(tool, attribute, scope) ??
    declaredText([what, `get${attribute}`, `get_${what}`], what, scope);
  const declared = text("name", "Name");
  const isUnnamed = declared === undefined && !hasOwn("name", tool);
  const name = declared ?? (tool.isLaravel && isUnnamed ? toKebab(className) : undefined);
  const derived = tool.isLaravel ? toHeadline(className) : undefined;
  const title = text("title", "Title") ?? derived;
  const isDescribed =
    hasOwn("description", tool) || attributeText(tool, "Description", scope) !== undefined;
  const description = text("description", "Description") ?? (isDescribed ? undefined : derived);
  const inputSchema = schemaOf(
    ["schema", "inputSchema", "getInputSchema", "getSchema", "parameters", "get_input_schema"],
    scope,
  );
  const outputSchema = schemaOf(["outputSchema", "getOutputSchema"], scope);
  const annotations = annotationsOf(tool, scope);
  const handler = ["handle", "execute", "__invoke", "call", "run"]
    .map((method) => findMethod(method, lineage))
    .find((method) => method !== undefined);
  return {
    name,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    inputSchema: inputSchema ?? { type: "object", properties: {} },
    ...(outputSchema === undefined ? {} : { outputSchema }),
    ...(annotations === undefined ? {} : { annotations }),
    ...(handler === undefined ? {} : { handler: placeOf(handler.path, handler.node) }),
  };
}

function hasOwn(what: string, { lineage }: ToolClass): boolean {
  return findMethod(what, lineage) !== undefined || findValue(what, lineage) !== undefined;
}

function attributeText(tool: ToolClass, name: string, scope: Scope): string | undefined {
  for (const { path, node } of tool.lineage) {
    const attribute = attributesOf(node).find((one) => one.name === name);
    if (attribute === undefined) continue;
    const { positional, named } = argumentsOf(attribute, { ...scope, path });
    const value = positional[0] ?? named.get("value");
    if (typeof value === "string") return value;
  }
  return undefined;
}

/** What a method returns, or a property holds. */
function declaredText(methods: string[], property: string, scope: Scope): string | undefined {
  for (const name of methods) {
    const method = findMethod(name, scope.lineage ?? []);
    if (method === undefined) continue;
    const value = run(method.node, { ...scope, path: method.path });
    if (typeof value === "string") return value;
  }
  const found = findValue(property, scope.lineage ?? []);
  const value = found === undefined ? undefined : fold(found.node, { ...scope, path: found.path });
  return typeof value === "string" && value !== "" ? value : undefined;
}

function schemaOf(methods: string[], scope: Scope): JsonSchema | undefined {
  const method = methods
    .map((name) => findMethod(name, scope.lineage ?? []))
    .find((one) => one !== undefined);
  if (method === undefined) return undefined;
  const builder = newBuilder();
  const parameter = method.node.childForFieldName("parameters")?.namedChild(0);
  const name = parameter?.childForFieldName("name")?.text.slice(1);
  const bound = new Map<string, Value>(name === undefined ? [] : [[name, builder]]);
  const returned = run(method.node, { ...scope, path: method.path, bound });
  if (returned === undefined && builder.size === 1) return undefined;
  if (Array.isArray(returned)) return { type: "object", properties: {} };
  return returned === undefined || returned instanceof Map
    ? toSchema(isBuilder(returned) || returned === undefined ? builder : returned, builder)
    : undefined;
}

const hints = new Map<string, keyof Omit<Annotations, "title">>([
  ["IsReadOnly", "readOnlyHint"],
  ["IsDestructive", "destructiveHint"],
  ["IsIdempotent", "idempotentHint"],
  ["IsOpenWorld", "openWorldHint"],
]);

/** `#[IsReadOnly]` and its like on the class itself, or what `annotations()` returns. */
function annotationsOf(tool: ToolClass, scope: Scope): Annotations | undefined {
  const annotations: Annotations = {};
  for (const attribute of attributesOf(tool.node)) {
    const hint = hints.get(attribute.name);
    if (hint === undefined) continue;
    const { positional, named } = argumentsOf(attribute, scope);
    annotations[hint] = (positional[0] ?? named.get("value")) !== false;
  }
  const method =
    findMethod("annotations", tool.lineage) ?? findMethod("getAnnotations", tool.lineage);
  const returned =
    method === undefined ? undefined : run(method.node, { ...scope, path: method.path });
  const all = { ...annotations, ...toAnnotations(returned) };
  return Object.keys(all).length > 0 ? all : undefined;
}

/** What `shouldRegister()` returns, when it isn't always true. */
function shouldRegister({ lineage }: ToolClass): string | undefined {
  const method = findMethod("shouldRegister", lineage);
  const statements = method?.node.childForFieldName("body")?.namedChildren ?? [];
  const returned = statements.findLast(({ type }) => type === "return_statement")?.namedChild(0);
  const text = statements.length === 1 ? returned?.text : `shouldRegister()`;
  return method === undefined || text === undefined || text.toLowerCase() === "true"
    ? undefined
    : text.replaceAll(/\s+/g, " ").slice(0, 300);
}
