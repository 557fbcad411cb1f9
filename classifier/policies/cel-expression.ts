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
