import type { Node } from "web-tree-sitter";
import { lowerExpression, meaningful } from "./lower-expression.ts";
import type { Lowering } from "./parse.ts";
import type { Argument, Expression, Parameter } from "./syntax.ts";

/** Lowers the parameters of a `def` or a `lambda`, in order. */
export function lowerParameters(list: Node, context: Lowering, nesting: number): Parameter[] {
  const parameters: Parameter[] = [];
  let kind: "positional" | "keyword" = "positional";
  for (const node of meaningful(list)) {
    if (node.type === "keyword_separator") kind = "keyword";
    const pattern = node.type === "typed_parameter" ? meaningful(node)[0] : node;
    const name =
      node.childForFieldName("name") ??
      (pattern?.type === "identifier" ? pattern : undefined) ??
      pattern?.namedChildren[0];
    if (!pattern || !name || node.type.endsWith("_separator")) continue;
    const type = node.childForFieldName("type");
    const value = node.childForFieldName("value");
    const starred = pattern.type === "list_splat_pattern" ? "args" : undefined;
    const doubly = pattern.type === "dictionary_splat_pattern" ? "kwargs" : undefined;
    parameters.push({
      name: name.text,
      kind: starred ?? doubly ?? kind,
      ...(type && { annotation: lowerExpression(type, context, nesting + 1) }),
      ...(value && { default: lowerExpression(value, context, nesting + 1) }),
    });
    if (starred) kind = "keyword";
  }
  return parameters;
}

/** Lowers what stands between the parentheses of a call or a class. */
export function lowerArguments(list: Node | null, context: Lowering, nesting: number): Argument[] {
  if (list === null) return [];
  if (list.type === "generator_expression")
    return [{ value: lowerExpression(list, context, nesting + 1) }];
  return meaningful(list).map((node) => {
    const value = (child: Node | null | undefined): Expression =>
      lowerExpression(child, context, nesting + 1);
    if (node.type === "keyword_argument") {
      return {
        name: node.childForFieldName("name")?.text ?? "",
        value: value(node.childForFieldName("value")),
      };
    }
    if (node.type === "list_splat") return { stars: 1, value: value(meaningful(node)[0]) };
    if (node.type === "dictionary_splat") return { stars: 2, value: value(meaningful(node)[0]) };
    return { value: value(node) };
  });
}
