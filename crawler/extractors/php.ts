import type { Snapshot } from "../../model.ts";
import type { Extraction, Extractor } from "./extractor.ts";
import { readAbilities } from "./php/abilities.ts";
import { readClasses } from "./php/classes.ts";
import { readListed } from "./php/listed.ts";
import { readMethods } from "./php/methods.ts";
import { indexProgram } from "./php/program.ts";
import { openForest } from "./syntax/forest.ts";

const marks = /\bMcp\b|\\\w*Mcp\w*\\|\bMCP\b|\bPhpMcp\b|\bMcpTool\b|tools\/list|\bcreate_server\b/;

/** Tools of servers on laravel/mcp, mcp/sdk, php-mcp/server, logiscape/mcp-sdk-php and the WordPress MCP adapter. */
export default {
  id: "php",
  reads: (path) => /(?<!\.blade)\.php$/i.test(path) && !/(?:^|\/)vendor\//.test(path),
  extract,
} satisfies Extractor;

async function extract({ files }: Snapshot): Promise<Extraction> {
  if (![...files.values()].some((text) => marks.test(text)))
    return { tools: [], unresolved: [], skipped: [] };
  const forest = await openForest("php", files);
  try {
    const program = indexProgram(files, forest);
    const classes = readClasses(program);
    const methods = readMethods(program);
    const listed = readListed(program);
    return {
      tools: [...classes.tools, ...methods.tools, ...listed.tools, ...readAbilities(program)],
      unresolved: [...classes.unresolved, ...methods.unresolved, ...listed.unresolved],
      skipped: forest.skipped,
    };
  } finally {
    forest.close();
  }
}
