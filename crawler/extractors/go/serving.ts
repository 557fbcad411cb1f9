import { folderOfImport, type Sources } from "./packages.ts";
import type { Run } from "./run.ts";

/** What a client asks with, in the text of what answers it without a library. */
export const listRequest = '"tools/list"';

const library = /^\s*(?:import\s+)?(?:[\w.]+\s+)?"[^"\n]*mcp[^"\n]*"/im;
/** What connects a server to others, in the libraries that are known. */
const connects = /\b(?:ServeStdio|ServeSSE|New(?:Stdio|SSE|StreamableHTTP)(?:Server|Handler))\b/;
const transport = /\b\w+Transport\b/g;
const outward = /Stdio|SSE|HTTP|Gin|Fiber|IO|Logging|Streamable/;
/** Of clients, and those that stay inside a process. */
const inward = /Client|Memory|Command/;
const imports = /^\s*(?:import\s+)?(?:[\w.]+\s+)?"([^"\n]+)"/gm;
const most = 2_000;

/** Whether a file has an MCP library among its imports. */
export function usesLibrary(text: string): boolean {
  return library.test(text);
}

/** Whether a file uses an MCP library, or speaks the protocol itself. */
export function speaksMcp(text: string): boolean {
  return usesLibrary(text) || text.includes(listRequest);
}

/** Whether a program has an MCP library among all that it imports, and whether it may serve over a transport. */
export interface Reach {
  usesMcp: boolean;
  mayServe: boolean;
}

/** What a program can come to, as far as the texts of its folder and of those that it imports tell. */
export function reachOf({ files, byFolder, modules }: Sources, folder: string): Reach {
  const reach: Reach = { usesMcp: false, mayServe: false };
  const folders = new Set([folder]);
  for (const one of folders)
    for (const path of byFolder.get(one) ?? []) {
      const text = files.get(path) ?? "";
      reach.usesMcp ||= speaksMcp(text);
      reach.mayServe ||= serves(text);
      if (reach.usesMcp && reach.mayServe) return reach;
      for (const [, name = ""] of text.matchAll(imports)) {
        const other = folderOfImport(modules, name);
        if (other !== undefined && byFolder.has(other) && folders.size < most) folders.add(other);
      }
    }
  return reach;
}

function serves(text: string): boolean {
  if (connects.test(text) || text.includes(listRequest)) return true;
  return [...text.matchAll(transport)].some(([name]) => outward.test(name) && !inward.test(name));
}

/** Whether a function that was followed names a transport: the program serves what it registers, and does not only list it. */
export function didServe(run: Run): boolean {
  return [...run.executed].some(({ path, line, endLine }) => {
    const lines = run.files.get(path)?.split("\n") ?? [];
    return serves(lines.slice(line - 1, endLine).join("\n"));
  });
}
