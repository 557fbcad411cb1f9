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
      reach.mayServe ||= serves(text) || answersItself(text, modules);
      if (reach.usesMcp && reach.mayServe) return reach;
      for (const [, name = ""] of text.matchAll(imports)) {
        const other = folderOfImport(modules, name);
        if (other !== undefined && byFolder.has(other) && folders.size < most) folders.add(other);
      }
    }
  return reach;
}

function serves(text: string): boolean {
  if (connects.test(text)) return true;
  return [...text.matchAll(transport)].some(([name]) => outward.test(name) && !inward.test(name));
}

/** Whether a file names the request and has no library that would answer it: beside one, its code only looks on. */
function answersItself(text: string, modules: Sources["modules"]): boolean {
  if (!text.includes(listRequest)) return false;
  return ![...text.matchAll(imports)].some(
    ([, name = ""]) => /mcp/i.test(name) && folderOfImport(modules, name) === undefined,
  );
}

/** Whether a function that was followed names a transport: the program serves what it registers, and does not only list it. */
export function didServe(run: Run, modules: Sources["modules"]): boolean {
  return [...run.executed].some(({ path, line, endLine }) => {
    const text = run.files.get(path) ?? "";
    const own = text
      .split("\n")
      .slice(line - 1, endLine)
      .join("\n");
    return serves(own) || (own.includes(listRequest) && answersItself(text, modules));
  });
}
