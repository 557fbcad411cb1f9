import type { Node } from "oxc-parser";
import { propertiesOf } from "./arguments.ts";
import { bare, calleeIn, keyOf, requiredModule } from "./callee.ts";
import { hold } from "./functions.ts";
import { exportAll, exportLocal, importInto } from "./imports.ts";
import { declare, field, homeOf, type FileNotes, type Scope } from "./scope.ts";
import { textOf } from "./text.ts";
import { annotated, constructed, memberTypes } from "./types.ts";
import type { Walked } from "./walk.ts";

type Of<T extends Node["type"]> = Node & { type: T };

const maxNesting = 3;

export function visitVariable(
  { id, init }: Of<"VariableDeclarator">,
  scope: Scope,
  file: Walked,
): void {
  if (init === null) {
    if (id.type !== "Identifier") return;
    scope.names.add(id.name);
    const type = annotated(id.typeAnnotation, file);
    file.notes.type(scope, id.name, type);
    if (type !== undefined) scope.types.set(id.name, type);
    return;
  }
  const isImported = importInto(id, init, scope, file);
  if (id.type === "Identifier") {
    if (isImported) file.notes.assign(scope, id.name, textOf(init, file.notes));
    else assign(id.name, init, scope, file, annotated(id.typeAnnotation, file));
    hold(file.holders, init, { name: id.name });
  } else if (id.type === "ObjectPattern") {
    if (!isImported) takeApart(id, init, scope, file);
  } else if (id.type === "ArrayPattern") {
    for (const each of id.elements)
      if (each?.type === "Identifier") declare(file, scope, each.name, {});
  }
}

/** Notes what a name is given, where it is declared or the only time that it is assigned. */
function assign(name: string, value: Node, scope: Scope, file: Walked, annotation?: string): void {
  const type = annotation ?? constructed(value, scope, file);
  const inner = bare(value);
  const isCode = /Function|Class/.test(inner.type);
  declare(file, scope, name, { text: isCode ? undefined : textOf(value, file.notes), type });
  if (inner.type !== "ObjectExpression" && inner.type !== "CallExpression") return;
  const object = inner.type === "CallExpression" ? inner.arguments[0] : inner;
  const isFrozen = inner.type === "ObjectExpression" || calleeIn(inner) === "Object.freeze()";
  if (!isFrozen || object === undefined) return;
  scope.objects.set(name, propertiesOf(object, scope, file.notes));
  noteMembers(name, bare(object), scope, file);
}

/** The constants in an object that a name holds: `urls.boxes`. */
function noteMembers(name: string, node: Node, scope: Scope, file: Walked, depth = 0): void {
  if (node.type !== "ObjectExpression" || depth > maxNesting) return;
  for (const each of node.properties.slice(0, 500)) {
    const key = each.type === "Property" ? keyOf(each.key, each.computed) : undefined;
    if (each.type !== "Property" || key === undefined || each.method) continue;
    const value = bare(each.value);
    const type = constructed(value, scope, file);
    if (type !== undefined) {
      file.notes.type(scope, `${name}.${key}`, type);
      file.fields.set(`${name}.${key}`, type);
    }
    if (value.type === "ObjectExpression")
      noteMembers(`${name}.${key}`, value, scope, file, depth + 1);
    else if (!/Function|Class/.test(value.type))
      file.notes.assign(scope, `${name}.${key}`, textOf(value, file.notes));
  }
}

/** `const { id, client } = context` */
function takeApart(pattern: Of<"ObjectPattern">, value: Node, scope: Scope, file: Walked): void {
  const from = bare(value);
  const isChain = /^(?:Identifier|MemberExpression|ThisExpression)$/.test(from.type);
  const of = isChain ? calleeIn(from) : "";
  const owner = from.type === "ThisExpression" ? scope.owner : constructed(from, scope, file);
  const members = memberTypes(pattern.typeAnnotation, file);
  for (const each of pattern.properties) {
    if (each.type !== "Property") {
      if (each.argument.type === "Identifier") declare(file, scope, each.argument.name, {});
      continue;
    }
    const key = keyOf(each.key, each.computed);
    const isDefault = each.value.type === "AssignmentPattern";
    const local = each.value.type === "AssignmentPattern" ? each.value.left : each.value;
    if (key === undefined || local.type !== "Identifier") continue;
    const fallback =
      each.value.type === "AssignmentPattern" ? textOf(each.value.right, file.notes) : "";
    const text =
      isDefault && !/[{}"]/.test(fallback) ? `{${of}.${key} || "${fallback}"}` : `{${of}.${key}}`;
    declare(file, scope, local.name, {
      text: of === "" || /[()[\]]/.test(of) ? undefined : text,
      type: members.get(key) ?? (owner && file.fields.get(`${owner}.${key}`)),
    });
  }
}

export function visitAssignment(
  node: Of<"AssignmentExpression">,
  scope: Scope,
  file: Walked,
): void {
  const left = bare(node.left);
  const { right, operator } = node;
  if (left.type === "Identifier") {
    const home = homeOf(scope, left.name);
    if (operator === "+=") file.notes.append(home, left.name, textOf(right, file.notes));
    else if (operator === "=") {
      assign(left.name, right, home, file);
      hold(file.holders, right, { name: left.name });
    } else file.notes.assign(home, left.name);
  } else if (left.type === "MemberExpression" && operator === "=")
    assignMember(left, right, scope, file);
}

export function visitUpdate(
  { argument }: Of<"UpdateExpression">,
  scope: Scope,
  file: Walked,
): void {
  const of = bare(argument);
  if (of.type === "Identifier") file.notes.assign(homeOf(scope, of.name), of.name);
}

function assignMember(left: Of<"MemberExpression">, right: Node, scope: Scope, file: Walked): void {
  const name = keyOf(left.property, left.computed);
  const object = bare(left.object);
  if (name === undefined) return;
  if (object.type === "ThisExpression") {
    if (scope.owner === undefined) return;
    const text = /Function|Class/.test(bare(right).type) ? undefined : textOf(right, file.notes);
    // A field that is given a parameter's value isn't constant in the class.
    field(file, scope.owner, name, {
      text: text === `{${name}}` ? undefined : text,
      type: constructed(right, scope, file),
    });
    hold(file.holders, right, { name, owner: scope.owner });
  } else if (calleeIn(left) === "module.exports") visitWholeExport(right, scope, file);
  else if (/^(?:module\.)?exports$/.test(calleeIn(object)))
    visitNamedExport(name, right, scope, file);
  else if (object.type === "Identifier") {
    hold(file.holders, right, { name, owner: object.name });
    const text = textOf(right, file.notes);
    const home = homeOf(scope, object.name);
    const known = home.objects.get(object.name);
    if (known !== undefined) file.notes.assign(home, object.name);
    const same = known?.find((each) => each.name === name);
    if (same !== undefined) same.text = text;
    else known?.push({ name, text });
  } else if (object.type === "MemberExpression" && object.object.type === "Identifier") {
    // `Client.prototype.remove = function () { … }`
    if (keyOf(object.property, object.computed) === "prototype")
      hold(file.holders, right, { name, owner: object.object.name });
  }
}

/** `exports.remove = …` */
function visitNamedExport(name: string, right: Node, scope: Scope, file: Walked): void {
  const value = bare(right);
  if (value.type === "Identifier") exportLocal(file, name, value.name);
  else if (value.type === "UnaryExpression" || value.type === "AssignmentExpression") return;
  else {
    assign(name, value, homeOf(scope, name), file);
    hold(file.holders, value, { name });
  }
}

/** `export default …` and `module.exports = …` */
export function visitWholeExport(right: Node, scope: Scope, file: Walked): void {
  const value = bare(right);
  const module = requiredModule(value);
  if (module !== undefined) exportAll(file, module);
  if (value.type === "Identifier") exportLocal(file, "default", value.name);
  const name = "id" in value && value.id?.type === "Identifier" ? value.id.name : "default";
  hold(file.holders, value, { name });
  const type = constructed(value, scope, file);
  if (type !== undefined && value.type !== "Identifier") file.notes.type(scope, "default", type);
  if (value.type === "ObjectExpression") exportMembers(value, file);
}

/** `module.exports = { remove: removeBox }` */
function exportMembers({ properties }: Of<"ObjectExpression">, file: FileNotes): void {
  for (const each of properties.slice(0, 2000)) {
    if (each.type !== "Property" || each.value.type !== "Identifier") continue;
    const key = keyOf(each.key, each.computed);
    if (key !== undefined) exportLocal(file, key, each.value.name);
  }
}
