import { anyOf, candidates, concrete } from "./assume.ts";
import { describesTool, initializeAs } from "./construct.ts";
import { memberOf, scopeOf } from "./names.ts";
import { ancestors } from "./resolve.ts";
import type { Run } from "./run.ts";
import type { Instance, Value } from "./values.ts";
import { schemaKey, type Unit, unitsOf } from "./units.ts";

const seeds =
  /\b(?:modelcontextprotocol|McpSchema|addTool|RegisteredTool|ToolCallbacks|MethodToolCallbackProvider|FunctionToolCallback|ToolDefinition|newTool|FunctionToolDesc)\b/;
const seedCall =
  /^(?:addTools?|newTool|RegisteredTool|new (?:[\w.]+\.)?(?:Tool|\w*ToolSpecification|FunctionToolDesc|DefaultToolDefinition)(?:\.Builder)?)$/;
const seedOwner =
  /^(?:Tool|\w*ToolSpecification|ToolCallbacks|MethodToolCallbackProvider|FunctionToolCallback|ToolDefinition)$/;
const maxUnits = 4_000;
const maxMentions = 150;

/** Follows the code around every place that could make or register a tool, from where it begins. */
export function followRoots(run: Run): void {
  const { program } = run;
  const own = ownSeeds(run);
  const isSeed = ({ name, of }: Unit["calls"][number]) =>
    isKnownSeed({ name, of }) || own.has(name) || own.has(name.replace(/^new (?:[\w.]+\.)?/, ""));
  const units = new Map<string, Unit[]>();
  const unitsIn = (path: string): Unit[] => {
    const known = units.get(path);
    if (known !== undefined) return known;
    const file = program.file(path);
    const found = [
      ...(file?.types ?? []),
      ...(file?.top ? [{ ...file.top, types: [] }] : []),
    ].flatMap(unitsOf);
    units.set(path, found);
    return found;
  };
  const open = program.paths
    .filter(
      (path) =>
        seeds.test(program.text(path)) ||
        [...own].some((name) => program.text(path).includes(name.replace("#", ""))),
    )
    .flatMap((path) => unitsIn(path).filter((unit) => unit.calls.some(isSeed)));
  const seeded = [...open];
  const callers = new Map<Unit, Set<Unit>>();
  for (let unit = open.shift(); unit !== undefined; unit = open.shift()) {
    if (callers.has(unit) || callers.size > maxUnits) continue;
    const found = callersOf(run, unit, unitsIn);
    callers.set(unit, found);
    open.push(...found);
  }
  const roots = [...callers].filter(([unit, found]) => [...found].every((one) => one === unit));
  for (const [unit] of roots) follow(run, unit);
  for (const unit of seeded) {
    // Of overloads that do the same, any may have been taken.
    const isTold = seeded.some(
      (one) => one.name === unit.name && one.owner === unit.owner && isReached(run, one, isSeed),
    );
    if (!isTold) follow(run, unit);
  }
}

/** Names of the types that describe tools where a server answers for itself, and the key of their schemas. */
function ownSeeds({ program, sightings }: Run): Set<string> {
  if (sightings.written === undefined) return new Set();
  const own = new Set([schemaKey]);
  for (const path of program.mentioning("inputSchema"))
    for (const type of program.file(path)?.types ?? [])
      for (const one of [type, ...type.types]) if (describesTool(one)) own.add(one.name);
  return own;
}

function isKnownSeed({ name, of }: { name: string; of: string }): boolean {
  return seedCall.test(name) || seedOwner.test(of) || (name === "Tool" && of === "");
}

function isReached(
  run: Run,
  unit: Unit,
  isSeed: (call: Unit["calls"][number]) => boolean,
): boolean {
  const { path } = unit.owner.file;
  return unit.calls
    .filter(isSeed)
    .every(({ at }) => run.sightings.reached.has(`${path}:${at.line}`));
}

/** Who names a unit, in files that also name its type, one above it, or its package's. */
function callersOf(run: Run, unit: Unit, unitsIn: (path: string) => Unit[]): Set<Unit> {
  const { program } = run;
  const { owner } = unit;
  const found = new Set<Unit>();
  const mentioning = program.mentioning(unit.name);
  if (unit.name === "" || mentioning.length > maxMentions) return found;
  const types = [owner, ...(owner.outer ? [owner.outer] : []), ...ancestors(program, owner)].map(
    (one) => one.name,
  );
  for (const path of mentioning) {
    const text = program.text(path);
    const isNear =
      path === owner.file.path ||
      owner.kind === "file" ||
      types.some((name) => name !== "" && text.includes(name));
    if (!isNear) continue;
    for (const one of unitsIn(path)) if (one.uses.has(unit.name) && one !== unit) found.add(one);
  }
  return found;
}

/** Runs a unit for every class that its object, or its first open parameter, can be of. */
function follow(run: Run, unit: Unit): void {
  const { owner, member } = unit;
  const { path } = owner.file;
  for (const self of selves(run, unit)) {
    run.begin(path);
    try {
      if (member === undefined) {
        if (self === undefined) continue;
        const made: Instance = {
          kind: "instance",
          declaration: self.declaration,
          fields: new Map(),
        };
        initializeAs(run, owner, made, [], owner.at);
        continue;
      }
      if (!("parameters" in member)) {
        memberOf(run, self ?? typeValue(unit), member.name);
        continue;
      }
      const open = member.parameters
        .map((one) => candidates(run, one.type, scopeOf(owner)))
        .findIndex((found) => found.length > 1);
      const choices: (Value | undefined)[] =
        open === -1
          ? [undefined]
          : candidates(
              run,
              member.parameters[open]?.type ?? { name: "", args: [], nullable: false },
              scopeOf(owner),
            );
      for (const choice of choices) {
        const name = member.parameters[open]?.name;
        run.invoke(
          member,
          member.static ? undefined : self,
          choice === undefined || name === undefined ? [] : [{ name, value: choice }],
          member.at,
          path,
        );
      }
    } catch (error) {
      // Code can be nested so deep that following it needs more room than there is.
      if (!(error instanceof RangeError)) throw error;
    }
  }
}

function selves(run: Run, { owner, member }: Unit): (Instance | undefined)[] {
  if (owner.kind === "file" || member?.static) return [undefined];
  const found = concrete(run, owner);
  const overriding = (one: (typeof found)[number]) =>
    one !== owner &&
    member !== undefined &&
    "parameters" in member &&
    one.methods.some(
      (method) =>
        method.name === member.name && method.parameters.length === member.parameters.length,
    );
  const below = owner.abstract
    ? found.filter((one) => !overriding(one))
    : found.filter((one) => one === owner);
  return below.length === 0 ? [anyOf(run, owner)] : below.map((one) => anyOf(run, one));
}

function typeValue({ owner }: Unit): Value {
  return {
    kind: "type",
    type: { name: owner.name, args: [], nullable: false },
    scope: { file: owner.file, ...(owner.outer ? { owner: owner.outer } : {}) },
  };
}
