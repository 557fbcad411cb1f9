import type { Check } from "./check.ts";
import { lookOf } from "./text/characters.ts";

/** Tools that clients bring themselves or that the best-known servers have. */
const trusted =
  "read_file write_file edit_file list_directory create_directory move_file search_files directory_tree get_file_info read_multiple_files str_replace_editor run_terminal_cmd execute_command create_issue create_pull_request push_files get_file_contents search_code search_repositories create_or_update_file merge_pull_request send_message send_email web_search web_fetch sequentialthinking browser_navigate browser_click browser_snapshot execute_sql list_tables resolve-library-id create_payment_link list_channels post_message slack_post_message create_entities search_nodes".split(
    " ",
  );
const looks = new Map(trusted.map((name) => [lookOf(name), name]));
const bySum = Map.groupBy(trusted, sumOf);
const isTricky = /[^a-z_-]|rn|vv/;

export default {
  id: "borrowed-name",
  reason:
    "A name that imitates a well-known tool, or carries the prefix by which a client names another server's tools, gets calls that were meant for those.",
  nearMiss: "A tool that is called read_file because it reads a file, in its plain spelling.",
  find({ definition: { name } }) {
    if (name.length > 100) return [];
    const prefix = name.startsWith("mcp__") && name.indexOf("__", 5) > 5;
    if (prefix)
      return [
        {
          says: "has a name with the prefix that clients give to another server's tools",
          quote: name,
          where: "name",
        },
      ];
    const like = imitated(name);
    return like === undefined
      ? []
      : [{ says: `has a name that imitates the well-known ${like}`, quote: name, where: "name" }];
  },
} satisfies Check;

/** The trusted name that this one looks like, or is with two neighbouring letters swapped. */
function imitated(name: string): string | undefined {
  const like = isTricky.test(name) ? looks.get(lookOf(name)) : undefined;
  if (like !== undefined) return plain(like) === plain(name) ? undefined : like;
  return bySum.get(sumOf(name))?.find((other) => isSwapped(other, name));
}

const plain = (name: string): string => name.toLowerCase().replaceAll("-", "_");

/** Equal for names that have the same letters. */
function sumOf(name: string): number {
  let sum = name.length << 16;
  for (let i = 0; i < name.length; i++) sum += name.charCodeAt(i);
  return sum;
}

function isSwapped(a: string, b: string): boolean {
  if (a === b || a.length !== b.length || a.length < 8) return false;
  let at = 0;
  while (a[at] === b[at]) at += 1;
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}
