import type { ToolPage } from "../db/queries.ts";
import type { ServerView } from "./facts.ts";
import { parameters } from "./parameters.ts";
import { count, listed, shortened } from "./text.ts";
import { categoryWords } from "./words.ts";

const namedMax = 4;

function argumentWords(tool: ToolPage): string {
  const top = parameters(tool.definition.inputSchema).rows.filter((row) => row.depth === 0);
  if (top.length === 0) return "It takes no arguments.";
  const required = top.filter((row) => row.required).map((row) => `\`${shortened(row.path, 60)}\``);
  const rest = top.length - required.length;
  if (required.length === 0)
    return top.length === 1
      ? "It takes one argument, which is optional."
      : `It takes ${top.length} arguments, all optional.`;
  const named =
    required.length > namedMax
      ? [...required.slice(0, namedMax), `${required.length - namedMax} more`]
      : required;
  const optional = rest === 0 ? "" : `; ${rest === 1 ? "one is" : `${rest} are`} optional`;
  return `It needs ${listed(named)}${optional}.`;
}

/** What a call does on this server, as far as was found: short plain sentences. */
export function onThisServer(server: ServerView, tool: ToolPage): string[] {
  const { category, facets } = tool.classification;
  const shows = tool.classification.evidence.find((each) => each.witness === "code")?.shows;
  const others = server.tools.length - 1;
  return [
    `It ${categoryWords[category]}${shows ? `; its code ${shows}` : ""}${facets.includes("irreversible") ? ", and what it does cannot be undone" : ""}.`,
    argumentWords(tool),
    others === 0
      ? "It is the only tool of this server."
      : `It is one of ${count(others + 1, "tool")} of this server.`,
    ...(tool.when ? [`It is there only when: ${shortened(tool.when, 200)}.`] : []),
  ];
}
