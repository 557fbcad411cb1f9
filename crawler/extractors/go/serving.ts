import { folderOfImport, type Sources } from "./packages.ts";
import type { Run } from "./run.ts";

const mcp = /^\s*(?:import\s+)?(?:[\w.]+\s+)?"[^"\n]*mcp[^"\n]*"/im;
/** What connects a server to others, in the libraries that are known; clients have transports of their own. */
const serves =
  /\b(?:ServeStdio|ServeSSE|New(?:Stdio|SSE|StreamableHTTP)(?:Server|Handler)|(?:New)?(?!\w*Client|\w*Memory|\w*Command)\w*(?:Stdio|SSE|HTTP|Gin|Fiber|IO|Logging|Streamable)\w*Transport)\b/;
const imports = /^\s*(?:import\s+)?(?:[\w.]+\s+)?"([^"\n]+)"/gm;
const most = 2_000;

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
      reach.usesMcp ||= mcp.test(text);
      reach.mayServe ||= serves.test(text);
      if (reach.usesMcp && reach.mayServe) return reach;
      for (const [, name = ""] of text.matchAll(imports)) {
        const other = folderOfImport(modules, name);
        if (other !== undefined && byFolder.has(other) && folders.size < most) folders.add(other);
      }
    }
  return reach;
}

/** Whether a function that was followed names a transport: the program serves what it registers, and does not only list it. */
export function didServe(run: Run): boolean {
  return [...run.executed].some(({ path, line, endLine }) => {
    const lines = run.files.get(path)?.split("\n") ?? [];
    return serves.test(lines.slice(line - 1, endLine).join("\n"));
  });
}
