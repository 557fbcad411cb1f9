import type { Place } from "../../../model.ts";
import { noteGradio, servedRoutes, type Served } from "./applications.ts";
import { externalBases, isAbstract } from "./attribute.ts";
import { callValue, type Arguments } from "./call.ts";
import { conditionOf } from "./conditional.ts";
import { itemsOf } from "./items.ts";
import { markedIn, markOf } from "./marks.ts";
import { generateTools } from "./openapi.ts";
import { conditions, type Run } from "./run.ts";
import { provide, transform } from "./providers.ts";
import { named, serverLike, serverPath } from "./server-like.ts";
import {
  isComposite,
  likeliest,
  listOf,
  textOf,
  unknown,
  type Composite,
  type Member,
  type ToolDecorator,
  type Made,
  type Value,
} from "./values.ts";

const generatedPath = /\.(?:from_openapi|from_fastapi|as_proxy|from_client|create_proxy)$/;
const roles = new Map<string, ToolDecorator["role"]>([
  ["tool", "tool"],
  ["list_tools", "list_tools"],
  ["call_tool", "call_tool"],
]);

/** `server.name(…)` where that registers something; undefined when it does not. */
export function callServer(
  run: Run,
  member: Member,
  given: Arguments,
  at: Place,
): Value | undefined {
  const { name } = member;
  const role = roles.get(name);
  if (mixed.has(name)) return registerMarked(run, member.of, given);
  if (!role && !others.has(name)) return undefined;
  const server = likeliest(member.of);
  const answer = serverLike(run, server);
  if (
    answer === "no" ||
    (answer === "maybe" && name !== "tool" && name !== "list_tools" && !named(server))
  )
    return undefined;
  const { positional, keywords } = given;
  const [first] = positional;
  if (name === "mount" || name === "import_server") {
    mount(run, server, given);
    return null;
  }
  if (name === "add_tool") {
    const tool = first ?? keywords.get("tool") ?? keywords.get("fn") ?? unknown("what is added");
    register(run, server, tool, keywords, at, positional[1]);
    return null;
  }
  if (name === "remove_tool") {
    const removed = textOf(first ?? keywords.get("name"));
    if (removed !== undefined && run.when.length === 0) run.removed.push({ server, name: removed });
    return null;
  }
  if (name === "add_provider") {
    provide(run, server, given, at);
    return null;
  }
  if (name === "add_transform") {
    transform(run, server, first ?? null, at);
    return null;
  }
  const callee = first === undefined ? null : likeliest(first);
  if (role === "tool" && isComposite(callee) && callable.has(callee.kind)) {
    register(run, server, callee, keywords, at);
    return callee;
  }
  const decorator: ToolDecorator = {
    kind: "tool-decorator",
    role: role ?? "tool",
    server,
    positional,
    keywords,
    open: given.open,
    at,
  };
  if (role === "tool") run.waiting.add(decorator);
  return decorator;
}

const callable = new Set<Composite["kind"]>(["func", "instance"]);
const others = new Set([
  "add_tool",
  "mount",
  "import_server",
  "remove_tool",
  "add_provider",
  "add_transform",
]);
const mixed = new Set(["register_all", "register_tools"]);

/** `instance.register_all(server, prefix=…)` of FastMCP's mixin: the marked methods of the object. */
function registerMarked(run: Run, value: Value, given: Arguments): Value | undefined {
  const instance = likeliest(value);
  if (
    !isComposite(instance) ||
    instance.kind !== "instance" ||
    !externalBases(instance.class).some((base) => base.endsWith(".MCPMixin"))
  )
    return undefined;
  const server = likeliest(given.positional[0] ?? given.keywords.get("mcp_server") ?? null);
  const prefix = textOf(given.positional[1] ?? given.keywords.get("prefix"));
  const separator = textOf(given.positional[2] ?? given.keywords.get("separator")) ?? "_";
  for (const { func, mark, at } of markedIn(run, instance)) {
    const name = textOf(mark.get("name")) ?? func.callable.name;
    const keywords =
      prefix === undefined
        ? mark
        : new Map([...mark, ["name", `${prefix}${separator}${name}`] as const]);
    register(run, server, func, keywords, at);
  }
  return null;
}

/** `@server.tool` without parentheses; undefined when the decorator is something else. */
export function decorateServer(
  run: Run,
  decorator: Composite,
  target: Value,
  at: Place,
): Value | undefined {
  if (decorator.kind === "external") {
    const found = /^(?<owner>.+)\.tool$/.exec(decorator.path)?.groups?.["owner"];
    if (found === undefined || serverLike(run, { kind: "external", path: found }) === "no")
      return undefined;
    register(run, { kind: "external", path: found }, target, new Map(), at);
    return target;
  }
  if (decorator.kind !== "member") return undefined;
  const applied = callServer(
    run,
    decorator,
    { positional: [], keywords: new Map(), open: false },
    at,
  );
  return isComposite(applied) && applied.kind === "tool-decorator"
    ? applyToolDecorator(run, applied, target, at)
    : undefined;
}

/** The function has come: it is registered, and stays what it is. */
export function applyToolDecorator(
  run: Run,
  decorator: ToolDecorator,
  target: Value,
  _at: Place,
): Value {
  const { server, role, keywords, positional, at } = decorator;
  run.waiting.delete(decorator);
  if (role === "tool") {
    register(run, server, target, keywords, at, positional[0], decorator.open);
    return target;
  }
  const when = conditions(run);
  const handlers = role === "list_tools" ? run.handlers.list : run.handlers.call;
  handlers.push({ server, answer: target, at, ...(when !== undefined && { when }) });
  return target;
}

/** `server.request_handlers[ListToolsRequest] = handler`, and tools put into a manager's dict. */
export function registerHandlerKey(
  run: Run,
  member: Member,
  key: Value,
  value: Value,
  at: Place,
): void {
  const { name, of } = member;
  if (serverLike(run, of) === "no" || !isComposite(value)) return;
  if (name === "_tools") register(run, of, value, new Map(), at, key);
  if (name !== "request_handlers" || !isComposite(key) || key.kind !== "external") return;
  if (key.path.endsWith(".ListToolsRequest"))
    run.handlers.list.push({ server: of, answer: value, at });
  if (key.path.endsWith(".CallToolRequest"))
    run.handlers.call.push({ server: of, answer: value, at });
}

/** Registers what an application serves. */
export function serve(run: Run, server: Value, served: Served[]): void {
  for (const { tool, name, at } of served) register(run, server, tool, new Map(), at, name);
}

/** What making a server says about its tools: those it is given, its handlers, those that another document describes. */
export function callServerClass(run: Run, made: Made, given: Arguments, at: Place): Value {
  if (/^[\w.]+\.tool$/.test(made.path)) {
    const owner: Value = { kind: "external", path: made.path.slice(0, -".tool".length) };
    if (serverLike(run, owner) === "maybe") {
      return {
        kind: "tool-decorator",
        role: "tool",
        server: owner,
        positional: given.positional,
        keywords: given.keywords,
        open: given.open,
        at,
      };
    }
  }
  noteGradio(run, made, given);
  if (!serverPath.test(made.path)) return made;
  if (made.path.startsWith("fastapi_mcp.")) {
    const served = servedRoutes(run, made);
    serve(run, made, served ?? []);
    if (!served)
      run.problems.push({
        at,
        server: made,
        reason: "The application that is served is not known.",
      });
    return made;
  }
  const generated = /\.from_(?:openapi|fastapi)$/.test(made.path)
    ? generateTools(run, made)
    : undefined;
  for (const { tool, at: place } of generated ?? []) register(run, made, tool, new Map(), place);
  if (!generated && generatedPath.test(made.path)) {
    const how = made.path.slice(made.path.lastIndexOf(".") + 1);
    run.problems.push({
      at,
      server: made,
      reason: `The tools that ${how}() makes come from a document or a server that was not read.`,
    });
  }
  const tools = given.keywords.get("tools");
  if (isComposite(tools) && tools.kind === "list") {
    for (const tool of tools.items) {
      const when = conditionOf(tools, tool);
      if (when !== undefined) run.when.push(when);
      const place = isComposite(tool) && tool.kind === "made" ? tool.at : at;
      register(run, made, tool, new Map(), place);
      if (when !== undefined) run.when.pop();
    }
  }
  const lifespan = likeliest(given.keywords.get("lifespan") ?? null);
  if (isComposite(lifespan) && lifespan.kind === "func")
    callValue(run, lifespan, { positional: [made], keywords: new Map(), open: false }, at);
  for (const provider of itemsOf(given.keywords.get("providers") ?? listOf([])).items)
    provide(run, made, { positional: [provider], keywords: new Map(), open: false }, at);
  for (const each of itemsOf(given.keywords.get("transforms") ?? listOf([])).items)
    transform(run, made, each, at);
  for (const [keyword, handlers] of [
    ["on_list_tools", run.handlers.list],
    ["on_call_tool", run.handlers.call],
  ] as const) {
    const answer = given.keywords.get(keyword);
    if (answer !== undefined && answer !== null) handlers.push({ server: made, answer, at });
  }
  return made;
}

/** Notes a function or an object that reached a server, under the conditions that hold now. */
export function register(
  run: Run,
  server: Value,
  tool: Value,
  keywords: Map<string, Value>,
  at: Place,
  name?: Value,
  open?: boolean,
): void {
  const marked = isComposite(tool) && tool.kind === "func" ? markOf(tool) : undefined;
  if (marked && keywords.size === 0) {
    keywords = marked.keywords;
    at = marked.at;
  }
  const given =
    name ??
    keywords.get("name") ??
    (open ? unknown("the arguments of the registration") : undefined);
  const when = conditions(run);
  const enabled = keywords.get("enabled");
  if (enabled === false) return;
  if (isComposite(tool) && tool.kind === "instance" && isAbstract(tool.class)) return;
  run.registrations.push({
    server,
    tool,
    ...(given !== undefined && given !== null && { name: given }),
    keywords,
    at: run.sites[0] ?? handedAt(run, tool) ?? at,
    ...(when !== undefined && { when }),
  });
}

/** Where a function was handed to what registers it, for a project's own ways of registering; undefined when it was not. */
function handedAt(run: Run, tool: Value): Place | undefined {
  if (!isComposite(tool) || tool.kind !== "func") return undefined;
  const source = tool.wraps ?? tool;
  return run.handed.find(
    ({ values, at }) => at !== undefined && (values.includes(tool) || values.includes(source)),
  )?.at;
}

/** Notes that a server's tools are another's too. */
export function mount(run: Run, parent: Value, given: Arguments): void {
  const { positional, keywords } = given;
  const isServer = (value: Value | undefined): boolean =>
    value !== undefined && serverLike(run, value) !== "no";
  const child = positional.find(isServer) ?? keywords.get("server");
  if (child === undefined || likeliest(child) === parent) return;
  const prefix =
    positional.find((value) => textOf(value) !== undefined) ??
    keywords.get("prefix") ??
    keywords.get("namespace");
  const when = conditions(run);
  run.mounts.push({
    parent,
    child: likeliest(child),
    ...(prefix !== undefined && prefix !== null && { prefix }),
    ...(when !== undefined && { when }),
  });
}

/** Calls something with arguments that are not known. */
export function callBlindly(run: Run, value: Value, at: Place): Value {
  return callValue(run, value, { positional: [], keywords: new Map(), open: true }, at);
}
