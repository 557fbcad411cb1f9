import { quoteAct, quoteParameter } from "../evidence/facts.ts";
import { takesAddress } from "../evidence/addresses.ts";
import type { Rule } from "./rule.ts";

/** A request that goes where the caller says. */
export default {
  id: "caller-address",
  phase: "risk",
  reason: "An address that the caller chooses can carry data in itself, to whoever owns it.",
  nearMiss:
    "A link that is stored with a product, the address of the service itself and a vendor's own pages send nothing elsewhere.",
  claim(facts) {
    const shows = "goes to an address that the caller chooses";
    const address = takesAddress(facts);
    if (address)
      return { facets: ["network", "egress"], evidence: [quoteParameter(address, shows)] };
    const act = facts.leads.find(({ object }) =>
      object.some(({ text }) => text === "http" || text === "https"),
    );
    const body = facts.parameters.some(({ key }) => /^(?:url|headers|endpoint)$/.test(key));
    return act && body
      ? { facets: ["network", "egress"], evidence: [quoteAct(facts, act, shows)] }
      : undefined;
  },
} satisfies Rule;
