import type { JsonSchema } from "../../../model.ts";
import type { Item } from "./items.ts";
import type { Project } from "./project.ts";
import { isSdkDerive, resolveType, schemaName } from "./resolve-type.ts";
import { itemSchema } from "./schema-of-item.ts";
import { typeSchema } from "./schema-of-type.ts";
import type { TypeAt } from "./types.ts";

/** What making a schema needs beside the types: the value of an expression as JSON, undefined when it could not be folded. */
export interface Folding {
  project: Project;
  fold(code: string, path: string, offset: number): unknown;
  /** What a function gives when it is called without arguments. */
  call(item: Item): unknown;
}

/** Which side of serde a schema is for: what is read from a caller, or what is written to one. */
export type Contract = "in" | "out";

export interface Making extends Folding {
  contract: Contract;
  defs: Map<string, JsonSchema>;
  open: number;
  budget: { left: number };
}

const maxSchemas = 4000;

/** The schema of a type as schemars derives it, nested types under `$defs`; of a derive of rust-mcp-sdk, inlined. */
export function schemaOf(type: TypeAt, folding: Folding, contract: Contract = "in"): JsonSchema {
  const making: Making = {
    ...folding,
    contract,
    defs: new Map(),
    open: 0,
    budget: { left: maxSchemas },
  };
  const found = resolveType(type, making);
  const body =
    found === undefined ? typeSchema(type, making) : itemSchema(found.item, found.generics, making);
  const named = found === undefined || isSdkDerive(found.item, making.project);
  const title = found === undefined ? undefined : schemaName(found.item, making);
  const defs = reachable(body, making.defs);
  return {
    ...(named || title === undefined ? {} : { title }),
    ...body,
    ...(defs.length === 0 ? {} : { $defs: Object.fromEntries(defs) }),
  };
}

/** The definitions that are referred to: one that was only taken apart is left out. */
function reachable(body: JsonSchema, defs: Map<string, JsonSchema>): [string, JsonSchema][] {
  const used = new Set<string>();
  const open: unknown[] = [body];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== "object" || next === null) continue;
    const ref = (next as JsonSchema)["$ref"];
    const name = typeof ref === "string" ? ref.slice("#/$defs/".length) : undefined;
    if (name !== undefined && !used.has(name)) {
      used.add(name);
      open.push(defs.get(name) ?? null);
    }
    open.push(
      ...Object.values(next).filter((value) => typeof value === "object" && value !== null),
    );
  }
  return [...defs].filter(([name]) => used.has(name));
}
