import { callValue } from "./calls.ts";
import { itemsOf } from "./iterate.ts";
import { fromJson } from "./json.ts";
import type { Run } from "./run.ts";
import {
  described,
  enumeration,
  formats,
  innerOf,
  jsonOf,
  literal,
  nullable,
  objectSchema,
  schema,
  shapeOf,
  toSchema,
  union,
  withDefault,
} from "./schemas.ts";
import { callTypeBox, isTypeBox } from "./typebox.ts";
import type { ExternalValue, Value } from "./values.ts";

/** Whether something outside the snapshot is a part of zod or TypeBox. */
export function isSchemaLibrary({ module, path }: ExternalValue): boolean {
  return (
    /^(?:npm:)?zod(?:@[^/]*)?(?:\/|$)/.test(module) ||
    (module !== "global:" && path[0] === "z") ||
    isTypeBox({ module, path })
  );
}

/** What a function of a schema library makes; undefined when it makes no schema. */
export function callSchemaFactory(run: Run, callee: ExternalValue, args: Value[]): Value {
  if (isTypeBox(callee)) return callTypeBox(run, callee.path.at(-1) ?? "", args);
  const name = callee.path.filter((part) => part !== "z" && part !== "default").join(".");
  const [first, second] = args;
  switch (name) {
    case "string":
    case "coerce.string":
    case "stringFormat":
    case "templateLiteral":
      return described(schema({ type: "string" }), first);
    case "number":
    case "coerce.number":
    case "float32":
    case "float64":
      return described(schema({ type: "number" }), first);
    case "int":
    case "int32":
    case "uint32":
    case "bigint":
    case "coerce.bigint":
      return described(schema({ type: "integer" }), first);
    case "boolean":
    case "coerce.boolean":
    case "stringbool":
      return described(schema({ type: name === "stringbool" ? "string" : "boolean" }), first);
    case "date":
    case "coerce.date":
    case "iso.datetime":
      return schema({ type: "string", format: "date-time" });
    case "iso.date":
    case "iso.time":
    case "iso.duration":
      return schema({ type: "string", format: name.slice(4) });
    case "email":
    case "uuid":
    case "guid":
    case "url":
    case "httpUrl":
    case "ipv4":
    case "ipv6":
      return schema({ type: "string", format: formats[name] ?? name });
    case "cuid":
    case "cuid2":
    case "ulid":
    case "nanoid":
    case "base64":
    case "jwt":
    case "emoji":
    case "e164":
      return schema({ type: "string" });
    case "null":
      return schema({ type: "null" });
    case "undefined":
    case "void":
      return schema({}, true);
    case "any":
    case "unknown":
    case "json":
    case "custom":
    case "instanceof":
    case "symbol":
    case "file":
      return schema({});
    case "never":
      return schema({ not: {} });
    case "literal":
      return literal(run, first);
    case "enum":
    case "nativeEnum":
      return enumeration(run, first);
    case "object":
    case "strictObject":
    case "looseObject":
    case "interface":
      return objectSchema(
        run,
        shapeOf(run, first),
        name === "looseObject" ? { additionalProperties: {} } : {},
      );
    case "array":
      return { ...schema({ type: "array", items: jsonOf(run, first) }), ...innerOf(first) };
    case "set":
      return schema({ type: "array", uniqueItems: true, items: jsonOf(run, first) });
    case "tuple":
      return schema({
        type: "array",
        prefixItems: itemsOf(run, first).items.map((item) => jsonOf(run, item)),
      });
    case "record":
    case "partialRecord":
    case "looseRecord":
    case "map":
      return schema({ type: "object", additionalProperties: jsonOf(run, second ?? first) });
    case "union":
    case "xor":
      return union(run, first);
    case "discriminatedUnion":
      return union(run, second);
    case "intersection":
      return schema({ allOf: [jsonOf(run, first), jsonOf(run, second)] });
    case "optional":
    case "exactOptional":
      return { ...toSchema(run, first), optional: true };
    case "nullable":
      return nullable(toSchema(run, first));
    case "nullish":
      return { ...nullable(toSchema(run, first)), optional: true };
    case "preprocess":
      return { ...toSchema(run, second) };
    case "pipeline":
    case "pipe":
    case "readonly":
    case "effect":
      return { ...toSchema(run, first) };
    case "_default":
    case "prefault":
      return withDefault(run, toSchema(run, first), second);
    case "lazy":
      return run.calls.length > 60
        ? schema({})
        : toSchema(run, callValue(run, first, undefined, []));
    case "toJSONSchema":
      return fromJson(run, toSchema(run, first).json);
    default:
      return undefined;
  }
}
