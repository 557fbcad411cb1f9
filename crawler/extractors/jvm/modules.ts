import type { Program } from "./program.ts";

const buildFile = /(?:^|\/)(?:pom\.xml|build\.gradle(?:\.kts)?)$/;
const saysServer =
  /mcp[\w.:-]*server|io\.modelcontextprotocol|solon-ai-mcp|koog|mcp-(?:sdk|bom|annotations)|mcp[\w.]*\.sdk|\bmcp\b/i;
const codeServes =
  /\bio\.modelcontextprotocol\.(?:kotlin\.sdk\.)?server\b|\bMcpServer\b|\bMethodToolCallbackProvider\b|\bToolCallbacks\b|\bstart(?:Stdio|Sse)McpServer\b|\bMcpServerEndpoint\b/;

/** Whether a file says how a module is built. */
export function isBuildFile(path: string): boolean {
  return buildFile.test(path) || path.endsWith("libs.versions.toml");
}

/** Tells of a file whether its module is an MCP server, by what the module is built on or does. */
export function serving(
  files: ReadonlyMap<string, string>,
  program: Program,
): (path: string) => boolean {
  const builds = new Map<string, string>();
  for (const [path, text] of files)
    if (buildFile.test(path))
      builds.set(folderOf(path), `${builds.get(folderOf(path)) ?? ""}${text}`);
  const known = new Map<string, boolean>();
  function moduleOf(path: string): string {
    for (let folder = folderOf(path); folder !== ""; folder = folderOf(folder))
      if (builds.has(folder)) return folder;
    return "";
  }
  function decide(module: string): boolean {
    const build = (builds.get(module) ?? "").replaceAll(/[\w.:-]*mcp[\w.:-]*client[\w.:-]*/gi, "");
    if (saysServer.test(build)) return true;
    if (/mcp[\w.-]*client/i.test(builds.get(module) ?? "")) return false;
    return program.paths.some(
      (path) => moduleOf(path) === module && codeServes.test(program.text(path)),
    );
  }
  return (path) => {
    const module = moduleOf(path);
    const before = known.get(module);
    if (before !== undefined) return before;
    const answer = decide(module);
    known.set(module, answer);
    return answer;
  };
}

function folderOf(path: string): string {
  const end = path.lastIndexOf("/");
  return end === -1 ? "" : path.slice(0, end);
}
