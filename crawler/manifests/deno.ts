import { posix } from "node:path";
import { z } from "zod";
import { librariesAmong, toPackage } from "./dependencies.ts";
import { readJson } from "./json.ts";
import type { Manifest } from "./manifest.ts";

const npmLibraries = new Set([
  "@hono/mcp",
  "@modelcontextprotocol/core",
  "@modelcontextprotocol/sdk",
  "@modelcontextprotocol/server",
  "fastmcp",
  "mcp-lite",
  "tmcp",
]);
const jsrLibraries = new Set(["@mcp/server", "@modelcontextprotocol/sdk"]);
const specifier =
  /^(?<registry>npm|jsr):\/?(?<name>(?:@[^/@]{1,200}\/)?[^/@]{1,200})(?:@(?<version>[^/]{1,100}))?/;

const Table = z.record(z.string(), z.unknown()).optional().catch(undefined);
const Deno = z.object({
  name: z.string().min(1),
  version: z.string().optional().catch(undefined),
  imports: Table,
  tasks: Table,
});

/** deno.json and jsr.json. https://docs.deno.com/runtime/fundamentals/configuration */
export default {
  id: "deno",
  describes: (path) => /^(?:deno|jsr)\.jsonc?$/.test(posix.basename(path)),
  read({ text }) {
    const { data } = Deno.safeParse(readJson(text));
    if (data === undefined) return undefined;
    const npm = new Map<string, string | undefined>();
    const jsr = new Map<string, string | undefined>();
    for (const target of Object.values(data.imports ?? {}).slice(0, 2_000)) {
      const found = typeof target === "string" ? specifier.exec(target)?.groups : undefined;
      const among = found?.["registry"] === "npm" ? npm : jsr;
      if (found !== undefined) among.set(found["name"] ?? "", found["version"]);
    }
    return {
      ...toPackage("jsr", data.name, data.version),
      start: Object.hasOwn(data.tasks ?? {}, "start") ? [["deno", "task", "start"]] : [],
      sdks: [
        ...librariesAmong(npm, "npm", npmLibraries),
        ...librariesAmong(jsr, "jsr", jsrLibraries),
      ],
      uses: [...jsr.keys()],
    };
  },
} satisfies Manifest;
