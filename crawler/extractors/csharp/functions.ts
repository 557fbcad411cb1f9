import type { Node } from "web-tree-sitter";
import type { JsonSchema, Tool, Unresolved } from "../../../model.ts";
import type { Registered } from "../extractor.ts";
import { placeOf } from "../syntax/grammar.ts";
import { argumentsOf, attributeNamed } from "./attributes.ts";
import { conditionOf } from "./conditions.ts";
import { foldArguments, type Scope } from "./fold.ts";
import { enclosingMethod } from "./methods.ts";
import { type Program, simpleName } from "./program.ts";
import { schemaOfProperties, schemaOfType } from "./schema.ts";
import { isTest } from "./tests.ts";

interface Property {
  tool: string;
  name: string;
  schema: JsonSchema;
  isRequired: boolean;
}

/** Tools of Azure Functions: `[McpToolTrigger(name, description)]` on a parameter. */
export function readFunctions(program: Program): {
  tools: Registered<Tool>[];
  unresolved: Registered<Unresolved>[];
} {
  const tools: Registered<Tool>[] = [];
  const unresolved: Registered<Unresolved>[] = [];
  const configured = configuredProperties(program);
  for (const [path, text] of program.files) {
    if (!path.endsWith(".cs") || isTest(path) || !text.includes("McpToolTrigger")) continue;
    const scope = { program, path, depth: 0 };
    for (const parameter of program.forest.root(path)?.descendantsOfType("parameter") ?? []) {
      const trigger = attributeNamed(parameter, "McpToolTrigger");
      const method = trigger === undefined ? undefined : enclosingMethod(parameter);
      if (trigger === undefined || method === undefined) continue;
      const { positional, named } = argumentsOf(trigger, scope);
      const name = positional[0] ?? named.get("toolName") ?? named.get("ToolName");
      const description = positional[1] ?? named.get("description") ?? named.get("Description");
      const at = placeOf(path, trigger.node);
      if (typeof name !== "string") {
        const reason = "A tool trigger with a name that could not be followed.";
        unresolved.push({ at, reason, registeredIn: path });
        continue;
      }
      const when = conditionOf(method, text);
      tools.push({
        name,
        ...(typeof description === "string" ? { description } : {}),
        inputSchema: inputSchema(
          method,
          parameter,
          scope,
          configured.filter(({ tool }) => tool === name),
        ),
        at,
        handler: placeOf(path, method),
        method: "read",
        ...(when === undefined ? {} : { when }),
        registeredIn: path,
      });
    }
  }
  return { tools, unresolved };
}

function inputSchema(
  method: Node,
  trigger: Node,
  scope: Scope,
  configured: Property[],
): JsonSchema {
  const type = trigger.childForFieldName("type");
  const isContext = /^(?:ToolInvocationContext|string)$/.test(simpleName(type));
  const base = isContext ? { properties: {} } : schemaOfProperties(simpleName(type), scope);
  const properties = new Map(Object.entries((base["properties"] ?? {}) as JsonSchema));
  const required = new Set((base as { required?: string[] }).required);
  const own = (method.childForFieldName("parameters")?.namedChildren ?? []).flatMap((parameter) => {
    const attribute = attributeNamed(parameter, "McpToolProperty");
    if (attribute === undefined) return [];
    const { positional, named } = argumentsOf(attribute, scope);
    const inferred = schemaOfType(parameter.childForFieldName("type"), scope);
    const property = readProperty(positional, named, inferred);
    return property === undefined ? [] : [property];
  });
  for (const { name, schema, isRequired } of [...own, ...configured]) {
    properties.set(name, schema);
    if (isRequired) required.add(name);
  }
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    ...(required.size > 0 ? { required: [...required] } : {}),
  };
}

const jsonTypes = /^(?:string|number|integer|boolean|object|array)$/;

/** `(name, type, description, required)` or, newer, `(name, description, required)`. */
function readProperty(
  positional: unknown[],
  named: Map<string, unknown>,
  inferred: JsonSchema,
): Omit<Property, "tool"> | undefined {
  const texts = positional.filter((value) => typeof value === "string");
  const name = texts[0] ?? named.get("propertyName") ?? named.get("name");
  const type = texts.slice(1).find((text) => jsonTypes.test(text)) ?? named.get("propertyType");
  const description = texts.slice(1).findLast((text) => text !== type) ?? named.get("description");
  if (typeof name !== "string") return undefined;
  const isRequired = [
    ...positional,
    named.get("isRequired"),
    named.get("required"),
    named.get("IsRequired"),
    named.get("Required"),
  ].includes(true);
  return {
    name,
    schema: {
      ...(typeof type === "string" ? { type } : inferred),
      ...(typeof description === "string" ? { description } : {}),
    },
    isRequired,
  };
}

/** `builder.ConfigureMcpTool("x").WithProperty(…)` anywhere in the repository. */
function configuredProperties(program: Program): Property[] {
  const found: Property[] = [];
  for (const [path, text] of program.files) {
    if (!path.endsWith(".cs") || !text.includes("ConfigureMcpTool")) continue;
    const scope = { program, path, depth: 0 };
    for (const call of program.forest.root(path)?.descendantsOfType("invocation_expression") ??
      []) {
      const called = call.childForFieldName("function");
      if (called?.childForFieldName("name")?.text !== "WithProperty") continue;
      const tool = configuredTool(called, scope);
      const { positional, named } = foldArguments(call.childForFieldName("arguments"), scope);
      const property = readProperty(positional, named, { type: "string" });
      if (tool !== undefined && property !== undefined) found.push({ tool, ...property });
    }
  }
  return found;
}

function configuredTool(called: Node, scope: Scope): string | undefined {
  let node = called.childForFieldName("expression");
  for (let depth = 0; node?.type === "invocation_expression" && depth < 50; depth++) {
    const inner: Node | null = node.childForFieldName("function");
    if (inner?.childForFieldName("name")?.text === "ConfigureMcpTool") {
      const [name] = foldArguments(node.childForFieldName("arguments"), scope).positional;
      return typeof name === "string" ? name : undefined;
    }
    node = inner?.childForFieldName("expression") ?? null;
  }
  return undefined;
}
