import { classify } from "../classifier/classify.ts";
import { defaultAlias } from "../classifier/policies/alias.ts";
import type { PolicyRequest, PolicyTool } from "../classifier/policies/format.ts";
import { policyTool } from "../classifier/policies/request.ts";
import type { Action } from "../model.ts";
import { readPackages } from "../test/packages.ts";

const published = [
  "@brave/brave-search-mcp-server",
  "@modelcontextprotocol/server-filesystem",
  "@modelcontextprotocol/server-github",
  "@modelcontextprotocol/server-memory",
  "@modelcontextprotocol/server-slack",
  "@notionhq/notion-mcp-server",
  "@playwright/mcp",
  "airtable-mcp-server",
];

/** Names that no one means well with, under aliases that some programs rewrite or refuse. */
const odd: [alias: string, names: string[]][] = [
  ["dotted", ["files.read", "files_read", "files/read", "a b", 'say "hi"', "it's", "back\\slash"]],
  [
    "abroad",
    ["löschen", "名前", "😀", "e\u0301", "de\u200blete", "l".repeat(200), "é".repeat(120)],
  ],
  ["under_", ["a__b", "_", "__proto__", "constructor", "1", "*", "${x}", "mcp__a__b", "</a>"]],
  ["my server.v2", ["list", "files.read", "Delete", "delete"]],
];

/** Every kind in turn, the strictest first. */
const inTurn: Action[] = ["deny", "allow", "ask", "limit"];

/** What the programs are held to, or the first of it: servers with odd names, and servers as they are published, labelled as the catalogue does it. */
export async function requestsToPlay(most = Infinity): Promise<PolicyRequest[]> {
  const names = published.slice(0, Math.max(0, most - odd.length));
  const packages = await readPackages("servers", names);
  return [...odd.map(oddRequest), ...packages.map(publishedRequest)].slice(0, most);
}

function oddRequest([alias, names]: (typeof odd)[number]): PolicyRequest {
  const tools = names.map((name, index): PolicyTool => {
    const action = inTurn[index % inTurn.length] ?? "deny";
    const limit = { max: 10, window: "minute" } as const;
    const recommendation = { action, reason: "", ...(action === "limit" && { limit }) };
    return { name, recommendation };
  });
  return { alias, tools: tools.toSorted((a, b) => (a.name < b.name ? -1 : 1)) };
}

function publishedRequest(read: Awaited<ReturnType<typeof readPackages>>[number]): PolicyRequest {
  const byName = new Map(read.tools.map((tool) => [tool.name, tool]));
  const wishes = { profile: "recommended", constrain: false } as const;
  return {
    alias: defaultAlias({ name: read.package, packages: [] }),
    tools: [...byName.values()].map((tool) =>
      policyTool({ ...tool, classification: classify(tool) }, wishes),
    ),
  };
}
