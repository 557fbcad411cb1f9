import type { Unresolved } from "../../model.ts";
import type { Extraction, Extractor, Registered } from "./extractor.ts";
import { entryLines } from "./manifest/lines.ts";
import { isToolList, readToolList } from "./manifest/list.ts";

const forTests = /(?:^|\/)(?:tests?|__tests__|fixtures?|e2e|specs?|node_modules)\//i;
const maximumTools = 2_000;

/** Tools that a manifest lists: MCP bundles (MCPB, before that DXT) and server cards. What is said in a README is never one. */
export default {
  id: "manifest",
  reads: (path) => isToolList(path) && !forTests.test(path),
  extract({ files }) {
    const extraction: Extraction = { tools: [], unresolved: [], skipped: [] };
    for (const [path, text] of files) {
      const entries = readToolList(path, text);
      if (entries === undefined) continue;
      const taken = entries.slice(0, maximumTools);
      const lines = entryLines(text, taken);
      for (const [index, entry] of taken.entries()) {
        const at = { path, line: lines[index] ?? 1 };
        if (entry.name === undefined)
          extraction.unresolved.push(unresolved(at, "Lists a tool without a name."));
        else
          extraction.tools.push({
            name: entry.name,
            ...entry.definition,
            at,
            method: "listed",
            registeredIn: path,
          });
      }
      if (entries.length > maximumTools)
        extraction.unresolved.push(
          unresolved(
            { path, line: 1 },
            `Lists ${entries.length} tools; the first ${maximumTools} were taken.`,
          ),
        );
    }
    return extraction;
  },
} satisfies Extractor;

function unresolved(at: Unresolved["at"], reason: string): Registered<Unresolved> {
  return { at, reason, registeredIn: at.path };
}
