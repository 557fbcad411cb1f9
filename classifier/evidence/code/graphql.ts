import type { Deed } from "./reach.ts";

const mutation = /^\s*mutation\b\s*\w*\s*(?:\([^)]{0,300}\))?\s*\{\s*(?:\w+\s*:\s*)?(?<field>\w+)/;
const removing = /^(?:delete|remove|destroy|purge|revoke|clear)(?=[A-Z_]|$)/;
const facets = ["network"] as const;

/** A mutation of GraphQL, by its first field. */
export default {
  id: "graphql",
  read({ call, last }) {
    for (const { text } of call.arguments) {
      const field = mutation.exec(text)?.groups?.["field"];
      if (field !== undefined && removing.test(field))
        return {
          category: "Destructive",
          shows: "sends a mutation that removes",
          facets: [...facets],
        };
      if (field !== undefined || /^\s*mutation\b/.test(text))
        return { category: "Write", shows: "sends a mutation", facets: [...facets] };
    }
    return /^(?:mutate|mutation)$/i.test(last)
      ? { category: "Write", shows: "sends a mutation", facets: [...facets] }
      : undefined;
  },
} satisfies Deed;
