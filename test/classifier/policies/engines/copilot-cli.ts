import type { Decided, Engine } from "./engine.ts";

const kinds = ["shell", "write", "read", "url", "memory", "custom-tool", "extension"];
const cannotName = (alias: string): boolean =>
  !/^[A-Za-z0-9_./@-]+$/.test(alias) || kinds.includes(alias);

/**
 * From `copilot help permissions` of version 1.0.102, which refuses other rules than `kind(argument)`, and from what it did: a block wins,
 * also over `--allow-all-tools`; a rule is the bare server or a tool as the model is offered it, and of tools that are offered alike only
 * one can be called; the rest asks.
 */
export const copilotCli: Engine = {
  cannotName,
  neutral: [
    "copilot\n",
    "copilot --allow-tool='another(tool)' --deny-tool='shell(git push)' --allow-tool=write\n",
  ],
  naming: (alias, tools) =>
    cannotName(alias)
      ? []
      : [
          `copilot --deny-tool='${alias}'\n`,
          `copilot ${tools
            .map((tool) => offeredAs(alias, tool))
            .filter((name) => name !== undefined)
            .map((name) => `--deny-tool='${alias}(${name})'`)
            .join(" ")}\n`,
        ],
  load(text, alias) {
    const allowed = new Set<string>();
    const blocked = new Set<string>();
    for (const command of text.replaceAll("\\\n", " ").trimEnd().split("\n")) {
      const [program, ...flags] = command.split(/ +(?=--)/).map((word) => word.trim());
      if (program !== "copilot") throw new Error(`expected a command, got ${command}`);
      for (const flag of flags) {
        const [, verb, quoted, bare] =
          /^--(allow|deny)-tool=(?:'([^',]+)'|([^\s'",()]+))$/.exec(flag) ?? [];
        const rule = quoted ?? bare ?? "";
        if (!/^[A-Za-z0-9_./@-]+(?:\([^()]+\))?$/.test(rule))
          throw new Error(`expected a flag, got ${flag}`);
        (verb === "allow" ? allowed : blocked).add(rule);
      }
    }
    const names = (rules: Set<string>, tool: string) =>
      !cannotName(alias) &&
      (rules.has(alias) || rules.has(`${alias}(${offeredAs(alias, tool) ?? "?"})`));
    return (tool): Decided => {
      if (names(blocked, tool)) return { action: "deny" };
      return { action: names(allowed, tool) ? "allow" : "ask" };
    };
  },
};

/** Cut names and those in Punycode are left out: no rule of ours is taken to match them. */
function offeredAs(alias: string, tool: string): string | undefined {
  let name = "";
  for (const sign of tool) {
    if (sign > "\u007f") return undefined;
    name += /[A-Za-z0-9_]/.test(sign) ? sign : "-";
  }
  const isWhole = `${alias}-${name}`.length < 64;
  return isWhole && name !== "" && !name.startsWith("xn--") ? name : undefined;
}
