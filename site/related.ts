import type { ToolLink, ToolPage } from "../db/queries.ts";
import { risks } from "../model.ts";
import type { ServerView } from "./facts.ts";

const shownMax = 6;

/** At most six other tools of the server, those with the same category first, then highest risk first, then by name. */
export function siblings(server: ServerView, tool: ToolPage): ToolLink[] {
  const { category: wanted } = tool.classification;
  return server.tools
    .filter((other) => other !== tool)
    .toSorted(
      (a, b) =>
        Number(b.classification.category === wanted) -
          Number(a.classification.category === wanted) ||
        risks.indexOf(b.classification.risk) - risks.indexOf(a.classification.risk),
    )
    .slice(0, shownMax)
    .map(({ definition: { name, description }, classification }) => ({
      server: server.id,
      serverName: server.name,
      name,
      category: classification.category,
      risk: classification.risk,
      ...(description !== undefined && { opening: description.slice(0, 300) }),
    }));
}
