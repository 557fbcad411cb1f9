import type { Node } from "oxc-parser";
import { argumentsOf } from "./arguments.ts";
import { bare, calleeIn, keyOf, loadedIn, moduleName } from "./callee.ts";
import { visitExportCall } from "./imports.ts";
import { isBuiltin, isOfBuiltin } from "./internal.ts";
import type { Scope } from "./scope.ts";
import { textOf } from "./text.ts";
import { constructed } from "./types.ts";
import type { Walked } from "./walk.ts";

type Of<T extends Node["type"]> = Node & { type: T };

export function visitCall(
  node: Of<"CallExpression" | "NewExpression">,
  scope: Scope,
  file: Walked,
): void {
  const isNew = node.type === "NewExpression";
  const whole = calleeIn(node.callee);
  if (!isNew) visitExportCall(node, whole, file);
  if (isBuiltin(whole) || /Function/.test(bare(node.callee).type)) return;
  if (node.type === "CallExpression" && computes(node, scope, file)) return;
  if (/\b(?:require|import)\s*\(/.test(file.notes.source.slice(node.start, node.start + 60))) {
    const module = loadedIn(node.callee);
    const name = module === undefined ? "" : moduleName(module);
    if (module !== undefined && !file.notes.imports.has(name))
      file.notes.imports.set(name, { module, name: "*" });
  }
  const [callee, given] = isNew ? [whole, node.arguments] : withoutThis(whole, node.arguments);
  file.notes.call(node, callee, argumentsOf(given, scope, file.notes), isNew);
}

/** What a map, a search parameter or a list is asked: `sessions.get(id)`, `rows.find((row) => …)`. */
function computes(
  { callee, arguments: [first] }: Of<"CallExpression">,
  scope: Scope,
  file: Walked,
): boolean {
  const method = bare(callee);
  if (method.type !== "MemberExpression") return false;
  const name = keyOf(method.property, method.computed) ?? "";
  if (name === "find") return first !== undefined && /Function/.test(bare(first).type);
  return isOfBuiltin(constructed(method.object, scope, file) ?? "", name);
}

/** `remove.call(this, id)` calls `remove` with `id`. */
function withoutThis(callee: string, given: readonly Node[]): [string, readonly Node[]] {
  const [first] = given;
  const isCall = /[^.]\.(?:call|apply)$/.test(callee);
  const isSelf =
    first !== undefined &&
    (first.type === "ThisExpression" ||
      first.type === "UnaryExpression" ||
      (first.type === "Literal" && first.value === null) ||
      (first.type === "Identifier" && /^(?:undefined|_?this|self|that)$/.test(first.name)));
  if (!isCall || !isSelf) return [callee, given];
  return [callee.replace(/\.\w+$/, ""), callee.endsWith("call") ? given.slice(1) : []];
}

/** `` sql`delete from boxes` `` */
export function visitTagged(
  node: Of<"TaggedTemplateExpression">,
  _: Scope,
  { notes }: Walked,
): void {
  const callee = calleeIn(node.tag);
  if (!isBuiltin(callee)) notes.call(node, callee, [{ index: 0, text: textOf(node.quasi, notes) }]);
}

/** Loading code that isn't known from the source. */
export function visitImportCall(node: Of<"ImportExpression">, _: Scope, { notes }: Walked): void {
  if (node.source.type !== "Literal")
    notes.call(node, "import", [{ index: 0, text: textOf(node.source, notes) }]);
}
