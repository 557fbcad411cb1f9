import type { Package } from "../../model.ts";

/** A likely name for the server in somebody's configuration: `@notionhq/notion-mcp-server` gives `notion`. */
export function defaultAlias(server: { name: string; packages: Package[] }): string {
  const full = server.packages[0]?.name ?? server.name;
  const last = full.split("/").at(-1) ?? full;
  const plain = last.replaceAll(/[^A-Za-z0-9_-]+/g, "-").slice(0, 60);
  const words = plain.split(/[-_]+/).filter((word) => word && !/^(?:mcp|server)$/i.test(word));
  return words.join("-") || plain.replaceAll(/^-+|-+$/g, "") || "server";
}

/** Why a server can't be called so anywhere, after a colon; undefined when it can. */
export function aliasProblem(alias: string): string | undefined {
  if (alias.trim() === "") return "it is empty; give the one in your configuration";
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(alias))
    return "it holds a line break or another control character";
  if (/\p{Cf}/u.test(alias)) return "it holds a character that can't be seen";
  return alias.isWellFormed() ? undefined : "it holds half of a character";
}

/** The first name that an earlier one is already, in whatever case; undefined when all differ. */
export const sharedAlias = (aliases: readonly string[]): string | undefined =>
  aliases.find((alias, at) =>
    aliases.slice(0, at).some((other) => other.toLowerCase() === alias.toLowerCase()),
  );
