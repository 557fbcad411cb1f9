import type { Node } from "web-tree-sitter";
import type { JsonSchema, Tool, Unresolved } from "../../../model.ts";
import type { Registered } from "../extractor.ts";
import { placeOf } from "../syntax/grammar.ts";
import type { Found } from "../syntax/program.ts";
import { parseJson, toJson, type Value } from "../syntax/value.ts";
import { annotationsFrom } from "./annotations.ts";
import { answeringIn, nearestTo } from "./answering.ts";
import { type Attribute, attributesOf, descriptionOf } from "./attributes.ts";
import { conditionOf } from "./conditions.ts";
import { handlerIn } from "./handlers.ts";
import { nameMaker, type Naming } from "./naming.ts";
import { type OwnAttribute, ownAttributes, valuesOf } from "./own-attributes.ts";
import { schemaOfOwn } from "./own-schema.ts";
import type { Program } from "./program.ts";
import { isTest } from "./tests.ts";

interface Extracted {
  tools: Registered<Tool>[];
  unresolved: Registered<Unresolved>[];
}

interface Framework {
  program: Program;
  services: Set<string>;
  attributes: OwnAttribute[];
  /** Files that answer `tools/list`. */
  servers: string[];
  naming: Naming;
}

const names = /^(?:Tool|Command|Function)?(?:Name|Id)$/;
const descriptions = /^(?:Tool)?(?:Description|Desc|Summary|Help|Text)$/;
const schemas = /^(?:Input|Parameters?|Json)Schema$/;

/** Tools of servers that find their tools by reflection, with attribute classes of their own. */
export function readOwn(program: Program, services: Set<string>): Extracted {
  const servers = answeringIn(program);
  if (servers.length === 0) return { tools: [], unresolved: [] };
  const attributes = ownAttributes(program);
  const naming = nameMaker(program, attributes);
  const framework = { program, services, attributes, servers, naming };
  const marking = attributes.filter(isOfTools);
  const found = marking.flatMap((own) =>
    markedWith(program, own).map((one) => readTool(one, own, framework)),
  );
  const all = found.length > 0 ? found : readProviders(framework);
  return {
    tools: all.flatMap((one) => ("reason" in one ? [] : [one])),
    unresolved: all.flatMap((one) => ("reason" in one ? [one] : [])),
  };
}

/** Whether code looks on methods or classes for this attribute, and what it says is a tool's. */
function isOfTools({ name, targets, members, readers }: OwnAttribute): boolean {
  if (readers.length === 0 || !/tool/i.test(name)) return false;
  if (targets.size > 0 && !targets.has("Method") && !targets.has("Class")) return false;
  return [...members].some((member) => names.test(member) || descriptions.test(member));
}

/** Methods and classes that an attribute is put on; classes only when it says what the tool is. */
function markedWith(program: Program, own: OwnAttribute): (Found & { attribute: Attribute })[] {
  const found: (Found & { attribute: Attribute })[] = [];
  const written = new RegExp(`\\b${own.name}`);
  for (const [path, text] of program.files) {
    if (!path.endsWith(".cs") || isTest(path) || !written.test(text)) continue;
    const nodes =
      program.forest.root(path)?.descendantsOfType(["method_declaration", "class_declaration"]) ??
      [];
    for (const node of nodes) {
      const attribute = attributesOf(node).find((one) => one.name === own.name);
      if (attribute === undefined) continue;
      if (
        node.type === "class_declaration" &&
        ![...own.members].some((one) => descriptions.test(one))
      )
        continue;
      found.push({ path, node, attribute });
    }
  }
  return found;
}

function readTool(
  { path, node, attribute }: Found & { attribute: Attribute },
  own: OwnAttribute,
  framework: Framework,
): Registered<Tool> | Registered<Unresolved> {
  const { program } = framework;
  const scope = { program, path, depth: 0 };
  const values = valuesOf(own, attribute, scope);
  const at = placeOf(path, attribute.node);
  const registeredIn = nearestTo(path, framework.servers);
  const given = [...values].find(([member]) => names.test(member));
  const isGiven = given !== undefined && given[1] !== null && given[1] !== "";
  const name = isGiven ? given[1] : framework.naming.ofMethod(node);
  if (typeof name !== "string" || name === "") {
    const reason = "A tool that an attribute marks, with a name that could not be followed.";
    return { at, reason, registeredIn };
  }
  const told = textIn(values, descriptions) ?? descriptionOf(node, scope);
  const isClass = node.type === "class_declaration";
  const schema =
    writtenSchema(values) ?? (isClass ? undefined : schemaOfOwn(node, scope, framework));
  const { annotations } = annotationsFrom(
    new Map([...values].filter(([, value]) => value !== false)),
  );
  const handler = isClass ? handlerIn(node, path) : placeOf(path, node);
  const when = conditionOf(attribute.node, program.files.get(path) ?? "");
  return {
    name,
    ...(told === undefined || told === "" ? {} : { description: told }),
    ...(schema === undefined ? {} : { inputSchema: schema }),
    ...(annotations === undefined || !saysHints(program) ? {} : { annotations }),
    at,
    ...(handler === undefined ? {} : { handler }),
    method: "read",
    ...(when === undefined ? {} : { when }),
    registeredIn,
  };
}

/** Classes that an attribute marks, of which the code that looks for it takes every public method. */
function readProviders(framework: Framework): (Registered<Tool> | Registered<Unresolved>)[] {
  const { program, attributes, servers, naming } = framework;
  const takers = attributes.filter(
    ({ name, targets, readers }) =>
      (targets.size === 0 || targets.has("Class")) &&
      /tool/i.test(name) &&
      readers.some((path) => /\.GetMethods\(/.test(program.files.get(path) ?? "")),
  );
  return takers.flatMap((own) => {
    const isStatic = own.readers.some((path) =>
      /\.GetMethods\([^)]*\bStatic\b(?![^)]*\bInstance\b)/.test(program.files.get(path) ?? ""),
    );
    return classesWith(program, own).flatMap(({ path, node }) =>
      (node.childForFieldName("body")?.namedChildren ?? [])
        .filter((member) => isTaken(member, isStatic))
        .flatMap((method) => {
          const scope = { program, path, depth: 0 };
          const name = naming.ofMethod(method);
          if (naming.isLeftOut(name)) return [];
          const description = descriptionOf(method, scope);
          const schema = schemaOfOwn(method, scope, framework);
          const when = conditionOf(method, program.files.get(path) ?? "");
          return [
            {
              name,
              ...(description === undefined ? {} : { description }),
              ...(schema === undefined ? {} : { inputSchema: schema }),
              at: placeOf(path, method.childForFieldName("name") ?? method),
              handler: placeOf(path, method),
              method: "read" as const,
              ...(when === undefined ? {} : { when }),
              registeredIn: nearestTo(path, servers),
            },
          ];
        }),
    );
  });
}

function classesWith(program: Program, own: OwnAttribute): Found[] {
  const found: Found[] = [];
  for (const [path, text] of program.files) {
    if (!path.endsWith(".cs") || isTest(path) || !text.includes(`[${own.name}`)) continue;
    for (const node of program.forest.root(path)?.descendantsOfType("class_declaration") ?? [])
      if (attributesOf(node).some(({ name }) => name === own.name)) found.push({ path, node });
  }
  return found;
}

function isTaken(member: Node, isStatic: boolean): boolean {
  if (member.type !== "method_declaration") return false;
  const words = new Set(
    member.namedChildren.filter(({ type }) => type === "modifier").map(({ text }) => text),
  );
  return words.has("public") && (!isStatic || words.has("static"));
}

function textIn(values: Map<string, Value>, members: RegExp): string | undefined {
  const found = [...values].find(
    ([member, value]) => members.test(member) && typeof value === "string" && value !== "",
  );
  return typeof found?.[1] === "string" ? found[1] : undefined;
}

function writtenSchema(values: Map<string, Value>): JsonSchema | undefined {
  const text = textIn(values, schemas);
  const schema = text === undefined ? undefined : parseJson(text);
  return schema instanceof Map ? (toJson(schema) as JsonSchema) : undefined;
}

function saysHints(program: Program): boolean {
  return [...program.files].some(
    ([path, text]) => path.endsWith(".cs") && text.includes("readOnlyHint"),
  );
}
