import type { Node } from "web-tree-sitter";
import type { Tool, Unresolved } from "../../../model.ts";
import type { Registered } from "../extractor.ts";
import { placeOf } from "../syntax/grammar.ts";
import { annotationsFrom } from "./annotations.ts";
import {
  argumentsOf,
  type Attribute,
  attributeNamed,
  attributesOf,
  descriptionOf,
} from "./attributes.ts";
import { both, conditionOf } from "./conditions.ts";
import { documentationOf } from "./documentation.ts";
import type { Scope } from "./fold.ts";
import { deriveName } from "./names.ts";
import { schemaOfParameters } from "./parameters.ts";
import { enclosingType, membersOf, type Program, simpleName } from "./program.ts";
import type { Registration, Registrations } from "./registrations.ts";
import { schemaOfType } from "./schema.ts";
import { isTest } from "./tests.ts";
import { isBuiltWith, projectOf, sdkTraits } from "./versions.ts";

const toolAttributes = ["McpServerTool", "McpTool"];
const classAttributes = ["McpServerToolType", "McpToolType"];

/** The tools of attributed methods in the classes that are given to a server. */
export function readClasses(
  program: Program,
  registrations: Registrations,
  services: Set<string>,
): { tools: Registered<Tool>[]; unresolved: Registered<Unresolved>[] } {
  const classes = new Map<string, { name: string; path: string; project: string }>();
  const addClass = (name: string, path: string) => {
    const project = projectOf(program.files, path);
    const key = `${project} ${name}`;
    if (!classes.has(key)) classes.set(key, { name, path, project });
  };
  const tools: Registered<Tool>[] = [];
  const unresolved: Registered<Unresolved>[] = [];
  for (const [path, text] of program.files) {
    if (!path.endsWith(".cs") || isTest(path) || !/\bMcp(?:Server)?Tool/.test(text)) continue;
    const root = program.forest.root(path);
    for (const attribute of root?.descendantsOfType("attribute") ?? []) {
      const written = attribute.childForFieldName("name")?.text ?? "";
      if (!/(?:^|\.)Mcp(?:Server)?Tool(?:Attribute)?$/.test(written)) continue;
      const name = enclosingType(attribute)?.childForFieldName("name")?.text;
      if (name !== undefined) addClass(name, path);
    }
    if (root !== undefined) unresolved.push(...hidden(root, path, text));
  }
  for (const name of registrations.byType.keys())
    for (const { path } of program.types(name)) if (!isTest(path)) addClass(name, path);
  const typed = new Set(
    [...registrations.byType.keys()].flatMap((name) =>
      program.types(name).map(({ path }) => projectOf(program.files, path)),
    ),
  );
  for (const { name, path, project } of classes.values()) {
    const isOwn = (file: string) => projectOf(program.files, file) === project;
    const declared = program.types(name).filter((one) => isOwn(one.path));
    const isMarked = declared.some(({ node }) => isToolType(node));
    const isOnly = declared.length === program.types(name).length;
    const everywhere = (registrations.byProject.get("*") ?? []).filter(({ registeredIn }) =>
      isBuiltWith(program.files, projectOf(program.files, registeredIn), project),
    );
    const given = [
      ...(registrations.byType.get(name) ?? []),
      ...(isMarked ? [...(registrations.byProject.get(project) ?? []), ...everywhere] : []),
    ];
    const reached = reaching(given, path, isMarked && !typed.has(project)).filter(
      // Projects may have classes of the same name: each registers its own.
      ({ registeredIn }) =>
        isOnly || isOwn(registeredIn) || !registersOwn(registeredIn, name, program),
    );
    for (const registration of reached)
      for (const method of methodsOf(program, name, isOwn)) {
        const found = readMethod(method.node, method.attribute, {
          scope: { program, path: method.path, depth: 0 },
          services,
          registration,
        });
        if ("reason" in found) unresolved.push(found);
        else {
          tools.push(found);
          const missing = undescribed(method, found, program);
          if (missing !== undefined) unresolved.push(missing);
        }
      }
  }
  return { tools, unresolved };
}

/** Whether the project of a file has a type of that name itself. */
function registersOwn(file: string, name: string, program: Program): boolean {
  const project = projectOf(program.files, file);
  return program.types(name).some(({ path }) => projectOf(program.files, path) === project);
}

function isToolType(declaration: Node): boolean {
  return attributesOf(declaration).some(({ name }) => classAttributes.includes(name));
}

/** One registration for each file that registers the class; the class's own file when nothing says how it is registered and that may be. */
function reaching(given: Registration[], path: string, mayBeAlone: boolean): Registration[] {
  if (given.length === 0) return mayBeAlone ? [{ at: { path, line: 1 }, registeredIn: path }] : [];
  const always = given.filter(({ when }) => when === undefined);
  const firsts = new Map<string, Registration>();
  for (const one of [...always, ...given])
    if (!firsts.has(one.registeredIn)) firsts.set(one.registeredIn, one);
  return [...firsts.values()];
}

function methodsOf(
  program: Program,
  name: string,
  keeps: (path: string) => boolean,
): { path: string; node: Node; attribute: Attribute }[] {
  return membersOf(program, name, keeps)
    .filter(({ node }) => node.type === "method_declaration")
    .flatMap(({ path, node }) => {
      const attribute = toolAttributes
        .map((one) => attributeNamed(node, one))
        .find((one) => one !== undefined);
      return attribute === undefined ? [] : [{ path, node, attribute }];
    });
}

interface Context {
  scope: Scope;
  services: Set<string>;
  registration: Registration;
}

function readMethod(
  method: Node,
  attribute: Attribute,
  { scope, services, registration }: Context,
): Registered<Tool> | Registered<Unresolved> {
  const { program, path } = scope;
  const at = placeOf(path, attribute.node);
  const { registeredIn } = registration;
  const { positional, named } = argumentsOf(attribute, scope);
  const traits = sdkTraits(program.files, path);
  const isNamed = named.has("Name") || positional.length > 0;
  const name = isNamed
    ? (named.get("Name") ?? positional[0])
    : deriveName(method, traits.snakeCase);
  if (typeof name !== "string")
    return {
      at,
      registeredIn,
      reason: "An attributed tool method whose name could not be followed.",
    };
  const modifiers = method.namedChildren.filter(({ type }) => type === "modifier");
  const isPartial = modifiers.some(({ text }) => text === "partial");
  const documentation = isPartial ? documentationOf(method) : undefined;
  const told =
    descriptionOf(method, scope) ?? (typeof positional[1] === "string" ? positional[1] : undefined);
  const isStructured = named.get("UseStructuredContent") === true;
  const description = withReturn(
    told ?? documentation?.description,
    isStructured || !traits.describesReturn
      ? undefined
      : (returnDescription(method, scope) ?? documentation?.returns),
  );
  const when = both(registration.when, conditionOf(attribute.node, program.files.get(path) ?? ""));
  return {
    name,
    ...annotationsFrom(named),
    ...(description === undefined || description === "" ? {} : { description }),
    inputSchema: schemaOfParameters(
      method.childForFieldName("parameters"),
      scope,
      services,
      documentation,
    ),
    ...(isStructured ? { outputSchema: outputSchema(method, attribute, scope) } : {}),
    at,
    handler: placeOf(path, method),
    method: "read",
    ...(when === undefined ? {} : { when }),
    registeredIn,
  };
}

/** Why a tool whose method has a description has none here; undefined when it has one or none was given. */
function undescribed(
  { path, node }: { path: string; node: Node },
  { name, at, registeredIn }: Registered<Tool>,
  program: Program,
): Registered<Unresolved> | undefined {
  if (attributeNamed(node, "Description") === undefined) return undefined;
  if (descriptionOf(node, { program, path, depth: 0 }) !== undefined) return undefined;
  return { at, reason: `The description of "${name}" could not be followed.`, registeredIn };
}

/** Attributed methods that broken syntax hides: in what the grammar made nothing of, or not seen at all. */
function hidden(root: Node, path: string, text: string): Registered<Unresolved>[] {
  if (!root.hasError) return [];
  const found = root
    .descendantsOfType("attribute")
    .filter((one) =>
      toolAttributes.includes(simpleName(one.childForFieldName("name")).replace(/Attribute$/, "")),
    );
  const broken = found.filter((one) => {
    const owner = one.parent?.parent;
    return (
      enclosingType(one) === undefined ||
      !/^(?:method_declaration|local_function_statement)$/.test(owner?.type ?? "")
    );
  });
  const reason = "An attributed tool method in a file that is no valid C#.";
  if (broken.length > 0)
    return broken.map((one) => ({ at: placeOf(path, one), reason, registeredIn: path }));
  const rows = text.split("\n");
  const written = rows.flatMap((line, row) =>
    /^\s*\[\s*McpServerTool\s*[(\],]/.test(line) ? [row] : [],
  );
  const seen = new Set(found.map((one) => one.startPosition.row));
  return written
    .filter((row) => !seen.has(row))
    .slice(0, 100)
    .map((row) => ({ at: { path, line: row + 1 }, reason, registeredIn: path }));
}

function withReturn(description: string | undefined, returns: string | undefined) {
  if (returns === undefined || returns === "") return description;
  return description === undefined ? `Returns: ${returns}` : `${description}\nReturns: ${returns}`;
}

function returnDescription(method: Node, scope: Scope): string | undefined {
  const attribute = attributesOf(method).find(
    ({ name, target }) => name === "Description" && target === "return",
  );
  const text = attribute === undefined ? undefined : argumentsOf(attribute, scope).positional[0];
  return typeof text === "string" ? text : undefined;
}

function outputSchema(method: Node, attribute: Attribute, scope: Scope) {
  const explicit = attribute.node.descendantsOfType("typeof_expression")[0];
  const returns = method.childForFieldName("returns");
  const awaited = /^(?:System\.Threading\.Tasks\.)?(?:Value)?Task</.test(returns?.text ?? "")
    ? returns?.descendantsOfType("type_argument_list")[0]?.namedChild(0)
    : returns;
  const type = explicit?.childForFieldName("type") ?? awaited ?? null;
  return schemaOfType(type, scope);
}
