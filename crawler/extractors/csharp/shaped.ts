import type { JsonSchema, Place, Tool } from "../../../model.ts";
import type { Registered } from "../extractor.ts";
import { placeOf } from "../syntax/grammar.ts";
import { toJson, type Value } from "../syntax/value.ts";
import { fold } from "./fold.ts";
import { propertyValue } from "./look-up.ts";
import { baseNames, membersOf, type Program } from "./program.ts";
import type { Found } from "../syntax/program.ts";
import { isTest } from "./tests.ts";

const schemas = ["InputSchema", "ParametersSchema", "Schema", "Parameters"];

/** Tools of servers that answer `tools/list` by hand: classes whose properties are name, description and input schema. */
export function readShaped(program: Program): Registered<Tool>[] {
  if (![...program.files.values()].some((text) => text.includes('"tools/list"'))) return [];
  const tools: Registered<Tool>[] = [];
  for (const [path, text] of program.files) {
    if (!path.endsWith(".cs") || isTest(path) || !/Schema\b|\bParameters\b/.test(text)) continue;
    for (const node of program.forest.root(path)?.descendantsOfType("class_declaration") ?? []) {
      const name = node.childForFieldName("name")?.text ?? "";
      if (baseNames(node).length === 0) continue;
      const tool = readClass(membersOf(program, name), program);
      const at = placeOf(path, node.childForFieldName("name") ?? node);
      if (tool !== undefined) tools.push({ ...tool, at, method: "read", registeredIn: path });
    }
  }
  return tools;
}

function readClass(members: Found[], program: Program): Omit<Tool, "at" | "method"> | undefined {
  const valueOf = (property: string): Value => {
    for (const { path, node } of members) {
      const value = propertyValue(node, property);
      if (value !== undefined) return fold(value, { program, path, depth: 0 });
    }
    return undefined;
  };
  const name = valueOf("Name");
  const description = valueOf("Description");
  const schema = schemas.map(valueOf).find((value) => value instanceof Map);
  if (typeof name !== "string" || typeof description !== "string" || schema === undefined)
    return undefined;
  const handler = findHandler(members);
  return {
    name,
    description,
    inputSchema: toJson(schema) as JsonSchema,
    ...(handler === undefined ? {} : { handler }),
  };
}

function findHandler(members: Found[]): Place | undefined {
  const method = members.find(
    ({ node }) =>
      node.type === "method_declaration" &&
      /^(?:Execute|Invoke|Handle|Call|Run)\w*$/.test(node.childForFieldName("name")?.text ?? ""),
  );
  return method === undefined ? undefined : placeOf(method.path, method.node);
}
