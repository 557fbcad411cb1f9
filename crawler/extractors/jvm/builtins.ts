import { callCollection, callStream } from "./collections.ts";
import { callScoping } from "./scoping.ts";
import { buildJson, callStaticOf } from "./statics.ts";
import { callText, format } from "./text.ts";
import type { Run } from "./run.ts";
import { type Given, isKind, isUnknown, textOf, type TypeValue, type Value } from "./values.ts";

/** A method of the standard libraries on a value; undefined when it isn't one that is known. */
export function callBuiltIn(run: Run, of: Value, name: string, given: Given[]): Value | undefined {
  const args = given.filter((arg) => arg.name !== "<>").map((arg) => arg.value);
  const scoped = callScoping(run, of, name, args);
  if (scoped !== undefined) return scoped;
  if (typeof of === "string") return callText(of, name, args);
  if (isKind(of, "buffer")) {
    if (/^(?:append|add|appendLine|appendln)$/.test(name)) {
      const text = args.length === 0 ? "" : textOf(args[0]);
      const end = /line|ln$/i.test(name) ? "\n" : "";
      of.text = of.text === undefined || text === undefined ? undefined : of.text + text + end;
      return of;
    }
    return name === "toString" ? (of.text ?? { kind: "unknown" }) : undefined;
  }
  if (isKind(of, "list") || isKind(of, "dictionary"))
    return buildJson(run, of, name, args) ?? callCollection(run, of, name, args);
  if (isUnknown(of)) {
    const streamed = callStream(run, of, name, args);
    if (streamed !== undefined) return streamed;
    // A mapper or factory of a JSON library, by what it makes.
    if (/^(?:createObjectNode|objectNode)$/.test(name))
      return { kind: "dictionary", entries: new Map() };
    if (/^(?:createArrayNode|arrayNode)$/.test(name)) return { kind: "list", items: [] };
    if (isPrinting.test(name) && (isKind(args[0], "dictionary") || isKind(args[0], "list")))
      return args[0];
    if (/^(?:readTree|readValue|parseToJsonElement|parseString|fromJson)$/.test(name)) {
      const text = args.find((arg) => typeof arg === "string");
      if (text !== undefined) return text;
    }
    if (name === "to" && args.length === 1) return { kind: "list", items: [of, ...args] };
  }
  if (isKind(of, "external")) {
    if (/^(?:createObjectNode|objectNode)$/.test(name))
      return { kind: "dictionary", entries: new Map() };
    if (/^(?:createArrayNode|arrayNode)$/.test(name)) return { kind: "list", items: [] };
    if (isPrinting.test(name) && (isKind(args[0], "dictionary") || isKind(args[0], "list")))
      return args[0];
    if (/^(?:readTree|readValue|parseToJsonElement)$/.test(name) && typeof args[0] === "string")
      return args[0];
  }
  if ((typeof of === "number" || typeof of === "boolean") && /^(?:toString|to)$/.test(name))
    return name === "to" ? { kind: "list", items: [of, args[0] ?? null] } : String(of);
  return undefined;
}

const isPrinting =
  /^(?:writeValueAsString|toJson|toJSONString|valueToTree|convertValue|writeValueAsBytes)$/;

/** A static method, or a function outside of types, of the standard libraries. */
export function callStatic(
  run: Run,
  of: TypeValue | undefined,
  name: string,
  given: Given[],
): Value | undefined {
  const args = given.filter((arg) => arg.name !== "<>").map((arg) => arg.value);
  if (of?.type.name === "String" && name === "format") return format(args);
  if (of?.type.name === "String" && (name === "valueOf" || name === "join")) {
    const [first, ...rest] = args;
    if (name === "valueOf") return textOf(first) ?? { kind: "unknown" };
    const parts = rest.flatMap((part) => (isKind(part, "list") ? part.items : [part])).map(textOf);
    const separator = textOf(first);
    return separator === undefined || parts.includes(undefined)
      ? { kind: "unknown" }
      : parts.join(separator);
  }
  return callStaticOf(run, of?.type.name, name, args);
}
