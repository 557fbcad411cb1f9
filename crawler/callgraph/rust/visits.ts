import type { Argument, Parameter } from "../language.ts";
import type { Notes } from "../notes.ts";
import { childOf, fieldOf, type Scope, type Syntax, type Visit } from "../tree.ts";
import { calleeIn, pathOf } from "./callee.ts";
import { boundBy } from "./patterns.ts";
import { insideOf, nameOf, textOf, textOfSource } from "./text.ts";
import { callsIn, splitArguments } from "./tokens.ts";
import { constructed, typeName } from "./types.ts";
import { add, readUse } from "./uses.ts";

const maxArguments = 40;

/** What is noted of Rust, by type of node. */
export const visits: ReadonlyMap<string, Visit> = new Map<string, Visit>([
  ["use_declaration", (node, _, notes) => readUse(node, notes)],
  ["mod_item", visitModule],
  ["struct_item", visitStruct],
  ["trait_item", visitTrait],
  ["impl_item", visitImpl],
  ["function_item", visitFunction],
  ["closure_expression", visitClosure],
  ["const_item", visitConstant],
  ["static_item", visitConstant],
  ["let_declaration", visitLet],
  ["let_condition", visitLet],
  ["for_expression", (node, scope, notes) => forget(fieldOf(node, "pattern"), scope, notes)],
  ["assignment_expression", visitAssignment],
  ["compound_assignment_expr", visitAssignment],
  ["call_expression", visitCall],
  ["macro_invocation", visitMacro],
]);

function visitModule(node: Syntax, _scope: Scope, notes: Notes): Scope | "skip" {
  const name = notes.text(fieldOf(node, "name"));
  if (fieldOf(node, "body") === undefined) add(name, ["self", name], notes);
  return /^(?:tests?|test_\w+|mocks?)$/.test(name) ? "skip" : {};
}

function visitStruct(node: Syntax, scope: Scope, notes: Notes): void {
  const owner = notes.text(fieldOf(node, "name"));
  notes.base(owner, []);
  for (const field of fieldOf(node, "body")?.children ?? [])
    if (field.type === "field_declaration")
      notes.field(
        owner,
        notes.text(fieldOf(field, "name")),
        undefined,
        typeName(fieldOf(field, "type"), scope, notes),
      );
}

function visitTrait(node: Syntax, scope: Scope, notes: Notes): Scope {
  const owner = notes.text(fieldOf(node, "name"));
  const bounds = (fieldOf(node, "bounds")?.children ?? []).map((bound) =>
    typeName(bound, scope, notes),
  );
  notes.base(
    owner,
    bounds.filter((bound) => bound !== undefined),
  );
  return { owner };
}

function visitImpl(node: Syntax, _scope: Scope, notes: Notes): Scope {
  const owner = typeName(fieldOf(node, "type"), {}, notes) ?? "";
  const name = owner.slice(owner.lastIndexOf(".") + 1);
  const trait = typeName(fieldOf(node, "trait"), {}, notes);
  notes.base(name, trait === undefined ? [] : [trait.slice(trait.lastIndexOf(".") + 1)]);
  return name === "" ? {} : { owner: name };
}

function visitFunction(node: Syntax, scope: Scope, notes: Notes): Scope {
  const owner = scope.function === undefined ? scope.owner : undefined;
  const name = notes.text(fieldOf(node, "name"));
  notes.returns(name, owner, typeName(fieldOf(node, "return_type"), scope, notes));
  const list = (fieldOf(node, "parameters")?.children ?? []).filter(
    ({ type }) => type === "parameter",
  );
  return enter(node, name, list, scope, notes, owner);
}

function visitClosure(node: Syntax, scope: Scope, notes: Notes): Scope {
  const list = fieldOf(node, "parameters")?.children ?? [];
  return enter(node, notes.nameOf(node), list, scope, notes, undefined);
}

function enter(
  node: Syntax,
  name: string,
  list: readonly Syntax[],
  scope: Scope,
  notes: Notes,
  owner: string | undefined,
): Scope {
  const parameters: Parameter[] = [];
  const typed: [string, string | undefined][] = [];
  for (const [index, parameter] of list.entries()) {
    const pattern = fieldOf(parameter, "pattern") ?? parameter;
    const type = typeName(fieldOf(parameter, "type"), scope, notes);
    for (const { name: of, key } of boundBy(pattern, notes)) {
      parameters.push({ name: of, index, ...(key === undefined ? {} : { key }) });
      if (key === undefined) typed.push([of, type]);
    }
  }
  const inside = notes.function(node, name, scope, parameters, owner);
  for (const [of, type] of typed) notes.type(inside, of, type);
  return inside;
}

function visitConstant(node: Syntax, scope: Scope, notes: Notes): void {
  const name = notes.text(fieldOf(node, "name"));
  const value = fieldOf(node, "value");
  if (value !== undefined) notes.assign(scope, name, textOf(value, notes));
  notes.type(scope, name, typeName(fieldOf(node, "type"), scope, notes));
}

function visitLet(node: Syntax, scope: Scope, notes: Notes): void {
  const pattern = fieldOf(node, "pattern");
  const value = fieldOf(node, "value");
  const bound = boundBy(pattern, notes);
  const type = typeName(fieldOf(node, "type"), scope, notes) ?? constructed(value, scope, notes);
  for (const { name, key } of bound) {
    const isWhole = bound.length === 1 && key === undefined;
    if (value?.type === "closure_expression") notes.name(value, name);
    notes.assign(scope, name, isWhole && value !== undefined ? textOf(value, notes) : undefined);
    if (isWhole) notes.type(scope, name, type);
  }
}

function forget(pattern: Syntax | undefined, scope: Scope, notes: Notes): void {
  for (const { name } of boundBy(pattern, notes)) notes.assign(scope, name);
}

function visitAssignment(node: Syntax, scope: Scope, notes: Notes): void {
  const left = fieldOf(node, "left");
  if (left?.type !== "identifier") return;
  const text = textOf(fieldOf(node, "right"), notes);
  if (notes.text(fieldOf(node, "operator")) === "+=") notes.append(scope, notes.text(left), text);
  else notes.assign(scope, notes.text(left), text);
}

function visitCall(node: Syntax, scope: Scope, notes: Notes): void {
  const fn = fieldOf(node, "function");
  const callee = calleeIn(fn, notes);
  const list = fieldOf(node, "arguments")?.children ?? [];
  const receiver = fn?.type === "field_expression" ? fieldOf(fn, "value") : undefined;
  if (receiver?.type === "identifier" && callee.endsWith(".push_str"))
    notes.append(scope, notes.text(receiver), textOf(list[0], notes));
  importPath(fn, notes);
  // A lock that is taken, and no file.
  if (list.length === 0 && /\.(?:read|write)$/.test(callee)) return;
  notes.call(node, callee, argumentsOf(list, notes), false, fieldOf(fn, "field"));
}

/** What a path that starts at the crate or the module above means, by the name that the callee starts with. */
function importPath(fn: Syntax | undefined, notes: Notes): void {
  const path = pathOf(fn, notes);
  const from = path.findIndex((part) => part !== "crate" && part !== "super" && part !== "self");
  const name = path[from];
  if (from > 0 && name !== undefined && (path[0] !== "self" || path.length > 2))
    add(name, path.slice(0, from + 1), notes);
}

function argumentsOf(nodes: readonly Syntax[], notes: Notes): Argument[] {
  const found: Argument[] = [];
  for (const [index, node] of nodes.slice(0, maxArguments).entries()) {
    found.push({ index, text: textOf(node, notes) });
    const value = node.type === "reference_expression" ? fieldOf(node, "value") : node;
    if (value?.type !== "struct_expression") continue;
    for (const item of (fieldOf(value, "body")?.children ?? []).slice(0, maxArguments))
      if (/_field_initializer$|^field_initializer$/.test(item.type))
        found.push({
          index,
          name: notes.text(nameOf(item)),
          text: textOf(fieldOf(item, "value") ?? item, notes),
        });
  }
  return found;
}

function visitMacro(node: Syntax, _scope: Scope, notes: Notes): void {
  const tokens = childOf(node, "token_tree");
  const inside = insideOf(node, notes);
  const texts = splitArguments(inside).map((source, index) => ({
    index,
    text: textOfSource(source),
  }));
  notes.call(node, calleeIn(fieldOf(node, "macro"), notes), texts);
  if (tokens === undefined) return;
  for (const { callee, arguments: sources, start, end } of callsIn(inside)) {
    const at = tokens.start + 1;
    notes.call(
      { start: at + start, end: at + end },
      callee.replace(/^(?:crate|super)\./, ""),
      sources.map((source, index) => ({ index, text: textOfSource(source) })),
    );
  }
}
