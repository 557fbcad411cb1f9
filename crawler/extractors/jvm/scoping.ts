import type { Run } from "./run.ts";
import { isKind, type Value } from "./values.ts";

/** The functions of Kotlin and Java that run a lambda on any value: `apply`, `let`, `ifPresent`, … */
export function callScoping(run: Run, of: Value, name: string, args: Value[]): Value | undefined {
  const lambda = args.at(-1);
  if (!isKind(lambda, "closure")) return undefined;
  switch (name) {
    case "apply":
      run.call(lambda, [], of);
      return of;
    case "also":
      run.call(lambda, [of]);
      return of;
    case "run":
      return run.call(lambda, [], of);
    case "let":
    case "use":
      return run.call(lambda, [of]);
    case "takeIf":
    case "takeUnless":
      return of;
    case "ifPresent":
    case "ifPresentOrElse":
    case "ifAvailable":
    case "ifUnique":
      run.call(lambda, [of]);
      return of;
    default:
      return undefined;
  }
}
