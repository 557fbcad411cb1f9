import type { Node } from "web-tree-sitter";
import { childrenOf, linesOf } from "../jvm/nodes.ts";
import {
  type Annotation,
  type Declaration,
  declare,
  type Field,
  type Import,
  type Method,
  type Parameter,
  type SourceFile,
  type TypeRef,
} from "../jvm/syntax.ts";
import { lowerArguments, lowerExpression } from "./expression.ts";
import { lowerBlock, lowerFunctionBody } from "./statement.ts";
import { isType, lowerAnnotations, lowerType, modifiersOf } from "./type.ts";

/** The declarations of a Kotlin file. */
export function lowerKotlin(path: string, root: Node): SourceFile {
  const file: SourceFile = { path, package: "", imports: [], types: [] };
  file.top = declare("file", "", file, linesOf(root));
  for (const node of childrenOf(root)) {
    if (node.type === "package_header") file.package = pathOf(childrenOf(node)[0]);
    else if (node.type === "import") file.imports.push(lowerImport(node));
    else lowerMember(node, file.top, 0);
  }
  file.types = file.top.types;
  for (const type of file.types) delete type.outer;
  return file;
}

function pathOf(node: Node | undefined): string {
  return node?.text.replace(/[\s`]/g, "") ?? "";
}

function lowerImport(node: Node): Import {
  const [path, alias] = childrenOf(node);
  const name = pathOf(path);
  if (/\.\s*\*\s*$/.test(node.text)) return { path: name };
  return { path: name, as: alias?.text ?? name.slice(name.lastIndexOf(".") + 1) };
}

function lowerMember(node: Node, owner: Declaration, depth: number): void {
  if (depth > 40) return;
  switch (node.type) {
    case "class_declaration":
    case "object_declaration":
      owner.types.push(lowerDeclaration(node, owner, depth));
      return;
    case "companion_object": {
      const companion = lowerDeclaration(node, owner, depth);
      companion.kind = "object";
      companion.name ||= "Companion";
      owner.companion = companion;
      owner.types.push(companion);
      return;
    }
    case "property_declaration":
      owner.fields.push(...lowerProperty(node, owner));
      return;
    case "getter": {
      const field = owner.fields.at(-1);
      const body = childrenOf(node).find((child) => child.type === "function_body");
      if (field !== undefined && body !== undefined)
        field.getter = lowerFunctionBody(body, 0, owner);
      return;
    }
    case "function_declaration":
      owner.methods.push(lowerFunction(node, owner));
      return;
    case "anonymous_initializer": {
      const block = childrenOf(node).at(-1);
      if (block !== undefined) owner.initializers.push(lowerBlock(block, 0, owner));
      return;
    }
    case "secondary_constructor":
      owner.constructors.push(lowerFunction(node, owner));
      return;
    case "enum_entry": {
      const args = childrenOf(node).find((child) => child.type === "value_arguments");
      owner.constants.push({
        name: childrenOf(node).find((child) => child.type === "identifier")?.text ?? "",
        args: lowerArguments(args, 0, owner),
        annotations: lowerAnnotations(modifiersOf(node)),
      });
      return;
    }
    case "class_body":
    case "enum_class_body":
      for (const child of childrenOf(node)) lowerMember(child, owner, depth + 1);
  }
}

function lowerDeclaration(node: Node, outer: Declaration, depth: number): Declaration {
  const modifiers = modifiersOf(node);
  const words = new Set(modifiers?.text.match(/\b(?:enum|annotation|abstract|sealed)\b/g));
  const isInterface = node.children.some((child) => child?.type === "interface");
  const kind =
    node.type !== "class_declaration"
      ? "object"
      : isInterface
        ? "interface"
        : words.has("enum")
          ? "enum"
          : words.has("annotation")
            ? "annotation"
            : "class";
  const name = node.childForFieldName("name")?.text.replaceAll("`", "") ?? "";
  const declaration = declare(kind, name, outer.file, linesOf(node));
  declaration.outer = outer;
  declaration.annotations = lowerAnnotations(modifiers);
  if (words.has("abstract") || words.has("sealed")) declaration.abstract = true;
  lowerInside(node, declaration, depth);
  return declaration;
}

/** The header and body of a class, object or object literal. */
export function lowerInside(node: Node, declaration: Declaration, depth: number): void {
  for (const child of childrenOf(node)) {
    if (child.type === "primary_constructor") lowerPrimary(child, declaration);
    else if (child.type === "delegation_specifiers") lowerSupers(child, declaration);
    else if (child.type.endsWith("class_body")) lowerMember(child, declaration, depth + 1);
  }
}

function lowerPrimary(node: Node, declaration: Declaration): void {
  const list = childrenOf(node).find((child) => child.type === "class_parameters");
  declaration.components = childrenOf(list ?? node).flatMap((one): Parameter[] => {
    if (one.type !== "class_parameter") return [];
    const parts = childrenOf(one);
    const nameAt = parts.findIndex((part) => part.type === "identifier");
    const type = parts.slice(nameAt + 1).find((part) => isType(part));
    const value = parts.at(-1);
    return [
      {
        name: parts[nameAt]?.text.replaceAll("`", "") ?? "",
        type: type === undefined ? { name: "Any", args: [], nullable: false } : lowerType(type),
        annotations: lowerAnnotations(modifiersOf(one)),
        ...(value !== undefined && value.id !== type?.id
          ? { default: lowerExpression(value, 0, declaration) }
          : {}),
      },
    ];
  });
}

function lowerSupers(node: Node, declaration: Declaration): void {
  for (const specifier of childrenOf(node)) {
    const invocation = childrenOf(specifier).find(
      (child) => child.type === "constructor_invocation",
    );
    const delegation = childrenOf(specifier).find((child) => /delegat/.test(child.type));
    const holder = invocation ?? delegation ?? specifier;
    const type = childrenOf(holder).find(isType);
    if (type === undefined) continue;
    declaration.supers.push(lowerType(type));
    if (invocation === undefined) continue;
    const args = childrenOf(invocation).find((child) => child.type === "value_arguments");
    declaration.superArgs = lowerArguments(args, 0, declaration);
  }
}

function lowerProperty(node: Node, owner: Declaration): Field[] {
  const parts = childrenOf(node);
  const variable = parts.find((part) => part.type === "variable_declaration");
  if (variable === undefined) return [];
  const [name, type] = childrenOf(variable).filter((part) => part.type !== "annotation");
  const getter = parts.find((part) => part.type === "getter");
  const getterBody = getter && childrenOf(getter).find((part) => part.type === "function_body");
  const delegate = parts.find((part) => part.type === "property_delegate");
  const after = parts.slice(parts.indexOf(variable) + 1);
  const value =
    (delegate && childrenOf(delegate)[0]) ??
    after.find((part) => !/^(?:getter|setter|type_constraints|property_delegate)$/.test(part.type));
  return [
    {
      name: name?.text.replaceAll("`", "") ?? "",
      ...(type === undefined ? {} : { type: lowerType(type) }),
      ...(value === undefined ? {} : { value: lowerExpression(value, 0, owner) }),
      ...(getterBody ? { getter: lowerFunctionBody(getterBody, 0, owner) } : {}),
      annotations: lowerAnnotations(modifiersOf(node)),
      static: owner.kind === "file",
      at: linesOf(node),
    },
  ];
}

function lowerFunction(node: Node, owner: Declaration): Method {
  const parts = childrenOf(node);
  const list = parts.find((part) => part.type === "function_value_parameters");
  const before = list === undefined ? [] : parts.slice(0, parts.indexOf(list));
  const receiver = before.find(isType);
  const returns = list === undefined ? undefined : parts.slice(parts.indexOf(list)).find(isType);
  const body = parts.find((part) => part.type === "function_body" || part.type === "block");
  return {
    name: node.childForFieldName("name")?.text.replaceAll("`", "") ?? "",
    owner,
    parameters: list === undefined ? [] : lowerParameters(list, owner),
    ...(returns === undefined ? {} : { returns: lowerType(returns) }),
    ...(body === undefined ? {} : { body: lowerFunctionBody(body, 0, owner) }),
    annotations: lowerAnnotations(modifiersOf(node)),
    static: owner.kind === "file",
    ...(receiver === undefined ? {} : { receiver: lowerType(receiver) }),
    typeParameters: childrenOf(parts.find((part) => part.type === "type_parameters") ?? node)
      .filter((one) => one.type === "type_parameter")
      .map((one) => childrenOf(one).find((part) => part.type === "identifier")?.text ?? ""),
    at: linesOf(node),
  };
}

const anyType: TypeRef = { name: "Any", args: [], nullable: false };

function lowerParameters(list: Node, owner: Declaration): Parameter[] {
  const parameters: Parameter[] = [];
  let annotations: Annotation[] = [];
  let isVararg = false;
  for (const part of childrenOf(list)) {
    const last = parameters.at(-1);
    if (part.type === "parameter_modifiers") {
      annotations = lowerAnnotations(part);
      isVararg = /\bvararg\b/.test(part.text);
    } else if (part.type === "parameter") {
      const [name, type] = childrenOf(part);
      const lowered = type === undefined ? anyType : lowerType(type);
      parameters.push({
        name: name?.text.replaceAll("`", "") ?? "",
        type: isVararg ? { name: "...", args: [lowered], nullable: false } : lowered,
        annotations,
      });
      annotations = [];
      isVararg = false;
    } else if (last !== undefined) last.default = lowerExpression(part, 0, owner);
  }
  return parameters;
}
