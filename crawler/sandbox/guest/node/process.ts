import { Buffer } from "../bytes.ts";
import { EventEmitter } from "./events.ts";
import { home, type Settings } from "../settings.ts";

const secret =
  /(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD|PASS|PWD|CREDENTIALS?|PAT|USER|USERNAME|EMAIL|LOGIN|ACCOUNT|ID|SID|ORG|ORGANIZATION|PROJECT|WORKSPACE|TENANT|SITE_NAME|DATABASE|DB|SUBDOMAIN|DOMAIN|INSTANCE)$/;
const address = /(?:URL|URI|ENDPOINT|HOST|HOSTNAME|SERVER|BASE|DSN|CONNECTION_STRING|ORIGIN)$/;
const count = /(?:PORT|TIMEOUT|LIMIT|COUNT|SIZE|MS|SECONDS)$/;
const flag = /^(?:ENABLE|DISABLE|ALLOW|SKIP|NO|USE|IS|HAS|NODE|DEBUG|LOG|CI)(?:_|$)/;

/** A plausible value for a variable that a program cannot do without; undefined for what only switches. */
export function plausible(name: string): string | undefined {
  if (flag.test(name) || !/^[A-Z][A-Z0-9_]*$/.test(name)) return undefined;
  if (name.endsWith("EMAIL")) return "user@example.com";
  if (/(?:DOMAIN|HOST|HOSTNAME|INSTANCE)$/.test(name)) return "example.com";
  if (address.test(name)) return "https://example.com";
  return secret.test(name) ? "0123456789abcdef0123456789abcdef" : undefined;
}

export interface Standard {
  process: object;
  /** Takes over what the host has told. */
  begin(): void;
  /** Names of the variables that were looked for and are not set. */
  asked: ReadonlySet<string>;
  /** Whether the program listens to what is typed. */
  isRead(): boolean;
  /** Types a line. */
  type(line: string): void;
}

/** Node's `process`: it never ends, and knows nothing of the host. */
export function createProcess(
  settings: Settings,
  written: (text: string) => void,
  complained: (text: string) => void,
  make: () => object,
): Standard {
  const env: Record<string, string> = {
    HOME: "/home/user",
    USER: "user",
    PATH: "/usr/bin",
    PWD: home,
    LANG: "en_US.UTF-8",
  };
  const asked = new Set<string>();
  const answer = (name: string) => {
    const value = settings.environment === "none" ? undefined : plausible(name);
    if (value === undefined && asked.size < 1000) asked.add(name);
    return value;
  };
  const answered = new Proxy(env, {
    get: (own, key) =>
      typeof key === "symbol" || key in own ? Reflect.get(own, key) : answer(key),
    has: (own, key) => key in own || (typeof key === "string" && answer(key) !== undefined),
    getOwnPropertyDescriptor: (own, key) =>
      Reflect.getOwnPropertyDescriptor(own, key) ??
      (typeof key === "string" && answer(key) !== undefined
        ? { value: answer(key), writable: true, enumerable: true, configurable: true }
        : undefined),
  });
  const stream = (take: (text: string) => void) =>
    Object.assign(new EventEmitter(), {
      isTTY: false,
      columns: 80,
      fd: 1,
      writable: true,
      end: () => undefined,
      cork: () => undefined,
      uncork: () => undefined,
      write: (text: unknown, ...rest: unknown[]) => {
        take(String(text));
        const done = rest.at(-1);
        if (typeof done === "function") done();
        return true;
      },
    });
  let isText = false;
  const stdin = Object.assign(new EventEmitter(), {
    isTTY: false,
    fd: 0,
    readable: true,
    setEncoding: () => {
      isText = true;
      return stdin;
    },
    setRawMode: () => stdin,
    resume: () => stdin,
    pause: () => stdin,
    unref: () => stdin,
    ref: () => stdin,
    read: () => null,
    pipe: (to: unknown) => to,
    destroy: () => stdin,
  });
  const own = Object.assign(new EventEmitter(), {
    env: answered,
    argv: settings.argv,
    argv0: "node",
    execPath: "/usr/bin/node",
    execArgv: [],
    platform: "linux",
    arch: "x64",
    pid: 4242,
    ppid: 1,
    title: "node",
    version: "v24.11.0",
    versions: { node: "24.11.0", v8: "13.6" },
    release: { name: "node" },
    config: { variables: {} },
    features: {},
    exitCode: undefined,
    stdin,
    stdout: stream(written),
    stderr: stream(complained),
    cwd: () => (settings.folder === "" ? home : `${home}/${settings.folder}`),
    chdir: () => undefined,
    exit: () => undefined,
    abort: () => undefined,
    kill: () => true,
    uptime: () => 1,
    umask: () => 0o22,
    getuid: () => 1000,
    getgid: () => 1000,
    hrtime: Object.assign(() => [0, 0], { bigint: () => 0n }),
    memoryUsage: Object.assign(() => ({ rss: 1, heapTotal: 1, heapUsed: 1, external: 1 }), {
      rss: () => 1,
    }),
    cpuUsage: () => ({ user: 0, system: 0 }),
    resourceUsage: () => ({}),
    emitWarning: () => undefined,
    nextTick: (run: (...values: unknown[]) => void, ...values: unknown[]) =>
      void Promise.resolve().then(() => run(...values)),
    report: make(),
  });
  return {
    process: own,
    begin: () => {
      own.argv = settings.argv;
      for (const name of settings.variables)
        env[name] = plausible(name) ?? (count.test(name) ? "3000" : "value");
      asked.clear();
    },
    asked,
    isRead: () => stdin.listenerCount("data") + stdin.listenerCount("readable") > 0,
    type: (line) => void stdin.emit("data", isText ? line : Buffer.from(line)),
  };
}
