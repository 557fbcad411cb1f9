import {
  apply,
  get,
  getOwnPropertyDescriptor,
  includes,
  isArray,
  ownKeys,
  sliceText,
  stringify,
} from "./primordials.ts";

const maxDepth = 100;
const maxMembers = 20_000;

export interface Writer {
  /** JSON text, as a transport would send it; throws when it is larger than what is left. */
  write(value: unknown): string;
  /** Whether anything of a stand-in was met since the last call. */
  takeLeak(): boolean;
}

/** Writes JSON with nothing that evaluated code can have changed. */
export function createWriter(
  mark: string,
  isStandIn: (value: unknown) => boolean,
  maxCharacters: number,
): Writer {
  let left = maxCharacters;
  let leaked = false;
  const spend = (text: string): string => {
    left -= text.length;
    if (left < 0) throw "too large";
    return text;
  };
  const quote = (text: string): string => {
    if (text.length > left) throw "too large";
    if (includes(text, mark)) leaked = true;
    return spend(stringify(text));
  };

  function write(value: unknown, depth: number): string {
    if (value === null) return spend("null");
    if (typeof value === "string") return quote(value);
    if (typeof value === "boolean") return spend(value ? "true" : "false");
    if (typeof value === "number") {
      const text = stringify(value);
      // What a stand-in is as a number, JSON has no word for.
      if (text === "null") leaked = true;
      return spend(text);
    }
    if (isStandIn(value)) {
      leaked = true;
      return spend("null");
    }
    if (typeof value !== "object") return spend("null");
    if (depth > maxDepth) throw "too deep";
    const toJson = get(value, "toJSON");
    if (typeof toJson === "function" && !isStandIn(toJson))
      return write(apply(toJson as () => unknown, value, [""]), depth + 1);
    return isArray(value) ? writeItems(value, depth) : writeMembers(value, depth);
  }

  function writeItems(value: object, depth: number): string {
    const length = get(value, "length") as number;
    if (length > maxMembers) throw "too large";
    let text = spend("[");
    for (let index = 0; index < length; index++)
      text += (index === 0 ? "" : spend(",")) + write(get(value, index), depth + 1);
    return text + spend("]");
  }

  function writeMembers(value: object, depth: number): string {
    const keys = ownKeys(value);
    if (keys.length > maxMembers) throw "too large";
    let text = spend("{");
    let isFirst = true;
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index];
      if (typeof key !== "string" || getOwnPropertyDescriptor(value, key)?.enumerable !== true)
        continue;
      const member = get(value, key);
      if (member === undefined || typeof member === "symbol") continue;
      if (typeof member === "function" && !isStandIn(member)) continue;
      text += (isFirst ? "" : spend(",")) + quote(key) + spend(":") + write(member, depth + 1);
      isFirst = false;
    }
    return text + spend("}");
  }

  return {
    write: (value) => write(value, 0),
    takeLeak: () => {
      const was = leaked;
      leaked = false;
      return was;
    },
  };
}

/** The first characters of what was thrown and of its stack, as text. */
export function describe(thrown: unknown): string {
  try {
    const isThing = typeof thrown === "object" && thrown !== null;
    const message = isThing ? get(thrown, "message") : thrown;
    const stack = isThing ? get(thrown, "stack") : undefined;
    const said = typeof message === "string" ? sliceText(message, 0, 300) : "no message";
    return typeof stack === "string" ? `${said}\n${sliceText(stack, 0, 300)}` : said;
  } catch {
    return "no message";
  }
}
