import type { Annotations, JsonSchema, Tool, Unresolved } from "../../../model.ts";
import type { Registration, Run } from "./run.ts";
import { schemaOf } from "./schema.ts";
import { toJson } from "./to-json.ts";
import { pointee, resolveType } from "./types.ts";
import {
  isComposite,
  optionsOf,
  pointed,
  textOf,
  type Func,
  type Struct,
  type Value,
} from "./values.ts";
import { unsetOf } from "./settings.ts";

/** What is known of a registered tool but where it stands; or why it is no tool. */
export type Described =
  | { tool: Omit<Tool, "at" | "handler" | "method" | "when"> }
  | { reason: Unresolved["reason"] };

const hints = ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"] as const;

/** Reads the definition that a client would see out of a tool's struct. */
export function describeTool(run: Run, registration: Registration): Described {
  const { tool } = registration;
  if (!isComposite(tool) || tool.kind !== "struct")
    return { reason: `Registers a tool that could not be followed: ${reasonOf(tool)}.` };
  const named = field(tool, "Name");
  const name = textOf(named ?? "");
  if (name === undefined || name === "")
    return {
      reason: `Registers a tool whose name could not be followed: ${reasonOf(named ?? null)}.`,
    };
  const title = textOf(field(tool, "Title"));
  const description = longestText(field(tool, "Description"));
  const inputSchema = inputOf(
    run,
    tool,
    registration.places === undefined ? registration.handler : undefined,
  );
  const outputSchema =
    schema(run, field(tool, "RawOutputSchema")) ?? schema(run, field(tool, "OutputSchema"));
  const annotations = annotationsOf(run, tool);
  return {
    tool: {
      name,
      ...(title !== undefined && title !== "" && { title }),
      ...(description !== undefined && description !== "" && { description }),
      ...(inputSchema && { inputSchema }),
      ...(outputSchema &&
        Object.keys(outputSchema).length > 0 &&
        outputSchema["type"] !== "" && { outputSchema }),
      ...(annotations && { annotations }),
    },
  };
}

/** Of texts that depend on what is switched on, the one with all of it. */
function longestText(value: Value | undefined): string | undefined {
  const texts = optionsOf(value ?? null).flatMap(
    (option) => textOf(unsetOf(option) ?? option) ?? [],
  );
  return texts.toSorted((a, b) => b.length - a.length)[0];
}

function field(struct: Struct, name: string): Value | undefined {
  return struct.fields.get(name);
}

function reasonOf(value: Value): string {
  const of = pointed(value);
  if (!isComposite(of)) return "it has none";
  return of.kind === "unknown" ? `it is ${of.reason}` : `it is a ${of.kind}`;
}

function inputOf(run: Run, tool: Struct, handler: Value | undefined): JsonSchema | undefined {
  const given =
    schema(run, field(tool, "RawInputSchema")) ?? schema(run, field(tool, "InputSchema"));
  if (given || pointed(field(tool, "InputSchema") ?? null) !== null) return given;
  // A library that registers a tool for its handler makes the schema of what the handler takes.
  const func = pointed(handler ?? null);
  if (!isComposite(func) || func.kind !== "func") return undefined;
  const { parameters } = func.callable;
  const last = parameters.at(-1);
  if (parameters.length < 3 || last === undefined) return undefined;
  return schemaOf(run, pointee(resolveType(run, last.type, func.scope)), "google");
}

function schema(run: Run, value: Value | undefined): JsonSchema | undefined {
  if (value === undefined) return undefined;
  const { json } = toJson(run, value);
  const made = typeof json === "string" ? parse(json) : json;
  if (typeof made !== "object" || made === null || Array.isArray(made)) return undefined;
  return plain(made as JsonSchema);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Properties that hold nothing are left as they are; an empty list of required ones says nothing. */
function plain(made: JsonSchema): JsonSchema {
  const { required, ...rest } = made;
  return Array.isArray(required) && required.length > 0 ? made : rest;
}

function annotationsOf(run: Run, tool: Struct): Annotations | undefined {
  const { json } = toJson(run, field(tool, "Annotations") ?? null);
  if (typeof json !== "object" || json === null) return undefined;
  const given = new Map<string, unknown>([...served(run, tool), ...Object.entries(json)]);
  const found: Annotations = {};
  const title = given.get("title");
  if (typeof title === "string" && title !== "") found.title = title;
  for (const hint of hints) {
    const value = given.get(hint);
    if (typeof value === "boolean") found[hint] = value;
  }
  return Object.keys(found).length > 0 ? found : undefined;
}

/** The official SDK's two hints that are no pointers are sent as false when they are not set, since its version 1.7. */
function served(run: Run, { fields, type }: Struct): [string, unknown][] {
  const home = type.kind === "named" ? type.definition.scope.package.path : "";
  if (!home.startsWith(officialSdk) || pointed(fields.get("Annotations") ?? null) === null)
    return [];
  const sends = [...run.files].some(([path, text]) => {
    const { major = 0, minor = 0 } = (path.endsWith("go.mod") && version.exec(text)?.groups) || {};
    return Number(major) > 1 || Number(minor) >= 7;
  });
  return sends
    ? [
        ["readOnlyHint", false],
        ["idempotentHint", false],
      ]
    : [];
}

const officialSdk = "github.com/modelcontextprotocol/go-sdk/";
const version = /github\.com\/modelcontextprotocol\/go-sdk v(?<major>\d+)\.(?<minor>\d+)/;

/** The functions that a call may run, from the one that was registered to those that it wraps. */
export function handlersOf(handler: Value | undefined): Func[] {
  const chain: Func[] = [];
  const queue: Value[] = handler === undefined ? [] : [handler];
  const seen = new Set<Func["callable"]>();
  while (queue.length > 0 && chain.length < 12) {
    const of = pointed(queue.shift() ?? null);
    if (!isComposite(of) || of.kind !== "func" || seen.has(of.callable)) continue;
    seen.add(of.callable);
    chain.push(of);
    queue.push(...captured(of));
  }
  return chain;
}

/** The functions in the variables that a function literal stands among, and in the fields of the structs there. */
function captured(func: Func): Value[] {
  const found: Value[] = [];
  const look = (value: Value) => {
    const of = pointed(value);
    if (!isComposite(of)) return;
    if (of.kind === "func") found.push(of);
    if (of.kind !== "struct") return;
    for (const inner of of.fields.values()) {
      const one = pointed(inner);
      if (isComposite(one) && one.kind === "func") found.push(one);
    }
  };
  if (func.callable.name !== "") {
    if (func.receiver !== undefined) look(func.receiver);
    return found;
  }
  for (let at: Func["scope"] | undefined = func.scope; at?.parent; at = at.parent)
    for (const value of at.names.values()) look(value);
  return found;
}
