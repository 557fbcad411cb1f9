import type { Deed } from "./reach.ts";

const removing =
  /^(?:delete_?one|delete_?many|find_?one_?and_?delete|find_?by_?id_?and_?delete|drop_?collection|drop_?database|drop_?index|delete_?collection|delete_?index|delete_?by_?query|delete_?all|destroy_?all|flushall|flushdb|execute_?delete)$/i;
const changing =
  /^(?:insert_?one|insert_?many|update_?one|update_?many|replace_?one|find_?one_?and_?(?:update|replace)|find_?by_?id_?and_?update|bulk_?write|upsert|bulk_?create|insert_?all|update_?all|create_?many|create_?index|create_?collection|add_?documents?|upsert_?points|execute_?update)$/i;

/** Documents of a database, by calls that no other library names so. */
export default {
  id: "documents",
  read({ last }) {
    if (removing.test(last))
      return { category: "Destructive", shows: "removes data from a database" };
    return changing.test(last)
      ? { category: "Write", shows: "changes data in a database" }
      : undefined;
  },
} satisfies Deed;
