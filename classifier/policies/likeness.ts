import type { PolicyFormat, PolicyRequest } from "./format.ts";
import { readers } from "./readers/index.ts";
import { decide, type Reading } from "./reading.ts";

/** Stands for any tool that two servers may both have. */
const anyTool = "some_tool";
/** Called like no server that anybody has. */
const nobody = "nobody-9-calls-it-so";

/** What one enforcer writes alike of two servers, so that a rule for one would hold for the other; undefined when it tells all of them apart. */
export function writtenAlike(
  format: PolicyFormat,
  requests: readonly PolicyRequest[],
): string | undefined {
  for (const one of requests)
    for (const other of requests) {
      if (one === other) continue;
      const tool = meetingTool(format, one, other);
      if (tool === anyTool)
        return `writes ${JSON.stringify(one.alias)} and ${JSON.stringify(other.alias)} alike`;
      if (tool !== undefined)
        return `writes the tool ${JSON.stringify(tool)} of ${JSON.stringify(other.alias)} like one of ${JSON.stringify(one.alias)}`;
    }
  return undefined;
}

/** A tool of the other server that a rule for one tool of the first also decides. */
function meetingTool(
  format: PolicyFormat,
  { alias, tools }: PolicyRequest,
  other: PolicyRequest,
): string | undefined {
  const names = [anyTool, ...tools.map(({ name }) => name)];
  const wanted = names.map((name) => ({
    name,
    recommendation: { action: "allow" as const, reason: "" },
  }));
  const { body, also } = format.emit({ alias, tools: wanted });
  const read = (as: string): Reading | undefined => {
    try {
      return readers.get(format.id)?.(body, as, also?.body);
    } catch {
      // It refuses a file that has nothing for a server of this name.
      return undefined;
    }
  };
  const [own, theirs, nobodys] = [read(alias), read(other.alias), read(nobody)];
  if (own === undefined || theirs === undefined) return undefined;
  const deciding = new Set(names.map((name) => decide(own, name).by?.text));
  const decides = (reading: Reading | undefined, name: string) =>
    reading?.rules.some(
      (rule) => deciding.has(rule.text) && rule.foreign !== true && rule.matches(name),
    ) === true;
  return [anyTool, ...other.tools.map(({ name }) => name)].find(
    // What holds under any name says nothing of names.
    (name) => decides(theirs, name) && !decides(nobodys, name),
  );
}
