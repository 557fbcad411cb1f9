import type { Node } from "web-tree-sitter";
import type { Scope } from "./fold.ts";
import { enclosingType, membersOf, simpleName } from "./program.ts";
import type { Found } from "../syntax/program.ts";

/** The expression that a name or a member stands for: a local, a field, a constant or a property. */
export function lookUp(node: Node, scope: Scope): Found | undefined {
  if (node.type === "member_access_expression") {
    const name = node.childForFieldName("name")?.text ?? "";
    const owner = node.childForFieldName("expression");
    if (owner === null) return undefined;
    const type = owner.text === "this" || owner.text === "base" ? ownType(node) : simpleTail(owner);
    return findMember(name, type, scope);
  }
  return findLocal(node, scope) ?? findAround(node, scope);
}

function simpleTail(owner: Node): string {
  return owner.type === "member_access_expression"
    ? (owner.childForFieldName("name")?.text ?? "")
    : simpleName(owner);
}

function ownType(node: Node): string {
  return enclosingType(node)?.childForFieldName("name")?.text ?? "";
}

/** The initializer of a variable declared before, in a block around the name. */
function findLocal(node: Node, { path }: Scope): Found | undefined {
  let block = node.parent;
  for (let height = 0; block !== null && height < 100; height++) {
    if (block.type === "block" || block.type === "compilation_unit") {
      for (const statement of block.namedChildren) {
        if (statement.startIndex >= node.startIndex) break;
        const declared =
          statement.type === "global_statement" ? statement.namedChild(0) : statement;
        if (declared?.type !== "local_declaration_statement") continue;
        const value = declaratorValue(declared, node.text);
        if (value !== undefined) return { path, node: value };
      }
    }
    block = block.parent;
  }
  return undefined;
}

function findAround(node: Node, scope: Scope): Found | undefined {
  let type = enclosingType(node);
  for (let height = 0; type !== undefined && height < 10; height++) {
    const found = findMember(node.text, type.childForFieldName("name")?.text ?? "", scope);
    if (found !== undefined) return found;
    type = enclosingType(type);
  }
  const text = scope.program.files.get(scope.path) ?? "";
  if (!text.includes("using static")) return undefined;
  for (const match of text.matchAll(
    /^[ \t]*(?:global[ \t]+)?using[ \t]+static[ \t]+([\w.]+)[ \t]*;/gm,
  )) {
    const found = findMember(node.text, match[1]?.split(".").at(-1) ?? "", scope);
    if (found !== undefined) return found;
  }
  return undefined;
}

function findMember(name: string, type: string, scope: Scope): Found | undefined {
  if (type === "") return undefined;
  for (const { path, node } of membersOf(scope.program, type)) {
    const value = memberValue(node, name);
    if (value !== undefined) return { path, node: value };
  }
  return undefined;
}

function memberValue(member: Node, name: string): Node | undefined {
  if (member.type === "field_declaration") return declaratorValue(member, name);
  return propertyValue(member, name);
}

/** The expression that a property of that name gives; undefined for another member. */
export function propertyValue(member: Node, name: string): Node | undefined {
  if (member.type !== "property_declaration") return undefined;
  if (member.childForFieldName("name")?.text !== name) return undefined;
  return member.childForFieldName("value") ?? getterValue(member);
}

/** `{ get => x; }` and `{ get { return x; } }`. */
function getterValue(property: Node): Node | undefined {
  const [accessor] = property.childForFieldName("accessors")?.namedChildren ?? [];
  const body = accessor?.childForFieldName("body");
  if (body?.type === "arrow_expression_clause") return body;
  const [only, ...others] = body?.namedChildren ?? [];
  return only?.type === "return_statement" && others.length === 0
    ? (only.namedChild(0) ?? undefined)
    : undefined;
}

function declaratorValue(declaration: Node, name: string): Node | undefined {
  const variables = declaration.namedChildren.find(({ type }) => type === "variable_declaration");
  for (const variable of variables?.namedChildren ?? []) {
    if (variable.childForFieldName("name")?.text !== name) continue;
    return variable.namedChildren
      .slice(1)
      .findLast((child) => child.type !== "bracketed_argument_list");
  }
  return undefined;
}
