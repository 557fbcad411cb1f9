import { parse } from "yaml";
import { z } from "zod";
import { likeness, noTool } from "../formats/litellm.ts";
import { misspeltKeys } from "../keys.ts";
import type { ReadRule, Reading } from "../reading.ts";
import { shaped } from "../shape.ts";

const Names = z.array(z.string()).nullish();
const Server = z.looseObject({
  allowed_tools: Names,
  disallowed_tools: Names,
  allowed_params: z.unknown().optional(),
});
const Config = z.looseObject({ mcp_servers: z.unknown().optional() });

/** `allowed_tools` alone where it names anything, else `disallowed_tools`; by its documentation and the source of version 1.98. */
export default function read(text: string, alias: string): Reading {
  const file: unknown = parse(text);
  const { mcp_servers } = shaped(Config, file);
  const found = Object.entries(Object(mcp_servers ?? {})).find(([name]) => name === alias);
  if (found === undefined) {
    return {
      rules: [],
      wins: "first",
      unlisted: "deny",
      problems: [
        ...misspeltKeys(file, ["mcp_servers"], "LiteLLM's configuration"),
        `\`mcp_servers\` has no ${JSON.stringify(alias)}, so none of its tools is there.`,
      ],
    };
  }
  const server = shaped(Server, found[1] ?? {}, ["mcp_servers", alias]);
  const allowed = server.allowed_tools ?? [];
  const blocked = server.disallowed_tools ?? [];
  const isClosed = allowed.length > 0;
  const action = isClosed ? "allow" : "deny";
  const rules = (isClosed ? allowed : blocked).map((name): ReadRule => ({
    text: `${isClosed ? "allowed_tools" : "disallowed_tools"}: ${name}`,
    action,
    // It stands in a list that must not be empty.
    foreign: isClosed && name.startsWith(noTool),
    matches: (tool) =>
      isClosed
        ? likeness(alias, tool) === likeness(alias, name)
        : [name, `${alias}-${name}`].includes(tool) || name === `${alias}-${tool}`,
  }));
  // The other list is not looked at, but what it names may be gone all the same.
  const unheard: ReadRule = {
    text: "disallowed_tools",
    foreign: true,
    action: "deny",
    matches: () => false,
    ...(isClosed && { names: blocked }),
  };
  const both = blocked.filter((name) => allowed.includes(name));
  const problems = [
    ...misspeltKeys(server, Object.keys(Server.shape), JSON.stringify(alias)),
    ...both.map(
      (name) =>
        `${JSON.stringify(name)} is on both lists and can be called: \`allowed_tools\` wins.`,
    ),
    ...(server.allowed_tools?.length === 0
      ? [
          "An empty `allowed_tools` counts as none: what `disallowed_tools` doesn't name is allowed.",
        ]
      : []),
    ...(server.allowed_params === undefined || server.allowed_params === null
      ? []
      : [
          "`allowed_params` says which arguments there may be, not what they must be; it is left out here.",
        ]),
  ];
  return {
    rules: [...rules, unheard],
    wins: "first",
    unlisted: isClosed ? "deny" : "allow",
    problems,
    isOwn: true,
  };
}
