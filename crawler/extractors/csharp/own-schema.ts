import type { Node } from "web-tree-sitter";
import type { JsonSchema } from "../../../model.ts";
import { attributesOf, descriptionOf } from "./attributes.ts";
import type { Scope } from "./fold.ts";
import type { Naming } from "./naming.ts";
import { type OwnAttribute, valuesOf } from "./own-attributes.ts";
import { simpleName } from "./program.ts";
import { defaultOf, defaultValue, schemaOfType } from "./schema.ts";
import { isInjected } from "./services.ts";

const raw =
  /^(?:JObject|JToken|JsonElement|JsonObject|JsonNode|JsonDocument|I?(?:ReadOnly)?Dictionary)$/;

/** The input schema that a server of its own makes of a method's parameters; undefined when it takes all arguments as one. */
export function schemaOfOwn(
  method: Node,
  scope: Scope,
  {
    attributes,
    services,
    naming,
  }: { attributes: OwnAttribute[]; services: Set<string>; naming: Naming },
): JsonSchema | undefined {
  const parameters = (method.childForFieldName("parameters")?.namedChildren ?? []).filter(
    (one) => one.type === "parameter" && !isInjected(one, scope.program, services),
  );
  const [first] = parameters;
  if (parameters.length === 1 && raw.test(simpleName(first?.childForFieldName("type"))))
    return undefined;
  const properties = new Map<string, JsonSchema>();
  const required: string[] = [];
  for (const parameter of parameters) {
    const said = saidOf(parameter, scope, attributes);
    const type = parameter.childForFieldName("type");
    const name = said.name ?? naming.ofParameter(parameter.childForFieldName("name")?.text ?? "");
    const { description = descriptionOf(parameter, scope) } = said;
    const bare = type?.type === "nullable_type" ? type.childForFieldName("type") : type;
    properties.set(name, {
      ...schemaOfType(bare ?? null, scope),
      ...(description === undefined ? {} : { description }),
      ...(naming.saysDefaults ? withoutNull(defaultOf(parameter, scope)) : {}),
    });
    const isOptional =
      defaultValue(parameter) !== undefined ||
      (naming.nullableIsOptional && type?.type === "nullable_type");
    if (said.isRequired ?? !isOptional) required.push(name);
  }
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    ...(required.length > 0 ? { required } : {}),
  };
}

function withoutNull(given: { default?: unknown }): { default?: unknown } {
  return given.default === null ? {} : given;
}

/** What attributes of the repository's own say of a parameter. */
function saidOf(parameter: Node, scope: Scope, attributes: OwnAttribute[]) {
  for (const attribute of attributesOf(parameter)) {
    const own = attributes.find(({ name }) => name === attribute.name);
    if (own === undefined) continue;
    const values = [...valuesOf(own, attribute, scope)];
    const description = values.find(
      ([member, value]) =>
        /^(?:Description|Desc|Text|Help|Summary)$/.test(member) && value !== null,
    )?.[1];
    const name = values.find(([member]) => member === "Name")?.[1];
    const isRequired = values.find(([member]) => /^(?:Is)?Required$/.test(member))?.[1];
    return {
      ...(typeof description === "string" ? { description } : {}),
      ...(typeof name === "string" && name !== "" ? { name } : {}),
      ...(typeof isRequired === "boolean" ? { isRequired } : {}),
    };
  }
  return {};
}
