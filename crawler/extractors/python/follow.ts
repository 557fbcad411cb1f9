import { asksForTools } from "./answers.ts";
import { inherited } from "./attribute.ts";
import { instantiate } from "./class.ts";
import { callBlindly } from "./registrations.ts";
import { limits, type Run } from "./run.ts";
import type { Callable } from "./syntax.ts";
import type { Func } from "./values.ts";

/** What a text has that registers tools. */
export const registration =
  /\.\s*(?:tool|add_tool|list_tools|mount|import_server|add_provider|from_openapi|from_fastapi|register_all)\b|FastApiMCP\(|\bLocalProvider\(|\b_tools\[|ListToolsRequest|on_list_tools/;
/** What makes a server that runs a function of the project before anything else. */
const starting = /\blifespan\s*=/;
/** How far up callers are looked for by name alone. */
const maxCallers = 3;

/** Starts one piece of following from a clean state. */
export function guarded(run: Run, follow: () => unknown): void {
  run.when = [];
  run.calls = [];
  run.imports = 0;
  run.recursions.clear();
  run.ceiling = Math.min(limits.steps, run.steps + limits.piece);
  run.sites = [];
  run.handed = [];
  run.depth = 0;
  try {
    follow();
  } catch (error) {
    // Only what is nested beyond all reason gets here, past the counted depth.
    if (!(error instanceof RangeError)) throw error;
    run.steps += limits.steps / 4;
    run.cut = true;
  }
  if (run.steps > run.ceiling) run.cut = true;
}

/** Functions that nothing called although they register tools, callers before callees. */
export function followTheRest(run: Run): void {
  const known = new Map<Callable, string[]>();
  const called = ({ callable }: Func): string[] => {
    const names = known.get(callable) ?? calledNames(callable.text);
    known.set(callable, names);
    return names;
  };
  const registers = (text: string): boolean =>
    registration.test(text) ||
    starting.test(text) ||
    (run.answersItself && asksForTools.test(text));
  for (let round = 0; round < 4; round += 1) {
    const open = run.functions.filter((func) => !run.executed.has(func.callable));
    const wanted = new Map(
      open.filter(({ callable: { text } }) => registers(text)).map((func) => [func, called(func)]),
    );
    const names = new Set([...wanted.keys()].map((func) => func.callable.name));
    for (let level = 0; level < maxCallers; level += 1) {
      const above: Func[] = [];
      for (const func of open) {
        const calls = wanted.has(func) ? [] : called(func);
        if (calls.some((name) => names.has(name) && name !== func.callable.name)) above.push(func);
      }
      for (const func of above) wanted.set(func, called(func));
      for (const func of above) names.add(func.callable.name);
    }
    if (wanted.size === 0) return;
    const callees = new Set(
      [...wanted].flatMap(([func, calls]) => calls.filter((name) => name !== func.callable.name)),
    );
    const outermost = [...wanted.keys()].filter((func) => !callees.has(func.callable.name));
    const starters = [...wanted.keys()].filter((func) => starting.test(func.callable.text));
    for (const func of [...starters, ...outermost, ...wanted.keys()]) {
      if (!run.executed.has(func.callable)) guarded(run, () => followAlone(run, func));
    }
    if (run.steps > limits.steps) return;
  }
}

function calledNames(text: string): string[] {
  const found = [...text.matchAll(/\b(?<name>[A-Za-z_]\w*)\s*\(/g)];
  return [...new Set(found.map((match) => match.groups?.["name"] ?? ""))];
}

function followAlone(run: Run, func: Func): void {
  const at = { path: func.scope.module.path, line: func.callable.line };
  const { owner } = func;
  if (!owner || func.binding === "static") callBlindly(run, func, at);
  else if (func.binding === "class") callBlindly(run, { ...func, self: owner }, at);
  else {
    const self = instantiate(run, owner, { positional: [], keywords: new Map(), open: true });
    if (!run.executed.has(func.callable) || !inherited(owner, "__init__"))
      callBlindly(run, { ...func, self }, at);
  }
}
