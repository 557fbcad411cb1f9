import type { Definition } from "../../../model.ts";
import type { Text } from "../check.ts";
import { look } from "./look.ts";
import { join, type Seen } from "./needs.ts";
import { readProse } from "./prose.ts";

const deepest = 40;
const mostNodes = 20_000;
/** UTF-16 units of a definition that are looked at. */
const longest = 4_000_000;

/** Where the text stands that is made of several. */
export const joined = "joined";

/** A way from the definition down to a value; made into words only for what is found. */
interface Way {
  up: Way | undefined;
  key: string;
}

/** What a value is, by where it stands. */
interface Role {
  /** Below `properties`: keys are names of properties. */
  names: boolean;
  input: boolean;
  sample: boolean;
  carries: boolean;
}

/**
 * Every string of a definition that may hold something, by the first look at it, with its place.
 * The last is what the input schema says as one text, for what is split over several.
 */
export function layOut(definition: Definition, wants: (seen: Seen) => boolean): Text[] {
  const texts: Text[] = [];
  const parts: string[] = [];
  const looks: Seen[] = [];
  let nodes = mostNodes;
  let left = longest;

  function add(
    value: string,
    up: Way | undefined,
    key: string,
    kind: Text["kind"],
    carries: boolean,
  ): void {
    if (value.length < 3 || left <= 0) return;
    left -= value.length;
    const shown = value.length > longest ? value.slice(0, longest) : value;
    const seen = kind === "name" ? lookAtName(shown) : look(shown);
    if (kind !== "name" && carries && key === "description") {
      parts.push(shown);
      looks.push(seen);
    }
    if (wants(seen)) texts.push(makeText(shown, { up, key }, kind, carries, seen));
  }

  function visit(
    value: unknown,
    up: Way | undefined,
    key: string,
    role: Role,
    depth: number,
  ): void {
    if (typeof value === "string") {
      add(value, up, key, role.sample ? "sample" : "prose", role.carries);
      return;
    }
    if (typeof value !== "object" || value === null || depth > deepest || --nodes < 0) return;
    const way: Way = { up, key };
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++)
        if (typeof value[i] === "string" || typeof value[i] === "object")
          visit(value[i], way, String(i), role, depth + 1);
      return;
    }
    const record = value as Record<string, unknown>;
    for (const key in record) {
      const inner = record[key];
      if (role.names) {
        const carries = role.input && takesText(inner);
        add(key, way, key, "name", carries);
        visit(
          inner,
          way,
          key,
          carries ? inside.text : role.input ? inside.input : inside.plain,
          depth + 1,
        );
        continue;
      }
      if (
        typeof inner === "string" ? key === "type" && inner.length < 8 : typeof inner !== "object"
      )
        continue;
      if (key.length > 30) add(key, way, key, "prose", role.carries);
      visit(inner, way, key, stepInto(role, key), depth + 1);
    }
  }

  add(definition.name, undefined, "name", "name", false);
  for (const key of ["title", "description"] as const) {
    const value: unknown = definition[key];
    if (typeof value === "string") add(value, undefined, key, "prose", false);
  }
  visit(definition.inputSchema, undefined, "inputSchema", inside.input, 0);
  visit(definition.outputSchema, undefined, "outputSchema", inside.plain, 0);
  visit(definition.annotations, undefined, "annotations", inside.plain, 0);
  if (parts.length > 1) {
    const seen = join(looks);
    const way: Way = { up: undefined, key: joined };
    if (wants(seen)) {
      const text = parts.join(" ").slice(0, longest);
      texts.push(makeText(text, way, "joined", true, { ...look(text), marks: 0 }));
    }
  }
  return texts;
}

const role = (input: boolean, carries: boolean, names: boolean, sample: boolean): Role => ({
  input,
  carries,
  names,
  sample,
});
/** The roles there are, made once. */
const inside = {
  plain: role(false, false, false, false),
  input: role(true, false, false, false),
  text: role(true, true, false, false),
};
const samples = {
  plain: role(false, false, false, true),
  input: role(true, false, false, true),
  text: role(true, true, false, true),
};
const names = {
  plain: role(false, false, true, false),
  input: role(true, false, true, false),
  text: role(true, true, true, false),
};

function stepInto(from: Role, key: string): Role {
  const kind = from.carries ? "text" : from.input ? "input" : "plain";
  if (
    key === "properties" ||
    key === "patternProperties" ||
    key === "$defs" ||
    key === "definitions"
  )
    return names[kind];
  return from.sample || key === "examples" || key === "default" || key === "example"
    ? samples[kind]
    : from;
}

/** A property that a caller may fill with words. */
function takesText(schema: unknown): boolean {
  if (typeof schema !== "object" || schema === null) return false;
  const { type } = schema as { type?: unknown };
  return type !== "boolean" && type !== "number" && type !== "integer";
}

const most = 12;

/** `inputSchema/properties/path/description`, with `~1` for a slash in a key, as in a JSON pointer; the middle of a long way is left out. */
function spell(way: Way): string {
  const keys: string[] = [];
  for (let at: Way | undefined = way; at; at = at.up)
    keys.unshift(at.key.slice(0, 80).replaceAll("~", "~0").replaceAll("/", "~1"));
  return keys.length > most
    ? [...keys.slice(0, 6), "…", ...keys.slice(6 - most)].join("/")
    : keys.join("/");
}

/** A string with what is read of it when it is asked for. */
export const makeText = (
  value: string,
  way: Way,
  kind: Text["kind"],
  carries: boolean,
  seen: Seen,
): Text => new LaidOut(value, way, kind, carries, seen);

/** A class, since an object with getters of its own costs ten times as much to make. */
class LaidOut implements Text {
  readonly value: string;
  readonly kind: Text["kind"];
  readonly carries: boolean;
  readonly seen: Seen;
  readonly #way: Way;
  #words: Text["words"] | undefined;

  constructor(value: string, way: Way, kind: Text["kind"], carries: boolean, seen: Seen) {
    this.value = value;
    this.#way = way;
    this.kind = kind;
    this.carries = carries;
    this.seen = seen;
  }

  get where(): string {
    return spell(this.#way);
  }

  get words(): Text["words"] {
    const text = this.kind === "name" ? spaced(this.value) : this.value;
    return (this.#words ??= readProse(text, this.seen));
  }
}

const seenNames = new Map<string, Seen>();
const mostNames = 4000;

/** Few names are met again and again, so what was seen of them is kept. */
function lookAtName(name: string): Seen {
  const known = seenNames.get(name);
  if (known) return known;
  const seen = look(spaced(name));
  if (seenNames.size >= mostNames) seenNames.clear();
  if (name.length < 60) seenNames.set(name, seen);
  return seen;
}

/** `readFileThenSend` -> `read File Then Send`; a name is quoted whole, so its offsets may go. */
function spaced(name: string): string {
  return name.length < 12 ? name : name.slice(0, 300).replace(/([a-z0-9])([A-Z])/g, "$1 $2");
}
