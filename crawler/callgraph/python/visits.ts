import type { Parameter } from "../language.ts";
import type { Notes } from "../notes.ts";
import { childOf, fieldOf, type Scope, type Syntax, type Visit } from "../tree.ts";
import { argumentsOf } from "./arguments.ts";
import { calleeIn } from "./callee.ts";
import { importFrom, importModules } from "./imports.ts";
import { textOf } from "./text.ts";
import { annotated, constructed, isClass } from "./types.ts";

/** What is noted of Python, by type of node. */
export const visits: ReadonlyMap<string, Visit> = new Map<string, Visit>([
  ["import_statement", (node, scope, notes) => importModules(node, scope, notes)],
  ["import_from_statement", (node, scope, notes) => importFrom(node, scope, notes)],
  ["class_definition", visitClass],
  ["function_definition", visitFunction],
  ["lambda", visitLambda],
  ["global_statement", visitGlobal],
  ["assignment", visitAssignment],
  ["augmented_assignment", visitAugmented],
  ["named_expression", (node, scope, notes) => visitNamed(node, scope, notes)],
  ["as_pattern", visitAs],
  ["for_statement", (node, scope, notes) => forget(fieldOf(node, "left"), scope, notes)],
  ["decorator", declares],
  ["type", declares],
  ["default_parameter", declares],
  ["typed_default_parameter", declares],
  ["call", visitCall],
]);

/** What stands in decorators, annotations and defaults runs when a function is declared, not when it is called. */
function declares(_: Syntax, scope: Scope): Scope {
  return { ...scope, decorates: true };
}

function visitClass(node: Syntax, scope: Scope, notes: Notes): Scope {
  const owner = notes.text(fieldOf(node, "name"));
  const bases = (fieldOf(node, "superclasses")?.children ?? [])
    .filter(({ type }) => /^(?:identifier|attribute|subscript)$/.test(type))
    .map((base) => calleeIn(base, notes).replace(/\[\]$/, ""));
  notes.base(owner, bases);
  return { owner };
}

function visitFunction(node: Syntax, scope: Scope, notes: Notes): Scope {
  const owner = scope.function === undefined ? scope.owner : undefined;
  const name = notes.text(fieldOf(node, "name"));
  const isConstructor = owner !== undefined && (name === "__init__" || name === "__post_init__");
  const list = fieldOf(node, "parameters")?.children ?? [];
  notes.returns(name, owner, annotated(fieldOf(node, "return_type"), notes));
  return enter(node, isConstructor ? "constructor" : name, list, scope, notes, owner);
}

function visitLambda(node: Syntax, scope: Scope, notes: Notes): Scope {
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
  const named = list
    .filter(({ type }) => !/_separator$|^dictionary_splat/.test(type))
    .map((parameter) => ({ parameter, name: nameOf(parameter, notes) }))
    .filter(
      (one, at) => one.name !== "" && !(at === 0 && owner && /^(?:self|cls|mcs|_)$/.test(one.name)),
    );
  const parameters = named.map(({ name: of }, index): Parameter => ({ name: of, index }));
  const inside = notes.function(node, name, scope, parameters, owner);
  for (const { parameter, name: of } of named) {
    notes.type(inside, of, annotated(fieldOf(parameter, "type"), notes));
    const value = fieldOf(parameter, "value");
    if (
      value !== undefined &&
      /^(?:(?:concatenated_)?string|integer|float|true|false|list|attribute)$/.test(value.type)
    )
      notes.fallback(inside, of, textOf(value, notes));
  }
  return inside;
}

function nameOf(parameter: Syntax, notes: Notes): string {
  const named =
    fieldOf(parameter, "name") ?? childOf(parameter, "identifier", "list_splat_pattern");
  if (parameter.type === "identifier") return notes.text(parameter);
  return notes.text(named).replace(/^\*\s*/, "");
}

function visitGlobal(node: Syntax, { function: own }: Scope, notes: Notes): void {
  if (own === undefined) return;
  own.globals ??= new Set();
  for (const name of node.children) own.globals.add(notes.text(name));
}

function visitAssignment(node: Syntax, scope: Scope, notes: Notes): void {
  const left = fieldOf(node, "left");
  const right = fieldOf(node, "right");
  if (left === undefined) return;
  const type = annotated(fieldOf(node, "type"), notes) ?? constructed(right, scope, notes);
  if (left.type === "identifier") {
    if (right !== undefined) notes.assign(scope, notes.text(left), textOf(right, notes));
    notes.type(scope, notes.text(left), type);
    if (right?.type === "lambda") notes.name(right, notes.text(left));
  } else if (left.type === "attribute") {
    const isOwn = /^(?:self|cls)$/.test(notes.text(fieldOf(left, "object")));
    if (!isOwn || scope.owner === undefined) return;
    const field = notes.text(fieldOf(left, "attribute"));
    const text = right && textOf(right, notes);
    // A field that is given a parameter's value isn't constant in the class.
    notes.field(scope.owner, field, text === `{${field}}` ? undefined : text, type);
  } else forget(left, scope, notes);
}

/** Names that are bound to something unknown. */
function forget(node: Syntax | undefined, scope: Scope, notes: Notes, depth = 0): void {
  if (node === undefined || depth > 20) return;
  if (node.type === "identifier") notes.assign(scope, notes.text(node));
  else if (
    /^(?:pattern_list|tuple_pattern|list_pattern|list_splat_pattern|tuple|list|as_pattern_target)$/.test(
      node.type,
    )
  )
    for (const child of node.children) forget(child, scope, notes, depth + 1);
}

function visitAugmented(node: Syntax, scope: Scope, notes: Notes): void {
  const left = fieldOf(node, "left");
  if (left?.type !== "identifier") return;
  if (notes.text(fieldOf(node, "operator")) === "+=")
    notes.append(scope, notes.text(left), textOf(fieldOf(node, "right"), notes));
  else notes.assign(scope, notes.text(left));
}

function visitNamed(node: Syntax, scope: Scope, notes: Notes): void {
  const name = notes.text(fieldOf(node, "name"));
  const value = fieldOf(node, "value");
  notes.assign(scope, name, textOf(value, notes));
  notes.type(scope, name, constructed(value, scope, notes));
}

/** `with httpx.Client() as client`, but not `except Error as error`. */
function visitAs(node: Syntax, scope: Scope, notes: Notes): void {
  const [value] = node.children;
  const target = fieldOf(node, "alias");
  const name = childOf(target, "identifier");
  const isCaught =
    value !== undefined && (value.type === "tuple" || isClass(calleeIn(value, notes)));
  if (value === undefined || name === undefined || (value.type !== "call" && isCaught)) {
    forget(target?.children[0], scope, notes);
    return;
  }
  notes.assign(scope, notes.text(name), textOf(value, notes));
  notes.type(scope, notes.text(name), constructed(value, scope, notes));
}

/** Functions that call one of their arguments with those that follow it, by the argument's position. */
const callers = new Map([
  ["asyncio.to_thread", 0],
  ["to_thread.run_sync", 0],
  ["anyio.to_thread.run_sync", 0],
  ["run_in_threadpool", 0],
  ["sync_to_async", 0],
  ["partial", 0],
  ["functools.partial", 0],
  ["to_thread", 0],
]);

/** A plain word: what a dictionary is asked for, and no address or path. */
const isKey = (node: Syntax | undefined, notes: Notes): boolean =>
  node?.type === "string" && /^[\p{L}\p{N}_ -]*$/u.test(textOf(node, notes));

function visitCall(node: Syntax, scope: Scope, notes: Notes): void {
  if (scope.decorates) return;
  const callee = calleeIn(fieldOf(node, "function"), notes);
  const list = fieldOf(node, "arguments");
  const nodes = list?.type === "argument_list" ? list.children : list === undefined ? [] : [list];
  if (callee.endsWith(".get") && isKey(nodes[0], notes)) return;
  const name = fieldOf(fieldOf(node, "function"), "attribute");
  notes.call(node, callee, argumentsOf(nodes, notes), isClass(callee), name);
  const at =
    callers.get(callee) ??
    (/\.(?:run_in_executor)$/.test(callee)
      ? 1
      : /(?:pool|executor)\.submit$/.test(callee)
        ? 0
        : undefined);
  const called = at === undefined ? undefined : nodes[at];
  if (called !== undefined && /^(?:identifier|attribute)$/.test(called.type))
    notes.call(called, calleeIn(called, notes), argumentsOf(nodes.slice((at ?? 0) + 1), notes));
}
