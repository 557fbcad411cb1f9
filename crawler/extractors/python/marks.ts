import type { Place } from "../../../model.ts";
import { attributeOf } from "./attribute.ts";
import { membersOf } from "./builtins.ts";
import type { Arguments } from "./call.ts";
import { isComposite, likeliest, type Func, type Made, type Value } from "./values.ts";
import type { Run } from "./run.ts";

/** Decorators of FastMCP that mark a function as a tool and leave its registration to others. */
const marking = /^fastmcp(?:\.\w+)*\.(?:tool|mcp_tool)$/;
const attribute = "__fastmcp__";

/** Whether a decorator only marks what it stands on: `fastmcp.tools.tool`, the mixin's `mcp_tool`. */
export function isMark(path: string): boolean {
  return marking.test(path);
}

/** Notes on a function what its mark says. */
export function mark(
  target: Value,
  path: string,
  given: Pick<Arguments, "positional" | "keywords">,
  at: Place,
): void {
  if (!isComposite(target) || target.kind !== "func") return;
  const { positional, keywords } = given;
  target.attributes.set(attribute, {
    kind: "made",
    path,
    positional,
    keywords,
    at,
    attributes: new Map(),
  });
}

/** What a mark says of a function: the keywords of a registration, its name among them; undefined when it has none. */
export function markOf(func: Func): { keywords: Map<string, Value>; at: Place } | undefined {
  const found = func.attributes.get(attribute) ?? func.wraps?.attributes.get(attribute);
  if (!isComposite(found) || found.kind !== "made") return undefined;
  const [name] = found.positional;
  const named = name === undefined || isComposite(name) ? [] : [["name", name] as const];
  return { keywords: new Map([...named, ...found.keywords]), at: found.at };
}

/** The marked functions of a module, or the marked methods of an object. */
export function markedIn(
  run: Run,
  value: Value,
): { func: Func; mark: Made["keywords"]; at: Place }[] {
  return membersOf(run, value).flatMap(([name]) => {
    const member = likeliest(attributeOf(run, value, name));
    const found = isComposite(member) && member.kind === "func" ? markOf(member) : undefined;
    return found && isComposite(member) && member.kind === "func"
      ? [{ func: member, mark: found.keywords, at: found.at }]
      : [];
  });
}
