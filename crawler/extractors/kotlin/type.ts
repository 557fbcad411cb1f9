import type { Node } from "web-tree-sitter";
import { childrenOf, flatText } from "../jvm/nodes.ts";
import type { Annotation, TypeRef } from "../jvm/syntax.ts";
import { lowerArguments } from "./expression.ts";

/** Whether a node is a type. */
export function isType(node: Node): boolean {
  return /^(?:user|nullable|function|parenthesized|non_nullable)_type$/.test(node.type);
}

/** A type as written. */
export function lowerType(node: Node, depth = 0): TypeRef {
  if (depth > 30) return { name: "Any", args: [], nullable: false };
  const inner = childrenOf(node).find(isType);
  if (node.type === "nullable_type" && inner !== undefined)
    return { ...lowerType(inner, depth + 1), nullable: true };
  if (/^(?:parenthesized|non_nullable)_type$/.test(node.type) && inner !== undefined)
    return lowerType(inner, depth + 1);
  if (node.type === "function_type") return { name: "Function", args: [], nullable: false };
  const parts = childrenOf(node);
  const list = parts.find((part) => part.type === "type_arguments");
  const args = childrenOf(list ?? node).flatMap((projection): TypeRef[] => {
    if (list === undefined) return [];
    const type = childrenOf(projection).find(isType);
    return [
      type === undefined ? { name: "Any", args: [], nullable: false } : lowerType(type, depth + 1),
    ];
  });
  const name = parts
    .filter((part) => part.type === "identifier")
    .map((part) => part.text.replaceAll("`", ""))
    .join(".");
  return { name: name || "Any", args, nullable: false };
}

/** The modifiers of a declaration. */
export function modifiersOf(node: Node): Node | undefined {
  return childrenOf(node).find((child) => /^(?:parameter_)?modifiers$/.test(child.type));
}

/** The annotations among a declaration's modifiers. */
export function lowerAnnotations(modifiers: Node | undefined): Annotation[] {
  if (modifiers === undefined) return [];
  return childrenOf(modifiers).flatMap((node) => {
    if (node.type !== "annotation") return [];
    const invocation = childrenOf(node).find((child) => child.type === "constructor_invocation");
    const holder = invocation ?? node;
    const type = childrenOf(holder).find(isType);
    if (type === undefined) return [];
    const args = childrenOf(holder).find((child) => child.type === "value_arguments");
    return [
      {
        name: lowerType(type).name,
        args: lowerArguments(args, 0, undefined),
        text: flatText(node).replace(/^@(?:\w+:)?/, ""),
      },
    ];
  });
}

/** The name of a declared variable; `(a, b)` when it takes a value apart. */
export function variableName(node: Node): string {
  if (node.type === "multi_variable_declaration")
    return `(${childrenOf(node).map(variableName).join(", ")})`;
  const name = childrenOf(node).find((child) => child.type === "identifier") ?? node;
  return name.text.replaceAll("`", "");
}
