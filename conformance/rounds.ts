import type { Emitted, PolicyFormat, PolicyRequest } from "../classifier/policies/format.ts";
import type { Action } from "../model.ts";
import type { Enforcer } from "./enforcer.ts";

/** A tool that no policy knows: the server got it later. */
const later = "added_later";

/** One policy, and what came of it. */
export interface Round {
  request: PolicyRequest;
  decisions: number;
  /** What was not as stated, in words; one entry where the program could not be played at all. */
  wrong: string[];
}

/** For each server the whole policy, and a snippet for one tool: another action each time. */
export function roundsOf(requests: PolicyRequest[]): PolicyRequest[] {
  const inTurn: Action[] = ["deny", "allow", "ask", "limit"];
  return requests.flatMap((request, index) => {
    const action = inTurn[index % inTurn.length];
    const { tools } = request;
    const one = tools.find(({ recommendation }) => recommendation.action === action) ?? tools[0];
    return one === undefined ? [request] : [request, { ...request, only: one.name }];
  });
}

/** Plays one policy, and holds what was decided against what it states. `isBroken` plays one that lets a tool run that it says it won't. */
export async function playRound(
  enforcer: Enforcer,
  program: string,
  format: PolicyFormat,
  request: PolicyRequest,
  isBroken: boolean,
): Promise<Round> {
  const emitted = format.emit(request);
  const { body } = isBroken ? format.emit(loosened(request)) : emitted;
  const tools = [...request.tools.map(({ name }) => name), later];
  try {
    const decide = await enforcer.play(program, { alias: request.alias, tools, body });
    const wrong = statedIn(emitted).flatMap(({ tool, got }) => {
      const stated = got === "unchanged" ? enforcer.byItself(request.alias, tool) : got;
      const decided = decide(tool);
      return stated === decided ? [] : [`${JSON.stringify(tool)}: ${stated}, was ${decided}`];
    });
    return { request, decisions: tools.length, wrong };
  } catch (error) {
    return { request, decisions: 0, wrong: [error instanceof Error ? error.message : "failed"] };
  }
}

const statedIn = ({ coverage, unknownTools }: Emitted) => [
  ...coverage,
  { tool: later, got: unknownTools },
];

/** The first tool that a policy writes a rule for and that may not run freely now may, or the other way round where all may. */
function loosened({ tools, ...request }: PolicyRequest): PolicyRequest {
  const written = tools.filter(({ name }) => request.only === undefined || name === request.only);
  const isHeld = ({ recommendation }: (typeof tools)[number]) => recommendation.action !== "allow";
  const victim = written.find(isHeld) ?? written[0];
  const action = victim !== undefined && isHeld(victim) ? "allow" : "deny";
  return {
    ...request,
    tools: tools.map((tool) =>
      tool === victim ? { name: tool.name, recommendation: { action, reason: "" } } : tool,
    ),
  };
}
