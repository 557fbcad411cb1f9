import type { Node } from "oxc-parser";
import type { Imported } from "../language.ts";
import { bare, calleeIn, keyOf, requiredModule } from "./callee.ts";
import { importedAs, type FileNotes, type Scope } from "./scope.ts";

const maxDepth = 8;

/** Helpers of compilers and bundlers that hand on a module: `__importDefault(require("axios"))`. */
const interop =
  /(?:^|\.)_*(?:importDefault|importStar|interop_?require_?(?:default|wildcard)|toESM|toModule)(?:__?\d*)?$/i;

export function visitImport(
  node: Node & { type: "ImportDeclaration" },
  { notes }: FileNotes,
): void {
  const module = node.source.value;
  for (const each of node.specifiers) {
    const name =
      each.type === "ImportNamespaceSpecifier"
        ? "*"
        : each.type === "ImportDefaultSpecifier"
          ? "default"
          : nameOf(each.imported);
    notes.imports.set(each.local.name, { module, name });
  }
}

/** `import boxes = require("./boxes")`, and a longer name's alias. */
export function visitImportEquals(
  node: Node & { type: "TSImportEqualsDeclaration" },
  { notes }: FileNotes,
): void {
  const { moduleReference: of, id } = node;
  if (of.type === "TSExternalModuleReference")
    notes.imports.set(id.name, { module: of.expression.value, name: "*" });
  else if (of.type === "TSQualifiedName" && of.left.type === "Identifier") {
    const module = notes.imports.get(of.left.name)?.module;
    if (module !== undefined) notes.imports.set(id.name, { module, name: of.right.name });
  }
}

/** What a file exports under another name, or of another module. */
export function visitExport(
  node: Node & {
    type: "ExportNamedDeclaration" | "ExportAllDeclaration" | "ExportDefaultDeclaration";
  },
  file: FileNotes,
): void {
  if (node.type === "ExportAllDeclaration") {
    if (node.exported === null) exportAll(file, node.source.value);
    else file.notes.reexports.set(nameOf(node.exported), { module: node.source.value, name: "*" });
  } else if (node.type === "ExportDefaultDeclaration") {
    const { declaration } = node;
    if ("id" in declaration && declaration.id?.type === "Identifier")
      exportLocal(file, "default", declaration.id.name);
    else if (declaration.type === "Identifier") exportLocal(file, "default", declaration.name);
  } else {
    for (const each of node.specifiers) {
      const [name, local] = [nameOf(each.exported), nameOf(each.local)];
      if (node.source === null) exportLocal(file, name, local);
      else file.notes.reexports.set(name, { module: node.source.value, name: local });
    }
  }
}

/** Notes that others import a name of this file under another; the file then is the module. */
export function exportLocal({ notes, name: self }: FileNotes, name: string, local: string): void {
  const imported = notes.imports.get(local);
  if (imported !== undefined) notes.reexports.set(name, imported);
  else if (name !== local) notes.reexports.set(name, { module: `./${self}`, name: local });
}

export function exportAll({ notes }: FileNotes, module: string): void {
  const known = notes.reexports.get("*");
  notes.reexports.set("*", {
    module: known === undefined ? module : `${known.module}\n${module}`,
    name: "*",
  });
}

/** Notes the names that a variable takes from a module: `const { rm } = require("fs")`, `const fsp = fs.promises`. */
export function importInto(target: Node, value: Node, scope: Scope, file: FileNotes): boolean {
  const from = moduleOf(value, scope, file);
  if (from === undefined) return false;
  const { imports } = file.notes;
  const add = (name: string, imported: Imported): void => {
    if (imports.has(name)) return;
    imports.set(name, imported);
    if (scope.function !== undefined) file.importedWithin.add(name);
  };
  if (target.type === "Identifier") add(target.name, from);
  else if (target.type === "ObjectPattern" && from.name === "*") {
    for (const each of target.properties) {
      if (each.type !== "Property") continue;
      const name = keyOf(each.key, each.computed);
      const local = each.value.type === "AssignmentPattern" ? each.value.left : each.value;
      if (name !== undefined && local.type === "Identifier")
        add(local.name, { module: from.module, name });
    }
  } else return false;
  return true;
}

/** The module, or the name in a module, that an expression stands for. */
export function moduleOf(
  value: Node,
  scope: Scope,
  file: FileNotes,
  depth = 0,
): Imported | undefined {
  const node = bare(value);
  if (depth > maxDepth) return undefined;
  const module = requiredModule(node);
  if (module !== undefined) return { module, name: "*" };
  if (node.type === "Identifier") return importedAs(file, scope, node.name);
  if (node.type === "MemberExpression") {
    const name = keyOf(node.property, node.computed);
    const of = name === undefined ? undefined : moduleOf(node.object, scope, file, depth + 1);
    return of === undefined || name === undefined || !/^(?:\*|default)$/.test(of.name)
      ? undefined
      : { module: of.module, name };
  }
  if (node.type !== "CallExpression") return undefined;
  const callee = calleeIn(node.callee);
  const [first] = node.arguments;
  // `promisify(exec)` is called as `exec` is.
  if (first !== undefined && (interop.test(callee) || /(?:^|\.)promisify$/.test(callee)))
    return moduleOf(first, scope, file, depth + 1);
  const wrapper = /^require_\w+$/.test(callee) ? file.notes.imports.get(callee) : undefined;
  return wrapper && { module: wrapper.module, name: "*" };
}

/** `__exportStar(require("./boxes"), exports)`, and the getters by which compilers export: `Object.defineProperty(exports, "remove", …)`. */
export function visitExportCall(
  node: Node & { type: "CallExpression" },
  callee: string,
  file: FileNotes,
): void {
  const [first, second, third] = node.arguments;
  if (first === undefined || second === undefined) return;
  if (/(?:^|\.)_*(?:exportStar|reExport|export_star)$/.test(callee)) {
    for (const arg of [first, second]) {
      const module = requiredModule(bare(arg));
      if (module !== undefined) exportAll(file, module);
    }
  } else if (callee === "Object.defineProperty" && isExports(first)) {
    const name = second.type === "Literal" && typeof second.value === "string" ? second.value : "";
    if (name !== "" && third?.type === "ObjectExpression") exportGetters(third, file, name);
  } else if (/^_*(?:export|_export)$/.test(callee) && second.type === "ObjectExpression")
    exportGetters(second, file);
}

function isExports(node: Node): boolean {
  return /^(?:module\.)?exports$/.test(calleeIn(node));
}

/** `{ remove: () => removeBox }`, or the getter of one name. */
function exportGetters(
  table: Node & { type: "ObjectExpression" },
  file: FileNotes,
  name?: string,
): void {
  for (const each of table.properties.slice(0, 2000)) {
    if (each.type !== "Property") continue;
    const key = keyOf(each.key, each.computed);
    if (key === undefined || (name !== undefined && key !== "get")) continue;
    const given = givenBy(each.value);
    if (given?.type === "Identifier") exportLocal(file, name ?? key, given.name);
    else if (given?.type === "MemberExpression" && given.object.type === "Identifier") {
      const module = file.notes.imports.get(given.object.name)?.module;
      const member = keyOf(given.property, given.computed);
      if (module !== undefined && member !== undefined)
        file.notes.reexports.set(name ?? key, { module, name: member });
    }
  }
}

/** What a function that only returns gives. */
function givenBy(node: Node): Node | undefined {
  if (node.type === "ArrowFunctionExpression" && node.body.type !== "BlockStatement")
    return bare(node.body);
  if (node.type !== "FunctionExpression" && node.type !== "ArrowFunctionExpression")
    return undefined;
  const [only] = node.body?.type === "BlockStatement" ? node.body.body : [];
  return only?.type === "ReturnStatement" && only.argument ? bare(only.argument) : undefined;
}

function nameOf(node: { name: string } | { value: string }): string {
  return "name" in node ? node.name : node.value;
}
