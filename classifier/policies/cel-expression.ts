import { celEnv, parse, plan, type CelInput } from "@bufbuild/cel";

/** An expression of somebody's policy, ready to be asked; an error in it counts as not true, as gateways take it. */
export type Holds = (bindings: Record<string, CelInput>) => boolean;

const env = celEnv();

/** Throws an error that says where the text is no expression. */
export function celExpression(text: string): Holds {
  const evaluate = plan(env, parse(text));
  // What fails is returned and not thrown, so only `true` itself is true.
  return (bindings) => evaluate(bindings) === true;
}
