import type { Constraint, PolicyTool } from "../../../classifier/policies/format.ts";

/** Arguments that are all as they must be. */
export function inside({ constraints = [] }: PolicyTool): Record<string, unknown> {
  return given(constraints.map(({ argument, must }) => [argument, good(must)]));
}

/** Arguments of which one is not as it must be, or is missing where it may not be. */
export function outside({ constraints = [] }: PolicyTool): Record<string, unknown>[] {
  return constraints.flatMap((wrong) => {
    const others = constraints.filter((constraint) => constraint !== wrong);
    const base = others.map(({ argument, must }) => [argument, good(must)] as const);
    const without = "is" in wrong.must && !wrong.must.is ? [] : [given(base)];
    return [
      ...without,
      ...bad(wrong.must).map((value) => given([...base, [wrong.argument, value]])),
    ];
  });
}

function good(must: Constraint["must"]): unknown {
  if ("oneOf" in must) return must.oneOf[0];
  return "atMost" in must ? must.atMost : must.is;
}

function bad(must: Constraint["must"]): unknown[] {
  if ("oneOf" in must) return ["elsewhere", [must.oneOf[0]], { is: must.oneOf[0] }];
  return "atMost" in must ? [must.atMost + 1, must.atMost + 0.5] : [!must.is];
}

const given = (entries: readonly (readonly [string, unknown])[]): Record<string, unknown> =>
  Object.fromEntries(new Map(entries));
