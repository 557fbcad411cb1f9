import type { Emitted, PolicyFormat, PolicyRequest } from "../format.ts";
import { plan, type Naming } from "../plan.ts";
import { isWritable, printYaml } from "../print.ts";

const naming: Naming = {
  nameOf: (alias, tool) =>
    isWritable(alias) && isWritable(tool) ? permissionName(alias, tool) : undefined,
  unnamed: "deny",
  // `a__b__c` is tool `b__c` of `a`, and tool `c` of `a__b`.
  canHold: ({ name, action }) =>
    action !== "allow" || name.indexOf("__") === name.lastIndexOf("__"),
};

/** `permission.yaml` of goose: always, ask and never, by exact name. It counts in goose's approval modes only. */
const format: PolicyFormat = {
  id: "goose",
  title: "goose",
  language: "yaml",
  goesInto:
    "Merge the lists into `~/.config/goose/permission.yaml`, under `user`, while goose does not run.",
  docs: "https://block.github.io/goose/docs/guides/managing-tools/tool-permissions",
  checked: { level: "reading", by: "2026-11-22" },
  abilities: { ask: true, limits: [], deny: true, constraints: [] },
  emit,
};
export default format;

/** The name that goose's permissions know a tool by: `("My Shop.v2", "list.all")` -> `myshop_v2__list.all`. */
export function permissionName(alias: string, tool: string): string {
  return `${extensionKey(alias)}__${tool}`;
}

/** What goose makes of an extension's name. */
export function extensionKey(alias: string): string {
  const kept = alias.replaceAll(/\p{White_Space}/gu, "").replaceAll(/[^A-Za-z0-9_-]/gu, "_");
  return kept.toLowerCase();
}

function emit(request: PolicyRequest): Emitted {
  const { alias, only } = request;
  const { rules, coverage, notes } = plan(request, format, naming);
  const named = (action: string) =>
    rules.filter((rule) => rule.action === action).map(({ name }) => name);
  const isWhole = only === undefined;
  const key = extensionKey(alias);
  return {
    // goose refuses a file in which one of the three is missing.
    body: printYaml({
      user: { always_allow: named("allow"), ask_before: named("ask"), never_allow: named("deny") },
    }),
    extent: "keys",
    coverage,
    unknownTools: isWhole ? "ask" : "unchanged",
    notes: [
      "Set `GOOSE_MODE` to `approve` first: in goose's autonomous mode (`auto`) every tool runs, also those under `never_allow`.",
      ...notes,
      ...[
        rules.some(({ action }) => action === "ask") &&
          "A name must stand in one list only: `never_allow` wins over `always_allow`, and that over `ask_before`.",
        isWhole &&
          "A tool that is in no list runs without asking if the server says that it only reads, and in `smart_approve` mode also if a model thinks so.",
        alias !== key && `goose writes the server's name as \`${key}\`.`,
      ].filter((sentence) => sentence !== false),
    ],
  };
}
