import { celEnv, isCelError, parse, plan, type CelInput } from "@bufbuild/cel";

type Bindings = Record<string, CelInput>;

const env = celEnv();

/** Asks an expression of somebody's policy: whether it is true, or `undefined` where it fails or is no question. Throws an error that says where the text is no expression. */
export function celOutcome(text: string): (bindings: Bindings) => boolean | undefined {
  const evaluate = plan(env, parse(text));
  return (bindings) => {
    // What fails is returned and not thrown, and is no less true than anything else.
    const value = evaluate(bindings);
    return isCelError(value) || typeof value !== "boolean" ? undefined : value;
  };
}

/** The texts that an expression compares a value with, such as `mcp.tool.name`: by `==`, `!=` and `in`. Throws an error that says where the text is no expression. */
export function celNames(text: string, value: string): string[] {
  const names: string[] = [];
  const visit = (part: unknown): void => {
    if (typeof part !== "object" || part === null) return;
    const { case: kind, value: call } = Object(Object(part).exprKind);
    const sides: unknown[] = kind === "callExpr" ? call.args : [];
    if (sides.some((side) => pathOf(side) === value) && /^(?:_[!=]=_|@in)$/.test(call.function))
      names.push(...sides.flatMap(textsOf));
    for (const inner of Object.values(part)) visit(inner);
  };
  visit(parse(text).expr);
  return names;
}

/** `mcp.tool.name` of a chain of such names; undefined for anything else. */
function pathOf(part: unknown): string | undefined {
  const { case: kind, value } = Object(Object(part).exprKind);
  if (kind === "identExpr") return value.name;
  const of = kind === "selectExpr" ? pathOf(value.operand) : undefined;
  return of === undefined ? undefined : `${of}.${value.field}`;
}

/** Of a text that stands there, or of a list of such. */
function textsOf(part: unknown): string[] {
  const { case: kind, value } = Object(Object(part).exprKind);
  if (kind === "listExpr") return value.elements.flatMap(textsOf);
  const { case: type, value: text } = Object(kind === "constExpr" ? value.constantKind : undefined);
  return type === "stringValue" ? [text] : [];
}
