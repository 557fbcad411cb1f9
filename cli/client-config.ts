import { parse as parseToml } from "smol-toml";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { parseJsonc } from "../classifier/policies/documents.ts";
import type { Source } from "../model.ts";
import { UsageError } from "./context.ts";
import { oneLine, readText } from "./files.ts";
import { readSource } from "./source.ts";

/** A server that somebody's client starts: what to read, or in its place why it can't be. */
export interface ConfiguredServer {
  name: string;
  source: Source | { reason: string };
}

/** Where clients have their servers, and who does; in a file with several of them the first counts. */
const places: { at: string[]; client: string }[] = [
  { at: ["mcpServers"], client: "most clients" },
  { at: ["servers"], client: "VS Code's mcp.json" },
  { at: ["mcp", "servers"], client: "VS Code's settings" },
  { at: ["mcp_servers"], client: "Codex" },
  { at: ["mcp"], client: "opencode" },
  { at: ["context_servers"], client: "Zed" },
  { at: ["extensions"], client: "goose" },
];

const Words = z.array(z.string());
/** How it is started, or where it is: `command` is a list in opencode, and had a path in older versions of Zed; `cmd` and `uri` are goose's. */
const Entry = z
  .object({
    command: z
      .union([
        z.string().transform((word) => [word]),
        Words,
        z
          .object({ path: z.string(), args: Words.default([]) })
          .transform(({ path, args }) => [path, ...args]),
      ])
      .optional(),
    cmd: z.string().optional(),
    args: Words.nullish(),
    url: z.string().optional(),
    uri: z.string().optional(),
    httpUrl: z.string().optional(),
    serverUrl: z.string().optional(),
  })
  .transform(({ command, cmd, args, ...addresses }) => ({
    words: [...(command ?? (cmd === undefined ? [] : [cmd])), ...(args ?? [])],
    isRemote: Object.values(addresses).some((address) => address !== undefined),
  }));

/** Whether a word on the command line is a client's configuration file: a source has a scheme, and an id of the database no such ending. */
export const isClientConfig = (name: string): boolean =>
  /\.(?:jsonc?|toml|ya?ml)$/i.test(name) && !/^[a-z]{2,}:/.test(name);

/** Reads the configuration file of an MCP client; throws UsageError for a file that is none, or that names no server. */
export function readClientConfig(file: string): ConfiguredServer[] {
  const value = parsed(file);
  const found = places.map(({ at }) => at.reduce(child, value)).find(isTable);
  if (found === undefined) {
    const known = places.map(({ at, client }) => `${at.join(".")} (${client})`).join(", ");
    throw new UsageError(
      `expected ${file} to be an MCP client's configuration: it has none of ${known}`,
    );
  }
  const configured = Object.entries(found);
  if (configured.length === 0) throw new UsageError(`${file} names no server`);
  return configured.map(([name, server]) => ({ name, source: sourceOf(server) }));
}

/** Whether a client's file names servers itself, as those do that also hold its policy. */
export function namesServers(file: string): boolean {
  try {
    return isClientConfig(file) && readClientConfig(file).length > 0;
  } catch {
    return false;
  }
}

function parsed(file: string): unknown {
  const text = readText(file);
  const [language, parse] = /\.toml$/i.test(file)
    ? (["TOML", parseToml] as const)
    : /\.ya?ml$/i.test(file)
      ? (["YAML", parseYaml] as const)
      : (["JSON", parseJsonc] as const);
  try {
    return parse(text);
  } catch (error) {
    throw new UsageError(`${file} is no ${language}: ${oneLine(error)}`, { cause: error });
  }
}

const child = (value: unknown, key: string): unknown =>
  isTable(value) && Object.hasOwn(value, key) ? value[key] : undefined;

const isTable = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const runners = /^(?:npx|bunx|pnpm|pnpx|yarn)$/;

/** `npx -y tavily-mcp@1.0.0 --flag`, also behind `cmd /c` -> `npm:tavily-mcp@1.0.0`. */
function sourceOf(server: unknown): ConfiguredServer["source"] {
  const { data } = Entry.safeParse(server);
  if (data === undefined || (data.words.length === 0 && !data.isRemote))
    return { reason: "its entry has neither a command nor an address" };
  if (data.words.length === 0) return remote;
  const [runner = "", ...rest] = data.words
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
