import type { Annotations, Call, Definition, JsonSchema, Place } from "../../../model.ts";
import { attributeOf, inherited } from "./attribute.ts";
import { functionOf } from "./func-metadata.ts";
import { toJson } from "./json.ts";
import { cleanDocstring } from "./literal.ts";
import { inputSchema } from "./parameters.ts";
import type { Registration, Run } from "./run.ts";
import { isSignedInPart, signedAs } from "./signature.ts";
import { isComposite, likeliest, textOf, unknown, type Func, type Value } from "./values.ts";

/** A tool as far as it could be read, or why it could not; `missing` are the parts that were stated and not followed. */
export type Described =
  | { definition: Definition; at?: Place; handler?: Place; calls?: Call[]; missing: string[] }
  | { reason: string };

/** What a registration would list. */
export function describeRegistration(run: Run, registration: Registration): Described {
  const { tool, keywords, name } = registration;
  const likely = likeliest(tool);
  if (!isComposite(likely))
    return { reason: "A tool is registered whose function could not be found." };
  if (likely.kind === "func") return describeFunction(run, likely, keywords, name);
  if (likely.kind === "instance") {
    const call = inherited(likely.class, "__call__");
    const named = textOf(attributeOf(run, likely, "name"));
    if (named === undefined && isComposite(call) && call.kind === "func")
      return describeFunction(
        run,
        call,
        keywords,
        name ?? keywords.get("name") ?? likely.class.name,
      );
    return describeObject(run, likely);
  }
  if (likely.kind === "made") {
    const [first, ...rest] = likely.positional;
    const callee = first ?? likely.keywords.get("fn") ?? likely.keywords.get("func");
    const inner = callee === undefined ? undefined : likeliest(callee);
    if (
      /\.from_function$|^functools\.partial$|\.tool$/.test(likely.path) &&
      isComposite(inner) &&
      inner.kind === "func"
    ) {
      const partial = likely.path === "functools.partial";
      return describeFunction(
        run,
        inner,
        partial ? keywords : likely.keywords,
        name ?? (partial ? undefined : rest[0]),
      );
    }
    if (/(?:^|\.)\w*Tool$/.test(likely.path))
      return describeObject(
        run,
        likely,
        isComposite(inner) && inner.kind === "func" ? inner : undefined,
      );
  }
  if (likely.kind === "dict") return describeObject(run, likely);
  const told = textOf(name ?? keywords.get("name"));
  const what = likely.kind === "unknown" ? likely.reason : "its function";
  if (told === undefined)
    return { reason: `A tool is registered, but ${what} could not be followed.` };
  const description = textOf(keywords.get("description"));
  return {
    definition: {
      name: told,
      ...(description !== undefined && { description }),
      ...optional(keywords.get("title"), keywords.get("annotations")),
    },
    missing: ["function"],
  };
}

/** What an object with the parts of a tool would list: `Tool(name=…, inputSchema=…)`, a dict, an object of a class. */
export function describeObject(run: Run, object: Value, func?: Func): Described {
  const part = (...names: string[]): Value | undefined => {
    for (const name of names) {
      const value = readPart(run, object, name);
      if (value !== undefined && value !== null) return value;
    }
    return undefined;
  };
  const name = nameOf(part("name"));
  if (name === undefined)
    return {
      reason: `A tool is listed, but ${reasonOf(part("name"), "its name")} could not be followed.`,
    };
  const missing: string[] = [];
  const description = part("description");
  const text = textOf(description);
  if (description !== undefined && text === undefined) missing.push("description");
  const input = part("inputSchema", "input_schema", "parameters");
  const schema = input === undefined ? undefined : schemaFrom(input);
  if (input !== undefined && !schema) missing.push("input schema");
  const output = part("outputSchema", "output_schema");
  const handler = functionOf(part("fn_metadata")) ?? part("fn", "func", "handler") ?? func;
  const shared = optional(part("title"), part("annotations"), output);
  return {
    definition: {
      name,
      ...(text !== undefined && { description: text }),
      ...(schema && { inputSchema: schema }),
      ...shared,
    },
    missing,
    ...(isComposite(object) &&
      (object.kind === "made" || object.kind === "dict") &&
      object.at && { at: object.at }),
    ...(isComposite(object) &&
      object.kind === "made" &&
      object.request && { handler: object.request.at, calls: [object.request] }),
    ...(handler !== undefined &&
      isComposite(handler) &&
      handler.kind === "func" && { handler: placeOf(handler) }),
  };
}

/** The whole function. */
export function placeOf(func: Func): Place {
  const { callable, scope } = func.wraps ?? signedAs(func) ?? func;
  if (scope.module.madeAt) return scope.module.madeAt;
  return { path: scope.module.path, line: callable.line, endLine: callable.endLine };
}

function describeFunction(
  run: Run,
  func: Func,
  keywords: Map<string, Value>,
  given: Value | undefined,
): Described {
  const source = func.wraps ?? func;
  const stated = given ?? keywords.get("name") ?? func.attributes.get("__name__");
  const name = stated === undefined || stated === null ? source.callable.name : nameOf(stated);
  if (name === undefined)
    return {
      reason: `A tool is registered for ${source.callable.name}, but ${reasonOf(stated, "its name")} could not be followed.`,
    };
  const missing: string[] = [];
  const own = func.attributes.get("__doc__") ?? source.attributes.get("__doc__");
  const description = keywords.get("description") ?? own;
  const docstring = source.callable.docstring;
  const text =
    description === undefined || description === null
      ? docstring && cleanDocstring(docstring)
      : textOf(description);
  if (isComposite(description) && text === undefined) missing.push("description");
  if (isSignedInPart(func)) missing.push("input schema");
  return {
    definition: {
      name,
      ...(text !== undefined && text !== "" && { description: text }),
      inputSchema: inputSchema(run, func, keywords),
      ...optional(keywords.get("title"), keywords.get("annotations")),
    },
    handler: placeOf(func),
    missing,
  };
}

/** The name that a value is; undefined also for a text that only stands in where something that was not followed gives no name. */
function nameOf(value: Value | undefined): string | undefined {
  const name = textOf(value);
  const options = isComposite(value) && value.kind === "choice" ? value.options : [];
  const computed = options.some(
    (option) =>
      isComposite(option) && option.kind === "made" && /(?:^|\.)[a-z]\w*$/.test(option.path),
  );
  return computed ? undefined : name;
}

function reasonOf(value: Value | undefined, otherwise: string): string {
  const likely = value === undefined ? undefined : likeliest(value);
  return isComposite(likely) && likely.kind === "unknown"
    ? `${otherwise} (${likely.reason})`
    : otherwise;
}

function readPart(run: Run, object: Value, name: string): Value | undefined {
  const likely = likeliest(object);
  if (!isComposite(likely)) return undefined;
  if (likely.kind === "dict") return likely.entries.get(name);
  if (likely.kind === "made") return likely.keywords.get(name) ?? likely.attributes.get(name);
  const value = attributeOf(run, likely, name);
  return isComposite(value) && value.kind === "member" ? undefined : value;
}

function schemaFrom(value: Value): JsonSchema | undefined {
  const json = toJson(value);
  return typeof json === "object" && json !== null && !Array.isArray(json)
    ? (json as JsonSchema)
    : undefined;
}

function optional(
  title: Value | undefined,
  annotations: Value | undefined,
  output?: Value,
): Partial<Definition> {
  const name = textOf(title);
  const hints = annotations === undefined ? undefined : readAnnotations(annotations);
  const schema = output === undefined ? undefined : schemaFrom(output);
  return {
    ...(name !== undefined && { title: name }),
    ...(hints && { annotations: hints }),
    ...(schema && { outputSchema: schema }),
  };
}

const hints = ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"] as const;

function readAnnotations(value: Value): Annotations | undefined {
  const likely = likeliest(value);
  if (!isComposite(likely)) return undefined;
  const entries =
    likely.kind === "made" ? likely.keywords : likely.kind === "dict" ? likely.entries : undefined;
  if (!entries) return undefined;
  const read: Annotations = {};
  const title = textOf(entries.get("title"));
  if (title !== undefined) read.title = title;
  for (const hint of hints) {
    const given = likeliest(entries.get(hint) ?? unknown("no hint"));
    if (typeof given === "boolean") read[hint] = given;
  }
  return Object.keys(read).length > 0 ? read : undefined;
}
