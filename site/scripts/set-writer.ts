import { checkedWords } from "../../classifier/policies/format.ts";
import { formats } from "../../classifier/policies/index.ts";
import { writtenAlike } from "../../classifier/policies/likeness.ts";
import type { Profile } from "../../classifier/policies/profiles.ts";
import { emitTogether, type Together } from "../../classifier/policies/together.ts";
import { aliasProblem, sharedAlias } from "../../classifier/policies/alias.ts";
import { canHold, type ServerJson, wantedTools } from "./policy-writer.ts";

/** What the reader wants for all servers. */
export interface SetChoice {
  format: string;
  profile: Profile;
  constrain: boolean;
}

/** The policy of several servers for one client, in words. */
export interface SetView extends Together {
  title: string;
  docs: string;
  checkedBy: string;
  goesInto: string;
}

/** Loaded when a reader wants one policy for all servers of a session. Throws an error that says which names the client can't tell apart. */
export function writeSet(
  servers: readonly { alias: string; json: ServerJson }[],
  { format: id, profile, constrain }: SetChoice,
): SetView {
  const format = formats.find((one) => one.id === id)!;
  const requests = servers.map(({ alias, json }) => ({
    alias,
    tools: wantedTools(json, profile, constrain && canHold(id)),
  }));
  for (const { alias } of requests) {
    const problem = aliasProblem(alias);
    if (problem !== undefined)
      throw new Error(`No server can be called ${JSON.stringify(alias)}: ${problem}.`);
  }
  const shared = sharedAlias(requests.map(({ alias }) => alias));
  if (shared !== undefined)
    throw new Error(
      `Two servers are called ${JSON.stringify(shared)}: give one the other name that it has in your configuration.`,
    );
  const alike = writtenAlike(format, requests);
  if (alike !== undefined)
    throw new Error(
      `${format.title} ${alike}: give one of the servers another name, in your configuration and here.`,
    );
  const { title, docs, goesInto } = format;
  return {
    title,
    docs,
    goesInto,
    checkedBy: checkedWords(format),
    ...emitTogether(format, requests),
  };
}

export { canHold };
