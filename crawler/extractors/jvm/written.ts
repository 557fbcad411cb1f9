import type { Annotations, Place, Tool, Unresolved } from "../../../model.ts";
import type { Registered } from "../extractor.ts";
import { toJson, toSchema } from "./json.ts";
import { memberOf } from "./names.ts";
import type { Program } from "./program.ts";
import { registration, spread, type Traced, trailOf, whenOf } from "./registered.ts";
import type { Run, Written } from "./run.ts";
import {
  type Dictionary,
  type Instance,
  isKind,
  isUnknown,
  nothing,
  textOf,
  type Value,
} from "./values.ts";

const answer =
  /(?:\bcase\s+|==\s*|equals\(\s*)"tools\/list"|"tools\/list"\s*(?:->|==|\.equals|to\b)|\b(?:put|register\w*|on\w*|handle\w*|add\w*|route\w*)\(\s*"tools\/list"|=\s*"tools\/list"/i;

/** The files of a program that answer `tools/list` by themselves. */
export function answeringIn(program: Program): string[] {
  return program.paths.filter((path) => {
    const text = program.text(path);
    return text.includes('"tools/list"') && answer.test(text);
  });
}

/** The tools that code of a server without a library describes in objects or maps of its own, but for those that are known. */
export function readWritten(
  run: Run,
  known: Set<string>,
): { tools: Registered<Tool>[]; unresolved: Registered<Unresolved>[] } {
  const found = new Map<string, Traced>();
  const unresolved: Registered<Unresolved>[] = [];
  for (const [object, seen] of run.sightings.written ?? []) {
    const place: Place = { path: seen.path, line: seen.at.line };
    const name = textOf(partOf(run, object, "name"));
    if (name === undefined || name === "") {
      const reason = "A tool is written out here, and its name could not be followed.";
      unresolved.push({ at: place, reason, registeredIn: seen.root });
    } else if (!known.has(name) && !found.has(name))
      found.set(name, { tool: readTool(run, object, name, seen), trail: trailOf(seen) });
  }
  return { tools: spread([...found.values()]), unresolved };
}

function readTool(
  run: Run,
  object: Dictionary | Instance,
  name: string,
  seen: Written,
): Registered<Tool> {
  const at = registration({ path: seen.path, line: seen.at.line }, name, seen);
  const given = partOf(run, object, "description");
  const description = textOf(given);
  const isGiven = given !== null && (!isUnknown(given) || isKind(object, "dictionary"));
  if (description === undefined && isGiven && given !== nothing)
    run.undescribed.push({ at, name, registeredIn: seen.root });
  const title = textOf(partOf(run, object, "title"));
  const schema = toSchema(run, partOf(run, object, "inputSchema"));
  const annotations = annotationsIn(toJson(run, partOf(run, object, "annotations")));
  const when = whenOf({ ...seen, conditions: afterRequest(seen.conditions) });
  const handler = branchFor(run.program, name, seen.path);
  return {
    name,
    ...(title === undefined || title === "null" ? {} : { title }),
    ...(description === undefined || given === null ? {} : { description }),
    ...(schema === undefined ? {} : { inputSchema: schema }),
    ...(annotations === undefined ? {} : { annotations }),
    at,
    ...(handler === undefined ? {} : { handler }),
    method: "read",
    ...(when === undefined ? {} : { when }),
    registeredIn: seen.root,
  };
}

/** The conditions that hold besides that the tools were asked for, and how that question came in. */
function afterRequest(conditions: string[]): string[] {
  return conditions.slice(1 + conditions.findLastIndex((one) => one.includes("tools/list")));
}

function partOf(run: Run, object: Dictionary | Instance, name: string): Value {
  return object.kind === "dictionary"
    ? (object.entries.get(name) ?? nothing)
    : memberOf(run, object, name);
}

const hints = ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"] as const;

function annotationsIn(json: unknown): Annotations | undefined {
  if (typeof json !== "object" || json === null) return undefined;
  const given = new Map(Object.entries(json));
  const annotations: Annotations = {};
  const title: unknown = given.get("title");
  if (typeof title === "string") annotations.title = title;
  for (const hint of hints) {
    const value: unknown = given.get(hint);
    if (typeof value === "boolean") annotations[hint] = value;
  }
  return Object.keys(annotations).length === 0 ? undefined : annotations;
}

/** The line of the branch that is taken for a tool's name: `"x" -> …`, `case "x":`. */
function branchFor(program: Program, name: string, near: string): Place | undefined {
  const quoted = `"${name}"`;
  const others = program.paths.filter((path) => path !== near);
  for (const path of [near, ...others]) {
    const text = program.text(path);
    if (!text.includes(quoted)) continue;
    const line = text.split("\n").findIndex((one) => {
      const rest = one.trimStart().replace(/^case\s+/, "");
      return (
        rest.startsWith(quoted) &&
        /^\s*(?:->|:|,\s*")/.test(rest.slice(quoted.length)) &&
        /->|:/.test(rest)
      );
    });
    if (line !== -1) return { path, line: line + 1 };
  }
  return undefined;
}
