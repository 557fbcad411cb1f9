import * as cedar from "@cedar-policy/cedar-wasm/nodejs";

/** One request, as an enforcer builds it of a call. */
export type CedarCall = Omit<cedar.StatefulAuthorizationCall, "preparsedPolicySetId">;

export interface CedarDecision {
  isAllowed: boolean;
  /** Ids of the policies that decided: all permits that held, or all forbids. */
  reasons: string[];
  /** Ids of the policies that could not be evaluated; the language skips them. */
  errors: string[];
}

/** Parsed sets are kept in the engine by name and never freed, so the names are few and go round. */
const slots: (object | undefined)[] = Array.from({ length: 16 });
let nextSlot = 0;

/** The language's own engine over these policies, by id. Throws an error with its message where one is no Cedar, and at a call that the schema refuses. */
export function cedarEngine(
  policies: Record<string, cedar.Policy>,
): (call: CedarCall) => CedarDecision {
  const mine = {};
  const slotOf = (): string => {
    const at = slots.indexOf(mine);
    if (at >= 0) return String(at);
    const slot = nextSlot;
    nextSlot = (nextSlot + 1) % slots.length;
    slots[slot] = undefined;
    const parsed = cedar.preparsePolicySet(String(slot), { staticPolicies: policies });
    if (parsed.type === "failure") throw failure(parsed.errors);
    slots[slot] = mine;
    return String(slot);
  };
  slotOf();
  return (call) => {
    const answer = cedar.statefulIsAuthorized({ ...call, preparsedPolicySetId: slotOf() });
    if (answer.type === "failure") throw failure(answer.errors);
    const { decision, diagnostics } = answer.response;
    return {
      isAllowed: decision === "allow",
      reasons: diagnostics.reason,
      errors: diagnostics.errors.map(({ policyId }) => policyId),
    };
  };
}

/** The policies of a text, each by itself, in its order. Throws an error that says where the text is no Cedar, and where it holds templates. */
export function cedarPolicies(text: string): string[] {
  const parts = cedar.policySetTextToParts(text);
  if (parts.type === "failure") throw failure(parts.errors);
  if (parts.policy_templates.length > 0)
    throw new Error(`expected policies, got a template: ${parts.policy_templates[0]}`);
  // They come sorted by ids that count them: `policy10` before `policy2`.
  const ids = parts.policies.map((_, at) => `policy${at}`).toSorted();
  const byId = new Map(ids.map((id, at) => [id, parts.policies[at] ?? ""]));
  return parts.policies.map((_, at) => byId.get(`policy${at}`) ?? "");
}

/** A policy as data. Throws an error that says where it is no Cedar. */
export function cedarPolicy(text: string): cedar.PolicyJson {
  const parsed = cedar.policyToJson(text);
  if (parsed.type === "failure") throw failure(parsed.errors);
  return parsed.json;
}

function failure(errors: cedar.DetailedError[]): Error {
  return new Error(errors.map(({ message }) => message).join("; "));
}
