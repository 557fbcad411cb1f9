import { actions, type Action } from "../../model.ts";
import type { PolicyFormat, PolicyRequest } from "./format.ts";

/** Stands for any tool that two servers may both have. */
const anyTool = "some_tool";
/** Called like no server that anybody has. */
const nobody = "nobody-9-calls-it-so";

/** What one enforcer writes alike of two servers, so that a rule for one would hold for the other; undefined when it tells all of them apart. */
export function writtenAlike(
  format: PolicyFormat,
  requests: readonly PolicyRequest[],
): string | undefined {
  if (requests.length < 2) return undefined;
  const written = new Map<string, { alias: string; tool: string }>();
  for (const { alias, tools } of requests) {
    const own = new Map<string, { alias: string; tool: string }>();
    for (const tool of [anyTool, ...tools.map(({ name }) => name)])
      for (const rule of rulesFor(format, alias, tool)) {
        const other = written.get(rule);
        if (other?.tool === anyTool && tool === anyTool)
          return `writes ${JSON.stringify(other.alias)} and ${JSON.stringify(alias)} alike`;
        if (other)
          return `writes the tool ${JSON.stringify(tool)} of ${JSON.stringify(alias)} like one of ${JSON.stringify(other.alias)}`;
        own.set(rule, { alias, tool });
      }
    for (const [rule, of] of own) written.set(rule, of);
  }
  return undefined;
}

/** How rules for one tool alone are written, one for each action that can be; none where they name no server, and each has a policy of its own. */
function rulesFor(format: PolicyFormat, alias: string, tool: string): string[] {
  return actions.flatMap((action) => {
    const rule = ruleFor(format, alias, tool, action);
    return rule === undefined || rule === ruleFor(format, nobody, tool, action) ? [] : [rule];
  });
}

function ruleFor(
  format: PolicyFormat,
  alias: string,
  tool: string,
  action: Action,
): string | undefined {
  const tools = [{ name: tool, recommendation: { action, reason: "" } }];
  const { body, isEmpty, coverage } = format.emit({ alias, tools, only: tool });
  return isEmpty || coverage[0]?.got === "unchanged" ? undefined : body;
}
