import { celDouble, celString } from "./cel.ts";
import type { Constraint } from "./format.ts";
import type { PlannedRule } from "./plan.ts";
import { isWritable } from "./print.ts";

/** Characters of an expression that Kubernetes takes. */
const longest = 4096;
const given = "request.mcp.params.arguments";

/**
 * What the arguments of a call must be, in CEL; without constraints `true`. Absent where CEL can't write it. Where tools are listed there
 * are no params, and a tool that must be called with some would not be offered at all.
 */
export function condition({ constraints }: Pick<PlannedRule, "constraints">): string | undefined {
  if (constraints.length === 0) return "true";
  const isText = ({ argument, must }: Constraint) =>
    isWritable(argument) && (!("oneOf" in must) || must.oneOf.every(isWritable));
  if (!constraints.every(isText)) return undefined;
  const text = `request.mcp.params == null || (${constraints.map(test).join(" && ")})`;
  return text.length <= longest / 2 ? text : undefined;
}

function test({ argument, must }: Constraint): string {
  const name = celString(argument);
  const value = `${given}[${name}]`;
  if ("oneOf" in must) return `${value} in [${must.oneOf.map(celString).join(", ")}]`;
  if ("atMost" in must) return `${value} <= ${celDouble(must.atMost)}`;
  if (must.is) return `${value} == true`;
  return `(!has(${given}) || !(${name} in ${given}) || ${value} == false)`;
}

/** As few expressions as hold all these tools of a backend, each as long as is taken; `left` names those for which there is no room. */
export function packed(
  backend: string,
  rules: readonly PlannedRule[],
  most: number,
): { expressions: string[]; left: Set<string> } {
  const head = `request.mcp.backend == ${celString(backend)} && (`;
  const expressions: string[] = [];
  const left = new Set<string>();
  for (const rule of rules) {
    const name = `request.mcp.tool == ${celString(rule.name)}`;
    const term = rule.constraints.length === 0 ? name : `(${name} && (${condition(rule)}))`;
    const last = expressions.at(-1);
    const joined = last && `${last.slice(0, -1)} || ${term})`;
    if (joined !== undefined && joined.length <= longest)
      expressions[expressions.length - 1] = joined;
    else if (expressions.length < most && head.length + term.length < longest)
      expressions.push(`${head}${term})`);
    else for (const tool of rule.tools) left.add(tool);
  }
  return { expressions, left };
}
