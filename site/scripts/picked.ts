import type { ServerJson } from "./policy-writer.ts";
import { roles, type SessionTool } from "../../classifier/session.ts";

/** A server that was picked, with what a session needs of it. */
export interface Picked {
  id: string;
  page: string;
  /** A likely name for it in a reader's configuration. */
  alias: string;
  tools: (SessionTool & { page: string })[];
  /** What a policy needs to know of its tools. */
  json: ServerJson;
  /** Registrations that were not resolved, and tools without a label. */
  unread: number;
}

/** `/servers/acme/mail/` -> `/servers/acme/mail.json` */
export const factsAddress = (page: string): string => page.replace(/\/$/, ".json");

/** A server's page on this site, and nothing else. */
export const isServerPage = (text: unknown): text is string =>
  typeof text === "string" &&
  text.length < 2000 &&
  /^\/servers\/[\w.@~-]+(?:\/[\w.@~-]+)*\/$/.test(text) &&
  !text.startsWith("/servers/~") &&
  !text.includes("/../");

/** What the JSON beside a server's page says; throws when it is no such JSON. */
export async function fetchServer(page: string): Promise<Picked> {
  const answer = await fetch(factsAddress(page));
  if (!answer.ok) throw new Error(`expected the facts of ${page}, got status ${answer.status}`);
  const facts: Facts = await answer.json();
  const tools = facts.tools.map((tool) => ({
    server: facts.id,
    name: tool.name,
    roles: roles.filter((role) => tool.roles.some((part) => part.role === role)),
    changes: tool.changes,
    page: tool.page,
  }));
  return {
    id: facts.id,
    page,
    alias: facts.alias,
    tools,
    json: facts,
    unread: facts.unresolved.length + facts.unlabelled.length,
  };
}

/** Of the JSON beside a server's page, what is used here. */
interface Facts {
  id: string;
  alias: string;
  tools: (ServerJson["tools"][number] & {
    page: string;
    changes: boolean;
    roles: { role: string }[];
  })[];
  unresolved: unknown[];
  unlabelled: unknown[];
}
