import { parse } from "yaml";
import { z } from "zod";
import { extensionKey, permissionName } from "../formats/goose.ts";
import { misspeltKeys, unknownKeys } from "../keys.ts";
import type { ReadRule, Reading } from "../reading.ts";
import { shaped } from "../shape.ts";

const Names = z.array(z.string());
const Lists = z.looseObject({ always_allow: Names, ask_before: Names, never_allow: Names });
const File = z.looseObject({ user: Lists.optional() });

/** Never wins over always, and always over asking; the rest asks, in goose's `approve` mode. From the source of its permissions. */
export default function read(text: string, alias: string): Reading {
  const file: unknown = parse(text) ?? {};
  const { user } = shaped(File, file);
  const prefix = `${extensionKey(alias)}__`;
  const lists = [
    ["never_allow", "deny"],
    ["always_allow", "allow"],
    ["ask_before", "ask"],
  ] as const;
  const problems = [
    ...misspeltKeys(file, ["user"], "goose's permissions"),
    ...unknownKeys(user, Object.keys(Lists.shape), "`user`"),
  ];
  const rules = lists.flatMap(([list, action]) =>
    (user?.[list] ?? []).map((name): ReadRule => {
      const foreign = !name.startsWith(prefix);
      if (name.includes("*") && !foreign)
        problems.push(`\`${name}\` stands for no other tools: names are exact.`);
      const matches = (tool: string) => permissionName(alias, tool) === name;
      return { text: `${list}: ${name}`, action, foreign, matches };
    }),
  );
  const unwritable: ReadRule = {
    text: "names that are no text",
    foreign: true,
    action: "deny",
    matches: (tool) => !tool.isWellFormed() || !alias.isWellFormed(),
  };
  return {
    rules: [unwritable, ...rules],
    wins: "first",
    unlisted: "ask",
    problems,
    caveats: ["In goose's autonomous mode (`GOOSE_MODE: auto`) none of this counts."],
  };
}
