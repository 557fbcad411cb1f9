import { formats } from "../../classifier/policies/index.ts";
import type { PolicyTool } from "../../classifier/policies/format.ts";
import { type Profile, recommendFor } from "../../classifier/policies/profiles.ts";
import type { Judged } from "../../classifier/policies/recommend.ts";
import { policyView, type PolicyView, recommendationWords } from "../policy.ts";

/** What a server's JSON says of its tools, as far as policies need it. */
export interface ServerJson {
  tools: (Omit<Judged, "hygiene"> & {
    name: string;
    /** How many findings. */
    hygiene: number;
    constraints?: PolicyTool["constraints"];
  })[];
}

/** What the reader wants. */
export interface Choice {
  format: string;
  alias: string;
  profile: Profile;
  constrain: boolean;
}

/** Loaded when a reader first wants something other than what the page was built with: the writers of all formats. */
export function write(
  server: ServerJson,
  { format: id, alias, profile, constrain }: Choice,
  only: string | undefined,
): { view: PolicyView; advice?: { words: string; reason: string } } {
  const format = formats.find((one) => one.id === id)!;
  const wanted = wantedTools(server, profile, constrain && canConstrain(id, server, only));
  const own = wanted.find(({ name }) => name === only)?.recommendation;
  return {
    view: policyView(format, { alias, tools: wanted, ...(only !== undefined && { only }) }),
    ...(own && { advice: { words: recommendationWords(own), reason: own.reason } }),
  };
}

/** What a profile recommends for each tool; with what its arguments must be only where that is wanted. */
export function wantedTools(
  { tools }: ServerJson,
  profile: Profile,
  constrain: boolean,
): PolicyTool[] {
  return tools.map(({ name, hygiene, constraints, ...judged }) => ({
    name,
    recommendation: recommendFor({ ...judged, hygiene: Array.from({ length: hygiene }) }, profile),
    ...(constrain && constraints && { constraints }),
  }));
}

/** Whether a format can hold any argument to anything. */
export const canHold = (id: string): boolean =>
  (formats.find((one) => one.id === id)?.abilities.constraints.length ?? 0) > 0;

/** Whether a format can hold an argument of these tools to anything. */
export function canConstrain(id: string, { tools }: ServerJson, only: string | undefined): boolean {
  return (
    canHold(id) &&
    tools.some(
      ({ name, constraints }) => constraints !== undefined && (only === undefined || name === only),
    )
  );
}
