import { externalBases } from "./attribute.ts";
import type { Arguments } from "./call.ts";
import { routesOf } from "./fastapi.ts";
import { itemsOf } from "./items.ts";
import { fromJson } from "./json.ts";
import type { Run } from "./run.ts";
import {
  isComposite,
  likeliest,
  textOf,
  type Class,
  type Func,
  type Made,
  type Member,
  type Value,
} from "./values.ts";

/** A function or object that an application serves as a tool, as a registration takes it. */
export interface Served {
  tool: Value;
  name?: Value;
  at: Made["at"];
}

const events = new Set([
  "click",
  "submit",
  "change",
  "input",
  "load",
  "select",
  "upload",
  "release",
  "then",
  "success",
]);
const interfaces = /^gradio(?:\.\w+)*\.(?:Interface|ChatInterface)$/;

/** The routes that `FastApiMCP(app, …)` of fastapi_mcp serves; undefined when the application is not known. */
export function servedRoutes(run: Run, made: Made): Served[] | undefined {
  const routes = routesOf(run, made.keywords.get("fastapi") ?? made.positional[0]);
  const listed = (keyword: string): Set<string> | undefined => {
    const value = made.keywords.get(keyword);
    if (value === undefined || value === null) return undefined;
    return new Set(itemsOf(value).items.flatMap((item) => textOf(item) ?? []));
  };
  const [ids, noIds] = [listed("include_operations"), listed("exclude_operations")];
  const [tags, noTags] = [listed("include_tags"), listed("exclude_tags")];
  return routes
    ?.filter((route) => {
      if (noIds?.has(route.id) || route.tags.some((tag) => noTags?.has(tag))) return false;
      if (!ids && !tags) return true;
      return (ids?.has(route.id) ?? false) || route.tags.some((tag) => tags?.has(tag));
    })
    .map(({ id, summary, description, inputSchema, func, at }) => ({
      at,
      tool: {
        kind: "made",
        path: "fastapi_mcp.Tool",
        positional: [],
        keywords: new Map<string, Value>([
          ["name", id],
          ["description", description === undefined ? summary : `${summary}\n\n${description}`],
          ["inputSchema", fromJson(inputSchema)],
          ["fn", func],
        ]),
        at,
        attributes: new Map(),
      },
    }));
}

/** Notes what a component of Gradio calls; on `launch(mcp_server=True)`, all that was noted; undefined for other calls. */
export function callGradio(
  run: Run,
  member: Member,
  given: Arguments,
  at: Made["at"],
): Served[] | undefined {
  const of = likeliest(member.of);
  if (!isComposite(of) || of.kind !== "made" || !of.path.startsWith("gradio.")) return undefined;
  const { name } = member;
  if (events.has(name)) note(run, given.positional[0] ?? given.keywords.get("fn"), given, at);
  if (name !== "launch" || given.keywords.get("mcp_server") !== true) return undefined;
  return run.noted.splice(0);
}

/** Notes the function of `gradio.Interface(fn, …)` and `gradio.api(fn)`. */
export function noteGradio(run: Run, made: Made, given: Arguments): void {
  if (interfaces.test(made.path) || made.path === "gradio.api")
    note(run, given.positional[0] ?? given.keywords.get("fn"), given, made.at);
}

function note(run: Run, value: Value | undefined, given: Arguments, at: Made["at"]): void {
  const func = likeliest(value ?? null);
  const name = given.keywords.get("api_name");
  if (!isComposite(func) || func.kind !== "func" || name === false) return;
  const stated = textOf(name);
  run.noted.push({
    tool: func,
    at,
    ...(stated !== undefined && { name: stated.replace(/^\//, "") }),
  });
}

/** The public methods of a class on django-mcp-server's `MCPToolset`, each a tool; empty for other classes. */
export function toolsetMethods(type: Class): Func[] {
  if (!externalBases(type).some((base) => /^mcp_server\.(?:\w+\.)*MCPToolset$/.test(base)))
    return [];
  return [...type.scope.names].flatMap(([name, value]) =>
    !name.startsWith("_") && isComposite(value) && value.kind === "func" ? [value] : [],
  );
}
