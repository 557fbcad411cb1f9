import type { Node } from "web-tree-sitter";
import { childrenOf, flatText } from "../jvm/nodes.ts";
import type { Annotation, Argument, TypeRef } from "../jvm/syntax.ts";
import { lowerExpression } from "./expression.ts";

/** A type as written. */
export function lowerType(node: Node, depth = 0): TypeRef {
  const args: TypeRef[] = [];
  if (depth > 30) return { name: "Object", args, nullable: false };
  if (node.type === "array_type") {
    const element = node.childForFieldName("element");
    if (element !== null) args.push(lowerType(element, depth + 1));
    return { name: "[]", args, nullable: false };
  }
  if (node.type === "generic_type") {
    for (const child of childrenOf(node))
      if (child.type === "type_arguments")
        args.push(...childrenOf(child).map((arg) => lowerType(arg, depth + 1)));
    return { name: nameOf(childrenOf(node)[0]), args, nullable: false };
  }
  if (node.type === "wildcard") {
    const bound = childrenOf(node).at(-1);
    return bound === undefined
      ? { name: "Object", args, nullable: false }
      : lowerType(bound, depth + 1);
  }
  if (node.type === "annotated_type") {
    const type = childrenOf(node).at(-1);
    const nullable = /@(?:\w+\.)*Nullable\b/.test(node.text);
    if (type !== undefined) return { ...lowerType(type, depth + 1), nullable };
  }
  return { name: nameOf(node), args, nullable: false };
}

function nameOf(node: Node | undefined): string {
  return node?.text.replace(/@\w+(?:\([^)]*\))?/g, "").replace(/\s/g, "") ?? "Object";
}

/** The annotations among a declaration's modifiers. */
export function lowerAnnotations(modifiers: Node | undefined): Annotation[] {
  if (modifiers === undefined) return [];
  return childrenOf(modifiers).flatMap((node) =>
    node.type.endsWith("annotation") ? [lowerAnnotation(node, 0)] : [],
  );
}

/** `@Tool(name = "x")` with its arguments; a single value is without a name. */
export function lowerAnnotation(node: Node, depth: number): Annotation {
  const list = node.childForFieldName("arguments");
  const args = childrenOf(list ?? node).flatMap((arg): Argument[] => {
    if (list === null) return [];
    if (arg.type !== "element_value_pair") return [{ value: lowerExpression(arg, depth + 1) }];
    const name = arg.childForFieldName("key")?.text;
    const value = arg.childForFieldName("value");
    return name === undefined || value === null
      ? []
      : [{ name, value: lowerExpression(value, depth + 1) }];
  });
  const name = node.childForFieldName("name")?.text.replace(/\s/g, "") ?? "";
  return { name, args, text: flatText(node).replace(/^@/, "") };
}
