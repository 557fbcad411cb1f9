import type { Node } from "web-tree-sitter";

/** A type as it is written somewhere, with what its generic parameters stand for there. */
export interface TypeAt {
  node: Node;
  path: string;
  generics: Map<string, TypeAt>;
}

/** A type's last name and its generic arguments: `std::vec::Vec<A>` -> `Vec`, [A]. */
export interface TypePath {
  name: string;
  /** As written, without generic arguments. */
  full: string;
  args: TypeAt[];
}

export function readTypePath(type: TypeAt): TypePath | undefined {
  const { node } = type;
  if (node.type === "generic_type") {
    const base = node.childForFieldName("type");
    const args = node.childForFieldName("type_arguments")?.namedChildren ?? [];
    if (base === null) return undefined;
    return {
      ...split(base),
      args: args
        .filter((child) => child.type !== "lifetime" && child.type !== "type_binding")
        .map((child) => ({ ...type, node: child })),
    };
  }
  if (/^(?:type_identifier|scoped_type_identifier|primitive_type|identifier)$/.test(node.type))
    return { ...split(node), args: [] };
  return undefined;
}

function split(node: Node): { name: string; full: string } {
  const full = node.text.replace(/\s+/g, "");
  return { full, name: full.slice(full.lastIndexOf(":") + 1) };
}

/** Names of the type parameters of an item, bound to these arguments; a parameter's default where there is none. */
export function bindGenerics(item: Node, path: string, args: TypeAt[]): Map<string, TypeAt> {
  const bound = new Map<string, TypeAt>();
  const parameters = item.childForFieldName("type_parameters")?.namedChildren ?? [];
  let index = 0;
  for (const parameter of parameters) {
    if (parameter.type !== "type_parameter" && parameter.type !== "type_identifier") continue;
    const name = parameter.childForFieldName("name")?.text ?? parameter.text;
    const fallback = parameter.childForFieldName("default_type");
    const arg =
      args[index] ?? (fallback === null ? undefined : { node: fallback, path, generics: bound });
    if (arg !== undefined) bound.set(name, arg);
    index += 1;
  }
  return bound;
}
