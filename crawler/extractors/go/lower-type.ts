import type { Node } from "web-tree-sitter";
import { maxNesting, type Lowering } from "./lower.ts";
import type { Field, Parameter, TypeExpression } from "./syntax.ts";

const typeNodes = new Set([
  "type_identifier",
  "qualified_type",
  "generic_type",
  "pointer_type",
  "slice_type",
  "array_type",
  "implicit_length_array_type",
  "map_type",
  "channel_type",
  "function_type",
  "struct_type",
  "interface_type",
  "parenthesized_type",
]);

/** Whether a node is a type where an expression could stand. */
export function isTypeNode(node: Node): boolean {
  return typeNodes.has(node.type);
}

/** A type as written; unknown when it is nested too deeply or of no kind that matters. */
export function lowerType(node: Node | null, lowering: Lowering, nesting: number): TypeExpression {
  if (node === null || nesting > maxNesting) return { t: "unknown" };
  const inner = (name: string) => lowerType(node.childForFieldName(name), lowering, nesting + 1);
  switch (node.type) {
    case "type_identifier":
    case "identifier":
      return { t: "name", name: node.text, arguments: [] };
    case "qualified_type":
      return {
        t: "name",
        package: node.childForFieldName("package")?.text ?? "",
        name: node.childForFieldName("name")?.text ?? "",
        arguments: [],
      };
    case "generic_type": {
      const of = inner("type");
      const types = lowerTypeArguments(node.childForFieldName("type_arguments"), lowering, nesting);
      return of.t === "name" ? { ...of, arguments: types } : of;
    }
    case "pointer_type":
      return { t: "pointer", element: lowerType(node.namedChild(0), lowering, nesting + 1) };
    case "slice_type":
    case "array_type":
    case "implicit_length_array_type":
      return { t: "slice", element: inner("element") };
    case "map_type":
      return { t: "map", key: inner("key"), element: inner("value") };
    case "channel_type":
      return { t: "chan", element: inner("value") };
    case "function_type":
      return {
        t: "func",
        parameters: lowerParameters(node.childForFieldName("parameters"), lowering, nesting),
        results: lowerResults(node.childForFieldName("result"), lowering, nesting).map(
          ({ type }) => type,
        ),
      };
    case "struct_type":
      return { t: "struct", fields: lowerFields(node, lowering, nesting) };
    case "interface_type":
      return lowerInterface(node, lowering, nesting);
    case "parenthesized_type":
    case "type_elem":
    case "type_constraint":
      return lowerType(node.namedChild(0), lowering, nesting + 1);
    default:
      return { t: "unknown" };
  }
}

/** The types between `[` and `]`. */
export function lowerTypeArguments(
  node: Node | null,
  lowering: Lowering,
  nesting: number,
): TypeExpression[] {
  return named(node).map((child) => lowerType(child, lowering, nesting + 1));
}

/** The parameters between parentheses, one for each name. */
export function lowerParameters(
  node: Node | null,
  lowering: Lowering,
  nesting: number,
): Parameter[] {
  return named(node).flatMap((child): Parameter[] => {
    const variadic = child.type === "variadic_parameter_declaration";
    if (!variadic && child.type !== "parameter_declaration") return [];
    const type = lowerType(child.childForFieldName("type"), lowering, nesting + 1);
    const names = child.childrenForFieldName("name").flatMap((name) => (name ? [name.text] : []));
    if (names.length === 0) return [{ type, variadic }];
    return names.map((name) => ({ name, type, variadic }));
  });
}

/** What a function gives: one type, or a list like its parameters. */
export function lowerResults(node: Node | null, lowering: Lowering, nesting: number): Parameter[] {
  if (node === null) return [];
  if (node.type === "parameter_list") return lowerParameters(node, lowering, nesting);
  return [{ type: lowerType(node, lowering, nesting + 1), variadic: false }];
}

/** The names between `[` and `]` of a declaration. */
export function lowerTypeParameters(node: Node | null): string[] {
  return named(node).flatMap((child) =>
    child.childrenForFieldName("name").flatMap((name) => (name ? [name.text] : [])),
  );
}

/** A node's named children without comments. */
export function named(node: Node | null): Node[] {
  return (node?.namedChildren ?? []).filter(
    (child): child is Node => child !== null && child.type !== "comment",
  );
}

function lowerFields(node: Node, lowering: Lowering, nesting: number): Field[] {
  return named(named(node)[0] ?? null).flatMap((child): Field[] => {
    if (child.type !== "field_declaration") return [];
    let type = lowerType(child.childForFieldName("type"), lowering, nesting + 1);
    const tag = unquoteTag(child.childForFieldName("tag")?.text ?? "");
    const names = child.childrenForFieldName("name").flatMap((name) => (name ? [name.text] : []));
    if (names.length > 0) return names.map((name) => ({ name, type, tag, embedded: false }));
    if (child.text.startsWith("*") && type.t !== "pointer") type = { t: "pointer", element: type };
    const base = type.t === "pointer" ? type.element : type;
    return base.t === "name" ? [{ name: base.name, type, tag, embedded: true }] : [];
  });
}

function unquoteTag(text: string): string {
  if (text.startsWith("`")) return text.slice(1, -1);
  try {
    return text === "" ? "" : String(JSON.parse(text));
  } catch {
    return "";
  }
}

function lowerInterface(node: Node, lowering: Lowering, nesting: number): TypeExpression {
  const methods: string[] = [];
  const embedded: TypeExpression[] = [];
  for (const child of named(node)) {
    const name = child.childForFieldName("name")?.text;
    if (name !== undefined) methods.push(name);
    else if (child.type === "type_elem" && child.namedChildCount === 1)
      embedded.push(lowerType(child.namedChild(0), lowering, nesting + 1));
  }
  return { t: "interface", methods, embedded };
}
