import { entriesOf } from "./collections.ts";
import type { Run } from "./run.ts";
import {
  dictionary,
  type Dictionary,
  isKind,
  type List,
  list,
  nothing,
  textOf,
  type Value,
} from "./values.ts";

/** Functions and static methods that make collections and JSON; undefined when it isn't one that is known. */
export function callStaticOf(
  run: Run,
  type: string | undefined,
  name: string,
  args: Value[],
): Value | undefined {
  const lambda = args.at(-1);
  const [first] = args;
  const simple = type?.slice(type.lastIndexOf(".") + 1);
  if (simple !== undefined) {
    if (
      /^(?:Immutable)?(?:List|Set|Stream|Arrays|Collections|Lists|Sets|EnumSet|Flux)$/.test(simple)
    ) {
      if (
        /^(?:of|asList|stream|copyOf|just|newArrayList|fromIterable|unmodifiable\w+|synchronized\w+)$/.test(
          name,
        )
      )
        return args.length === 1 && isKind(first, "list") ? first : list(args);
      if (name.startsWith("singleton"))
        return name === "singletonMap" ? entriesOf([list(args)]) : list(args);
      if (name.startsWith("empty")) return name.endsWith("Map") ? dictionary() : list([]);
      if (name === "addAll" && isKind(first, "list")) {
        first.items.push(...args.slice(1));
        return first;
      }
      if (name === "concat")
        return list(args.flatMap((arg) => (isKind(arg, "list") ? arg.items : [arg])));
      return isKind(first, "dictionary") ? first : undefined;
    }
    if (/^(?:Immutable|Linked|Hash|Tree)*Maps?$/.test(simple)) {
      if (name === "of") return pairs(args);
      if (name === "entry") return list(args);
      if (name === "ofEntries")
        return entriesOf(
          args.flatMap((arg) =>
            isKind(arg, "list") && isKind(arg.items[0], "list") ? arg.items : [arg],
          ),
        );
      if (name === "copyOf") return first;
      if (/^(?:new|builder)/.test(name)) return dictionary();
    }
    if (
      simple === "JsonPrimitive" ||
      simple === "TextNode" ||
      simple === "Optional" ||
      simple === "Objects" ||
      simple === "Mono"
    )
      return first ?? nothing;
    if (simple === "JsonNodeFactory" || simple === "JsonNodeFactory.instance")
      return /object/i.test(name) ? dictionary() : list([]);
    if (
      /^(?:Json|Gson|JsonParser|JSON|JSONObject|JsonUtil\w*|ModelOptionsUtils|JacksonUtil)$/.test(
        simple,
      ) &&
      first !== undefined &&
      !isKind(first, "closure")
    )
      return /^(?:parse|parseString|parseToJsonElement|parseObject|readTree|toJson|toJsonString|encodeToString)/.test(
        name,
      )
        ? first
        : undefined;
    if (simple === "Boolean" && name === "valueOf") return first;
    // What was read from a resource is already its text.
    if (
      typeof first === "string" &&
      /^(?:IOUtils|StreamUtils|FileCopyUtils|Objects|CharStreams|Resources|Paths|Path)$/.test(
        simple,
      ) &&
      /^(?:toString|copyToString|requireNonNull|get|of)$/.test(name)
    )
      return first;
    return undefined;
  }
  switch (name) {
    case "listOf":
    case "mutableListOf":
    case "setOf":
    case "mutableSetOf":
    case "arrayOf":
    case "arrayListOf":
    case "listOfNotNull":
    case "emptyList":
    case "emptySet":
    case "sequenceOf":
    case "linkedSetOf":
    case "hashSetOf":
    case "emptyArray":
      return list(args);
    case "mapOf":
    case "mutableMapOf":
    case "linkedMapOf":
    case "hashMapOf":
    case "emptyMap":
      return entriesOf(args);
    case "JsonObject":
      return isKind(first, "dictionary") ? first : dictionary();
    case "JsonArray":
      return isKind(first, "list") ? first : list([]);
    case "JsonPrimitive":
      return first ?? nothing;
    case "Pair":
      return list(args);
    case "JsonNull":
      return null;
    case "requireNotNull":
    case "checkNotNull":
      return first;
    case "lazy":
    case "runBlocking":
    case "runCatching":
    case "synchronized":
      return isKind(lambda, "closure") ? run.call(lambda, []) : undefined;
    case "with":
      return isKind(lambda, "closure") && first !== undefined
        ? run.call(lambda, [first], first)
        : undefined;
    case "run":
      return isKind(lambda, "closure") ? run.call(lambda, []) : undefined;
    case "buildJsonObject":
    case "buildMap":
      return filled(run, dictionary(), lambda);
    case "buildJsonArray":
    case "buildList":
    case "buildSet":
      return filled(run, list([]), lambda);
    case "buildString":
      return filled(run, { kind: "buffer", text: "" }, lambda);
    default:
      return undefined;
  }
}

function filled(run: Run, made: Value, lambda: Value | undefined): Value {
  if (isKind(lambda, "closure")) run.call(lambda, [made], made);
  return isKind(made, "buffer") ? (made.text ?? nothing) : made;
}

function pairs(args: Value[]): Dictionary {
  const made = dictionary();
  for (let index = 0; index + 1 < args.length; index += 2) {
    const key = textOf(args[index]);
    if (key !== undefined) made.entries.set(key, args[index + 1] ?? nothing);
  }
  return made;
}

/** What the builders of kotlinx, Jackson and Gson do beside what maps and lists do. */
export function buildJson(
  run: Run,
  of: Dictionary | List,
  name: string,
  args: Value[],
): Value | undefined {
  const lambda = args.at(-1);
  const key = textOf(args[0]);
  if (isKind(of, "dictionary") && key !== undefined) {
    const into = (made: Value): Value => {
      of.entries.set(key, filled(run, made, lambda));
      return isKind(lambda, "closure") ? of : made;
    };
    if (name === "putJsonObject" || name === "putObject" || name === "withObject")
      return into(dictionary());
    if (name === "putJsonArray" || name === "putArray" || name === "withArray")
      return into(list([]));
  }
  if (isKind(of, "list")) {
    if (name === "addObject" || name === "addJsonObject") {
      const made = dictionary();
      of.items.push(made);
      filled(run, made, lambda);
      return made;
    }
    if (name === "addJsonArray" || name === "addArray") {
      const made = list([]);
      of.items.push(made);
      filled(run, made, lambda);
      return made;
    }
  }
  return undefined;
}
