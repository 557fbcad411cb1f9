import type { Annotations, JsonSchema } from "../../../model.ts";
import { toJson, type Value } from "../syntax/value.ts";
import type { ToolClass } from "./classes.ts";
import type { Described } from "./definitions.ts";
import { fold, foldPairs, type Scope } from "./fold.ts";
import { ownCall, statementsOf } from "./program.ts";

const hints = new Map<string, Exclude<keyof Annotations, "title">>([
  ["read_only", "readOnlyHint"],
  ["destructive", "destructiveHint"],
  ["idempotent", "idempotentHint"],
  ["open_world", "openWorldHint"],
]);

/** What a class of the `actionmcp` gem and its local bases declare. https://github.com/seuros/action_mcp */
export function describeAction(tool: ToolClass, outer: Scope): Described {
  const described: Described = {};
  const properties = new Map<string, JsonSchema>();
  const required = new Set<string>();
  const aliases = new Map<string, string[]>();
  const annotations: Annotations = {};
  for (const { path, node } of [...tool.bases.toReversed(), tool]) {
    const scope = { ...outer, path };
    for (const statement of statementsOf(node)) {
      const method = ownCall(statement) ?? (statement.type === "identifier" ? statement.text : "");
      const given = statement.childForFieldName("arguments")?.namedChildren ?? [];
      const first = fold(given[0], scope);
      const hint = hints.get(method);
      if (method === "tool_name" && node.id === tool.node.id) described.name = first ?? null;
      else if (method === "description" && typeof first === "string") described.description = first;
      else if (method === "title" && typeof first === "string") annotations.title = first;
      else if (hint !== undefined) annotations[hint] = given.length === 0 || first === true;
      else if ((method === "property" || method === "collection") && typeof first === "string") {
        const options = foldPairs(given, scope);
        properties.set(first, method === "property" ? propertyOf(options) : collectionOf(options));
        if (options.get("required") === true) required.add(first);
      } else if (method === "alias_property") {
        const [alias, name] = given.map((one) => fold(one, scope));
        const known = typeof name === "string" ? properties.get(name) : undefined;
        if (typeof alias !== "string" || typeof name !== "string" || known === undefined) continue;
        properties.set(alias, { ...known });
        aliases.set(name, [...(aliases.get(name) ?? []), alias]);
      }
    }
  }
  const alone = [...required].filter((name) => !aliases.has(name));
  const oneOf = [...required].flatMap((name) => {
    const others = aliases.get(name);
    if (others === undefined) return [];
    return [{ anyOf: [name, ...others].map((one) => ({ required: [one] })) }];
  });
  return {
    ...described,
    inputSchema: {
      type: "object",
      properties: Object.fromEntries(properties),
      ...(alone.length > 0 ? { required: alone } : {}),
      ...(oneOf.length > 0 ? { allOf: oneOf } : {}),
    },
    ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
  };
}

/** `property :x, type: "string", enum: […]`: a default is the gem's own and not said. */
function propertyOf(options: Map<string, Value>): JsonSchema {
  const description = options.get("description");
  const rest = [...options].filter(
    ([key]) => !["type", "description", "required", "default"].includes(key),
  );
  return {
    type: toJson(options.get("type") ?? "string"),
    ...(typeof description === "string" && description !== "" ? { description } : {}),
    ...(toJson(new Map(rest)) as JsonSchema),
  };
}

function collectionOf(options: Map<string, Value>): JsonSchema {
  const description = options.get("description");
  return {
    type: "array",
    items: { type: toJson(options.get("type") ?? "string") },
    ...(typeof description === "string" && description !== "" ? { description } : {}),
  };
}
