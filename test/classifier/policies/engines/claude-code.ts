import { z } from "zod";
import type { Decided, Engine } from "./engine.ts";

const Rules = z.array(z.string().regex(/^mcp__[A-Za-z0-9_-]*$/)).default([]);
const Settings = z.strictObject({
  permissions: z.strictObject({ allow: Rules, ask: Rules, deny: Rules }),
});

const settings = (permissions: object): string => JSON.stringify({ permissions });

/**
 * From https://code.claude.com/docs/en/permissions and from version 2.1.330 against a mock: deny wins over ask, ask over allow;
 * a rule is the exact full name or the whole server; what no rule names prompts; names over 128 characters are not offered.
 */
export const claudeCode: Engine = {
  neutral: [settings({}), settings({ allow: ["mcp__another__tool"], deny: ["mcp__another"] })],
  naming(alias, tools) {
    const names = tools.map((tool) => fullName(alias, tool));
    return [
      settings({ allow: names }),
      settings({ ask: names }),
      settings({ deny: [serverName(alias)] }),
    ];
  },
  load(text, alias) {
    const { permissions } = Settings.parse(JSON.parse(text));
    return (tool): Decided => {
      const name = fullName(alias, tool);
      if (name.length > 128) return { action: "deny" };
      const names = (rules: string[]) => rules.includes(name) || rules.includes(serverName(alias));
      if (names(permissions.deny)) return { action: "deny" };
      if (names(permissions.ask)) return { action: "ask" };
      return { action: names(permissions.allow) ? "allow" : "ask" };
    };
  },
};

function fullName(alias: string, tool: string): string {
  return `${serverName(alias)}__${ascii(sanitised(tool))}`;
}

function serverName(alias: string): string {
  return `mcp__${ascii(alias)}`;
}

/** Until nothing changes, at most ten times. */
function sanitised(name: string): string {
  let now = name;
  for (let round = 0; round < 10; round++) {
    const hidden = (point: string) => /[\p{Cf}\p{Cs}\p{Co}\p{Cn}]/u.test(point);
    const next = [...now.normalize("NFKC")].filter((point) => !hidden(point)).join("");
    if (next === now) break;
    now = next;
  }
  return now;
}

function ascii(name: string): string {
  let out = "";
  for (let at = 0; at < name.length; at++) {
    const unit = name.charAt(at);
    out += "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-".includes(unit)
      ? unit
      : "_";
  }
  return name.startsWith("claude.ai ") ? out.split("_").filter(Boolean).join("_") : out;
}
