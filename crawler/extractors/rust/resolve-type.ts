import type { Item } from "./items.ts";
import { wrappers } from "./known-types.ts";
import type { Project } from "./project.ts";
import { textOption } from "./schema-options.ts";
import type { Making } from "./schema.ts";
import { readOptions } from "./serde.ts";
import { type TypeAt, bindGenerics, readTypePath } from "./types.ts";

export function resolveType(
  type: TypeAt,
  making: Making,
): { item: Item; generics: Map<string, TypeAt> } | undefined {
  let current = type;
  for (let steps = 0; steps < 20; steps += 1) {
    const path = readTypePath(current);
    if (path === undefined) return undefined;
    const bound = current.generics.get(path.full);
    if (bound !== undefined && bound.node !== current.node) {
      current = bound;
      continue;
    }
    const associated = associatedType(path.full, current, making);
    if (associated !== undefined) {
      current = associated;
      continue;
    }
    const [inner] = path.args;
    if (wrappers.has(path.name) && inner !== undefined) {
      current = inner;
      continue;
    }
    const [item] = making.project.find(["struct", "enum", "type"], path.full, current.path);
    if (item === undefined) return undefined;
    const generics = bindGenerics(item.node, item.path, path.args);
    if (item.kind !== "type") return { item, generics };
    const aliased = item.node.childForFieldName("type");
    if (aliased === null) return undefined;
    current = { node: aliased, path: item.path, generics };
  }
  return undefined;
}

/** `T::Args`, where `T` stands for a type whose `impl` says what `Args` is. */
export function associatedType(full: string, type: TypeAt, making: Making): TypeAt | undefined {
  const [first = "", name, ...rest] = full.split("::");
  const owner = type.generics.get(first);
  if (owner === undefined || name === undefined || rest.length > 0) return undefined;
  const [item] = making.project
    .members(owner.node.text, name, owner.path)
    .filter(({ kind, node }) => kind === "type" && node.childForFieldName("type") !== null);
  const node = item?.node.childForFieldName("type");
  return item === undefined || !node ? undefined : { node, path: item.path, generics: new Map() };
}

export function schemaName(item: Item, making: Making): string {
  return (
    textOption(readOptions(item.attributes, ["schemars", "serde"]).get("rename"), item, making) ??
    item.name
  );
}

export function defName(item: Item, generics: Map<string, TypeAt>, making: Making): string {
  const args = [...generics.values()].map((arg) => arg.node.text.replace(/\W+/g, "_"));
  return [schemaName(item, making), ...args].join("_for_");
}

/** Whether the derive is the one of rust-mcp-sdk, which knows no `rename_all` and no defaults, and inlines. */
export function isSdkDerive(item: Item, project: Project): boolean {
  const derives = item.attributes
    .filter(({ name }) => name === "derive")
    .map(({ args }) => args)
    .join(",");
  const written = /(?<path>[\w:]*)\bJsonSchema\b/.exec(derives)?.groups?.["path"] ?? "";
  const uses = project.uses(item.path);
  const imported = uses.named.get("JsonSchema")?.join("::") ?? "";
  if (written !== "") return /rust_mcp|macros/.test(written);
  if (imported !== "") return /rust_mcp/.test(imported);
  return uses.globs.some((glob) => /^rust_mcp_(?:sdk|macros)/.test(glob.join("::")));
}
