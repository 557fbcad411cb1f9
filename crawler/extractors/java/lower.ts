import type { Node } from "web-tree-sitter";
import { childrenOf, linesOf } from "../jvm/nodes.ts";
import {
  type Annotation,
  type Declaration,
  declare,
  type Import,
  type Method,
  type Parameter,
  type SourceFile,
} from "../jvm/syntax.ts";
import { lowerArguments, lowerExpression } from "./expression.ts";
import { lowerBlock } from "./statement.ts";
import { lowerAnnotations, lowerType } from "./type.ts";

const kinds = new Map<string, Declaration["kind"]>([
  ["class_declaration", "class"],
  ["interface_declaration", "interface"],
  ["enum_declaration", "enum"],
  ["record_declaration", "record"],
  ["annotation_type_declaration", "annotation"],
]);

/** The declarations of a Java file. */
export function lowerJava(path: string, root: Node): SourceFile {
  const file: SourceFile = { path, package: "", imports: [], types: [] };
  for (const node of childrenOf(root)) {
    if (node.type === "package_declaration")
      file.package = childrenOf(node).at(-1)?.text.replace(/\s/g, "") ?? "";
    else if (node.type === "import_declaration") file.imports.push(lowerImport(node));
    else if (kinds.has(node.type)) file.types.push(lowerDeclaration(node, file, undefined, 0));
  }
  return file;
}

function lowerImport(node: Node): Import {
  const parts = childrenOf(node);
  const path = parts[0]?.text.replace(/\s/g, "") ?? "";
  if (parts.some((part) => part.type === "asterisk")) return { path };
  return { path, as: path.slice(path.lastIndexOf(".") + 1) };
}

function lowerDeclaration(
  node: Node,
  file: SourceFile,
  outer: Declaration | undefined,
  depth: number,
): Declaration {
  const kind = kinds.get(node.type) ?? "class";
  const name = node.childForFieldName("name")?.text ?? "";
  const declaration = declare(kind, name, file, linesOf(node));
  if (outer !== undefined) declaration.outer = outer;
  const modifiers = modifiersOf(node);
  declaration.annotations = lowerAnnotations(modifiers);
  if (hasModifier(modifiers, "abstract")) declaration.abstract = true;
  for (const child of childrenOf(node)) {
    if (/^(?:superclass|super_interfaces|extends_interfaces)$/.test(child.type))
      declaration.supers.push(
        ...childrenOf(child).flatMap((type) =>
          type.type === "type_list" ? childrenOf(type).map(lowerType) : [lowerType(type)],
        ),
      );
  }
  const components = node.childForFieldName("parameters");
  if (components !== null) declaration.components = lowerParameters(components);
  const body = node.childForFieldName("body");
  if (body !== null) lowerBody(body, declaration, depth + 1);
  return declaration;
}

/** What stands between the braces of a class. */
export function lowerBody(body: Node, declaration: Declaration, depth: number): void {
  if (depth > 40) return;
  for (const node of childrenOf(body)) {
    const modifiers = modifiersOf(node);
    const annotations = lowerAnnotations(modifiers);
    const isStatic = hasModifier(modifiers, "static") || declaration.kind === "interface";
    if (node.type === "field_declaration" || node.type === "constant_declaration") {
      const type = node.childForFieldName("type");
      for (const one of node.childrenForFieldName("declarator")) {
        const value = one?.childForFieldName("value");
        if (one === null) continue;
        declaration.fields.push({
          name: one.childForFieldName("name")?.text ?? "",
          ...(type === null ? {} : { type: lowerType(type) }),
          ...(value ? { value: lowerExpression(value, 0, declaration) } : {}),
          annotations,
          static: isStatic,
          at: linesOf(node),
        });
      }
    } else if (node.type === "annotation_type_element_declaration") {
      const value = node.childForFieldName("value");
      declaration.fields.push({
        name: node.childForFieldName("name")?.text ?? "",
        ...(value ? { value: lowerExpression(value, 0, declaration) } : {}),
        annotations,
        static: true,
        at: linesOf(node),
      });
    } else if (node.type === "method_declaration")
      declaration.methods.push(lowerMethod(node, declaration, annotations, modifiers));
    else if (/^(?:compact_)?constructor_declaration$/.test(node.type))
      declaration.constructors.push(lowerMethod(node, declaration, annotations, modifiers));
    else if (node.type === "static_initializer" || node.type === "block")
      declaration.initializers.push(
        lowerBlock(node.type === "block" ? node : (childrenOf(node)[0] ?? node), 0, declaration),
      );
    else if (node.type === "enum_constant") {
      const args = node.childForFieldName("arguments");
      declaration.constants.push({
        name: node.childForFieldName("name")?.text ?? "",
        args: args === null ? [] : lowerArguments(args, 0, declaration),
        annotations,
      });
    } else if (node.type === "enum_body_declarations") lowerBody(node, declaration, depth + 1);
    else if (kinds.has(node.type))
      declaration.types.push(lowerDeclaration(node, declaration.file, declaration, depth));
  }
}

function lowerMethod(
  node: Node,
  owner: Declaration,
  annotations: Annotation[],
  modifiers: Node | undefined,
): Method {
  const parameters = node.childForFieldName("parameters");
  const type = node.childForFieldName("type");
  const body = node.childForFieldName("body");
  return {
    name: node.childForFieldName("name")?.text ?? "",
    owner,
    parameters: parameters === null ? (owner.components ?? []) : lowerParameters(parameters),
    ...(type === null ? {} : { returns: lowerType(type) }),
    ...(body === null ? {} : { body: lowerBlock(body, 0, owner) }),
    annotations,
    static: hasModifier(modifiers, "static"),
    at: linesOf(node),
  };
}

function lowerParameters(node: Node): Parameter[] {
  return childrenOf(node).flatMap((one): Parameter[] => {
    const annotations = lowerAnnotations(modifiersOf(one));
    if (one.type === "spread_parameter") {
      const declarator = childrenOf(one).find((child) => child.type === "variable_declarator");
      const type = childrenOf(one).find((child) => !/^(?:modifiers|variable_)/.test(child.type));
      if (declarator === undefined || type === undefined) return [];
      const name = declarator.childForFieldName("name")?.text ?? "";
      const element = lowerType(type);
      return [{ name, type: { name: "...", args: [element], nullable: false }, annotations }];
    }
    const type = one.childForFieldName("type");
    const name = one.childForFieldName("name");
    return type === null || name === null
      ? []
      : [{ name: name.text, type: lowerType(type), annotations }];
  });
}

function modifiersOf(node: Node): Node | undefined {
  return childrenOf(node).find((child) => child.type === "modifiers");
}

function hasModifier(modifiers: Node | undefined, word: string): boolean {
  return modifiers?.children.some((child) => child?.type === word) ?? false;
}
