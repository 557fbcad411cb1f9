import { importName } from "../../extractors/go/lower.ts";
import { unquote } from "../../extractors/go/unquote.ts";
import type { Argument, Parameter } from "../language.ts";
import type { Notes } from "../notes.ts";
import { fieldOf, type Scope, type Syntax, type Visit } from "../tree.ts";
import { calleeIn } from "./callee.ts";
import { keyOf, textOf } from "./text.ts";
import { constructed, typeName } from "./types.ts";

const maxArguments = 40;

/** What is noted of Go, by type of node. */
export const visits: ReadonlyMap<string, Visit> = new Map<string, Visit>([
  ["import_spec", visitImport],
  ["type_spec", visitType],
  ["function_declaration", visitFunction],
  ["method_declaration", visitFunction],
  ["func_literal", visitFunction],
  ["const_spec", visitSpec],
  ["var_spec", visitSpec],
  ["short_var_declaration", visitShort],
  ["assignment_statement", visitAssignment],
  ["range_clause", visitRange],
  ["type_switch_statement", visitSwitch],
  ["keyed_element", visitElement],
  ["call_expression", visitCall],
]);

function visitImport(node: Syntax, _scope: Scope, notes: Notes): void {
  const module = unquote(notes.text(fieldOf(node, "path")));
  const alias = notes.text(fieldOf(node, "name"));
  if (alias === "_" || alias === ".") return;
  const name = importName(module);
  const names =
    alias === "" ? [name, name.replace(/^go-|-go$/g, ""), name.replaceAll("-", "")] : [alias];
  for (const local of names)
    if (!notes.imports.has(local)) notes.imports.set(local, { module, name: "*" });
}

function visitType(node: Syntax, _scope: Scope, notes: Notes): Scope {
  const owner = notes.text(fieldOf(node, "name"));
  const type = fieldOf(node, "type");
  const embedded: string[] = [];
  if (type?.type === "struct_type")
    for (const field of type.children[0]?.children ?? []) {
      const of = typeName(fieldOf(field, "type"), notes);
      const names = field.children.filter((child) => child.field === "name");
      if (names.length === 0 && of !== undefined) embedded.push(of);
      if (names.length === 0 && of !== undefined)
        notes.field(owner, of.slice(of.lastIndexOf(".") + 1), undefined, of);
      for (const name of names) notes.field(owner, notes.text(name), undefined, of);
    }
  else if (type?.type === "interface_type") {
    const methods = type.children.filter((child) => child.type === "method_elem");
    notes.interface(
      owner,
      methods.map((method) => notes.text(fieldOf(method, "name"))),
    );
    for (const method of methods)
      notes.returns(notes.text(fieldOf(method, "name")), owner, resultOf(method, notes));
    for (const elem of type.children)
      if (elem.type === "type_elem" && elem.children.length === 1)
        embedded.push(typeName(elem.children[0], notes) ?? "");
  } else if (type?.type === "function_type") notes.returns(owner, undefined, resultOf(type, notes));
  else {
    const of = typeName(type, notes);
    if (of !== undefined) embedded.push(of);
  }
  notes.base(owner, embedded);
  return {};
}

function visitFunction(node: Syntax, scope: Scope, notes: Notes): Scope {
  const [receiver] = fieldOf(node, "receiver")?.children ?? [];
  const owner = typeName(fieldOf(receiver, "type"), notes);
  const parameters: Parameter[] = [];
  const typed: [string, string | undefined][] = [];
  let index = 0;
  for (const declaration of fieldOf(node, "parameters")?.children ?? []) {
    const type = typeName(fieldOf(declaration, "type"), notes);
    const names = declaration.children.filter(({ field }) => field === "name");
    for (const name of names) {
      parameters.push({ name: notes.text(name), index });
      typed.push([notes.text(name), type]);
      index += 1;
    }
    if (names.length === 0) index += 1;
  }
  const name = notes.text(fieldOf(node, "name")) || notes.nameOf(node);
  const inside = notes.function(node, name, scope, parameters, owner);
  for (const [of, type] of typed) notes.type(inside, of, type);
  notes.returns(name, owner, resultOf(node, notes));
  if (receiver !== undefined) notes.type(inside, notes.text(fieldOf(receiver, "name")), owner);
  return inside;
}

/** The first of a function's results. */
function resultOf(node: Syntax, notes: Notes): string | undefined {
  const result = fieldOf(node, "result");
  const first = result?.type === "parameter_list" ? fieldOf(result.children[0], "type") : result;
  return typeName(first, notes);
}

function visitSpec(node: Syntax, scope: Scope, notes: Notes): void {
  const names = node.children.filter(({ field }) => field === "name");
  const type = typeName(fieldOf(node, "type"), notes);
  const values = fieldOf(node, "value")?.children ?? [];
  declare(names, values, scope, notes, type);
}

function visitShort(node: Syntax, scope: Scope, notes: Notes): void {
  declare(
    fieldOf(node, "left")?.children ?? [],
    fieldOf(node, "right")?.children ?? [],
    scope,
    notes,
  );
}

/** Names with their values; of a call that gives several, the first name has its text. */
function declare(
  names: readonly Syntax[],
  values: readonly Syntax[],
  scope: Scope,
  notes: Notes,
  type?: string,
): void {
  for (const [index, node] of names.entries()) {
    const name = notes.text(node);
    const value = values[index];
    if (node.type !== "identifier" || name === "_") continue;
    if (value?.type === "func_literal") notes.name(value, name);
    if (values.length > 0) notes.assign(scope, name, value && textOf(value, notes));
    notes.type(scope, name, type ?? constructed(value, scope, notes));
  }
}

function visitAssignment(node: Syntax, scope: Scope, notes: Notes): void {
  const left = fieldOf(node, "left")?.children ?? [];
  const right = fieldOf(node, "right")?.children ?? [];
  const operator = notes.text(fieldOf(node, "operator"));
  for (const [index, target] of left.entries()) {
    const value = right[index];
    if (target.type === "identifier") {
      const name = notes.text(target);
      const home = notes.declaring(scope, name) ?? {};
      if (operator === "+=") notes.append(home, name, textOf(value, notes));
      else declare([target], value === undefined ? right : [value], home, notes);
    } else if (target.type === "selector_expression" && operator === "=") {
      const owner = notes.typeOf(scope, notes.text(fieldOf(target, "operand")));
      const field = notes.text(fieldOf(target, "field"));
      if (owner !== undefined && !owner.includes("."))
        notes.field(owner, field, undefined, constructed(value, scope, notes));
      if (value?.type === "func_literal") notes.name(value, field);
    }
  }
}

function visitRange(node: Syntax, scope: Scope, notes: Notes): void {
  for (const name of fieldOf(node, "left")?.children ?? [])
    if (name.type === "identifier") notes.assign(scope, notes.text(name));
}

/** `switch t := x.(type)` with one case says what `t` is. */
function visitSwitch(node: Syntax, scope: Scope, notes: Notes): void {
  const [name] = fieldOf(node, "alias")?.children ?? [];
  const cases = node.children.filter(({ type }) => type === "type_case");
  if (name === undefined) return;
  notes.assign(scope, notes.text(name));
  if (cases.length === 1)
    notes.type(scope, notes.text(name), typeName(fieldOf(cases[0], "type"), notes));
}

function visitElement(node: Syntax, _scope: Scope, notes: Notes): void {
  const value = fieldOf(node, "value")?.children[0];
  if (value?.type === "func_literal") notes.name(value, keyOf(node, notes));
}

function visitCall(node: Syntax, _scope: Scope, notes: Notes): void {
  const fn = fieldOf(node, "function");
  const found: Argument[] = [];
  for (const [index, argument] of (fieldOf(node, "arguments")?.children ?? [])
    .slice(0, maxArguments)
    .entries()) {
    found.push({ index, text: textOf(argument, notes) });
    const literal = argument.type === "unary_expression" ? fieldOf(argument, "operand") : argument;
    if (literal?.type === "composite_literal")
      for (const item of (fieldOf(literal, "body")?.children ?? []).slice(0, maxArguments))
        if (item.type === "keyed_element")
          found.push({
            index,
            name: keyOf(item, notes),
            text: textOf(fieldOf(item, "value"), notes),
          });
  }
  notes.call(node, calleeIn(fn, notes), found, false, fieldOf(fn, "field"));
}
