/** What functions cost, and when they are given up. */
import type { Effort, Run } from "./run.ts";
import type { FunctionValue } from "./values.ts";

const maxRecursion = 12;
/** The same where each turn is known to be taken, as in a walk through data. */
const maxKnownRecursion = 60;

/** Whether a function has called itself as often as is followed. */
export function isTooDeep({ active }: Effort, isKnown: boolean): boolean {
  return active >= (isKnown ? maxKnownRecursion : maxRecursion);
}

/** Steps that a function may take in all its calls when none of them leads to a registration, or makes what could be registered. */
const maxVainSteps = 150_000;

/** Whether a function has cost too much for nothing; more is granted to what helps one that makes tools. */
export function isGivenUp(run: Run, { steps, calls, isFruitful }: Effort): boolean {
  if (run.isPatient || isFruitful || steps < maxVainSteps) return false;
  const caller = run.calls.at(-1);
  const isHelping = caller !== undefined && run.finds + run.sightings > caller.found;
  const most = isHelping ? 10 * maxVainSteps : maxVainSteps;
  return steps > 10 * maxVainSteps || (steps > most && steps / calls > 5000);
}

/** The effort of a function; closures of one function that close over different things are different ones. */
export function effortOf(run: Run, { node, scope }: FunctionValue): Effort {
  let efforts = run.efforts.get(node);
  if (efforts === undefined) run.efforts.set(node, (efforts = new Map()));
  let effort = efforts.get(scope);
  if (effort === undefined)
    efforts.set(
      scope,
      (effort = { active: 0, branches: 0, calls: 0, steps: 0, isFruitful: false }),
    );
  return effort;
}
