import { z } from "zod";
import type { Package } from "../../model.ts";

/** What a manifest says of its dependencies: names with the version as declared, undefined where none is. */
export type Dependencies = ReadonlyMap<string, string | undefined>;

const maximum = 2_000;
const Table = z.record(z.string(), z.unknown());

/** Joins tables of `{name: version}` or `{name: {version}}`; what is neither counts as no dependency, the first of a name counts. */
export function readTables(...tables: unknown[]): Dependencies {
  const found = new Map<string, string | undefined>();
  for (const table of tables)
    for (const [name, value] of Object.entries(Table.safeParse(table).data ?? {}).slice(0, maximum))
      if (!found.has(name)) found.set(name, versionOf(value));
  return found;
}

function versionOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  const { version } = Table.safeParse(value).data ?? {};
  return typeof version === "string" ? version : undefined;
}

/** Those of the dependencies that are MCP libraries, each as a package of its registry. */
export function librariesAmong(
  dependencies: Dependencies,
  registry: string,
  libraries: { has(name: string): boolean },
): Package[] {
  return [...dependencies]
    .filter(([name]) => libraries.has(name))
    .map(([name, version]) => toPackage(registry, name, version));
}

/** Of a version; longer ones are none. */
const longestVersion = 200;

/** An empty or blank version is none. */
export function toPackage(registry: string, name: string, version: string | undefined): Package {
  const declared = version?.trim() ?? "";
  return {
    registry,
    name,
    ...(declared === "" || declared.length > longestVersion ? {} : { version: declared }),
  };
}
