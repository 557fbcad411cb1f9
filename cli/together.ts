import { attacksOn } from "../classifier/attacks/index.ts";
import { partsOf, sessionTool } from "../classifier/roles.ts";
import { roleWords, verdictOf, viewSession, type Session } from "../classifier/session.ts";
import type { Classification, Tool } from "../model.ts";
import type { LabelledServer } from "./source.ts";
import type { CheckReport } from "./reports.ts";
import { count, paint, plain } from "./table.ts";

type LabelledTool = Tool & { classification: Classification };

const labelled = (tool: LabelledTool) => ({
  definition: tool,
  classification: tool.classification,
});

/** The session that all these servers share. */
export function togetherOf(servers: readonly LabelledServer[]): Session {
  return viewSession(
    servers.flatMap((server) => server.tools.map((tool) => sessionTool(server.id, labelled(tool)))),
  );
}

/** The documented attacks on a tool and its roles in a session, for programs. */
export function compactFacts(tool: LabelledTool) {
  return {
    attacks: attacksOn(labelled(tool)).map(({ pattern: { code, title, url }, basis }) => ({
      code,
      title,
      url,
      basis,
    })),
    roles: partsOf(labelled(tool)),
  };
}

/** Ids and links of the documented attacks on a tool. */
export function attackLinks(tool: LabelledTool): { code: string; title: string; url: string }[] {
  return attacksOn(labelled(tool)).map(({ pattern }) => pattern);
}

const namedMax = 8;

/** Each role with its tools, the first few by name, with their server where there are several. */
function roleRows(
  servers: readonly LabelledServer[],
  session: Session,
): { role: string; tools: string }[] {
  return session.roles.map(({ role, tools }) => {
    const named = tools
      .slice(0, namedMax)
      .map(({ server, name }) => (servers.length > 1 ? `${server}: ${name}` : name));
    const more = tools.length > namedMax ? [`${tools.length - namedMax} more`] : [];
    return { role: roleWords[role], tools: [...named, ...more].join(", ") || "none" };
  });
}

/** What was not read may have any role: `2 servers and 3 registrations could not be read: they may add to it.` */
function unreadWords({ servers, notAnalysed }: CheckReport): string[] {
  const unresolved = servers.reduce((sum, server) => sum + server.unresolved.length, 0);
  const parts = [
    ...(notAnalysed.length > 0 ? [count(notAnalysed.length, "server")] : []),
    ...(unresolved > 0 ? [count(unresolved, "registration")] : []),
  ];
  return parts.length > 0 ? [`${parts.join(" and ")} could not be read and may add to it.`] : [];
}

/** Verdict and roles, for whoever writes them down; absent where no tool is known. */
function together(report: CheckReport) {
  if (report.servers.every(({ tools }) => tools.length === 0)) return undefined;
  const session = togetherOf(report.servers);
  return {
    meet: session.meet,
    verdict: [...verdictOf(session), ...unreadWords(report)].join(" "),
    rows: roleRows(report.servers, session),
  };
}

/** The session for a terminal. */
export function togetherText(report: CheckReport): string[] {
  const found = together(report);
  if (!found) return [];
  const { meet, verdict, rows } = found;
  return [
    paint("bold", "In one session"),
    ...rows.map(({ role, tools }) => `  ${role.padEnd(30)} ${plain(tools)}`),
    `  ${meet ? paint("red", plain(verdict)) : plain(verdict)}`,
    "",
  ];
}

/** The same as a section of Markdown; `cell` makes crawled text harmless there. */
export function togetherMarkdown(report: CheckReport, cell: (text: string) => string): string {
  const found = together(report);
  if (!found) return "";
  const rows = found.rows.map(({ role, tools }) => `- ${role}: ${cell(tools)}`);
  return ["## In one session", "", cell(found.verdict), "", ...rows].join("\n");
}
