import { bundledMember } from "./bundled.ts";
import { installClock } from "./clock.ts";
import { createWriter, describe } from "./json.ts";
import { createModules } from "./node/modules.ts";
import { createProcess } from "./node/process.ts";
import { createList, freeze, get, includes, parse, textOf } from "./primordials.ts";
import { createServers, placeOf } from "./servers.ts";
import { createSession, greeting } from "./session.ts";
import { createSettings, home, type Host, type Settings } from "./settings.ts";
import { asModule, createStandIns } from "./stand-in.ts";
import { installV8 } from "./v8.ts";
import { installWeb } from "./web.ts";

type Callable = (...values: unknown[]) => unknown;
/** A library's modules by their path in it, as a function of how it gets others. */
type Library = (require: (specifier: string) => unknown) => Record<string, () => unknown>;

/** What the host calls; evaluated code never sees it. */
export interface Control {
  addLibrary(name: string, library: Library): void;
  /** Runs all modules of the libraries, before any program can have changed what they find. */
  loadLibraries(): void;
  /** Takes the settings of the program that comes next. */
  begin(settingsText: string): void;
  /** Lets virtual time pass until something happens; false when nothing is left to do. */
  tick(): boolean;
  /** Greets every server that was made. */
  greet(): void;
  /** Asks every server for its tools. */
  list(): void;
  /** Calls what stand-ins were handed since the last call; false when that was nothing. */
  drain(): boolean;
  /** Calls what the entry exports. */
  callExports(exported: unknown): void;
  /** The number of tools that came. */
  count(): number;
  /** Notes what was thrown. */
  failed(thrown: unknown): void;
  /** What came, as JSON. */
  result(): string;
}

const maxResult = 16_000_000;

/** Makes a new machine into a small Node with nothing behind it. */
export function start(host: Host): Control {
  const settings = createSettings();
  const scope = globalThis as unknown as Record<string, unknown>;
  const standIns = createStandIns(settings);
  const { make } = standIns;
  const servers = createServers(standIns);
  const failures = createList<string>();
  const failed = (thrown: unknown) => {
    if (failures.length < 20) failures.push(describe(thrown));
  };
  const clock = installClock(globalThis);
  installWeb(scope, make);
  installV8();
  scope["fetch"] = async () => {
    if (settings.isLenient) return make();
    throw new TypeError("fetch failed");
  };
  const typed = createSession((message) => standard.type(`${JSON.stringify(message)}\n`));
  const standard = createProcess(settings, readOutput, failed, make);
  let printed = "";
  function readOutput(text: string): void {
    printed = (printed + text).slice(-4_000_000);
    const lines = printed.split("\n");
    printed = lines.pop() ?? "";
    for (const line of lines) {
      try {
        typed.receive(parse(line));
      } catch {
        // A line that is none of the protocol's.
      }
    }
  }
  scope["console"] = new Proxy(
    {},
    {
      get:
        (_target, key) =>
        (...values: unknown[]) => {
          const line = values.map(textOf).join(" ");
          if (key === "log") readOutput(`${line}\n`);
          if (key === "error") failed(line);
        },
    },
  );
  scope["process"] = standard.process;
  scope["global"] = scope;

  const libraries = new Map<string, Library | Record<string, () => unknown>>();
  const bundled = new Map<string, () => unknown>();
  function library(specifier: string): unknown {
    const name = packageOf(specifier);
    const found = libraries.get(name);
    if (found === undefined) return standIns.module();
    let modules: Record<string, () => unknown>;
    if (typeof found === "function") {
      modules = found((inner) => either(inner));
      libraries.set(name, modules);
      for (const key of ["shared/protocol.js", "server/index.js", "server/mcp.js", "", "server"]) {
        const exported = /mcp|modelcontext/.test(name) ? modules[key]?.() : undefined;
        if (typeof exported === "object" && exported !== null) servers.hook(exported);
      }
      if (name === "commander") noteActions(modules[""]?.(), standIns.callbacks);
    } else modules = found;
    const path = specifier.slice(name.length).replace(/^\//, "");
    const load = modules[path] ?? modules[`${path}.js`] ?? modules[`${path}/index.js`];
    return load === undefined ? standIns.module() : load();
  }
  const either = (specifier: string) =>
    libraries.has(packageOf(specifier)) ? library(specifier) : node(specifier);
  const node = createModules(settings, host, standIns, standard.process, (file) => (specifier) => {
    if (!specifier.startsWith(".") && !specifier.startsWith("/")) return either(specifier);
    const path = new URL(specifier, `file://${file}`).pathname.slice(home.length + 1);
    const module = bundled.get(path);
    if (module !== undefined) return module();
    const text = host("read", path);
    return text !== undefined && path.endsWith(".json") ? JSON.parse(text) : standIns.module();
  });
  scope["Buffer"] ??= undefined;
  Object.defineProperty(scope, "__almanac", {
    value: freeze({
      library,
      node,
      standIn: (_specifier: string) => standIns.module(),
      missing: (sdk: string) =>
        withMembers(standIns.module(), (key) => bundledMember(key, sdk, either)),
      modules: (more: Record<string, () => unknown>) => {
        for (const [path, load] of Object.entries(more)) bundled.set(path, load);
      },
      resolve: resolveFrom,
      load: async (from: string, specifier: unknown) => {
        const text = textOf(specifier);
        if (!/^(?:[./]|file:)/.test(text)) return either(text);
        const stem = stemOf(
          new URL(text, `file://${home}/${from}`).pathname.slice(home.length + 1),
        );
        for (const [file, module] of bundled) if (stemOf(file) === stem) return module();
        missed += 1;
        throw new Error(`Cannot find module '${text}'`);
      },
    }),
  });

  let drained = 0;
  let missed = 0;
  const quietly = (action: () => unknown): void => {
    try {
      const value = action();
      if (value instanceof Promise) value.then(undefined, failed);
    } catch (error) {
      failed(error);
    }
  };
  const attempt = (action: () => string): string | undefined => {
    try {
      return action();
    } catch (error) {
      failed(error);
      return undefined;
    }
  };
  const everyone = function* () {
    for (let index = 0; index < servers.sessions.length; index++) {
      const session = servers.sessions.at(index);
      if (session !== undefined) yield session;
    }
    yield typed;
  };
  return {
    addLibrary: (name, each) => void libraries.set(name, each),
    loadLibraries: () => {
      for (const name of libraries.keys()) {
        library(name);
        for (const load of Object.values(libraries.get(name) ?? {})) load();
      }
    },
    begin: (settingsText) => {
      Object.assign(settings, parse(settingsText) as Settings);
      standard.begin();
      drained = standIns.callbacks.length;
    },
    tick: () => {
      let more = true;
      quietly(() => void (more = clock.tick()));
      return more;
    },
    greet: () => {
      quietly(servers.greet);
      if (standard.isRead()) quietly(typed.greet);
    },
    list: () => {
      for (const session of everyone()) {
        if (session !== typed || standard.isRead()) quietly(session.list);
      }
    },
    drain: () => {
      const until = standIns.callbacks.length;
      if (drained === until) return false;
      for (; drained < until; drained++) {
        const callback = standIns.callbacks.at(drained);
        quietly(() => callback?.(request(make()), make(), make(), make()));
      }
      return true;
    },
    callExports: (exported) => {
      if (typeof exported !== "object" || exported === null) return;
      for (const value of Object.values(exported)) quietly(() => callExport(value, make));
    },
    count: () => {
      let count = 0;
      for (const session of everyone()) count += session.tools?.length ?? 0;
      return count;
    },
    failed,
    result: () => {
      const writer = createWriter(settings.mark, standIns.has, maxResult);
      let text = "";
      let answered = 0;
      let lost = 0;
      const toolText = (tool: unknown): string => {
        writer.takeLeak();
        const definition = writer.write(tool);
        const isLeaking = writer.takeLeak() ? "true" : "false";
        const handler = handlerOf(tool);
        const place = handler === undefined ? "" : `,"handler":${writer.write(handler)}`;
        return `{"definition":${definition},"isLeaking":${isLeaking}${place}}`;
      };
      for (const session of everyone()) {
        const { tools } = session;
        if (tools === undefined) continue;
        answered += 1;
        for (let index = 0; index < tools.length; index++) {
          const written = attempt(() => toolText(tools.at(index)));
          if (written === undefined) lost += 1;
          else text += (text === "" ? "" : ",") + written;
        }
      }
      const places = createList<unknown>();
      for (let index = 0; index < servers.registrations.length; index++)
        places.push(servers.registrations.at(index));
      const registrations = joined(places, writer.write);
      const lists = joined(servers.lists, writer.write);
      const problems = joined(failures, writer.write);
      const words = createList<string>();
      for (const name of namesIn(failures, standard.asked)) words.push(name);
      const named = joined(words, writer.write);
      return `{"answered":${answered},"missed":${missed},"lost":${lost},"named":[${named}],"tools":[${text}],"registrations":[${registrations}],"lists":[${lists}],"failures":[${problems}]}`;
    },
  };
  function handlerOf(tool: unknown): unknown {
    if (typeof tool !== "object" || tool === null) return undefined;
    for (const key of ["handler", "execute", "run", "callback"]) {
      const value = get(tool, key);
      if (typeof value === "function" && !standIns.has(value)) return placeOf(value);
    }
    return undefined;
  }
}

/** Variables that texts name: those that were looked for, and those that are said to be missing. */
function namesIn(
  texts: { length: number; at(index: number): string | undefined },
  asked: ReadonlySet<string>,
): Set<string> {
  const names = new Set<string>();
  for (let index = 0; index < texts.length; index++) {
    const text = texts.at(index) ?? "";
    const isMissing = /not set|missing|required|must be set|not defined/i.test(text);
    for (const [, variable, name = ""] of text.matchAll(
      /(variables?:? )?\b([A-Z][A-Z0-9_]{2,60})\b/g,
    ))
      if (asked.has(name) || (isMissing && (variable !== undefined || name.includes("_"))))
        names.add(name);
  }
  return names;
}

/** A module's path without what tells source from output. */
function stemOf(path: string): string {
  return path.replace(/\.[cm]?[jt]sx?$/, "").replace(/(^|\/)(?:dist|build|lib|out)\//, "$1src/");
}

function joined(
  list: { length: number; at(index: number): unknown },
  write: (value: unknown) => string,
): string {
  let text = "";
  for (let index = 0; index < list.length; index++)
    text += (index === 0 ? "" : ",") + write(list.at(index));
  return text;
}

/** A stand-in of which some members are known after all. */
function withMembers(standIn: object, find: (key: PropertyKey) => unknown): object {
  const known = new Proxy(standIn, {
    get: (target, key) => find(key) ?? (Reflect.get(target, key) as unknown),
  });
  return asModule(standIn, known);
}

/** Where a module lies, taking every package to be installed. */
function resolveFrom(file: string, specifier: unknown): string {
  const text = textOf(specifier);
  if (/^(?:[./]|file:)/.test(text)) return new URL(text, `file://${file}`).href;
  return text.startsWith("node:") ? text : `file://${home}/node_modules/${text}`;
}

function packageOf(specifier: string): string {
  const parts = specifier.split("/");
  return parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
}

/** What a command line's commands would run, each with what it answers by default. */
function noteActions(exported: unknown, callbacks: { push(run: Callable): void }): void {
  const { prototype } = (exported as { Command: { prototype: Record<string, Callable> } }).Command;
  const { action, createOption } = prototype;
  // Earlier versions took short flags of several letters.
  prototype["createOption"] = function (this: object, flags: unknown, ...values: unknown[]) {
    const taken = textOf(flags).replace(/^-\w{2,}(?:[ ,|]+(?=--)|$)/, "");
    return createOption?.call(this, taken === "" ? flags : taken, ...values);
  };
  prototype["action"] = function (this: Record<string, Callable>, run: unknown) {
    const named = (this["registeredArguments"] as unknown as unknown[]).map(() => undefined);
    if (typeof run === "function")
      callbacks.push(() => run.call(this, ...named, this["opts"]?.(), this) as unknown);
    return action?.call(this, run);
  };
}

/** A request that opens a session, for handlers of HTTP servers. */
function request(rest: object): object {
  const body = { jsonrpc: "2.0", id: 0, method: "initialize", params: greeting };
  const own: Record<string, unknown> = {
    method: "POST",
    url: "http://localhost/mcp",
    path: "/mcp",
    headers: { accept: "application/json, text/event-stream", "content-type": "application/json" },
    body,
    json: async () => body,
    text: async () => JSON.stringify(body),
  };
  return new Proxy(own, {
    get: (target, key) => (key in target ? Reflect.get(target, key) : Reflect.get(rest, key)),
  });
}

/** Functions make servers; a class that is derived from a stand-in is made and told to begin, as its runtime would. */
function callExport(value: unknown, make: () => object): unknown {
  if (typeof value !== "function") return undefined;
  const isClass = includes(Function.prototype.toString.call(value), "class");
  if (!isClass || !/^class\b/.test(Function.prototype.toString.call(value)))
    return (value as Callable)(make(), make(), make());
  const made: unknown = new (value as unknown as new (...each: unknown[]) => unknown)(
    make(),
    make(),
  );
  const begin = typeof made === "object" && made !== null ? get(made, "init") : undefined;
  return typeof begin === "function" ? (begin as Callable).call(made) : undefined;
}
