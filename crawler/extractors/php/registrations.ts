import type { Node } from "web-tree-sitter";
import { conditionOf } from "./conditions.ts";
import {
  baseNames,
  enclosing,
  enclosingClass,
  isTest,
  lastName,
  lineageOf,
  type Program,
} from "./program.ts";

/** Where a tool class is given to a server. */
export interface Registration {
  registeredIn: string;
  when?: string;
}

/** The classes that servers name, and where all are found by looking through folders. */
export interface Registrations {
  byName: Map<string, Registration>;
  all?: Registration;
}

const discovering =
  /\bDirectoryIterator\b|\bFinder\b|\bglob\(|\bscandir\(|\bFile::(?:all)?[fF]iles\(|\bdiscoverTools?\(\s*app_path|get_declared_classes/;

/** The tool classes in server classes, in configuration and in calls that register tools. */
export function findRegistrations(
  program: Program,
  isTool: (name: string) => boolean,
): Registrations {
  const found: Registrations = { byName: new Map() };
  for (const [path, text] of program.files) {
    if (isTest(path) || !text.includes("::class")) continue;
    const isConfig = /(?:^|\/)config\/[\w./-]*mcp[\w-]*\.php$/.test(path);
    if (!isConfig && !/\bServer\b|ool\(|ools\(|tools/.test(text)) continue;
    for (const node of program.forest
      .root(path)
      ?.descendantsOfType("class_constant_access_expression") ?? []) {
      if (node.namedChild(1)?.text !== "class") continue;
      const name = lastName(node.namedChild(0));
      if (!isTool(name) || !(isConfig || isRegistering(node, path, program))) continue;
      const when = conditionOf(node);
      const known = found.byName.get(name);
      if (known === undefined || (known.when !== undefined && when === undefined))
        found.byName.set(name, { registeredIn: path, ...(when === undefined ? {} : { when }) });
    }
    if (discovering.test(text) && hasServer(program, path)) found.all ??= { registeredIn: path };
  }
  return found;
}

function isRegistering(node: Node, path: string, program: Program): boolean {
  const around = enclosingClass(node);
  if (around !== undefined && isServer(around, path, program))
    return enclosing(node, ["attribute_list"]) === undefined;
  let parent = node.parent;
  for (let height = 0; parent !== null && height < 12; height++) {
    const name =
      parent.childForFieldName("name")?.text ?? parent.childForFieldName("left")?.text ?? "";
    if (
      /(?:call_expression|assignment_expression|property_element|method_declaration|const_element)$/.test(
        parent.type,
      )
    )
      return /^\$?(?:this->)?(?:register|add|with|get|default|core|mcp)?_?tools?(?:_?classes|list)?(?:\[\])?$/i.test(
        name,
      );
    parent = parent.parent;
  }
  return false;
}

function isServer(node: Node, path: string, program: Program): boolean {
  return lineageOf({ path, node }, program).some(({ path: file, node: one }) =>
    baseNames(one).some((base) => isServerBase(base, program.files.get(file) ?? "")),
  );
}

function isServerBase(base: string, text: string): boolean {
  if (base.endsWith("Laravel\\Mcp\\Server")) return true;
  return (
    /(?:^|\\)(?:Mcp)?Server$/.test(base) &&
    /use\s+Laravel\\Mcp\\Server(?:\s+as\s+\w+)?\s*;/.test(text)
  );
}

function hasServer(program: Program, path: string): boolean {
  return (program.forest.root(path)?.descendantsOfType("class_declaration") ?? []).some((node) =>
    isServer(node, path, program),
  );
}
