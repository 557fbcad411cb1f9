/** The calls by which a server is given its tools, and what is remembered of them. */
import type { ExternalValue, FunctionValue, ObjectValue, Site, Value } from "./values.ts";
import { callFunction } from "./functions.ts";
import { conditionSince, type CallWatcher, type Run, type Watched } from "./run.ts";
import { firstOf, fromInputs } from "./frameworks.ts";
import { baseOf, getMember } from "./members.ts";
import { itemsOf } from "./iterate.ts";
import { toJson } from "./json.ts";
import { isThing, isUnknown, optionsOf, settle, unknown } from "./values.ts";

/** One call that registers a tool, its parts as they are known. */
export interface Registration {
  site: Site;
  name: Value;
  title: Value;
  description: Value;
  inputSchema: Value;
  outputSchema: Value;
  annotations: Value;
  handler: Value;
  when: string | undefined;
  /** The server that gets it, when it was seen to be made. */
  server: ObjectValue | undefined;
  /** Functions that had not returned yet when it was registered. */
  active: ReadonlySet<unknown>;
}

/** A handler of `tools/list` or `tools/call`. */
export interface RequestHandler {
  method: "tools/list" | "tools/call";
  site: Site;
  handler: Value;
  server: Value;
  /** Functions that had not returned yet when it was set. */
  active: ReadonlySet<unknown>;
}

export interface Recorder {
  registrations: Registration[];
  requestHandlers: RequestHandler[];
  /** The first registration that was one too many to keep. */
  beyond?: Site;
  /** Where servers of an SDK are made. */
  servers: Site[];
  /** Whether anything but tools was given to a server: prompts, resources, handlers of other requests. */
  hasOthers: boolean;
  /** Calls into packages that make MCP servers themselves. */
  outside: { site: Site; module: string }[];
}

/** Sees the registrations among the calls of a run. */
export function watchRegistrations(recorder: Recorder): CallWatcher {
  return (run, call) => {
    if (isReplaced(call) && isThing(call.callee) && call.callee.kind === "function") {
      const { finds } = run;
      const result = callFunction(run, call.callee, call.self, call.args);
      if (run.finds > finds) return { result };
    }
    const record = recognize(run, recorder, call);
    if (!record) return undefined;
    run.project.visited.add(call.site.node);
    run.project.visitedFiles.add(call.site.module.source.path);
    run.finds += 1;
    return { result: unknown };
  };
}

function recognize(run: Run, recorder: Recorder, call: Watched): boolean {
  const { name, args } = call;
  const callee = outsideOf(call.callee);
  if (name === "setRequestHandler") return recognizeRequestHandler(run, recorder, call);
  const isLocal =
    isThing(callee) &&
    (callee.kind === "function" || callee.kind === "native" || callee.kind === "choice");
  if (isLocal && !isBundledServer(callee) && !isReplaced({ ...call, callee })) return false;
  const outer = calledName(callee) ?? name;
  if (isThing(callee) && callee.kind === "external") noteOutside(recorder, callee, call);
  if (/^(?:register|add)?(?:Prompt|Resource)(?:s|Template)?$/i.test(outer))
    recorder.hasOthers = true;
  const server = serverOf({ ...call, callee });
  if (server === "other") return false;
  const add = (parts: Partial<Registration>): true => {
    const when = conditionSince(run, server?.born ?? 0);
    push(run, recorder, call.site, { when, server, ...parts });
    return true;
  };
  if (
    (outer === "registerTool" || outer === "registerToolTask") &&
    args.length >= 2 &&
    mayBeText(args[0])
  ) {
    if (args.length === 2 && !isRecordLike(args[1])) return false;
    return add(configured(run, args[0], args[1], args[2]));
  }
  if (
    /^register\w*Tool$/.test(outer) &&
    args.length >= 3 &&
    call.self === undefined &&
    mayBeText(args[1])
  ) {
    if (!isThing(callee) || callee.kind !== "external") return false;
    return add(configured(run, args[1], args[2], args[3]));
  }
  if (
    outer === "tool" &&
    call.self !== undefined &&
    mayBeText(args[0]) &&
    isHandlerLike(args.at(-1), server) &&
    args.length >= 2
  ) {
    return add(positional(run, args));
  }
  if (outer === "tool" && call.self !== undefined && isToolRecord(run, args, server)) {
    const [tool, handler] = args;
    const parts = described(run, tool);
    return add(handler === undefined ? parts : { ...parts, handler });
  }
  if (outer === "addTool" || outer === "addTools") {
    const items = outer === "addTools" ? itemsOf(run, args[0]).items : [args[0]];
    const tools = items
      .flatMap((item) => [...optionsOf(item)])
      .filter(({ value }) => isToolLike(run, value));
    for (const { value, when } of tools) {
      const parts = described(run, value);
      add(when === undefined ? parts : { ...parts, when });
    }
    return tools.length > 0;
  }
  return false;
}

/** Sees where servers are made. */
export function watchServers(recorder: Recorder): (made: ExternalValue, site: Site) => void {
  return ({ module, path }, site) => {
    const name = path.at(-1) ?? "";
    const isServer =
      /^(?:McpServer|MCPServer|FastMCP|LiteMCP)$/.test(name) ||
      (name === "Server" && /modelcontextprotocol|mcp/i.test(module));
    if (isServer && module !== "global:" && recorder.servers.length < 100)
      recorder.servers.push(site);
  };
}

/** Keeps a registration that is no call on a server. */
export function record(
  run: Run,
  recorder: Recorder,
  site: Site,
  parts: Partial<Registration>,
): void {
  push(run, recorder, site, { when: conditionSince(run, 0), ...parts });
  run.project.visited.add(site.node);
  run.project.visitedFiles.add(site.module.source.path);
  run.finds += 1;
}

const maxRegistrations = 5_000;

function push(run: Run, recorder: Recorder, site: Site, parts: Partial<Registration>): void {
  if (recorder.registrations.length >= maxRegistrations) {
    recorder.beyond ??= site;
    return;
  }
  recorder.registrations.push({
    site,
    name: unknown,
    title: undefined,
    description: undefined,
    inputSchema: undefined,
    outputSchema: undefined,
    annotations: undefined,
    handler: undefined,
    when: undefined,
    server: undefined,
    active: new Set(run.calls.map((each) => each.callee.node)),
    ...parts,
  });
}

/** The member of code outside the snapshot that a callee may be, when it can be no function of the snapshot. */
function outsideOf(callee: Value): Value {
  if (!isThing(callee) || callee.kind !== "choice") return callee;
  const values = callee.options.map(({ value }) => value);
  const isLocal = values.some(
    (value) => isThing(value) && (value.kind === "function" || value.kind === "native"),
  );
  const found = values.find((value) => isThing(value) && value.kind === "external");
  return isLocal || found === undefined ? callee : found;
}

/** Whether a method is that of the SDK's server class, bundled into the snapshot. */
function isBundledServer(callee: Value): boolean {
  if (!isThing(callee) || callee.kind !== "function" || callee.home?.kind !== "object")
    return false;
  return (
    callee.home.props.has("setToolRequestHandlers") ||
    callee.home.props.has("_createRegisteredTool")
  );
}

function calledName(callee: Value): string | undefined {
  return isThing(callee) && callee.kind === "external" ? callee.path.at(-1) : undefined;
}

function recognizeRequestHandler(
  run: Run,
  recorder: Recorder,
  { args, site, self }: Watched,
): boolean {
  const method = requestMethod(run, args[0]);
  if (method === undefined) {
    recorder.hasOthers = true;
    return false;
  }
  const active = new Set(run.calls.map((each) => each.callee.node));
  recorder.requestHandlers.push({ method, site, handler: args[1], server: self, active });
  return true;
}

/** The method of a request schema of the SDK, a schema of one's own, or the method itself. */
function requestMethod(run: Run, value: Value): RequestHandler["method"] | undefined {
  for (const { value: option } of optionsOf(value)) {
    if (option === "tools/list" || option === "tools/call") return option;
    if (!isThing(option)) continue;
    if (option.kind === "external") {
      const last = option.path.at(-1);
      if (last === "ListToolsRequestSchema") return "tools/list";
      if (last === "CallToolRequestSchema") return "tools/call";
    }
    if (option.kind !== "schema") continue;
    const json = toJson(run, option.shape?.get("method"));
    const method =
      typeof json === "object" && json !== null && "const" in json ? json.const : undefined;
    if (method === "tools/list" || method === "tools/call") return method;
  }
  return undefined;
}

/** Whether a package, or a part of it, may make a server by itself, to go by its name. */
export function makesServers(module: string, path: readonly string[] = []): boolean {
  if (/^global:|client|\/types(\.js)?$|^(?:npm:)?@modelcontextprotocol\/(?!server-)/.test(module))
    return false;
  return /mcp|^(?:npm:)?@modelcontextprotocol\/server-/i.test([module, ...path].join("/"));
}

function noteOutside(recorder: Recorder, { module, path }: ExternalValue, { site }: Watched): void {
  if (!makesServers(module, path)) return;
  if (recorder.outside.length < 100) recorder.outside.push({ site, module });
}

/**
 * Whether a program put a function of its own in the place of a server's method, to log or to guard what is registered: what is
 * given to it counts as registered where nothing that it does with it could be followed.
 */
function isReplaced({ name, self, callee }: Watched): boolean {
  return (
    (name === "registerTool" || name === "tool" || name === "addTool") &&
    isThing(self) &&
    self.kind === "object" &&
    baseOf(self) !== undefined &&
    self.props.get(name) === callee
  );
}

/** The server that a call is made on or given; "other" when the receiver is known to be none. */
function serverOf({ callee, self, args }: Watched): ObjectValue | undefined | "other" {
  const receivers = [
    isThing(callee) && callee.kind === "external" ? callee.self : undefined,
    self,
    args[0],
  ];
  for (const receiver of receivers) {
    for (const { value } of optionsOf(receiver)) {
      if (isThing(value) && value.kind === "object" && baseOf(value) !== undefined) return value;
    }
  }
  if (isThing(callee) && callee.kind === "external" && callee.module === "global:") return "other";
  return undefined;
}

/** The parts of a registration that gives its name, a record of the rest, and its handler. */
export function configured(
  run: Run,
  name: Value,
  config: Value,
  handler: Value,
): Partial<Registration> {
  return {
    name,
    title: getMember(run, config, "title"),
    description: getMember(run, config, "description"),
    inputSchema: getMember(run, config, "inputSchema"),
    outputSchema: getMember(run, config, "outputSchema"),
    annotations: getMember(run, config, "annotations"),
    handler,
  };
}

/** `tool(name, description?, schema or annotations?, annotations?, handler)`, told apart as the SDK does. */
function positional(run: Run, args: readonly Value[]): Partial<Registration> {
  const middle = args.slice(1, -1);
  const parts: Partial<Registration> = { name: args[0], handler: args.at(-1) };
  const [first] = middle;
  const isText =
    typeof settle(first) === "string" ||
    (isUnknown(settle(first)) && middle.length > 1) ||
    isOpaque(first);
  if (middle.length > 0 && isText) parts.description = middle.shift();
  const [shape, annotations] = middle;
  if (middle.length > 1) return { ...parts, inputSchema: shape, annotations };
  if (middle.length === 0) return parts;
  return isAnnotations(run, shape)
    ? { ...parts, annotations: shape }
    : { ...parts, inputSchema: shape };
}

function isOpaque(value: Value): boolean {
  const settled = settle(value);
  return isThing(settled) && settled.kind === "external";
}

function isAnnotations(run: Run, value: Value): boolean {
  const settled = settle(value);
  if (!isThing(settled) || settled.kind !== "object") return false;
  const values = [...settled.props.keys()].map((key) => settle(getMember(run, settled, key)));
  return (
    values.length > 0 &&
    values.every((each) => typeof each === "boolean" || typeof each === "string")
  );
}

function described(run: Run, tool: Value): Partial<Registration> {
  const inputs = getMember(run, tool, "inputs");
  const schema = firstOf(run, tool, ["parameters", "inputSchema", "schema"]);
  return {
    ...configured(run, getMember(run, tool, "name"), tool, handlerOf(run, tool)),
    inputSchema: schema === undefined && inputs !== undefined ? fromInputs(run, inputs) : schema,
  };
}

/** `tool({ name, … }, handler)` of tmcp and `tool({ name, …, fn })` of easy-mcp. */
function isToolRecord(run: Run, args: readonly Value[], server: ObjectValue | undefined): boolean {
  const [tool, handler] = args;
  const settled = settle(tool);
  if (!isThing(settled) || settled.kind !== "object" || !settled.props.has("name")) return false;
  if (args.length > 2 || !mayBeText(getMember(run, settled, "name"))) return false;
  return handler === undefined
    ? handlerOf(run, settled) !== undefined
    : isHandlerLike(handler, server);
}

/** The function of a tool's own object that runs it. */
export function handlerOf(run: Run, tool: Value): FunctionValue | undefined {
  const settled = settle(tool);
  if (!isThing(settled) || (settled.kind !== "object" && settled.kind !== "namespace"))
    return undefined;
  const named = [
    "execute",
    "handler",
    "run",
    "handle",
    "call",
    "callback",
    "cb",
    "invoke",
    "func",
    "fn",
  ];
  for (const name of named) {
    const value = settle(getMember(run, settled, name));
    if (isThing(value) && value.kind === "function") return value;
  }
  if (settled.kind === "namespace") return undefined;
  const functions = [...settled.props.values()].filter(
    (value): value is FunctionValue => isThing(value) && value.kind === "function",
  );
  return functions.length === 1 ? functions[0] : undefined;
}

function isToolLike(run: Run, value: Value): boolean {
  if (!isThing(value) || value.kind !== "object") return false;
  const handler = ["execute", "handler", "run", "callback"].some(
    (key) => getMember(run, value, key) !== undefined,
  );
  return handler && getMember(run, value, "name") !== undefined;
}

function mayBeText(value: Value): boolean {
  return optionsOf(value).some(
    ({ value: option }) =>
      typeof option === "string" ||
      (isThing(option) && (option.kind === "unknown" || option.kind === "external")),
  );
}

function isRecordLike(value: Value): boolean {
  return isThing(value) && value.kind !== "function" && value.kind !== "native";
}

function isHandlerLike(value: Value, server: ObjectValue | undefined): boolean {
  return optionsOf(value).some(({ value: option }) => {
    if (!isThing(option)) return false;
    if (option.kind === "function" || option.kind === "native") return true;
    return server !== undefined && (option.kind === "unknown" || option.kind === "external");
  });
}
