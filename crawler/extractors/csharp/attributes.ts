import type { Node } from "web-tree-sitter";
import type { Value } from "../syntax/value.ts";
import { foldArguments, type Scope } from "./fold.ts";
import { simpleName } from "./program.ts";

export interface Attribute {
  /** Without namespace and the suffix `Attribute`. */
  name: string;
  node: Node;
  /** What it is put on, when that is said: `return`, `property`. */
  target?: string;
}

/** The attributes of a declaration, also those under a preprocessor condition. */
export function attributesOf(declaration: Node): Attribute[] {
  return declaration.namedChildren
    .flatMap((child) =>
      child.type === "preproc_if_in_attribute_list" ? child.namedChildren : [child],
    )
    .filter(({ type }) => type === "attribute_list")
    .flatMap((list) => {
      const target = list.namedChildren.find(({ type }) => type === "attribute_target_specifier");
      return list.namedChildren
        .filter(({ type }) => type === "attribute")
        .map((node) => ({
          name: simpleName(node.childForFieldName("name")).replace(/(?<=.)Attribute$/, ""),
          node,
          ...(target === undefined ? {} : { target: target.text.replace(/[^\w].*$/, "") }),
        }));
    });
}

/** The first attribute of that name that is not put on the return value. */
export function attributeNamed(declaration: Node, name: string): Attribute | undefined {
  return attributesOf(declaration).find((one) => one.name === name && one.target !== "return");
}

/** The arguments of an attribute; names are those of constructor parameters and of properties. */
export function argumentsOf(
  attribute: Attribute,
  scope: Scope,
): { positional: Value[]; named: Map<string, Value> } {
  const list = attribute.node.namedChildren.find(({ type }) => type === "attribute_argument_list");
  return foldArguments(list, scope);
}

/** The text of `[Description("…")]`; undefined without one. */
export function descriptionOf(declaration: Node, scope: Scope): string | undefined {
  const attribute = attributeNamed(declaration, "Description");
  if (attribute === undefined) return undefined;
  const { positional, named } = argumentsOf(attribute, scope);
  const text = positional[0] ?? named.get("description");
  return typeof text === "string" ? text : undefined;
}
