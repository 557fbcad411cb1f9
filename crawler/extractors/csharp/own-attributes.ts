import type { Node } from "web-tree-sitter";
import type { Value } from "../syntax/value.ts";
import { argumentsOf, type Attribute, attributeNamed } from "./attributes.ts";
import { fold, type Scope } from "./fold.ts";
import { baseNames, type Program } from "./program.ts";
import { isTest } from "./tests.ts";
import type { Found } from "../syntax/program.ts";

/** An attribute class of the repository that its code looks for by reflection. */
export interface OwnAttribute {
  /** Without the suffix `Attribute`. */
  name: string;
  declaration: Found;
  /** Files that look for it. */
  readers: string[];
  /** What it may be put on: `Method`, `Class`, `Parameter`; empty when anything. */
  targets: Set<string>;
  /** Names of its properties and fields. */
  members: Set<string>;
}

const maxAttributes = 200;
/** What the SDK's own attributes mean is read elsewhere. */
const sdk = /^\s*namespace\s+(?:ModelContextProtocol|McpDotNet)\b/m;

/** The attribute classes that files look for by reflection, or that are put on parameters. */
export function ownAttributes(program: Program): OwnAttribute[] {
  const found = new Map<string, OwnAttribute>();
  for (const [path, text] of program.files) {
    if (!path.endsWith(".cs") || isTest(path) || !/\bAttribute\b/.test(text)) continue;
    if (sdk.test(text)) continue;
    for (const match of text.matchAll(
      /\bclass[ \t]+(\w+)\s*(?:\([^()]*\)\s*)?:[^{;]*Attribute\b/g,
    )) {
      const written = match[1] ?? "";
      const name = written.replace(/(?<=.)Attribute$/, "");
      const declaration = program
        .types(written)
        .find(
          (one) =>
            one.path === path && baseNames(one.node).some((base) => base.endsWith("Attribute")),
        );
      if (declaration === undefined || found.has(name) || found.size >= maxAttributes) continue;
      found.set(name, {
        name,
        declaration,
        readers: readersOf(program, name),
        targets: targetsOf(declaration.node),
        members: memberNames(declaration.node),
      });
    }
  }
  return [...found.values()];
}

/** Files that ask reflection for an attribute: `GetCustomAttribute<X>()`, `typeof(X)`. */
function readersOf(program: Program, name: string): string[] {
  const asked = new RegExp(
    `Attributes?\\s*<\\s*(?:\\w+\\.)*${name}(?:Attribute)?\\s*>|\\btypeof\\(\\s*(?:\\w+\\.)*${name}(?:Attribute)?\\s*\\)`,
  );
  return [...program.files]
    .filter(
      ([path, text]) =>
        path.endsWith(".cs") && !isTest(path) && text.includes(name) && asked.test(text),
    )
    .map(([path]) => path);
}

function targetsOf(declaration: Node): Set<string> {
  const usage = attributeNamed(declaration, "AttributeUsage");
  const targets = [...(usage?.node.text ?? "").matchAll(/AttributeTargets\.(\w+)/g)];
  return new Set(targets.map((match) => match[1] ?? "").filter((one) => one !== "All"));
}

function memberNames(declaration: Node): Set<string> {
  const names = (declaration.childForFieldName("body")?.namedChildren ?? []).flatMap((member) =>
    member.type === "property_declaration"
      ? [member.childForFieldName("name")?.text ?? ""]
      : member.type === "field_declaration"
        ? member
            .descendantsOfType("variable_declarator")
            .map((one) => one.childForFieldName("name")?.text ?? "")
        : [],
  );
  return new Set(names);
}

/** What the members of an attribute come to where it is put on something. */
export function valuesOf(
  own: OwnAttribute,
  attribute: Attribute,
  scope: Scope,
): Map<string, Value> {
  const { positional, named } = argumentsOf(attribute, scope);
  const { path, node } = own.declaration;
  const body = node.childForFieldName("body")?.namedChildren ?? [];
  const bound = new Map<string, Value>();
  const inner: Scope = { program: scope.program, path, depth: 0, bound };
  const made = body.filter(({ type }) => type === "constructor_declaration");
  const constructor =
    made
      .toSorted((a, b) => parametersOf(a).length - parametersOf(b).length)
      .find((one) => parametersOf(one).length >= positional.length) ?? made.at(-1);
  const parameters = parametersOf(constructor ?? node);
  parameters.forEach((parameter, index) => {
    const name = parameter.childForFieldName("name");
    if (name === null) return;
    const fallback = parameter.namedChildren.find((child) => child.startIndex >= name.endIndex);
    bound.set(
      name.text,
      named.has(name.text)
        ? named.get(name.text)
        : index < positional.length
          ? positional[index]
          : fold(fallback, inner),
    );
  });
  const values = new Map<string, Value>();
  for (const member of body) {
    const name = member.childForFieldName("name")?.text ?? "";
    if (member.type !== "property_declaration") continue;
    const value = member.childForFieldName("value");
    if (value !== null) values.set(name, fold(value, inner));
  }
  for (const assigned of constructor?.descendantsOfType("assignment_expression") ?? []) {
    const left = assigned.childForFieldName("left")?.text.replace(/^this\./, "") ?? "";
    const value = fold(assigned.childForFieldName("right"), inner);
    if (value !== undefined || !values.has(left)) values.set(left, value);
  }
  for (const member of body) {
    // `Name => _name`: what the constructor put into the field.
    const value = member.childForFieldName("value");
    const read = value?.type === "arrow_expression_clause" ? value.namedChild(0)?.text : undefined;
    const name = member.childForFieldName("name")?.text ?? "";
    if (read !== undefined && values.has(read)) values.set(name, values.get(read));
  }
  for (const [name, value] of named) if (own.members.has(name)) values.set(name, value);
  return values;
}

function parametersOf(declaration: Node): Node[] {
  const list =
    declaration.childForFieldName("parameters") ??
    declaration.namedChildren.find(({ type }) => type === "parameter_list");
  return (list?.namedChildren ?? []).filter(({ type }) => type === "parameter");
}
