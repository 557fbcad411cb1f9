import { noteDeclared, prefixOf } from "../declared.ts";
import { isPure } from "../jvm/internal.ts";
import type { Parameter } from "../language.ts";
import type { Notes } from "../notes.ts";
import { childOf, fieldOf, type Scope, type Syntax, type Visit } from "../tree.ts";
import { calleeIn, isTrailing } from "./callee.ts";
import { marksOf, parametersOf, type Typed } from "./declarations.ts";
import { argumentsOf, textOf } from "./expression.ts";
import { madeType, simpleType, typeIn } from "./types.ts";

/** Calls that are noted with the lambda behind them. */
const noted = new WeakSet<Syntax>();

/** What each node of Kotlin's grammar says of calls, functions and names. */
export const visits: ReadonlyMap<string, Visit> = new Map<string, Visit>([
  ["import", noteImport],
  ["class_declaration", enterType],
  ["object_declaration", enterType],
  ["function_declaration", enterFunction],
  ["secondary_constructor", enterConstructor],
  ["anonymous_function", enterLambda],
  ["lambda_literal", enterLambda],
  ["property_declaration", noteProperty],
  ["for_statement", noteLoop],
  ["assignment", noteAssignment],
  ["call_expression", noteCall],
]);

function noteImport(node: Syntax, _scope: Scope, notes: Notes): void {
  const [, path = "", all, alias] =
    /^import\s+([\w.`]+?)(\.\*)?(?:\s+as\s+(\w+))?\s*;?$/.exec(notes.text(node).trim()) ?? [];
  if (path === "") return;
  const name = path.split(".").at(-1) ?? "";
  if (all === undefined) notes.imports.set(alias ?? name, { module: path, name });
  else notes.imports.set(`${path}.*`, { module: path, name: "*" });
}

function enterType(node: Syntax, _scope: Scope, notes: Notes): Scope {
  const owner = notes.text(fieldOf(node, "name"));
  const bases = (childOf(node, "delegation_specifiers")?.children ?? []).map(
    ({ children: [base] }) => simpleType(base?.type === "user_type" ? base : typeIn(base), notes),
  );
  notes.base(owner, bases);
  const given = childOf(childOf(node, "primary_constructor"), "class_parameters");
  for (const one of parametersOf(given, notes))
    notes.field(owner, one.name, one.fallback && textOf(one.fallback, notes), one.type);
  const prefix = prefixOf(marksOf(node, notes));
  for (const member of childOf(node, "class_body")?.children ?? [])
    if (member.type === "function_declaration" && childOf(member, "function_body") === undefined)
      noteDeclared(
        notes,
        {
          node: member,
          name: notes.text(fieldOf(member, "name")),
          parameters: positions(parametersOf(childOf(member, "function_value_parameters"), notes)),
        },
        { owner },
        marksOf(member, notes),
        prefix,
      );
  return { owner };
}

const positions = (typed: readonly Typed[]): Parameter[] =>
  typed.map(({ name }, index) => ({ name, index }));

function enterFunction(node: Syntax, scope: Scope, notes: Notes): Scope | undefined {
  const at = node.children.findIndex(({ field }) => field === "name");
  const name = notes.text(node.children[at]);
  const receiver = simpleType(typeIn({ ...node, children: node.children.slice(0, at) }), notes);
  const result = simpleType(typeIn({ ...node, children: node.children.slice(at) }), notes);
  const body = childOf(node, "function_body");
  const isMember = scope.function === undefined;
  if (isMember && scope.owner !== undefined)
    notes.field(
      scope.owner,
      `${name}()`,
      undefined,
      result || madeType(body?.children[0], () => undefined, notes),
    );
  if (body === undefined) return undefined;
  const owner = receiver || (isMember ? scope.owner : undefined);
  return enter(node, name, childOf(node, "function_value_parameters"), owner, scope, notes);
}

function enterConstructor(node: Syntax, scope: Scope, notes: Notes): Scope {
  return enter(
    node,
    "constructor",
    childOf(node, "function_value_parameters"),
    scope.owner,
    scope,
    notes,
  );
}

function enterLambda(node: Syntax, scope: Scope, notes: Notes): Scope {
  const list = childOf(node, "lambda_parameters", "function_value_parameters");
  const inside = enter(node, notes.nameOf(node), list, undefined, scope, notes);
  if (list === undefined) inside.function?.parameters.push({ name: "it", index: 0 });
  return inside;
}

function enter(
  node: Syntax,
  name: string,
  list: Syntax | undefined,
  owner: string | undefined,
  scope: Scope,
  notes: Notes,
): Scope {
  const typed = parametersOf(list, notes);
  const inside = notes.function(node, name, scope, positions(typed), owner);
  for (const one of typed) {
    notes.type(inside, one.name, one.type);
    if (one.fallback !== undefined && notes.text(one.fallback) !== "null")
      notes.fallback(inside, one.name, textOf(one.fallback, notes));
  }
  return inside;
}

function noteProperty(node: Syntax, scope: Scope, notes: Notes): void {
  const declared = childOf(node, "variable_declaration");
  const at = declared === undefined ? -1 : node.children.indexOf(declared);
  const value = node.children
    .slice(at + 1)
    .find(({ type }) => type !== "getter" && type !== "setter");
  const name = notes.text(childOf(declared, "identifier"));
  if (name === "") return;
  const delegated = value?.type === "property_delegate";
  if (value !== undefined && !delegated) notes.assign(scope, name, textOf(value, notes));
  const made = madeType(value, (one) => notes.typeOf(scope, one), notes);
  notes.type(scope, name, simpleType(typeIn(declared), notes) || made);
  if (value?.type === "lambda_literal" || value?.type === "anonymous_function")
    notes.name(value, name);
}

function noteLoop(node: Syntax, scope: Scope, notes: Notes): void {
  const declared = childOf(node, "variable_declaration");
  notes.type(
    scope,
    notes.text(childOf(declared, "identifier")),
    simpleType(typeIn(declared), notes),
  );
}

function noteAssignment(node: Syntax, scope: Scope, notes: Notes): void {
  const left = fieldOf(node, "left");
  const value = fieldOf(node, "right");
  const [of, member] = left?.type === "navigation_expression" ? left.children : [];
  const isOwn = of?.type === "this_expression";
  const name = notes.text(isOwn ? member : left);
  if (!/^\w+$/.test(name)) return;
  const local = isOwn ? undefined : notes.declaring(scope, name);
  // In a lambda, a name that is declared nowhere is a property of what the lambda builds.
  if (!isOwn && local === undefined && scope.function?.name === "") return;
  const place = local ?? (scope.owner === undefined ? {} : { owner: scope.owner });
  const isPassed = local === undefined && value?.type === "identifier";
  const operator = notes.text(fieldOf(node, "operator"));
  if (operator === "+=") notes.append(place, name, textOf(value, notes));
  else notes.assign(place, name, operator === "=" && !isPassed ? textOf(value, notes) : undefined);
}

function noteCall(node: Syntax, scope: Scope, notes: Notes): void {
  if (isTrailing(node) && node.children[0] !== undefined) noted.add(node.children[0]);
  if (noted.has(node)) return;
  const called = isTrailing(node) ? node.children[0]?.children[0] : node.children[0];
  const callee = calleeIn(called, notes);
  const [root = ""] = callee.split(/[.([]/, 1);
  if (callee.includes(".") && isPure(notes.typeOf(scope, root))) return;
  const isNew = /(?:^|\.)\p{Lu}[\p{L}\p{N}_]*$/u.test(callee);
  const name = called?.type === "navigation_expression" ? called.children[1] : undefined;
  notes.call(node, callee, argumentsOf(node, notes), isNew, name);
}
