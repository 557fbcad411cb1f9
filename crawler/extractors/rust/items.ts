import type { Node } from "web-tree-sitter";
import type { Place } from "../../../model.ts";
import { insideBrackets } from "./tokens.ts";

/** `#[serde(rename = "a")]` -> name `serde`, args `rename = "a"`; `#[doc = "x"]` -> name `doc`, value `"x"`. */
export interface Attribute {
  /** The last segment of its path. */
  name: string;
  /** What stands in its brackets; empty when there are none. */
  args: string;
  /** What stands behind its equals sign. */
  value?: string;
  /** 1-based line of the attribute. */
  line: number;
  /** Lines of the file before `args` or `value`. */
  offset: number;
}

/** The `impl` block, trait or module around an item. */
export interface Owner {
  /** Name of the type without generics; of a trait, its own name. */
  type: string;
  typeNode: Node;
  trait?: string;
  attributes: Attribute[];
  node: Node;
  isTrait: boolean;
}

export type ItemKind =
  | "struct"
  | "enum"
  | "fn"
  | "const"
  | "type"
  | "trait"
  | "macro"
  | "call"
  | "impl";

/** One item of a file, or of an `impl` block or trait in it. */
export interface Item {
  kind: ItemKind;
  name: string;
  path: string;
  /** Lines of the file before the text that the node was parsed from: not 0 for what a macro expands to. */
  offset: number;
  node: Node;
  attributes: Attribute[];
  /** Lines of documentation, in order; `code` for `#[doc = …]` with an expression. */
  docs: Doc[];
  owner?: Owner;
  /** Conditions of `#[cfg(…)]` on it and around it, outermost first. */
  when: string[];
}

export type Doc = { text: string } | { code: string; offset: number };

const kinds = new Map<string, ItemKind>([
  ["struct_item", "struct"],
  ["enum_item", "enum"],
  ["function_item", "fn"],
  ["function_signature_item", "fn"],
  ["const_item", "const"],
  ["static_item", "const"],
  ["type_item", "type"],
  ["associated_type", "type"],
  ["trait_item", "trait"],
  ["macro_definition", "macro"],
  ["macro_invocation", "call"],
]);
const maxDepth = 50;

/** All items of a parsed file, those of inline modules, `impl` blocks and traits included; none that only tests are built with. */
export function readItems(root: Node, path: string, offset: number): Item[] {
  const items: Item[] = [];
  readBody(root, { path, offset, when: [], depth: 0 }, items);
  return items;
}

interface Around {
  path: string;
  offset: number;
  when: string[];
  owner?: Owner;
  depth: number;
}

function readBody(body: Node, around: Around, items: Item[]): void {
  if (around.depth > maxDepth) return;
  for (const { node, attributes, docs } of decorated(body, around.offset)) {
    const conditions = attributes.filter(({ name }) => name === "cfg").map(({ args }) => args);
    if (isTest(attributes, conditions)) continue;
    const when = [...around.when, ...conditions.map(plainCondition)];
    const inner = { ...around, when, depth: around.depth + 1 };
    const item = (kind: ItemKind, name: string, owner = around.owner): Item => ({
      kind,
      name,
      path: around.path,
      offset: around.offset,
      node,
      attributes,
      docs,
      when,
      ...(owner === undefined ? {} : { owner }),
    });
    if (node.type === "mod_item") {
      const modBody = node.childForFieldName("body");
      if (modBody !== null) readBody(modBody, inner, items);
    } else if (node.type === "impl_item" || node.type === "trait_item") {
      const owner = readOwner(node, attributes);
      if (owner === undefined) continue;
      items.push(item(owner.isTrait ? "trait" : "impl", owner.type, owner));
      const members = node.childForFieldName("body");
      if (members !== null) readBody(members, { ...inner, owner }, items);
    } else if (node.type === "expression_statement") {
      const call = node.namedChildren[0];
      if (call?.type === "macro_invocation")
        items.push({
          ...item("call", lastSegment(call.childForFieldName("macro")?.text ?? "")),
          node: call,
        });
    } else {
      const kind = kinds.get(node.type);
      const name = node.childForFieldName("name") ?? node.childForFieldName("macro");
      if (kind !== undefined && name !== null) items.push(item(kind, lastSegment(name.text)));
    }
  }
}

function readOwner(node: Node, attributes: Attribute[]): Owner | undefined {
  const isTrait = node.type === "trait_item";
  const typeNode = node.childForFieldName(isTrait ? "name" : "type");
  if (typeNode === null) return undefined;
  const trait = node.childForFieldName("trait");
  return {
    type: typeName(typeNode),
    typeNode,
    attributes,
    node,
    isTrait,
    ...(trait === null ? {} : { trait: typeName(trait) }),
  };
}

/** `&'a rmcp::Tool<X>` -> `Tool`. */
export function typeName(node: Node): string {
  let current: Node | null = node;
  for (let steps = 0; current !== null && steps < 10; steps += 1) {
    if (current.type === "generic_type" || current.type === "reference_type")
      current = current.childForFieldName("type");
    else if (current.type === "scoped_type_identifier" || current.type === "scoped_identifier")
      current = current.childForFieldName("name");
    else return current.text;
  }
  return "";
}

/** The named children of a node with the attributes and documentation that stand before each. */
export function decorated(
  body: Node,
  offset: number,
): { node: Node; attributes: Attribute[]; docs: Doc[] }[] {
  const found: { node: Node; attributes: Attribute[]; docs: Doc[] }[] = [];
  let attributes: Attribute[] = [];
  let docs: Doc[] = [];
  for (const node of body.namedChildren) {
    const inner =
      node.type === "ERROR"
        ? node.namedChildren.filter((child) => child.type === "attribute_item")
        : [node];
    if (inner.every((child) => child.type === "attribute_item") && inner.length > 0) {
      for (const child of inner) {
        const attribute = readAttribute(child, offset);
        if (attribute === undefined) continue;
        attributes.push(attribute);
        if (attribute.name === "doc" && attribute.value !== undefined)
          docs.push({ code: attribute.value, offset: attribute.offset });
      }
    } else if (node.type === "line_comment" || node.type === "block_comment") {
      const doc = node.childForFieldName("outer") && node.childForFieldName("doc");
      if (node.childForFieldName("outer") !== null)
        docs.push({ text: (doc?.text ?? "").replace(/\n$/, "") });
    } else if (node.type !== "visibility_modifier" && node.type !== "ERROR") {
      found.push({ node, attributes, docs });
      attributes = [];
      docs = [];
    }
  }
  return found;
}

function readAttribute(node: Node, offset: number): Attribute | undefined {
  const attribute = node.namedChildren.find((child) => child.type === "attribute");
  const path = attribute?.namedChildren[0];
  if (attribute === undefined || path === undefined) return undefined;
  const args = attribute.childForFieldName("arguments");
  const value = attribute.childForFieldName("value");
  const start = args ?? value ?? attribute;
  return {
    name: lastSegment(path.text),
    args: args === null ? "" : (insideBrackets(args.text) ?? ""),
    ...(value === null ? {} : { value: value.text }),
    line: node.startPosition.row + 1 + offset,
    offset: start.startPosition.row + offset,
  };
}

function isTest(attributes: Attribute[], conditions: string[]): boolean {
  if (attributes.some(({ name }) => name === "test" || name === "bench" || name === "rstest"))
    return true;
  return conditions.some((condition) => /(?:^|all\([^)]*)\btest\b/.test(condition));
}

/** `feature = "a"` stays as it is: it's the source's own word. */
function plainCondition(condition: string): string {
  return condition.replace(/\s+/g, " ").trim();
}

export function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf(":") + 1).trim();
}

export function itemPlace(item: Item): Place {
  return {
    path: item.path,
    line: item.node.startPosition.row + 1 + item.offset,
    endLine: item.node.endPosition.row + 1 + item.offset,
  };
}
