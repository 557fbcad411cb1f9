import { z } from "zod";
import type { Decided, Engine } from "./engine.ts";

const Action = z.enum(["allow", "ask", "deny"]);
const Config = z.strictObject({ permission: z.record(z.string(), Action).optional() });

const config = (permission: Record<string, string>): string => JSON.stringify({ permission });

/**
 * From https://opencode.ai/docs/permissions and from version 1.18.33 against a mock: keys in their order, the last that matches decides,
 * and what none matches runs; a tool is its server's name, `_` and its own, each of which keeps letters, digits, `_` and `-`.
 */
export const opencode: Engine = {
  neutral: [
    "{}",
    config({ "*": "ask", bash: "deny" }),
    config({ "*": "deny", "another server_*": "allow", edit: "ask" }),
  ],
  naming(alias, tools) {
    const all = (action: string) =>
      config(Object.fromEntries(tools.map((tool) => [fullName(alias, tool), action])));
    return [all("allow"), all("ask"), config({ [`${safe(alias)}_*`]: "deny", "*": "ask" })];
  },
  load(text, alias) {
    const { permission = {} } = Config.parse(JSON.parse(text));
    return (tool): Decided => {
      const name = fullName(alias, tool);
      let action: Decided["action"] = "allow";
      for (const [key, given] of Object.entries(permission)) if (matches(key, name)) action = given;
      return { action };
    };
  },
};

/** A star stands for any text; no question marks here. */
function matches(key: string, name: string): boolean {
  const [head = "", ...rest] = key.split("*");
  if (rest.length === 0) return key === name;
  if (!name.startsWith(head)) return false;
  let at = head.length;
  for (const part of rest.slice(0, -1)) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  const tail = rest.at(-1) ?? "";
  return name.length - tail.length >= at && name.endsWith(tail);
}

const fullName = (alias: string, tool: string): string => `${safe(alias)}_${safe(tool)}`;

function safe(name: string): string {
  let out = "";
  for (let at = 0; at < name.length; at++) {
    const code = name.charCodeAt(at);
    const isKept = code < 128 && /[\w-]/.test(name.charAt(at));
    out += isKept ? name.charAt(at) : "_";
  }
  return out;
}
