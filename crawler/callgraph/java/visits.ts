import { noteDeclared, prefixOf } from "../declared.ts";
import { isPure } from "../jvm/internal.ts";
import type { Notes } from "../notes.ts";
import { childOf, fieldOf, type Scope, type Syntax, type Visit } from "../tree.ts";
import { invoked } from "./callee.ts";
import { marksOf, parametersOf, positions } from "./declarations.ts";
import { argumentsOf, textOf } from "./expression.ts";
import { simpleType, typeName } from "./types.ts";

/** What each node of Java's grammar says of calls, functions and names. */
export const visits: ReadonlyMap<string, Visit> = new Map<string, Visit>([
  ["import_declaration", noteImport],
  ["class_declaration", enterType],
  ["interface_declaration", enterType],
  ["enum_declaration", enterType],
  ["record_declaration", enterType],
  ["method_declaration", enterMethod],
  ["constructor_declaration", enterMethod],
  ["compact_constructor_declaration", enterMethod],
  ["lambda_expression", enterLambda],
  ["field_declaration", noteField],
  ["constant_declaration", noteField],
  ["local_variable_declaration", noteLocal],
  ["resource", noteNamed],
  ["enhanced_for_statement", noteNamed],
  ["instanceof_expression", noteMatch],
  ["assignment_expression", noteAssignment],
  [
    "method_invocation",
    (node, scope, notes) => {
      const [root = ""] = notes.text(fieldOf(node, "object"), 60).split(/[.([]/);
      if (isPure(notes.typeOf(scope, root))) return;
      const given = argumentsOf(fieldOf(node, "arguments"), notes);
      notes.call(node, invoked(node, notes), given, false, fieldOf(node, "name"));
    },
  ],
  [
    "object_creation_expression",
    (node, _scope, notes) => {
      const type = typeName(fieldOf(node, "type"), notes);
      notes.call(node, type, argumentsOf(fieldOf(node, "arguments"), notes), true);
    },
  ],
]);

function noteImport(node: Syntax, _scope: Scope, notes: Notes): void {
  const [, path = "", all] =
    /^import\s+(?:static\s+)?([\w.$]+?)(\.\*)?\s*;/.exec(notes.text(node)) ?? [];
  if (path === "") return;
  const isStatic = /^import\s+static\b/.test(notes.text(node, 40));
  const name = path.split(".").at(-1) ?? "";
  if (all !== undefined) notes.imports.set(`${path}.*`, { module: path, name: "*" });
  else if (isStatic)
    notes.imports.set(name, { module: path.slice(0, path.lastIndexOf(".")), name });
  else notes.imports.set(name, { module: path, name });
}

function enterType(node: Syntax, _scope: Scope, notes: Notes): Scope {
  const owner = notes.text(fieldOf(node, "name"));
  const parents = [
    ...(fieldOf(node, "superclass")?.children ?? []),
    ...(childOf(
      fieldOf(node, "interfaces") ?? childOf(node, "extends_interfaces"),
      "type_list",
      "interface_type_list",
    )?.children ?? []),
  ];
  notes.base(
    owner,
    parents.map((parent) => simpleType(parent, notes)),
  );
  if (node.type === "record_declaration")
    for (const parameter of parametersOf(fieldOf(node, "parameters"), notes))
      notes.field(owner, parameter.name, undefined, parameter.type);
  const prefix = prefixOf(marksOf(node, notes));
  for (const member of fieldOf(node, "body")?.children ?? [])
    if (member.type === "method_declaration" && fieldOf(member, "body") === undefined)
      noteDeclared(
        notes,
        {
          node: member,
          name: notes.text(fieldOf(member, "name")),
          parameters: positions(parametersOf(fieldOf(member, "parameters"), notes)),
        },
        { owner },
        marksOf(member, notes),
        prefix,
      );
  return { owner };
}

function enterMethod(node: Syntax, scope: Scope, notes: Notes): Scope | undefined {
  const isMethod = node.type === "method_declaration";
  const name = notes.text(fieldOf(node, "name"));
  if (isMethod && scope.owner !== undefined)
    notes.field(scope.owner, `${name}()`, undefined, simpleType(fieldOf(node, "type"), notes));
  if (fieldOf(node, "body") === undefined) return undefined;
  const typed = parametersOf(fieldOf(node, "parameters"), notes);
  // A method of a class without a name is a function of the place that it stands in.
  const owner = scope.function === undefined ? scope.owner : undefined;
  const inside = notes.function(
    node,
    isMethod ? name : "constructor",
    scope,
    positions(typed),
    owner,
  );
  for (const one of typed) notes.type(inside, one.name, one.type);
  return inside;
}

function enterLambda(node: Syntax, scope: Scope, notes: Notes): Scope {
  const given = fieldOf(node, "parameters");
  const typed =
    given?.type === "identifier"
      ? [{ name: notes.text(given), type: "" }]
      : parametersOf(given, notes);
  const inside = notes.function(node, "", scope, positions(typed));
  for (const one of typed) notes.type(inside, one.name, one.type);
  return inside;
}

function noteField(node: Syntax, scope: Scope, notes: Notes): void {
  const { owner } = scope;
  if (owner === undefined) return;
  const type = simpleType(fieldOf(node, "type"), notes);
  for (const one of node.children.filter(({ field }) => field === "declarator")) {
    const value = fieldOf(one, "value");
    const text = value === undefined ? undefined : textOf(value, notes);
    notes.field(owner, notes.text(fieldOf(one, "name")), text, type);
  }
}

function noteLocal(node: Syntax, scope: Scope, notes: Notes): void {
  for (const one of node.children.filter(({ field }) => field === "declarator"))
    noteValue(
      notes.text(fieldOf(one, "name")),
      fieldOf(node, "type"),
      fieldOf(one, "value"),
      scope,
      notes,
    );
}

function noteNamed(node: Syntax, scope: Scope, notes: Notes): void {
  const value = node.type === "resource" ? fieldOf(node, "value") : undefined;
  noteValue(notes.text(fieldOf(node, "name")), fieldOf(node, "type"), value, scope, notes);
}

function noteMatch(node: Syntax, scope: Scope, notes: Notes): void {
  const name = notes.text(fieldOf(node, "name"));
  if (name !== "") notes.type(scope, name, simpleType(fieldOf(node, "right"), notes));
}

function noteValue(
  name: string,
  declared: Syntax | undefined,
  value: Syntax | undefined,
  scope: Scope,
  notes: Notes,
): void {
  if (name === "") return;
  if (value !== undefined) notes.assign(scope, name, textOf(value, notes));
  const made =
    value?.type === "object_creation_expression" ? simpleType(fieldOf(value, "type"), notes) : "";
  notes.type(scope, name, simpleType(declared, notes) || made);
}

function noteAssignment(node: Syntax, scope: Scope, notes: Notes): void {
  const left = fieldOf(node, "left");
  const operator = notes.text(fieldOf(node, "operator"));
  const value = fieldOf(node, "right");
  const isOwn = left?.type === "field_access" && fieldOf(left, "object")?.type === "this";
  const name = notes.text(isOwn ? fieldOf(left, "field") : left);
  if (!/^\w+$/.test(name)) return;
  const local = isOwn ? undefined : notes.declaring(scope, name);
  const isField = local === undefined;
  const place = local ?? (scope.owner === undefined ? scope : { owner: scope.owner });
  const text = textOf(value, notes);
  // What a constructor is given means nothing outside of it.
  const isPassed = isField && value?.type === "identifier";
  if (operator === "+=") notes.append(place, name, text);
  else notes.assign(place, name, operator === "=" && !isPassed ? text : undefined);
}
