import type { Package } from "../../model.ts";

/** A likely name for the server in somebody's configuration: `@notionhq/notion-mcp-server` gives `notion`. */
export function defaultAlias(server: { name: string; packages: Package[] }): string {
  const full = server.packages[0]?.name ?? server.name;
  const last = full.split("/").at(-1) ?? full;
  const plain = last.replaceAll(/[^A-Za-z0-9_-]+/g, "-").slice(0, 60);
  const words = plain.split(/[-_]+/).filter((word) => word && !/^(?:mcp|server)$/i.test(word));
  return words.join("-") || plain.replaceAll(/^-+|-+$/g, "") || "server";
}
