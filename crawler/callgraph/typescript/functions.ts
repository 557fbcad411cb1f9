import type { ArrowFunctionExpression, Function, Node, ParamPattern } from "oxc-parser";
import type { Parameter } from "../language.ts";
import { bare, calleeIn, keyOf } from "./callee.ts";
import { isInternal } from "./internal.ts";
import { field, newScope, type FileNotes, type Scope } from "./scope.ts";
import { textOf } from "./text.ts";
import { annotated, memberTypes } from "./types.ts";

const maxDepth = 5;

/** What a function or class is called by, given before it is visited. */
export interface Held {
  name: string;
  owner?: string;
  /** Where its name stands, when that is before it. */
  start?: number;
}

/** By node. */
export type Holders = Map<Node, Held>;

/**
 * Names the functions of a value after the variable or property that holds it: the function itself, those of an object literal
 * (whose owner is the holder), and those that are handed to a wrapper: `const remove = retried(async (id) => …)`.
 */
export function hold(holders: Holders, value: Node, held: Held, depth = 0): void {
  const node = bare(value);
  if (depth > maxDepth) return;
  switch (node.type) {
    case "ArrowFunctionExpression":
    case "FunctionExpression":
    case "ClassExpression":
    case "FunctionDeclaration":
    case "ClassDeclaration":
      if (!holders.has(node)) holders.set(node, held);
      return;
    case "AssignmentExpression":
      return hold(holders, node.right, held, depth + 1);
    case "LogicalExpression":
      hold(holders, node.left, held, depth + 1);
      return hold(holders, node.right, held, depth + 1);
    case "ConditionalExpression":
      hold(holders, node.consequent, held, depth + 1);
      return hold(holders, node.alternate, held, depth + 1);
    case "ObjectExpression":
      return holdMembers(holders, node, held, depth + 1);
    case "CallExpression": {
      const callee = calleeIn(node.callee);
      if (isInternal(callee) && !callee.startsWith("Object.")) return;
      const wrapped = node.arguments.find((each) =>
        /^(?:ArrowFunction|Function|Object)Expression$/.test(bare(each).type),
      );
      return wrapped && hold(holders, wrapped, held, depth + 1);
    }
    default:
  }
}

function holdMembers(
  holders: Holders,
  { properties }: Node & { type: "ObjectExpression" },
  { name, owner }: Held,
  depth: number,
): void {
  const inner = [owner, name].filter((part) => part !== undefined && part !== "").join(".");
  for (const each of properties) {
    if (each.type !== "Property") continue;
    const key = keyOf(each.key, each.computed);
    if (key === undefined) continue;
    const isModule = inner === "" || inner === "default";
    hold(
      holders,
      each.value,
      { name: key, ...(isModule ? {} : { owner: inner }), start: each.start },
      depth,
    );
  }
}

/** Notes a function with its parameters; what stands in it sees the scope that is given back. */
export function enterFunction(
  node: Function | ArrowFunctionExpression,
  scope: Scope,
  file: FileNotes,
  holders: Holders,
): Scope {
  const held = holders.get(node);
  const own = node.type === "FunctionDeclaration" ? node.id?.name : undefined;
  const name = own ?? held?.name ?? node.id?.name ?? "";
  const span = { start: held?.start ?? node.start, end: node.end };
  let owner = held?.owner;
  // An arrow function in an object literal of a method has the method's `this`.
  if (owner !== scope.owner && scope.owner !== undefined && node.type === "ArrowFunctionExpression")
    if (file.notes.source.slice(node.start, node.end).includes("this.")) owner = undefined;
  const params = node.params.filter((one) => one.type !== "Identifier" || one.name !== "this");
  const parameters = params.flatMap((one, index) => parametersOf(one, index));
  const inside = newScope(scope, file.notes.function(span, name, scope, parameters, owner));
  for (const each of params) noteParameter(each, inside, file);
  return inside;
}

function parametersOf(node: ParamPattern, index: number): Parameter[] {
  const pattern = patternOf(node);
  if (pattern.type === "Identifier") return [{ name: pattern.name, index }];
  if (pattern.type === "RestElement")
    return pattern.argument.type === "Identifier" ? [{ name: pattern.argument.name, index }] : [];
  if (pattern.type !== "ObjectPattern") return [];
  return pattern.properties.flatMap((each): Parameter[] => {
    if (each.type !== "Property") return [];
    const key = keyOf(each.key, each.computed);
    const local = each.value.type === "AssignmentPattern" ? each.value.left : each.value;
    return key !== undefined && local.type === "Identifier"
      ? [{ name: local.name, index, key }]
      : [];
  });
}

function patternOf(node: ParamPattern): Exclude<ParamPattern, { type: "TSParameterProperty" }> {
  const plain = node.type === "TSParameterProperty" ? node.parameter : node;
  return plain.type === "AssignmentPattern" ? plain.left : plain;
}

/** Types and defaults of parameters, and the fields that they make of a class. */
function noteParameter(node: ParamPattern, scope: Scope, file: FileNotes): void {
  const { notes } = file;
  const whole = node.type === "TSParameterProperty" ? node.parameter : node;
  const pattern = patternOf(node);
  const { function: own } = scope;
  if (own === undefined) return;
  const inside = { ...scope, function: own };
  const type = annotated(pattern.typeAnnotation, file);
  const setType = (name: string, of: string | undefined): void => {
    if (of === undefined) return;
    notes.type(scope, name, of);
    scope.types.set(name, of);
  };
  if (pattern.type === "Identifier") {
    const text = whole.type === "AssignmentPattern" ? textOf(whole.right, notes) : undefined;
    setType(pattern.name, type);
    for (const [name, of] of memberTypes(pattern.typeAnnotation, file))
      setType(`${pattern.name}.${name}`, of);
    if (text !== undefined) notes.fallback(inside, pattern.name, text);
    if (node.type === "TSParameterProperty" && scope.owner !== undefined)
      field(file, scope.owner, pattern.name, { text, type });
  } else if (pattern.type === "ObjectPattern") {
    const members = memberTypes(pattern.typeAnnotation, file);
    for (const each of pattern.properties) {
      if (each.type !== "Property") continue;
      const key = keyOf(each.key, each.computed) ?? "";
      const local = each.value.type === "AssignmentPattern" ? each.value.left : each.value;
      if (local.type !== "Identifier") continue;
      setType(local.name, members.get(key) ?? (type && file.fields.get(`${type}.${key}`)));
      if (each.value.type === "AssignmentPattern")
        notes.fallback(inside, local.name, textOf(each.value.right, notes));
    }
  }
}
