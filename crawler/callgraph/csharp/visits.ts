import { noteDeclared, prefixOf } from "../declared.ts";
import type { Notes } from "../notes.ts";
import { childOf, fieldOf, type Scope, type Syntax, type Visit } from "../tree.ts";
import { calleeIn, nameIn } from "./callee.ts";
import { marksOf, parametersOf, positions } from "./declarations.ts";
import { argumentsOf, membersOf, textOf } from "./expression.ts";
import { isPure } from "./internal.ts";
import { simpleType } from "./types.ts";

/** Assignments that set a property of the object that is being made. */
const setting = new WeakSet<Syntax>();

/** What each node of C#'s grammar says of calls, functions and names. */
export const visits: ReadonlyMap<string, Visit> = new Map<string, Visit>([
  ["using_directive", noteUsing],
  ["class_declaration", enterType],
  ["interface_declaration", enterType],
  ["record_declaration", enterType],
  ["struct_declaration", enterType],
  ["method_declaration", enterMethod],
  ["constructor_declaration", enterMethod],
  ["local_function_statement", enterMethod],
  ["lambda_expression", enterLambda],
  ["anonymous_method_expression", enterLambda],
  ["property_declaration", noteProperty],
  ["variable_declaration", noteVariables],
  [
    "foreach_statement",
    (node, scope, notes) => noteTyped(fieldOf(node, "left"), node, scope, notes),
  ],
  [
    "declaration_pattern",
    (node, scope, notes) => noteTyped(fieldOf(node, "name"), node, scope, notes),
  ],
  [
    "declaration_expression",
    (node, scope, notes) => noteTyped(fieldOf(node, "name"), node, scope, notes),
  ],
  ["initializer_expression", (node) => node.children.forEach((one) => setting.add(one))],
  ["assignment_expression", noteAssignment],
  ["invocation_expression", noteCall],
  [
    "object_creation_expression",
    (node, _scope, notes) => noteCreation(node, fieldOf(node, "type"), notes),
  ],
]);

function noteUsing(node: Syntax, _scope: Scope, notes: Notes): void {
  const alias = fieldOf(node, "name");
  const module = notes.text(node.children.at(-1)).replace(/<.*$|\s+/gs, "");
  if (alias === undefined) notes.imports.set(`${module}.*`, { module, name: "*" });
  else notes.imports.set(notes.text(alias), { module, name: module.split(".").at(-1) ?? "" });
}

function enterType(node: Syntax, _scope: Scope, notes: Notes): Scope {
  const owner = notes.text(fieldOf(node, "name"));
  const bases = (childOf(node, "base_list")?.children ?? []).map((base) =>
    simpleType(base.type === "primary_constructor_base_type" ? base.children[0] : base, notes),
  );
  notes.base(owner, bases);
  for (const { name, type } of parametersOf(childOf(node, "parameter_list"), notes))
    notes.field(owner, name, undefined, type);
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
  const isConstructor = node.type === "constructor_declaration";
  const name = notes.text(fieldOf(node, "name"));
  const isMember = scope.function === undefined;
  if (isMember && scope.owner !== undefined && !isConstructor)
    notes.field(scope.owner, `${name}()`, undefined, simpleType(fieldOf(node, "returns"), notes));
  if (fieldOf(node, "body") === undefined) return undefined;
  const typed = parametersOf(fieldOf(node, "parameters"), notes);
  const receiver = typed.find(({ isReceiver }) => isReceiver);
  const owner = isMember ? receiver?.type || scope.owner : undefined;
  const inside = notes.function(
    node,
    isConstructor ? "constructor" : name,
    scope,
    positions(typed),
    owner,
  );
  for (const one of typed) {
    notes.type(inside, one.name, one.type);
    if (one.fallback !== undefined && one.fallback.type !== "null_literal")
      notes.fallback(inside, one.name, textOf(one.fallback, notes));
  }
  return inside;
}

function enterLambda(node: Syntax, scope: Scope, notes: Notes): Scope {
  const typed = parametersOf(fieldOf(node, "parameters"), notes);
  const inside = notes.function(node, notes.nameOf(node), scope, positions(typed));
  for (const one of typed) notes.type(inside, one.name, one.type);
  return inside;
}

function noteProperty(node: Syntax, { owner }: Scope, notes: Notes): void {
  if (owner === undefined) return;
  const value = fieldOf(node, "value");
  const held = value?.type === "arrow_expression_clause" ? value.children[0] : value;
  const type = fieldOf(node, "type");
  const text = held === undefined ? undefined : textOf(held, notes);
  notes.field(owner, notes.text(fieldOf(node, "name")), text, simpleType(type, notes));
  if (held?.type === "implicit_object_creation_expression") noteCreation(held, type, notes);
}

function noteVariables(node: Syntax, scope: Scope, notes: Notes): void {
  const declared = fieldOf(node, "type");
  const isImplicit = declared?.type === "implicit_type";
  for (const one of node.children.filter(({ type }) => type === "variable_declarator")) {
    const name = notes.text(fieldOf(one, "name"));
    const value = one.children.find(
      ({ field, type }) => field !== "name" && type !== "bracketed_argument_list",
    );
    const type = isImplicit ? madeType(value, scope, notes) : simpleType(declared, notes);
    if (value !== undefined) notes.assign(scope, name, textOf(value, notes));
    notes.type(scope, name, type);
    if (value?.type === "lambda_expression") notes.name(value, name);
    if (value?.type === "implicit_object_creation_expression") noteCreation(value, declared, notes);
  }
}

/** The type of what is constructed, or of what a method of the class gives back. */
function madeType(value: Syntax | undefined, scope: Scope, notes: Notes): string {
  if (value?.type === "await_expression") return madeType(value.children[0], scope, notes);
  if (value?.type === "object_creation_expression")
    return simpleType(fieldOf(value, "type"), notes);
  if (value?.type === "identifier") return notes.typeOf(scope, notes.text(value)) ?? "";
  if (value?.type !== "invocation_expression") return "";
  const callee = calleeIn(fieldOf(value, "function"), notes);
  const place = scope.owner === undefined ? {} : { owner: scope.owner };
  return notes.typeOf(place, `${callee}()`) ?? "";
}

function noteTyped(name: Syntax | undefined, node: Syntax, scope: Scope, notes: Notes): void {
  if (name?.type === "identifier")
    notes.type(scope, notes.text(name), simpleType(fieldOf(node, "type"), notes));
}

function noteAssignment(node: Syntax, scope: Scope, notes: Notes): void {
  if (setting.has(node)) return;
  const left = fieldOf(node, "left");
  const value = fieldOf(node, "right");
  const isOwn =
    left?.type === "member_access_expression" &&
    notes.text(fieldOf(left, "expression"), 5) === "this";
  const name = isOwn ? nameIn(fieldOf(left, "name"), notes) : notes.text(left);
  if (!/^\w+$/.test(name)) return;
  const local = isOwn ? undefined : notes.declaring(scope, name);
  const place = local ?? (scope.owner === undefined ? scope : { owner: scope.owner });
  // What a constructor is given means nothing outside of it.
  const isPassed = local === undefined && value?.type === "identifier";
  const operator = notes.text(fieldOf(node, "operator"));
  if (operator === "+=") notes.append(place, name, textOf(value, notes));
  else notes.assign(place, name, operator === "=" && !isPassed ? textOf(value, notes) : undefined);
  notes.type(place, name, madeType(value, scope, notes));
}

function noteCall(node: Syntax, scope: Scope, notes: Notes): void {
  const called = fieldOf(node, "function");
  const callee = calleeIn(called, notes);
  const [root = ""] = callee.split(/[.([]/, 1);
  if (callee.includes(".") && isPure(notes.typeOf(scope, root))) return;
  const name = called?.type === "member_access_expression" ? fieldOf(called, "name") : undefined;
  notes.call(node, callee, argumentsOf(fieldOf(node, "arguments"), notes), false, name);
}

function noteCreation(node: Syntax, type: Syntax | undefined, notes: Notes): void {
  const given = argumentsOf(fieldOf(node, "arguments") ?? childOf(node, "argument_list"), notes);
  const callee = calleeIn(type?.type === "nullable_type" ? type.children[0] : type, notes);
  notes.call(node, callee, [...given, ...membersOf(node, -1, notes)], true);
}
