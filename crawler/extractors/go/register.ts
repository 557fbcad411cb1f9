import type { Run } from "./run.ts";
import {
  copied,
  isComposite,
  optionsOf,
  pointed,
  unknown,
  type Composite,
  type Value,
} from "./values.ts";

/** Whether a value is a tool of an MCP library: of one that stands in, or of any package that says so. */
export function isTool(value: Composite): boolean {
  if (value.kind !== "struct") return false;
  const { type } = value;
  if (type.kind === "external") return /tool$/i.test(type.name) && /mcp/i.test(type.package);
  return (
    type.kind === "named" &&
    type.definition.scope.package.standIn &&
    type.definition.declaration.name === "Tool"
  );
}

const most = 5_000;

/** Notes that tools reach a server under the present conditions. */
export function register(run: Run, tool: Value, handler: Value | undefined): Value {
  for (const option of optionsOf(tool)) {
    const of = pointed(option);
    if (of === null || run.registrations.length >= most) continue;
    const when = isComposite(of) && of.kind === "struct" ? [...of.when, ...run.when] : run.when;
    run.registrations.push({
      tool: isComposite(of) && of.kind === "struct" ? copied(of) : of,
      handler,
      sites: [...run.sites],
      when: [...new Set(when)],
    });
  }
  return unknown("what a registration gives");
}
