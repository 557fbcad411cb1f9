import type { Node } from "web-tree-sitter";
import { foldArguments, type Given, type Scope } from "./fold.ts";
import { lastName } from "./program.ts";

/** An attribute of a declaration, by its name without namespace. */
export interface Attribute {
  name: string;
  node: Node;
}

/** The attributes of a declaration. */
export function attributesOf(declaration: Node): Attribute[] {
  return (declaration.childForFieldName("attributes")?.namedChildren ?? [])
    .flatMap((group) => group.namedChildren)
    .filter(({ type }) => type === "attribute")
    .map((node) => ({ name: lastName(node.namedChild(0)), node }));
}

/** The arguments of an attribute. */
export function argumentsOf({ node }: Attribute, scope: Scope): Given {
  return foldArguments(node.childForFieldName("parameters"), scope);
}
