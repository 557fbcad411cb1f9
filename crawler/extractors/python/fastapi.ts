import type { JsonSchema, Place } from "../../../model.ts";
import { externalBases } from "./attribute.ts";
import { callValue, type Arguments } from "./call.ts";
import { itemsOf } from "./items.ts";
import { cleanDocstring } from "./literal.ts";
import { toJson } from "./json.ts";
import { modelSchema } from "./schema.ts";
import { inputSchema } from "./parameters.ts";
import { parametersOf, type Stated } from "./signature.ts";
import type { Run } from "./run.ts";
import {
  isComposite,
  likeliest,
  listOf,
  textOf,
  type Class,
  type Func,
  type Made,
  type Member,
  type Value,
} from "./values.ts";

/** A route of an application as its OpenAPI document would list it. */
export interface AppRoute {
  id: string;
  path: string;
  method: string;
  tags: string[];
  summary: string;
  description?: string;
  inputSchema: JsonSchema;
  func: Func;
  at: Place;
}

const applicationPath = /^fastapi(?:\.\w+)*\.(?:FastAPI|APIRouter)$/;
const methods = new Set(["get", "put", "post", "delete", "patch"]);
const routePath = "fastapi.Route";
const includePath = "fastapi.Include";
const maxIncluded = 5;

/** `app.get(…)`, `app.include_router(…)`: noted on the application, or waiting for the function; undefined for other calls. */
export function callApplication(member: Member, given: Arguments, at: Place): Value | undefined {
  const app = likeliest(member.of);
  if (!isApplication(app)) return undefined;
  const { name } = member;
  const wanted = methods.has(name) || name === "api_route" || name === "include_router";
  if (!wanted) return undefined;
  const { positional, keywords } = given;
  const note: Made = {
    kind: "made",
    path: name === "include_router" ? includePath : routePath,
    positional,
    keywords: new Map([...keywords, ["method", name]]),
    at,
    attributes: new Map([["app", app]]),
  };
  if (name === "include_router") notesOf(app).push(note);
  return note;
}

/** The function of a route has come. */
export function addRoute(route: Made, target: Value): void {
  const app = route.attributes.get("app");
  if (route.path !== routePath || !isApplication(app)) return;
  notesOf(app).push({ ...route, attributes: new Map([...route.attributes, ["endpoint", target]]) });
}

/** The routes of an application, those of included routers with their prefix; undefined for other values. */
export function routesOf(run: Run, value: Value | undefined): AppRoute[] | undefined {
  const app = likeliest(value ?? null);
  return isApplication(app) ? collect(run, app, { prefix: "", tags: [], depth: 0 }) : undefined;
}

function isApplication(value: Value | undefined): value is Made {
  return isComposite(value) && value.kind === "made" && applicationPath.test(value.path);
}

function notesOf(app: Made): Value[] {
  const known = app.attributes.get("routes");
  if (isComposite(known) && known.kind === "list") return known.items;
  const list = listOf([]);
  app.attributes.set("routes", list);
  return list.items;
}

interface Above {
  prefix: string;
  tags: string[];
  depth: number;
}

function collect(run: Run, app: Made, above: Above): AppRoute[] {
  const prefix = above.prefix + (textOf(app.keywords.get("prefix")) ?? "");
  const tags = [...above.tags, ...textsOf(app.keywords.get("tags"))];
  return notesOf(app).flatMap((note): AppRoute[] => {
    if (!isComposite(note) || note.kind !== "made") return [];
    if (note.path === routePath) return routeOf(run, app, note, prefix, tags);
    const router = likeliest(note.positional[0] ?? note.keywords.get("router") ?? null);
    if (!isApplication(router) || above.depth > maxIncluded) return [];
    return collect(run, router, {
      prefix: prefix + (textOf(note.keywords.get("prefix")) ?? ""),
      tags: [...tags, ...textsOf(note.keywords.get("tags"))],
      depth: above.depth + 1,
    });
  });
}

function routeOf(run: Run, app: Made, note: Made, prefix: string, above: string[]): AppRoute[] {
  const func = likeliest(note.attributes.get("endpoint") ?? null);
  const own = textOf(note.positional[0] ?? note.keywords.get("path"));
  if (!isComposite(func) || func.kind !== "func" || own === undefined) return [];
  if (note.keywords.get("include_in_schema") === false) return [];
  const { callable } = func.wraps ?? func;
  const path = prefix + own;
  const tags = [...above, ...textsOf(note.keywords.get("tags"))];
  const named = textOf(note.keywords.get("name")) ?? callable.name;
  const plain = note.keywords.get("method");
  const verbs =
    plain === "api_route" ? textsOf(note.keywords.get("methods")) : [textOf(plain) ?? "get"];
  const docstring = callable.docstring;
  const description =
    textOf(note.keywords.get("description")) ??
    (docstring && cleanDocstring(docstring).split("\f", 1)[0]);
  return (verbs.length > 0 ? verbs : ["get"]).map((verb) => {
    const method = verb.toLowerCase();
    return {
      id:
        textOf(note.keywords.get("operation_id")) ??
        made(run, app, note, { name: named, path, tags }) ??
        `${named}${path}`.replace(/\W/g, "_") + `_${method}`,
      path,
      method: method.toUpperCase(),
      tags,
      summary: textOf(note.keywords.get("summary")) ?? titled(named),
      ...(description !== undefined && description !== "" && { description }),
      inputSchema: schemaOfRoute(run, func, path),
      func,
      at: note.at,
    };
  });
}

/** What the application's own function for unique ids gives. */
function made(
  run: Run,
  app: Made,
  note: Made,
  route: { name: string; path: string; tags: string[] },
): string | undefined {
  const make = app.keywords.get("generate_unique_id_function");
  if (make === undefined) return undefined;
  const given: Made = {
    ...note,
    attributes: new Map<string, Value>([
      ["name", route.name],
      ["path_format", route.path],
      ["path", route.path],
      ["tags", listOf(route.tags)],
    ]),
  };
  const id = callValue(
    run,
    make,
    { positional: [given], keywords: new Map(), open: false },
    note.at,
  );
  return textOf(id);
}

function titled(name: string): string {
  return name
    .split("_")
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase())
    .join(" ");
}

/** The parameters of the path and the query, and the body's fields beside them: what is injected is left out. */
function schemaOfRoute(run: Run, func: Func, path: string): JsonSchema {
  const stated = parametersOf(run, func);
  const bodies = stated.filter((each) => modelOf(each) !== undefined);
  const left = stated.filter((each) => isInjected(each)).map((each) => each.name);
  const [body] = bodies;
  const type = body && modelOf(body);
  const flat = bodies.length === 1 && body && type ? body.name : undefined;
  const excluded = listOf([...left, ...(flat === undefined ? [] : [flat])]);
  const schema = inputSchema(run, func, new Map([["exclude_args", excluded]]));
  // A parameter of the path has no default, whatever its function says.
  const inPath = [...path.matchAll(/\{(?<name>\w+)[^{}]*\}/g)].map(
    (found) => found.groups?.["name"] ?? "",
  );
  const fields = flat === undefined || !type ? {} : (toJson(modelSchema(run, type)) as JsonSchema);
  const required = [
    ...new Set([
      ...listed(schema["required"]),
      ...inPath.filter((name) => Object.hasOwn((schema["properties"] ?? {}) as object, name)),
      ...listed(fields["required"]),
    ]),
  ];
  const { required: _required, ...rest } = schema;
  return {
    ...rest,
    properties: {
      ...(schema["properties"] as object),
      ...(fields["properties"] as object | undefined),
    },
    ...(required.length > 0 && { required }),
    ...(fields["$defs"] !== undefined && {
      $defs: { ...(schema["$defs"] as object | undefined), ...(fields["$defs"] as object) },
    }),
  };
}

function listed(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}

function modelOf(stated: Stated): Class | undefined {
  const type = likeliest(stated.type ?? null);
  return isComposite(type) &&
    type.kind === "class" &&
    externalBases(type).some((base) => base.endsWith(".BaseModel"))
    ? type
    : undefined;
}

const injected =
  /^(?:fastapi|starlette)(?:\.\w+)*\.(?:Depends|Security|Request|Response|WebSocket|BackgroundTasks|HTTPConnection|SecurityScopes|Header|Cookie)$/;

/** Whether the framework fills a parameter in. */
function isInjected({ type, default: value }: Stated): boolean {
  const likely = likeliest(type ?? null);
  const metadata =
    isComposite(likely) && likely.kind === "generic" ? likely.arguments.slice(1) : [];
  return [likely, likeliest(value ?? null), ...metadata].some(
    (each) =>
      isComposite(each) &&
      (each.kind === "external" || each.kind === "made") &&
      injected.test(each.path),
  );
}

function textsOf(value: Value | undefined): string[] {
  return itemsOf(value ?? listOf([])).items.flatMap((item) => textOf(item) ?? []);
}
