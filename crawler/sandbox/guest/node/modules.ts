import { Buffer } from "../bytes.ts";
import { home, type Host, type Settings } from "../settings.ts";
import { asModule, type StandIns } from "../stand-in.ts";
import { WebUrl } from "../web.ts";
import { createParsers, parseArgs } from "./arguments.ts";
import { EventEmitter } from "./events.ts";
import { createFs } from "./fs.ts";
import { createPath } from "./path.ts";
import { readlineOf } from "./readline.ts";

type Module = Record<string, unknown>;
type Callable = (...values: unknown[]) => unknown;

/** Node's modules by name without `node:`; what a module lacks here is stood in for. */
export function createModules(
  settings: Settings,
  host: Host,
  standIns: StandIns,
  process: object,
  requireFrom: (file: string) => (specifier: string) => unknown,
): (name: string) => unknown {
  const workingFolder = () => (settings.folder === "" ? home : `${home}/${settings.folder}`);
  const { fs, promises } = createFs(host, workingFolder, settings);
  const path = createPath(workingFolder);
  const scope = globalThis as unknown as Module;
  const { make } = standIns;
  class Stream extends EventEmitter {
    pipe(to: unknown) {
      return to;
    }
    write = () => true;
    end = () => this;
    push = () => true;
    destroy = () => this;
    resume = () => this;
    setEncoding = () => this;
  }
  class Storage {
    #value: unknown;
    run(value: unknown, action: Callable, ...values: unknown[]) {
      const before = this.#value;
      this.#value = value;
      try {
        return action(...values);
      } finally {
        this.#value = before;
      }
    }
    getStore() {
      return this.#value;
    }
    enterWith(value: unknown) {
      this.#value = value;
    }
  }
  const inspect = Object.assign((value: unknown) => String(value), { custom: Symbol("inspect") });
  const format = (text: unknown, ...values: unknown[]) =>
    typeof text === "string"
      ? text.replace(/%[sdifjoO]/g, (all) => (values.length === 0 ? all : String(values.shift())))
      : String(text);
  const promisify =
    (action: Callable) =>
    (...values: unknown[]) =>
      new Promise((done, failed) => {
        action(...values, (error: unknown, value: unknown) =>
          error === null || error === undefined ? done(value) : failed(error),
        );
      });
  const listens = (listener: unknown) => {
    if (typeof listener === "function") standIns.callbacks.push(listener as Callable);
    return make();
  };
  const server = (first: unknown, second: unknown) =>
    listens(typeof second === "function" ? second : first);
  const hash = () => {
    const self: object = { update: () => self, digest: () => "0".repeat(64), copy: () => self };
    return self;
  };
  const assert = Object.assign(
    (value: unknown, message: unknown) => {
      if (!value) throw message instanceof Error ? message : new Error(String(message));
    },
    { ok: () => undefined, equal: () => undefined, strictEqual: () => undefined },
  );
  const wait = (ms: unknown, value: unknown) =>
    new Promise((done) => (scope["setTimeout"] as Callable)(() => done(value), ms));
  const timers = Object.fromEntries(
    ["setTimeout", "setInterval", "setImmediate", "clearTimeout", "clearInterval"].map((name) => [
      name,
      scope[name],
    ]),
  );
  const table: Record<string, () => unknown> = {
    path: () => path,
    "path/posix": () => path,
    fs: () => fs,
    "fs/promises": () => promises,
    process: () => process,
    buffer: () => ({ Buffer, constants: {} }),
    events: () =>
      Object.assign(EventEmitter, {
        EventEmitter,
        once: () => new Promise(() => undefined),
        on: () => [],
      }),
    url: () => ({
      URL: WebUrl,
      URLSearchParams: scope["URLSearchParams"],
      fileURLToPath: (url: unknown) => decodeURIComponent(new WebUrl(String(url)).pathname),
      pathToFileURL: (file: string) => new WebUrl(`file://${path.resolve(file)}`),
      parse: (url: string) => new WebUrl(url, "http://localhost"),
    }),
    util: () => ({
      promisify,
      inspect,
      format,
      parseArgs,
      inherits,
      deprecate: (action: unknown) => action,
      debuglog: () => () => undefined,
      types: {},
      isDeepStrictEqual: Object.is,
      stripVTControlCharacters: String,
      TextEncoder: scope["TextEncoder"],
      TextDecoder: scope["TextDecoder"],
    }),
    os: () => ({
      EOL: "\n",
      homedir: () => "/home/user",
      tmpdir: () => "/tmp",
      platform: () => "linux",
      type: () => "Linux",
      arch: () => "x64",
      release: () => "6.0.0",
      hostname: () => "localhost",
      cpus: () => [{ model: "cpu" }],
      totalmem: () => 8e9,
      freemem: () => 4e9,
      networkInterfaces: () => ({}),
      userInfo: () => ({ username: "user", homedir: "/home/user" }),
    }),
    crypto: () => ({
      randomUUID: () => "00000000-0000-4000-8000-000000000000",
      randomBytes: (size: number) => Buffer.alloc(size),
      randomInt: () => 4,
      createHash: hash,
      createHmac: hash,
      webcrypto: scope["crypto"],
    }),
    module: () => ({
      createRequire: (file: unknown) => {
        const text = String(file);
        const from = text.startsWith("file:") ? new WebUrl(text).pathname : text;
        const resolve = (specifier: unknown) =>
          /^[./]/.test(String(specifier))
            ? path.resolve(path.dirname(from), String(specifier))
            : `${home}/node_modules/${String(specifier)}`;
        return Object.assign(requireFrom(from), { resolve });
      },
      builtinModules: [],
    }),
    async_hooks: () => ({ AsyncLocalStorage: Storage, AsyncResource: class {} }),
    assert: () => assert,
    timers: () => timers,
    "timers/promises": () => ({ setTimeout: wait, setImmediate: wait, scheduler: { wait } }),
    perf_hooks: () => ({ performance: scope["performance"] }),
    stream: () =>
      Object.assign(Stream, {
        Stream,
        Readable: Stream,
        Writable: Stream,
        Duplex: Stream,
        Transform: Stream,
        PassThrough: Stream,
      }),
    readline: () => ({ createInterface: readlineOf }),
    "readline/promises": () => ({ createInterface: readlineOf }),
    http: () => ({ createServer: server, STATUS_CODES: statusCodes, METHODS: requestMethods }),
    https: () => ({ createServer: server }),
    tty: () => ({ isatty: () => false }),
    ...createParsers((run) => standIns.callbacks.push(run as Callable)),
  };
  const made = new Map<string, unknown>();
  return (name) => {
    const bare = name.replace(/^node:/, "");
    if (!made.has(bare)) {
      const module = table[bare]?.();
      made.set(bare, module === undefined ? standIns.module() : complete(module, make));
    }
    return made.get(bare);
  };
}

const requestMethods = [
  "ACL,BIND,CHECKOUT,CONNECT,COPY,DELETE,GET,HEAD,LINK,LOCK,M-SEARCH,MERGE,MKACTIVITY,MKCALENDAR,MKCOL,MOVE,NOTIFY",
  "OPTIONS,PATCH,POST,PROPFIND,PROPPATCH,PURGE,PUT,QUERY,REBIND,REPORT,SEARCH,SOURCE,SUBSCRIBE,TRACE,UNBIND,UNLINK",
  "UNLOCK,UNSUBSCRIBE",
].flatMap((methods) => methods.split(","));
const statusCodes = {
  200: "OK",
  201: "Created",
  202: "Accepted",
  204: "No Content",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  500: "Internal Server Error",
};

/** `util.inherits`; without effect on what isn't there. */
function inherits(inner: unknown, outer: unknown): void {
  if (typeof inner !== "function" || typeof outer !== "function") return;
  const { prototype } = outer as { prototype: unknown };
  if (typeof prototype !== "object") return;
  Object.defineProperty(inner, "super_", { value: outer, writable: true, configurable: true });
  Object.setPrototypeOf(inner.prototype, prototype);
}

/** A module whose missing members are stood in for: a compiled one, since a copy of its own members would lack those. */
function complete(module: unknown, make: () => object): unknown {
  if (typeof module !== "object" || module === null) return module;
  const extra = new Map<PropertyKey, object>();
  const withRest: object = new Proxy(module, {
    get: (own, key) => {
      if (key in own || typeof key === "symbol" || key === "then")
        return Reflect.get(own, key) as unknown;
      if (key === "__esModule") return true;
      if (key === "default") return withRest;
      if (!extra.has(key)) extra.set(key, make());
      return extra.get(key);
    },
  });
  return asModule(module, withRest);
}
