import type { Classification, JsonSchema } from "../../model.ts";
import { constraintsOf } from "./constraints.ts";
import type { PolicyTool } from "./format.ts";
import { type Profile, recommendFor } from "./profiles.ts";

/** How a reader wants the policy. */
export interface Wishes {
  profile: Profile;
  /** With rules about arguments, as templates to fill. */
  constrain: boolean;
}

/** What a policy needs to know of a labelled tool. */
export function policyTool(
  tool: { name: string; inputSchema?: JsonSchema; classification: Classification },
  { profile, constrain }: Wishes,
): PolicyTool {
  const { name, inputSchema, classification } = tool;
  const constraints = constrain ? constraintsOf(classification, inputSchema) : [];
  return {
    name,
    recommendation: recommendFor(classification, profile),
    ...(constraints.length > 0 && { constraints }),
  };
}
