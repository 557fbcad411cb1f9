import type { Notes } from "../notes.ts";
import { childOf, fieldOf, type Scope, type Syntax, type Visit } from "../tree.ts";
import { calledBy, calleeIn } from "./callee.ts";
import { argumentsOf, textOf } from "./expression.ts";
import { pairHeredocs } from "./heredocs.ts";

/** Names of the methods of a file. */
const methods = new WeakMap<Notes, Set<string>>();

/** What each node of Ruby's grammar says of calls, functions and names. */
export const visits: ReadonlyMap<string, Visit> = new Map<string, Visit>([
  ["program", enterFile],
  ["class", enterType],
  ["module", enterType],
  ["method", enterMethod],
  ["singleton_method", enterMethod],
  ["block", enterBlock],
  ["do_block", enterBlock],
  ["lambda", enterBlock],
  ["assignment", noteAssignment],
  ["operator_assignment", noteAssignment],
  ["call", noteCall],
  ["super", noteSuper],
  ["identifier", noteName],
  [
    "subshell",
    (node, _scope, notes) =>
      notes.call(node, "shell_exec", [{ index: 0, text: textOf(node, notes) }]),
  ],
]);

function enterFile(node: Syntax, _scope: Scope, notes: Notes): void {
  pairHeredocs(node);
  const names = notes.source.matchAll(/\bdef\s{1,5}(?:self\.)?(\w{1,200}[?!]?)/g);
  methods.set(notes, new Set(Array.from(names, ([, name = ""]) => name)));
}

const lastName = (node: Syntax | undefined, notes: Notes): string =>
  calleeIn(node, notes).split(".").at(-1) ?? "";

function enterType(node: Syntax, _scope: Scope, notes: Notes): Scope {
  const owner = lastName(fieldOf(node, "name"), notes);
  notes.base(owner, [lastName(fieldOf(node, "superclass")?.children[0], notes)]);
  return { owner };
}

function enterMethod(node: Syntax, scope: Scope, notes: Notes): Scope {
  const written = notes.text(fieldOf(node, "name"));
  const isMember = scope.function === undefined && scope.owner !== undefined;
  if (isMember && scope.owner !== undefined) {
    const body = fieldOf(node, "body");
    const last = body?.type === "body_statement" ? body.children.at(-1) : body;
    notes.field(scope.owner, written, undefined, madeType(last, scope, notes));
  }
  const name = written === "initialize" ? "constructor" : written;
  return enter(
    node,
    name,
    fieldOf(node, "parameters"),
    isMember ? scope.owner : undefined,
    scope,
    notes,
  );
}

function enterBlock(node: Syntax, scope: Scope, notes: Notes): Scope {
  return enter(node, notes.nameOf(node), fieldOf(node, "parameters"), undefined, scope, notes);
}

function enter(
  node: Syntax,
  name: string,
  list: Syntax | undefined,
  owner: string | undefined,
  scope: Scope,
  notes: Notes,
): Scope {
  const named = (list?.children ?? []).flatMap((one) => {
    const of = one.type === "identifier" ? one : fieldOf(one, "name");
    return of === undefined ? [] : [{ name: notes.text(of), value: fieldOf(one, "value") }];
  });
  const parameters = named.map((one, index) => ({ name: one.name, index }));
  const inside = notes.function(node, name, scope, parameters, owner);
  for (const one of named)
    if (one.value !== undefined && one.value.type !== "nil") {
      notes.fallback(inside, one.name, textOf(one.value, notes));
      notes.type(inside, one.name, madeType(one.value, scope, notes));
    }
  return inside;
}

/** The type of what is constructed, or that a name with a known type holds. */
function madeType(node: Syntax | undefined, scope: Scope, notes: Notes, depth = 0): string {
  if (node === undefined || depth > 20) return "";
  const of = (part: Syntax | undefined) => madeType(part, scope, notes, depth + 1);
  switch (node.type) {
    case "call": {
      const { callee, isNew } = calledBy(node, notes);
      return isNew ? (callee.split(".").at(-1) ?? "") : "";
    }
    case "identifier":
      return notes.typeOf(scope, notes.text(node)) ?? "";
    case "instance_variable":
      return (
        notes.typeOf(
          scope.owner === undefined ? {} : { owner: scope.owner },
          notes.text(node).slice(1),
        ) ?? ""
      );
    case "assignment":
    case "operator_assignment":
    case "binary":
      return of(fieldOf(node, "right"));
    case "parenthesized_statements":
      return of(node.children[0]);
    default:
      return "";
  }
}

function noteAssignment(node: Syntax, scope: Scope, notes: Notes): void {
  const left = fieldOf(node, "left");
  const value = fieldOf(node, "right");
  const operator = notes.text(fieldOf(node, "operator"));
  if (left?.type === "left_assignment_list") {
    for (const one of left.children)
      if (one.type === "identifier") notes.assign(scope, notes.text(one));
    return;
  }
  const isField = left?.type === "instance_variable" || left?.type === "class_variable";
  if (left === undefined || !(isField || left.type === "identifier" || left.type === "constant"))
    return;
  const name = notes.text(left).replace(/^@+/, "");
  const own = scope.owner === undefined ? {} : { owner: scope.owner };
  const place = left.type === "identifier" ? (notes.declaring(scope, name) ?? scope) : own;
  const text = textOf(value, notes);
  // What a method is given means nothing outside of it.
  const isPassed = isField && value?.type === "identifier";
  if (operator === "+=" || operator === "<<=") notes.append(place, name, text);
  else notes.assign(place, name, isPassed ? undefined : text);
  notes.type(place, name, madeType(value, scope, notes));
  // A constant of a module is seen from the classes in it.
  if (left.type === "constant" && scope.owner !== undefined) notes.assign({}, name, text);
  if (value?.type === "lambda") notes.name(value, name);
}

function noteCall(node: Syntax, scope: Scope, notes: Notes): void {
  // `box.name = …` reads nothing.
  if (node.field === "left" || fieldOf(node, "method")?.type === "super") return;
  const { callee, given, isNew } = calledBy(node, notes);
  if (
    /^(?:include|extend|prepend)$/.test(callee) &&
    scope.owner !== undefined &&
    scope.function === undefined
  )
    notes.base(
      scope.owner,
      given.map((one) => lastName(one, notes)),
    );
  if (callee === "define_method" && given[0] !== undefined) {
    const block = childOf(node, "block", "do_block");
    if (block !== undefined) notes.name(block, textOf(given[0], notes));
  }
  if (
    !scope.function &&
    /^(?:require|require_relative|include|extend|prepend|attr_\w+|private|public|protected|module_function)$/.test(
      callee,
    )
  )
    return;
  const isOwn = callee === "new" || callee === "self.new";
  const name = isOwn ? (scope.owner ?? "") : callee;
  notes.call(node, name, argumentsOf(given, notes), isNew || isOwn, fieldOf(node, "method"));
}

/** `super` calls the method of the same name above. */
function noteSuper(node: Syntax, scope: Scope, notes: Notes): void {
  const { function: own } = scope;
  if (own !== undefined && own.name !== "") notes.call(node, `super.${own.name}`, []);
}

/** A method of the file that is called without arguments and parentheses. */
function noteName(node: Syntax, scope: Scope, notes: Notes): void {
  if (/^(?:method|name|left|parameters|key|alias)$/.test(node.field ?? "")) return;
  const name = notes.text(node);
  if (scope.function === undefined || methods.get(notes)?.has(name) !== true) return;
  if (notes.declaring(scope, name) === undefined) notes.call(node, name, []);
}
