import type { Notes } from "../notes.ts";
import { childOf, fieldOf, type Scope, type Syntax, type Visit } from "../tree.ts";
import { calleeIn, classIn, memberOf } from "./callee.ts";
import { argumentsOf, commandOf, textOf, variableOf } from "./expression.ts";
import { isPure } from "./internal.ts";
import { madeType, simpleType } from "./types.ts";

/** What each node of PHP's grammar says of calls, functions and names. */
export const visits: ReadonlyMap<string, Visit> = new Map<string, Visit>([
  ["namespace_use_declaration", noteUse],
  ["class_declaration", enterType],
  ["interface_declaration", enterType],
  ["trait_declaration", enterType],
  ["enum_declaration", enterType],
  ["use_declaration", noteTraits],
  ["function_definition", enterFunction],
  ["method_declaration", enterFunction],
  ["anonymous_function", enterFunction],
  ["arrow_function", enterFunction],
  ["const_declaration", noteConstants],
  ["property_declaration", noteProperties],
  ["assignment_expression", noteAssignment],
  ["augmented_assignment_expression", noteAssignment],
  ["foreach_statement", noteLoop],
  ["function_call_expression", noteCall],
  ["member_call_expression", noteCall],
  ["nullsafe_member_call_expression", noteCall],
  ["scoped_call_expression", noteCall],
  ["object_creation_expression", noteCreation],
  [
    "shell_command_expression",
    (node, _scope, notes) =>
      notes.call(node, "shell_exec", [{ index: 0, text: commandOf(node, notes) }]),
  ],
]);

function noteUse(node: Syntax, _scope: Scope, notes: Notes): void {
  const prefix = notes.text(childOf(node, "namespace_name"));
  for (const one of fieldOf(node, "body")?.children ?? node.children) {
    if (one.type !== "namespace_use_clause") continue;
    const alias = fieldOf(one, "alias");
    const named = one.children.find(
      ({ type, field }) => field !== "alias" && type.endsWith("name"),
    );
    const module = [prefix, notes.text(named).replace(/^\\/, "")]
      .filter((part) => part !== "")
      .join("\\");
    const name = module.split("\\").at(-1) ?? "";
    notes.imports.set(alias === undefined ? name : notes.text(alias), { module, name });
  }
}

function enterType(node: Syntax, _scope: Scope, notes: Notes): Scope {
  const owner = notes.text(fieldOf(node, "name"));
  const parents = [
    ...(childOf(node, "base_clause")?.children ?? []),
    ...(childOf(node, "class_interface_clause")?.children ?? []),
  ];
  notes.base(
    owner,
    parents.map((parent) => simpleType(parent, notes)),
  );
  return { owner };
}

function noteTraits(node: Syntax, { owner }: Scope, notes: Notes): void {
  if (owner !== undefined)
    notes.base(
      owner,
      node.children.map((one) => simpleType(one, notes)),
    );
}

function enterFunction(node: Syntax, scope: Scope, notes: Notes): Scope | undefined {
  const written = notes.text(fieldOf(node, "name"));
  const isMethod = node.type === "method_declaration";
  if (isMethod && scope.owner !== undefined)
    notes.field(
      scope.owner,
      `${written}()`,
      undefined,
      simpleType(fieldOf(node, "return_type"), notes),
    );
  if (fieldOf(node, "body") === undefined) return undefined;
  const list = (fieldOf(node, "parameters")?.children ?? []).filter(({ type }) =>
    type.endsWith("parameter"),
  );
  const parameters = list.map((one, index) => ({
    name: variableOf(fieldOf(one, "name"), notes),
    index,
  }));
  const owner = isMethod && scope.function === undefined ? scope.owner : undefined;
  const name = written === "__construct" ? "constructor" : written || notes.nameOf(node);
  const inside = notes.function(node, name, scope, parameters, owner);
  for (const one of list) {
    const parameter = variableOf(fieldOf(one, "name"), notes);
    const type = simpleType(fieldOf(one, "type"), notes);
    const value = fieldOf(one, "default_value");
    const text = value === undefined || value.type === "null" ? undefined : textOf(value, notes);
    notes.type(inside, parameter, type);
    if (text !== undefined) notes.fallback(inside, parameter, text);
    if (one.type === "property_promotion_parameter" && scope.owner !== undefined)
      notes.field(scope.owner, parameter, text, type);
  }
  return inside;
}

function noteConstants(node: Syntax, { owner }: Scope, notes: Notes): void {
  for (const {
    type,
    children: [name, value],
  } of node.children)
    if (type === "const_element")
      notes.assign(owner === undefined ? {} : { owner }, notes.text(name), textOf(value, notes));
}

function noteProperties(node: Syntax, { owner }: Scope, notes: Notes): void {
  if (owner === undefined) return;
  for (const one of node.children.filter(({ type }) => type === "property_element")) {
    const value = fieldOf(one, "default_value");
    const text = value === undefined || value.type === "null" ? undefined : textOf(value, notes);
    notes.field(
      owner,
      variableOf(fieldOf(one, "name"), notes),
      text,
      simpleType(fieldOf(node, "type"), notes),
    );
  }
}

function noteAssignment(node: Syntax, scope: Scope, notes: Notes): void {
  const left = fieldOf(node, "left");
  const value = fieldOf(node, "right");
  const isOwn =
    left?.type === "member_access_expression" && notes.text(fieldOf(left, "object")) === "$this";
  const name = isOwn ? memberOf(fieldOf(left, "name"), notes).slice(1) : variableOf(left, notes);
  if (name === "" || name === "]") return;
  const place = isOwn ? (scope.owner === undefined ? {} : { owner: scope.owner }) : scope;
  // What a constructor is given means nothing outside of it.
  const isPassed = isOwn && value?.type === "variable_name";
  const operator = notes.text(fieldOf(node, "operator"));
  if (operator === ".=") notes.append(place, name, textOf(value, notes));
  else notes.assign(place, name, isPassed ? undefined : textOf(value, notes));
  notes.type(place, name, madeType(value, scope, notes));
  if (value?.type === "anonymous_function" || value?.type === "arrow_function")
    notes.name(value, name);
}

/** Names that stand for each item. */
function noteLoop(node: Syntax, scope: Scope, notes: Notes): void {
  for (const one of node.children
    .slice(1)
    .flatMap((child) => (child.type === "pair" ? child.children : [child])))
    if (one.type === "variable_name") notes.assign(scope, variableOf(one, notes));
}

function noteCall(node: Syntax, scope: Scope, notes: Notes): void {
  const isFunction = node.type === "function_call_expression";
  const name = isFunction ? undefined : fieldOf(node, "name");
  const of = fieldOf(
    node,
    isFunction ? "function" : node.type.startsWith("scoped") ? "scope" : "object",
  );
  if (!isFunction && of?.type === "qualified_name") simpleType(of, notes);
  const callee = calleeIn(of, notes) + (isFunction ? "" : memberOf(name, notes));
  const root = variableOf(of, notes);
  if (!isFunction && root !== "" && isPure(notes.typeOf(scope, root))) return;
  notes.call(node, callee, argumentsOf(fieldOf(node, "arguments"), notes), false, name);
}

function noteCreation(node: Syntax, scope: Scope, notes: Notes): void {
  const made = classIn(node);
  const type = simpleType(made, notes) || (scope.owner ?? "");
  if (made !== undefined)
    notes.call(node, type, argumentsOf(childOf(node, "arguments"), notes), true);
}
