/** Tools told by the form of their declaration, for servers whose registrations could not be followed. */
import type { Tool } from "../../../model.ts";
import { readParts, readSchema } from "./definitions.ts";
import { handlerPlace } from "./handlers.ts";
import { firstOf } from "./frameworks.ts";
import { getMember } from "./members.ts";
import { configured, handlerOf } from "./registrations.ts";
import type { Run } from "./run.ts";
import { placeOf } from "./source.ts";
import { isThing, settle, unknown, type ObjectValue } from "./values.ts";

const schemaNames = ["inputSchema", "input_schema", "parameters", "schema", "zodSchema"];

/** The literals of a run that declare a tool: a name, a description, and a schema of parameters. */
export function declaredTools(run: Run, named: readonly ObjectValue[]): Tool[] {
  const tools = new Map<string, Tool>();
  for (const literal of named) {
    const tool = declaredTool(run, literal);
    if (tool !== undefined && !tools.has(tool.name)) tools.set(tool.name, tool);
  }
  return [...tools.values()];
}

function declaredTool(run: Run, literal: ObjectValue): Tool | undefined {
  const { site, props } = literal;
  const name = settle(props.get("name"));
  if (site === undefined || typeof name !== "string" || !/^[a-z][\w.-]{1,63}$/i.test(name))
    return undefined;
  if (typeof settle(getMember(run, literal, "description")) !== "string") return undefined;
  if (props.has("uri") || props.has("uriTemplate") || props.has("arguments")) return undefined;
  const given = firstOf(run, literal, schemaNames);
  const isSchema = isThing(given) && (given.kind === "schema" || given.kind === "object");
  const handler = handlerOf(run, literal);
  // `parameters` and `schema` are also the words of other declarations; a tool of theirs can be run.
  const isCertain = props.has("inputSchema") || props.has("input_schema") || handler !== undefined;
  if (!isSchema || !isCertain || readSchema(run, given) === undefined) return undefined;
  const parts = { ...configured(run, name, literal, handler), inputSchema: given };
  const { definition } = readParts(run, {
    title: parts.title,
    description: parts.description ?? unknown,
    inputSchema: parts.inputSchema,
    outputSchema: parts.outputSchema,
    annotations: parts.annotations,
  });
  const code = handlerPlace(run, handler, new Set());
  return {
    name,
    ...definition,
    at: placeOf(site.module.source, site.node),
    ...(code === undefined ? {} : { handler: code }),
    method: "read",
  };
}
