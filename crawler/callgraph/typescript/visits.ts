import type { Class, Node } from "oxc-parser";
import type { FunctionNotes } from "../notes.ts";
import { bare, calleeIn, keyOf } from "./callee.ts";
import { visitCall, visitImportCall, visitTagged } from "./calls.ts";
import { visitEnum, visitTypes } from "./declared.ts";
import { enterFunction, hold } from "./functions.ts";
import { visitExport, visitImport, visitImportEquals } from "./imports.ts";
import { field, newScope, type Scope } from "./scope.ts";
import { textOf } from "./text.ts";
import { annotated, constructed } from "./types.ts";
import { visitAssignment, visitUpdate, visitVariable, visitWholeExport } from "./variables.ts";
import type { Walked } from "./walk.ts";

type Of<T extends Node["type"]> = Node & { type: T };
/** Notes what a node says. Its children are visited in the scope that it gives back, or else in the same one, or not at all. */
type Visit = (node: Node, scope: Scope, file: Walked) => Scope | "skip" | undefined | void;

function on<T extends Node["type"]>(
  types: readonly T[],
  visit: (node: Of<T>, scope: Scope, file: Walked) => ReturnType<Visit>,
): [string, Visit][] {
  return types.map((type) => [type, visit as Visit]);
}

/** What is noted of JavaScript and TypeScript, by type of node. */
export const visits: ReadonlyMap<string, Visit> = new Map<string, Visit>([
  ...on(["ImportDeclaration"], (node, _, file) => (visitImport(node, file), "skip")),
  ...on(["TSImportEqualsDeclaration"], (node, _, file) => (visitImportEquals(node, file), "skip")),
  ...on(["ExportNamedDeclaration", "ExportAllDeclaration"], (node, _, file) =>
    visitExport(node, file),
  ),
  ...on(["ExportDefaultDeclaration"], (node, scope, file) => {
    visitExport(node, file);
    visitWholeExport(node.declaration, scope, file);
  }),
  ...on(["TSExportAssignment"], (node, scope, file) =>
    visitWholeExport(node.expression, scope, file),
  ),
  ...on(["VariableDeclarator"], visitVariable),
  ...on(["AssignmentExpression"], visitAssignment),
  ...on(["UpdateExpression"], visitUpdate),
  ...on(
    ["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"],
    (node, scope, file) => {
      if (node.body === null) return "skip";
      const inside = enterFunction(node, scope, file, file.holders);
      const { function: own } = inside;
      if (own !== undefined && own.name !== "")
        giveType(own, annotated(node.returnType, file), file);
      if (node.type === "ArrowFunctionExpression" && node.body.type !== "BlockStatement")
        visitGiven(node.body, inside, file);
      return inside;
    },
  ),
  ...on(["TSDeclareFunction", "TSAbstractMethodDefinition"], () => "skip"),
  ...on(["ReturnStatement"], (node, scope, file) => {
    if (node.argument !== null) visitGiven(node.argument, scope, file);
  }),
  ...on(["ClassDeclaration", "ClassExpression"], visitClass),
  ...on(["MethodDefinition"], visitMethod),
  ...on(["PropertyDefinition", "AccessorProperty"], visitField),
  ...on(["CallExpression"], visitCall),
  ...on(["NewExpression"], visitCall),
  ...on(["TaggedTemplateExpression"], visitTagged),
  ...on(["ImportExpression"], visitImportCall),
  ...on(["TSEnumDeclaration"], (node, scope, file) => (visitEnum(node, scope, file), "skip")),
  ...on(
    ["TSInterfaceDeclaration", "TSTypeAliasDeclaration"],
    (node, _, file) => (visitTypes(node, file), "skip"),
  ),
]);

/** What a function gives back; an object literal has the function's name as its type. */
function visitGiven(value: Node, scope: Scope, file: Walked): void {
  const { function: own } = scope;
  if (own === undefined || own.name === "") return;
  const isObject = bare(value).type === "ObjectExpression" && own.owner === undefined;
  if (isObject) hold(file.holders, value, { name: own.name });
  giveType(own, isObject ? own.name : constructed(value, scope, file), file);
}

function giveType({ name, owner }: FunctionNotes, type: string | undefined, file: Walked): void {
  if (owner !== undefined) field(file, owner, `${name}()`, { type });
  else file.notes.type({}, `${name}()`, type);
}

function visitClass(node: Class, scope: Scope, file: Walked): Scope {
  const held = file.holders.get(node)?.name;
  const owner = node.id?.name ?? held ?? "";
  const bases = (node.implements ?? []).map(({ expression }) => expression);
  const names = [node.superClass, ...bases].flatMap((base): string[] => {
    if (base === null) return [];
    const name = base.type === "CallExpression" ? lastArgument(base) : calleeIn(base);
    return [name.slice(name.lastIndexOf(".") + 1)];
  });
  if (owner === "") return newScope(scope);
  file.notes.base(owner, names);
  return newScope(scope, { owner });
}

/** `extends Mixin(Base)` -> `Base` */
function lastArgument(node: Of<"CallExpression">): string {
  const last = node.arguments.at(-1);
  return last === undefined ? calleeIn(node.callee) : calleeIn(last);
}

function visitMethod(node: Of<"MethodDefinition">, { owner }: Scope, file: Walked): void {
  const name = node.kind === "constructor" ? "constructor" : keyOf(node.key, node.computed);
  if (owner === undefined || name === undefined) return;
  hold(file.holders, node.value, { name, owner, start: node.key.start });
  if (node.kind === "get")
    field(file, owner, name, { type: annotated(node.value.returnType, file) });
}

function visitField(
  node: Of<"PropertyDefinition" | "AccessorProperty">,
  scope: Scope,
  file: Walked,
): void {
  const { owner } = scope;
  const name = keyOf(node.key, node.computed);
  if (owner === undefined || name === undefined) return;
  const { value } = node;
  const type = annotated(node.typeAnnotation, file) ?? constructed(value, scope, file);
  const isCode = value !== null && /Function|Class/.test(bare(value).type);
  field(file, owner, name, {
    text: value === null || isCode ? undefined : textOf(value, file.notes),
    type,
  });
  if (value !== null) hold(file.holders, value, { name, owner, start: node.key.start });
}
