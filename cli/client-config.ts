import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Source } from "../model.ts";
import { UsageError } from "./context.ts";
import { readSource } from "./source.ts";

/** A server that somebody's client starts: what to read, or in its place why it can't be. */
export interface ConfiguredServer {
  name: string;
  source: Source | { reason: string };
}

const Servers = z.record(
  z.string(),
  z.object({
    command: z.string().optional(),
    args: z.array(z.string()).optional(),
    url: z.string().optional(),
  }),
);
/** `mcpServers` in most clients; `servers` in VS Code. */
const ClientConfig = z.union([
  z.object({ mcpServers: Servers }).transform((config) => config.mcpServers),
  z.object({ servers: Servers }).transform((config) => config.servers),
]);

/** Reads the configuration file of an MCP client; throws UsageError for a file that is none, or that names no server. */
export function readClientConfig(file: string): ConfiguredServer[] {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${error instanceof Error ? error.message : ""}`, {
      cause: error,
    });
  }
  const { data } = ClientConfig.safeParse(value);
  if (data === undefined)
    throw new UsageError(`expected ${file} to be an MCP client's configuration with mcpServers`);
  const configured = Object.entries(data);
  if (configured.length === 0) throw new UsageError(`${file} names no server`);
  return configured.map(([name, server]) => ({ name, source: sourceOf(server) }));
}

const runners = /^(?:npx|bunx|pnpm|pnpx|yarn)$/;

/** `npx -y tavily-mcp@1.0.0 --flag`, also behind `cmd /c` -> `npm:tavily-mcp@1.0.0`. */
function sourceOf({
  command,
  args = [],
}: z.infer<typeof Servers>[string]): ConfiguredServer["source"] {
  if (command === undefined) return remote;
  const [runner = "", ...rest] = [command, ...args]
    .filter((word, index, words) => !isShell(word, index, words))
    .map((word, index) => (index === 0 ? programName(word) : word));
  if (runner === "uvx" || runner === "uv" || runner === "pipx")
    return {
      reason: `it is started with ${runner}; PyPI is not a source yet: check its repository`,
    };
  const words = rest.filter((word) => !word.startsWith("-") && word !== "dlx" && word !== "exec");
  const [first] = words;
  if (!runners.test(runner) || first === undefined)
    return {
      reason: `it is started with ${JSON.stringify(runner)}; only packages started with npx and the like are found so far: check its folder or repository`,
    };
  if (first === "mcp-remote" || first.startsWith("mcp-remote@")) return remote;
  try {
    return readSource(`npm:${first}`);
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

const remote = { reason: "it is a remote server; only source code is read so far" };

function isShell(word: string, index: number, words: string[]): boolean {
  return (
    (index === 0 && programName(word) === "cmd") ||
    (index === 1 && programName(words[0] ?? "") === "cmd" && word.toLowerCase() === "/c")
  );
}

/** `C:\\node\\npx.cmd` -> `npx` */
function programName(word: string): string {
  return word
    .replace(/^.*[/\\]/, "")
    .replace(/\.(?:cmd|exe)$/i, "")
    .toLowerCase();
}
