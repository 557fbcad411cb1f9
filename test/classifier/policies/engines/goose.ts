import { parse } from "yaml";
import { z } from "zod";
import type { Decided, Engine } from "./engine.ts";

const Names = z.array(z.string());
const Lists = z.strictObject({ always_allow: Names, ask_before: Names, never_allow: Names });
const File = z.strictObject({ user: Lists.optional(), smart_approve: Lists.optional() });

const none = { always_allow: [], ask_before: [], never_allow: [] };
const file = (lists: object): string => JSON.stringify({ user: { ...none, ...lists } });
const isText = (name: string): boolean => name.isWellFormed();

/**
 * From goose's source, `config/permission.rs` and `permission/permission_inspector.rs`, in `approve` mode: the lists of `user` in the order
 * never, always, ask; what none names needs approval. A file without one of the lists is refused.
 */
export const goose: Engine = {
  neutral: [
    "{}",
    file({}),
    JSON.stringify({
      user: { ...none, always_allow: ["another extension__tool"] },
      smart_approve: { ...none, ask_before: ["another extension__other"] },
    }),
  ],
  naming(alias, tools) {
    const names = isText(alias) ? tools.filter(isText).map((tool) => fullName(alias, tool)) : [];
    return [file({ ask_before: names }), file({ never_allow: names })];
  },
  load(text, alias) {
    const { user = none } = File.parse(parse(text));
    const { always_allow, never_allow }: z.infer<typeof Lists> = user;
    return (tool): Decided => {
      // Such a server can be neither configured nor spoken to.
      if (!isText(alias) || !isText(tool)) return { action: "deny" };
      const name = fullName(alias, tool);
      if (never_allow.includes(name)) return { action: "deny" };
      if (always_allow.includes(name)) return { action: "allow" };
      return { action: "ask" };
    };
  },
};

/** By code point: white space goes, and what is no ASCII letter, digit, `_` or `-` becomes `_`. */
function fullName(alias: string, tool: string): string {
  let key = "";
  for (const point of alias) {
    if (/^\p{White_Space}$/u.test(point)) continue;
    key += /^[A-Za-z0-9_-]$/.test(point) ? point.toLowerCase() : "_";
  }
  return `${key}__${tool}`;
}
