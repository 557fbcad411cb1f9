import type { JsonSchema } from "../../../model.ts";
import { annotationText, annotationValue } from "./annotations.ts";
import { scopeOf } from "./names.ts";
import { ancestors, findType, type Scope } from "./resolve.ts";
import type { Run } from "./run.ts";
import type { Annotation, Declaration, TypeRef } from "./syntax.ts";

const maxDepth = 8;

const scalars = new Map<string, JsonSchema>([
  ["String", { type: "string" }],
  ["CharSequence", { type: "string" }],
  ["char", { type: "string" }],
  ["Character", { type: "string" }],
  ["Char", { type: "string" }],
  ["int", { type: "integer", format: "int32" }],
  ["Integer", { type: "integer", format: "int32" }],
  ["Int", { type: "integer", format: "int32" }],
  ["OptionalInt", { type: "integer", format: "int32" }],
  ["short", { type: "integer" }],
  ["Short", { type: "integer" }],
  ["byte", { type: "integer" }],
  ["Byte", { type: "integer" }],
  ["long", { type: "integer", format: "int64" }],
  ["Long", { type: "integer", format: "int64" }],
  ["OptionalLong", { type: "integer", format: "int64" }],
  ["BigInteger", { type: "integer" }],
  ["float", { type: "number", format: "float" }],
  ["Float", { type: "number", format: "float" }],
  ["double", { type: "number", format: "double" }],
  ["Double", { type: "number", format: "double" }],
  ["OptionalDouble", { type: "number", format: "double" }],
  ["BigDecimal", { type: "number" }],
  ["Number", { type: "number" }],
  ["boolean", { type: "boolean" }],
  ["Boolean", { type: "boolean" }],
  ["UUID", { type: "string", format: "uuid" }],
  ["LocalDate", { type: "string", format: "date" }],
  ["LocalDateTime", { type: "string", format: "date-time" }],
  ["OffsetDateTime", { type: "string", format: "date-time" }],
  ["ZonedDateTime", { type: "string", format: "date-time" }],
  ["Instant", { type: "string", format: "date-time" }],
  ["Date", { type: "string", format: "date-time" }],
  ["Duration", { type: "string" }],
  ["URI", { type: "string" }],
  ["URL", { type: "string" }],
  ["Path", { type: "string" }],
]);

const lists =
  /^(?:\[\]|\.\.\.|(?:Mutable|Array|Linked)?(?:List|Set|Collection|Iterable)|\w*Array)$/;
const wrappers = /^(?:Optional|Mono|Uni|CompletableFuture|CompletionStage|Supplier|Provider)$/;

/** The JSON Schema that generators of the JVM make for a type; `{}` for one that says nothing. */
export function schemaOf(run: Run, type: TypeRef, scope: Scope, depth = 0): JsonSchema {
  const name = type.name.slice(type.name.lastIndexOf(".") + 1);
  const scalar = scalars.get(name);
  if (scalar !== undefined) return { ...scalar };
  if (depth > maxDepth) return { type: "object" };
  const [first, second] = type.args;
  if (wrappers.test(name) && first !== undefined) return schemaOf(run, first, scope, depth + 1);
  if (lists.test(name)) {
    const element = scalars.get(name.replace(/Array$/, ""));
    if (first !== undefined)
      return { type: "array", items: schemaOf(run, first, scope, depth + 1) };
    return element === undefined ? { type: "array" } : { type: "array", items: { ...element } };
  }
  if (name.endsWith("Map"))
    return second === undefined || /^(?:Object|Any)$/.test(second.name)
      ? { type: "object" }
      : { type: "object", additionalProperties: schemaOf(run, second, scope, depth + 1) };
  const declaration = findType(run.program, type.name, scope);
  return declaration === undefined ? {} : schemaOfDeclaration(run, declaration, depth);
}

function schemaOfDeclaration(run: Run, declaration: Declaration, depth: number): JsonSchema {
  if (declaration.kind === "enum")
    return {
      type: "string",
      enum: declaration.constants.map(
        (one) => serialName(run, one.annotations, scopeOf(declaration)) ?? one.name,
      ),
    };
  const properties = new Map<string, JsonSchema>();
  const required: string[] = [];
  for (const owner of [...ancestors(run.program, declaration).toReversed(), declaration]) {
    const scope = scopeOf(owner);
    for (const one of propertiesOf(owner)) {
      if (
        one.annotations.some((annotation) =>
          /(?:^|\.)(?:JsonIgnore|Transient)$/.test(annotation.name),
        )
      )
        continue;
      const name = serialName(run, one.annotations, scope) ?? one.name;
      const description = describedBy(run, one.annotations, scope);
      properties.set(name, {
        ...schemaOf(run, one.type, scope, depth + 1),
        ...(description === undefined ? {} : { description }),
      });
      if (
        isRequired(run, one.annotations, scope) ??
        (!one.type.nullable && !one.hasDefault && !one.type.name.startsWith("Optional"))
      )
        required.push(name);
    }
  }
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    ...(required.length === 0 ? {} : { required: [...new Set(required)] }),
  };
}

interface Property {
  name: string;
  type: TypeRef;
  annotations: Annotation[];
  hasDefault: boolean;
}

function propertiesOf(owner: Declaration): Property[] {
  const components = (owner.components ?? []).map((one) => ({
    ...one,
    hasDefault: one.default !== undefined,
  }));
  const fields = owner.fields.flatMap((one): Property[] =>
    one.static || one.type === undefined || one.getter !== undefined
      ? []
      : [
          {
            name: one.name,
            type: one.type,
            annotations: one.annotations,
            hasDefault: owner.file.path.endsWith(".kt") && one.value !== undefined,
          },
        ],
  );
  return [...components, ...fields];
}

function serialName(run: Run, annotations: Annotation[], scope: Scope): string | undefined {
  const found = annotations.find((one) =>
    /(?:^|\.)(?:JsonProperty|SerialName|SerializedName|JsonbProperty)$/.test(one.name),
  );
  return found && (annotationText(run, found, "value", scope) || undefined);
}

const describing =
  /(?:^|\.)(?:ToolParam|McpToolParam|McpParam|ToolArg|McpArg|P|Param|\w*Description|JsonPropertyDescription|Schema|Parameter|McpToolArg|Arg|ToolParameter|McpParameter|Named|Name|JsonProperty|Mcp\.\w+)$/;

/** What the annotations on a parameter or field say about it; undefined when they don't. */
export function describedBy(run: Run, annotations: Annotation[], scope: Scope): string | undefined {
  for (const one of annotations) {
    if (!describing.test(one.name) && !one.args.some((arg) => arg.name === "description")) continue;
    const text =
      annotationText(run, one, "description", scope) ??
      (/(?:JsonProperty|Param|ToolArg|McpArg|Named|Name|Schema|Parameter)$/.test(one.name) &&
      !/^(?:ToolParam|P)$/.test(one.name)
        ? undefined
        : annotationText(run, one, "value", scope));
    if (text !== undefined && text !== "") return text;
  }
  return undefined;
}

/** What the annotations on a parameter or field say about whether it is required; undefined when they don't. */
export function isRequired(run: Run, annotations: Annotation[], scope: Scope): boolean | undefined {
  let answer: boolean | undefined;
  for (const one of annotations) {
    const required = annotationValue(run, one, "required", scope);
    if (typeof required === "boolean") return required;
    const fallback = annotationText(run, one, "defaultValue", scope);
    if (fallback !== undefined) answer = false;
    if (/(?:^|\.)(?:Nullable|CheckForNull)$/.test(one.name)) answer ??= false;
    if (/\bNOT_REQUIRED\b/.test(one.text)) answer ??= false;
    if (/(?:^|\.)(?:ToolParam|McpToolParam|ToolArg)$/.test(one.name) && answer === undefined)
      answer = true;
    if (/(?:^|\.)JsonProperty$/.test(one.name)) answer ??= false;
  }
  return answer;
}
