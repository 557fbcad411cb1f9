import { attacksOn, type Attack } from "../classifier/attacks/index.ts";
import { partsOf, sessionTool } from "../classifier/roles.ts";
import { viewSession, type Session } from "../classifier/session.ts";
import type { ServerPage, ToolPage } from "../db/queries.ts";
import { shortened } from "./text.ts";
import { categoryWords, facetWords, witnessWords } from "./words.ts";

/** What the tools of one server come to in one session. */
export function serverSession(server: ServerPage): Session {
  return viewSession(server.tools.map((tool) => sessionTool(server.id, tool)));
}

/** The roles of a tool in a session, for programs and for the page that puts servers together. */
export function sessionFacts(server: ServerPage, tool: ToolPage) {
  return { roles: partsOf(tool), changes: sessionTool(server.id, tool).changes };
}

/** The documented attacks on a tool, for programs. */
export function attackFacts(tool: ToolPage) {
  return attacksOn(tool).map(({ pattern, basis }) => {
    const { standard, code, title, url, abuse } = pattern;
    return { standard, code, title, url, abuse, basis };
  });
}

/** What an attack rests on: a phrase, and the words that it is drawn from, when there are any. */
export function basisWords({ basis }: Attack): { rests: string; quote?: string; from?: string } {
  const { facet, category, quote, witness } = basis;
  const rests =
    facet !== undefined
      ? facetWords[facet]
      : category !== undefined
        ? `it ${categoryWords[category]}`
        : "its own words";
  return {
    rests,
    ...(quote === undefined ? {} : { quote: shortened(quote, 120) }),
    ...(witness === undefined ? {} : { from: witnessWords[witness].toLowerCase() }),
  };
}
