/**
 * What a tool can be in a session with an agent, in display order. Where all three meet, words that an outsider wrote can make the
 * agent send out what is private: https://simonwillison.net/2025/Jun/16/the-lethal-trifecta/ and, with every change of state
 * beside sending, https://ai.meta.com/blog/practical-ai-agent-security/.
 */
export const roles = ["untrusted-content", "private-data", "sends-out"] as const;
export type Role = (typeof roles)[number];

/** A tool among others: of one server, or of many. */
export interface SessionTool {
  server: string;
  name: string;
  /** In the order of `roles`. */
  roles: readonly Role[];
  /** Whether a call changes something beyond the agent's own scratch. */
  changes: boolean;
}

/** Where a tool is found. */
export type ToolName = Pick<SessionTool, "server" | "name">;

/** What a set of tools comes to in one session. */
export interface Session {
  /** One entry for each role, in their order; tools as they were given. */
  roles: { role: Role; tools: ToolName[] }[];
  /** All three roles are there. */
  meet: boolean;
  /** Tools that have all three roles by themselves. */
  alone: ToolName[];
  /** Tools that change state: by the Rule of Two they count beside those that send out. */
  changing: number;
  /** The fewest tools whose denial leaves at most two roles, and the role that goes; absent unless all three meet. */
  cut?: { role: Role; tools: ToolName[] };
}

/** The order in which a role is given up when several are as cheap: sending is asked for most rarely. */
const dispensable: readonly Role[] = ["sends-out", "untrusted-content", "private-data"];

/** Which roles the tools of a session have together, and what to deny so that the three do not meet. */
export function viewSession(tools: readonly SessionTool[]): Session {
  const having = (role: Role) => tools.filter((tool) => tool.roles.includes(role)).map(nameOf);
  const byRole = roles.map((role) => ({ role, tools: having(role) }));
  const meet = byRole.every((each) => each.tools.length > 0);
  const cut = byRole.toSorted(
    (a, b) =>
      a.tools.length - b.tools.length || dispensable.indexOf(a.role) - dispensable.indexOf(b.role),
  )[0];
  return {
    roles: byRole,
    meet,
    alone: tools.filter((tool) => roles.every((role) => tool.roles.includes(role))).map(nameOf),
    changing: tools.filter((tool) => tool.changes).length,
    ...(meet && cut ? { cut } : {}),
  };
}

const nameOf = ({ server, name }: SessionTool): ToolName => ({ server, name });

/** What a role says of a tool, as the end of "It …". */
export const roleWords: Record<Role, string> = {
  "untrusted-content": "brings in what outsiders wrote",
  "private-data": "reaches private data",
  "sends-out": "can send out",
};

const several: Record<Role, string> = {
  "untrusted-content": "bring in what outsiders wrote",
  "private-data": "reach private data",
  "sends-out": "can send out",
};

/** The verdict on a session, in plain sentences; tools are named only where there are few. */
export function verdictOf({ roles: parts, meet, alone, changing, cut }: Session): string[] {
  if (meet && cut) {
    return [
      "The three meet: what an outsider wrote can lead the agent to send out what is private.",
      ...aloneWords(alone),
      cutWords(cut),
    ];
  }
  const missing = parts.filter(({ tools }) => tools.length === 0).map(({ role }) => role);
  const lacks = missing.map((role) => roleWords[role]).join(", none ");
  const words = [`The three do not meet: no tool ${lacks}.`];
  if (missing.length === 1 && missing[0] === "sends-out" && changing > 0)
    words.push(
      `By the Rule of Two a change of state counts like sending, and ${changing === 1 ? "1 tool changes" : `${changing} tools change`} something.`,
    );
  return words;
}

function cutWords({ role, tools }: NonNullable<Session["cut"]>): string {
  const [first] = tools;
  if (first && tools.length === 1)
    return `Denying ${first.name}, the only tool that ${roleWords[role]}, breaks it.`;
  const few = tools.length <= 3 ? ` (${tools.map(({ name }) => name).join(", ")})` : "";
  return `Denying the ${tools.length} tools that ${several[role]}${few} breaks it; nothing smaller does.`;
}

function aloneWords(alone: readonly ToolName[]): string[] {
  if (alone.length === 0) return [];
  if (alone.length > 3) return [`${alone.length} tools have all three by themselves.`];
  const names = alone.map(({ name }) => name).join(" and ");
  return [
    `${names} ${alone.length === 1 ? "has all three by itself" : "have all three by themselves"}.`,
  ];
}
