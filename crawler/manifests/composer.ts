import { posix } from "node:path";
import { z } from "zod";
import { librariesAmong, readTables, toPackage } from "./dependencies.ts";
import { readJson } from "./json.ts";
import type { Manifest } from "./manifest.ts";

const libraries = new Set([
  "laravel/mcp",
  "logiscape/mcp-sdk-php",
  "mcp/sdk",
  "opgginc/laravel-mcp-server",
  "php-mcp/laravel",
  "php-mcp/schema",
  "php-mcp/server",
  "pronskiy/mcp",
  "symfony/mcp-bundle",
  "symfony/mcp-sdk",
  "wordpress/mcp-adapter",
]);
const maximumCommands = 8;

const Table = z.record(z.string(), z.unknown()).optional().catch(undefined);
const Composer = z.object({
  name: z.string().min(1),
  version: z.string().optional().catch(undefined),
  bin: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .catch(undefined),
  require: Table,
});

/** composer.json. https://getcomposer.org/doc/04-schema.md */
export default {
  id: "composer",
  describes: (path) => posix.basename(path) === "composer.json",
  read({ text }) {
    const { data } = Composer.safeParse(readJson(text));
    if (data === undefined) return undefined;
    const dependencies = readTables(data.require);
    const programs = typeof data.bin === "string" ? [data.bin] : (data.bin ?? []);
    return {
      ...toPackage("packagist", data.name, data.version),
      start: programs
        .slice(0, maximumCommands)
        .map((program) => ["php", `vendor/bin/${posix.basename(program)}`]),
      sdks: librariesAmong(dependencies, "packagist", libraries),
      uses: [...dependencies.keys()],
    };
  },
} satisfies Manifest;
