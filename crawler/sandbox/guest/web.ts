import { Buffer, decodeUtf8, encodeUtf8, fromBase64, toBase64 } from "./bytes.ts";

type Pair = [string, string];

class SearchParams {
  #pairs: Pair[] = [];
  constructor(init: unknown = "") {
    if (typeof init === "string") {
      for (const part of init.replace(/^\?/, "").split("&")) {
        if (part === "") continue;
        const at = part.indexOf("=");
        const [key, value] = at === -1 ? [part, ""] : [part.slice(0, at), part.slice(at + 1)];
        this.#pairs.push([decode(key), decode(value)]);
      }
    } else if (typeof init === "object" && init !== null) {
      const entries = Symbol.iterator in init ? (init as Iterable<Pair>) : Object.entries(init);
      for (const [key, value] of entries) this.#pairs.push([key, String(value)]);
    }
  }
  append(key: string, value: unknown) {
    this.#pairs.push([key, String(value)]);
  }
  set(key: string, value: unknown) {
    this.delete(key);
    this.append(key, value);
  }
  get(key: string) {
    return this.#pairs.find(([name]) => name === key)?.[1] ?? null;
  }
  getAll(key: string) {
    return this.#pairs.filter(([name]) => name === key).map(([, value]) => value);
  }
  has(key: string) {
    return this.#pairs.some(([name]) => name === key);
  }
  delete(key: string) {
    this.#pairs = this.#pairs.filter(([name]) => name !== key);
  }
  forEach(action: (value: string, key: string) => void) {
    for (const [key, value] of this.#pairs) action(value, key);
  }
  keys() {
    return this.#pairs.map(([key]) => key).values();
  }
  values() {
    return this.#pairs.map(([, value]) => value).values();
  }
  entries() {
    return this.#pairs.values();
  }
  [Symbol.iterator]() {
    return this.entries();
  }
  get size() {
    return this.#pairs.length;
  }
  toString() {
    return this.#pairs
      .map((pair) => pair.map((text) => encodeURIComponent(text).replace(/%20/g, "+")).join("="))
      .join("&");
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, " "));
  } catch {
    return text;
  }
}

const absolute =
  /^(?<protocol>[a-z][a-z0-9+.-]*:)(?:\/\/(?:(?<username>[^/?#@:]*)(?::(?<password>[^/?#@]*))?@)?(?<hostname>\[[^\]]*\]|[^/?#:]*)(?::(?<port>\d*))?)?(?<pathname>[^?#]*)(?<search>\?[^#]*)?(?<hash>#.*)?$/is;

/** Addresses, parsed as far as programs look at them when they start. */
export class WebUrl {
  protocol = "";
  username = "";
  password = "";
  hostname = "";
  port = "";
  pathname = "/";
  hash = "";
  searchParams = new SearchParams();
  constructor(address: unknown, base?: unknown) {
    let text = String(address).trim();
    if (!/^[a-z][a-z0-9+.-]*:/i.test(text)) {
      if (base === undefined) throw invalidUrl(text);
      text = join(new WebUrl(base), text);
    }
    const found = absolute.exec(text)?.groups;
    if (found === undefined) throw invalidUrl(text);
    const { protocol = "", search = "", pathname = "" } = found;
    this.protocol = protocol.toLowerCase();
    this.username = found["username"] ?? "";
    this.password = found["password"] ?? "";
    this.hostname = (found["hostname"] ?? "").toLowerCase();
    this.port = found["port"] ?? "";
    this.hash = found["hash"] ?? "";
    this.searchParams = new SearchParams(search);
    const isSpecial = /^(?:https?|wss?|ftp|file):$/.test(this.protocol);
    if (isSpecial && this.protocol !== "file:" && this.hostname === "") throw invalidUrl(text);
    this.pathname = isSpecial ? withoutDots(pathname) : pathname;
  }
  static canParse(address: unknown, base?: unknown): boolean {
    return WebUrl.parse(address, base) !== null;
  }
  static parse(address: unknown, base?: unknown): WebUrl | null {
    try {
      return new WebUrl(address, base);
    } catch {
      return null;
    }
  }
  get host() {
    return this.port === "" ? this.hostname : `${this.hostname}:${this.port}`;
  }
  get origin() {
    return `${this.protocol}//${this.host}`;
  }
  get search() {
    const text = this.searchParams.toString();
    return text === "" ? "" : `?${text}`;
  }
  set search(text: string) {
    this.searchParams = new SearchParams(text);
  }
  get href() {
    const { username, password } = this;
    const account = username === "" ? "" : `${username}${password === "" ? "" : `:${password}`}@`;
    const slashes = this.hostname !== "" || this.protocol === "file:" ? "//" : "";
    return `${this.protocol}${slashes}${account}${this.host}${this.pathname}${this.search}${this.hash}`;
  }
  toString() {
    return this.href;
  }
  toJSON() {
    return this.href;
  }
}

function invalidUrl(input: string): TypeError {
  return Object.assign(new TypeError("Invalid URL"), { code: "ERR_INVALID_URL", input });
}

function join(base: WebUrl, text: string): string {
  const start = `${base.protocol}//${base.host}`;
  if (text.startsWith("//")) return base.protocol + text;
  if (text.startsWith("/")) return start + text;
  if (text.startsWith("?") || text.startsWith("#") || text === "")
    return start + base.pathname + text;
  return start + base.pathname.slice(0, base.pathname.lastIndexOf("/") + 1) + text;
}

function withoutDots(pathname: string): string {
  const kept: string[] = [];
  const parts = pathname.split("/").slice(1);
  parts.forEach((part, index) => {
    if (part === "..") kept.pop();
    else if (part !== ".") kept.push(part);
    if ((part === ".." || part === ".") && index === parts.length - 1) kept.push("");
  });
  return `/${kept.join("/")}`;
}

class Signal extends EventTargetLike() {
  aborted = false;
  reason: unknown = undefined;
  throwIfAborted() {
    if (this.aborted) throw this.reason;
  }
  static timeout() {
    return new Signal();
  }
  static any() {
    return new Signal();
  }
  static abort(reason: unknown) {
    return Object.assign(new Signal(), { aborted: true, reason });
  }
}

function EventTargetLike() {
  return class EventTarget {
    #listeners = new Map<string, unknown[]>();
    addEventListener(type: string, listener: unknown) {
      this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
    }
    removeEventListener(type: string, listener: unknown) {
      const left = (this.#listeners.get(type) ?? []).filter((each) => each !== listener);
      this.#listeners.set(type, left);
    }
    dispatchEvent(event: { type: string }) {
      for (const each of this.#listeners.get(event.type) ?? [])
        if (typeof each === "function") each.call(this, event);
      return true;
    }
  };
}

/** Puts what a web-like runtime has beyond the language into the global object; `make` gives what is only stood in for. */
export function installWeb(scope: Record<string, unknown>, make: () => unknown): void {
  const silent = () => undefined;
  const crypto = {
    randomUUID: () => "00000000-0000-4000-8000-000000000000",
    getRandomValues: (bytes: Uint8Array) => bytes.fill(7),
    subtle: make(),
  };
  const zone = { timeZone: "UTC", locale: "en-US", calendar: "gregory", numberingSystem: "latn" };
  const format = { format: String, formatToParts: () => [], resolvedOptions: () => zone };
  const formatter = () =>
    function Formatter() {
      return format;
    };
  Object.assign(scope, {
    console: new Proxy({}, { get: () => silent }),
    URL: WebUrl,
    URLSearchParams: SearchParams,
    TextEncoder: class TextEncoder {
      encoding = "utf-8";
      encode(text = "") {
        return new Uint8Array(encodeUtf8(String(text)));
      }
    },
    TextDecoder: class TextDecoder {
      encoding = "utf-8";
      decode(bytes: ArrayLike<number> = []) {
        return decodeUtf8(bytes);
      }
    },
    EventTarget: EventTargetLike(),
    Event: class Event {
      type: string;
      constructor(type: string) {
        this.type = type;
      }
    },
    AbortSignal: Signal,
    AbortController: class AbortController {
      signal = new Signal();
      abort(reason: unknown) {
        Object.assign(this.signal, { aborted: true, reason });
        this.signal.dispatchEvent({ type: "abort" });
      }
    },
    DOMException: class DOMException extends Error {},
    Buffer,
    crypto,
    atob: (text: string) => String.fromCharCode(...fromBase64(text)),
    btoa: (text: string) => toBase64(Array.from(text, (each) => each.charCodeAt(0))),
    structuredClone: clone,
    navigator: { userAgent: "Node.js/24", hardwareConcurrency: 2, language: "en-US" },
    Intl: {
      DateTimeFormat: formatter(),
      NumberFormat: formatter(),
      PluralRules: formatter(),
      RelativeTimeFormat: formatter(),
      ListFormat: formatter(),
      Collator: formatter(),
    },
  });
  for (const name of standing) if (!(name in scope)) scope[name] = make();
}

const standing = [
  "Blob",
  "BroadcastChannel",
  "CompressionStream",
  "CustomEvent",
  "DecompressionStream",
  "File",
  "FormData",
  "Headers",
  "MessageChannel",
  "ReadableStream",
  "Request",
  "Response",
  "TransformStream",
  "WebAssembly",
  "WebSocket",
  "WritableStream",
];

function clone(value: unknown, depth = 0): unknown {
  if (typeof value !== "object" || value === null || depth > 200) return value;
  if (Array.isArray(value)) return value.map((each) => clone(each, depth + 1));
  if (value instanceof Map) return new Map([...value].map(([k, v]) => [k, clone(v, depth + 1)]));
  if (value instanceof Set) return new Set(value);
  if (value instanceof Date) return new Date(value.getTime());
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, clone(each, depth + 1)]),
  );
}
