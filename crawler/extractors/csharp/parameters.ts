import type { Node } from "web-tree-sitter";
import type { JsonSchema } from "../../../model.ts";
import { attributeNamed, descriptionOf } from "./attributes.ts";
import type { Documentation } from "./documentation.ts";
import type { Scope } from "./fold.ts";
import { defaultOf, defaultValue, schemaOfType } from "./schema.ts";
import { isInjected } from "./services.ts";

/** The input schema of a method or lambda: its parameters but for those that the server fills. */
export function schemaOfParameters(
  list: Node | null,
  scope: Scope,
  services: Set<string>,
  documentation?: Documentation,
): JsonSchema {
  const properties = new Map<string, JsonSchema>();
  const required: string[] = [];
  const add = (name: string, schema: JsonSchema, isRequired: boolean) => {
    properties.set(name.replace(/^@/, ""), schema);
    if (isRequired) required.push(name.replace(/^@/, ""));
  };
  for (const parameter of list?.namedChildren ?? []) {
    if (parameter.type !== "parameter" || isInjected(parameter, scope.program, services)) continue;
    const name = parameter.childForFieldName("name")?.text ?? "";
    const description = descriptionOf(parameter, scope) ?? documentation?.parameters.get(name);
    const isOptional =
      defaultValue(parameter) !== undefined ||
      attributeNamed(parameter, "DefaultValue") !== undefined ||
      attributeNamed(parameter, "Optional") !== undefined;
    const schema = {
      ...schemaOfType(parameter.childForFieldName("type"), scope),
      ...(description === undefined ? {} : { description }),
      ...defaultOf(parameter, scope),
    };
    add(name, schema, !isOptional);
  }
  // A `params` array has no node of its own in the grammar: its parts are fields of the list.
  const rest = list?.childForFieldName("name");
  if (rest !== null && rest !== undefined)
    add(rest.text, schemaOfType(list?.childForFieldName("type") ?? null, scope), true);
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    ...(required.length > 0 ? { required } : {}),
  };
}
