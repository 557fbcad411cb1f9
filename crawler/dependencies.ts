import { posix } from "node:path";
import { z } from "zod";
import type { Place, Snapshot, Tool, Unresolved } from "../model.ts";
import { SourceError, type Door, type SourceErrorKind } from "./door.ts";
import type { Extraction, Registered, Wrapped } from "./extractors/extractor.ts";
import { lockedVersion } from "./lockfiles.ts";

/** Packages that a server only wraps, opened where the registry has them. */
export interface Dependencies {
  /** A package at an exact version or the newest that fits a range. Throws SourceError. */
  open(name: string, range: string): Promise<Snapshot>;
  /** What was opened, by `name@version`. */
  opened: ReadonlyMap<string, Snapshot>;
  /** What went wrong with the registry rather than with a package: asked again, it may be had. */
  failures: readonly SourceError[];
}

const passing: ReadonlySet<SourceErrorKind> = new Set(["rate-limited", "too-slow", "unreachable"]);

/** Dependencies through the door of the npm registry; none can be opened when there is no such door. */
export function dependenciesOf(doors: readonly Door[]): Dependencies {
  const door = doors.find(({ scheme }) => scheme === "npm");
  const opened = new Map<string, Snapshot>();
  const failures: SourceError[] = [];
  async function open(name: string, range: string): Promise<Snapshot> {
    if (door === undefined) throw new SourceError("invalid", "no door opens npm: sources");
    const located = await door.locate({ scheme: "npm", name, ref: range });
    const key = `${name}@${located.revision}`;
    const snapshot = opened.get(key) ?? (await door.open(located));
    opened.set(key, snapshot);
    return snapshot;
  }
  return {
    opened,
    failures,
    open: (name, range) =>
      open(name, range).catch((error: unknown) => {
        if (error instanceof SourceError && (error.host || passing.has(error.kind)))
          failures.push(error);
        throw error;
      }),
  };
}

/** The dependency that registers a tool, as it was opened; undefined for the server's own tools. */
export function packageOf({ from }: Tool, { opened }: Dependencies): Snapshot | undefined {
  return from === undefined ? undefined : opened.get(`${from.name}@${from.version}`);
}

const maxPackages = 3;
/** The package that is wrapped, and one that it wraps in turn. */
const maxDepth = 2;

const Manifest = z.object({
  name: z.string().optional().catch(undefined),
  dependencies: z.record(z.string(), z.string()).optional().catch(undefined),
  optionalDependencies: z.record(z.string(), z.string()).optional().catch(undefined),
  peerDependencies: z.record(z.string(), z.string()).optional().catch(undefined),
  devDependencies: z.record(z.string(), z.string()).optional().catch(undefined),
});

/**
 * Follows the servers of an extraction that a dependency makes into that package, by reading the source once more with the
 * package's files where an installation would put them. What can't be opened stays unresolved, and says why.
 */
export async function followDependencies(
  snapshot: Snapshot,
  first: Extraction,
  dependencies: Dependencies,
  readAgain: (files: ReadonlyMap<string, string>) => Promise<Extraction | undefined>,
): Promise<Extraction> {
  const files = new Map(snapshot.files);
  const versions = new Map<string, string>();
  const failures = new Map<string, string>();
  const own = namesIn(snapshot.files);
  let extraction = first;
  for (let depth = 0; depth < maxDepth; depth += 1) {
    const wanted = new Map((extraction.wraps ?? []).map((each) => [each.package, each]));
    let isNew = false;
    for (const [name, wrap] of wanted) {
      if (versions.has(name) || failures.has(name) || versions.size >= maxPackages) continue;
      try {
        if (own.has(name)) throw new SourceError("invalid", "it is a package of this source");
        const found = await dependencies.open(name, rangeOf(files, name, wrap.at.path));
        const installed = `node_modules/${name}/`;
        for (const path of files.keys()) if (path.startsWith(installed)) files.delete(path);
        for (const [path, text] of found.files) files.set(installed + path, text);
        versions.set(name, found.revision ?? "");
        isNew = true;
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        failures.set(name, error.message);
      }
    }
    if (!isNew) break;
    const sorted = [...files].toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    const again = await readAgain(new Map(sorted));
    if (again === undefined) break;
    extraction = again;
  }
  return settle(first, extraction, versions, failures);
}

/** The packages of a source: a registry may have others of their names. */
function namesIn(files: ReadonlyMap<string, string>): Set<unknown> {
  const manifests = [...files].filter(([path]) => /(?:^|\/)package\.json$/.test(path));
  return new Set(manifests.map(([, text]) => parseManifest(text)?.name));
}

/** The version or range at which a file's package depends on another, or a package that was followed; throws SourceError when none says one that a registry has. */
function rangeOf(files: ReadonlyMap<string, string>, name: string, from: string): string {
  const above = foldersAbove(from);
  const followed = [...files.keys()].filter((path) => installedManifest.test(path));
  for (const folder of [...above, ...followed.map((path) => posix.dirname(path))]) {
    const text = files.get(posix.join(folder, "package.json"));
    const range = text === undefined ? undefined : declaredRange(text, name);
    if (range === undefined) continue;
    if (/[:/]/.test(range))
      throw new SourceError("invalid", `it is not from the registry, but ${range.slice(0, 100)}`);
    return lockedVersion(files, folder, name, range) ?? range;
  }
  throw new SourceError("invalid", "no manifest names its version");
}

const installedManifest = /^node_modules\/(?:@[^/]+\/)?[^/]+\/package\.json$/;

/** `a/b/c.js` -> `a/b`, `a`, `.`. */
function foldersAbove(file: string): string[] {
  const folders: string[] = [];
  let folder = file;
  while (folder !== ".") folders.push((folder = posix.dirname(folder)));
  return folders;
}

function declaredRange(text: string, name: string): string | undefined {
  const manifest = parseManifest(text);
  const kinds = [
    manifest?.dependencies,
    manifest?.optionalDependencies,
    manifest?.peerDependencies,
    manifest?.devDependencies,
  ];
  return kinds.find((kind) => kind !== undefined && Object.hasOwn(kind, name))?.[name];
}

function parseManifest(text: string): z.infer<typeof Manifest> | undefined {
  try {
    return Manifest.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** The second reading in place of the first for the servers that were made by a dependency, its places told from the source's own. */
function settle(
  first: Extraction,
  last: Extraction,
  versions: ReadonlyMap<string, string>,
  failures: ReadonlyMap<string, string>,
): Extraction {
  const wraps = first.wraps ?? [];
  const followed = new Map(
    wraps.filter((each) => versions.has(each.package)).map((each) => [each.registeredIn, each]),
  );
  const tools = last.tools
    .filter(({ registeredIn }) => followed.has(registeredIn))
    .map((tool) => fromPackage(tool, versions));
  const found = new Set(tools.map(({ registeredIn }) => registeredIn));
  const unresolved = last.unresolved
    .filter(({ registeredIn }) => found.has(registeredIn))
    .map((each) => ownPlace(each, followed.get(each.registeredIn), versions));
  return {
    tools: [...first.tools, ...tools],
    unresolved: [
      ...first.unresolved
        .filter(({ registeredIn }) => !found.has(registeredIn))
        .map((each) => withReason(each, wraps, versions, failures)),
      ...unresolved,
    ],
    skipped: first.skipped,
  };
}

function fromPackage(
  tool: Registered<Tool>,
  versions: ReadonlyMap<string, string>,
): Registered<Tool> {
  const { handler, ...rest } = tool;
  const at = inPackage(tool.at, versions);
  const code = handler === undefined ? undefined : inPackage(handler, versions);
  if (at === undefined)
    return handler === undefined || code !== undefined ? rest : { ...rest, handler };
  return {
    ...rest,
    at: at.place,
    ...(code?.name === at.name ? { handler: code.place } : {}),
    from: { registry: "npm", name: at.name, version: versions.get(at.name) ?? "" },
  };
}

/** `node_modules/@s/p/lib/a.js` -> `lib/a.js` of `@s/p`; undefined for a file of the source itself, which may hold copies of packages. */
function inPackage(
  place: Place,
  versions: ReadonlyMap<string, string>,
): { name: string; place: Place } | undefined {
  const found = /^node_modules\/(?<name>(?:@[^/]+\/)?[^/]+)\/(?<path>.+)$/.exec(place.path)?.groups;
  const { name, path } = found ?? {};
  if (name === undefined || path === undefined || !versions.has(name)) return undefined;
  return { name, place: { ...place, path } };
}

/** What is unresolved in a package stands where the source wraps it: its own lines are no place of the source. */
function ownPlace(
  one: Registered<Unresolved>,
  wrap: Wrapped | undefined,
  versions: ReadonlyMap<string, string>,
): Registered<Unresolved> {
  const inside = inPackage(one.at, versions);
  if (inside === undefined || wrap === undefined) return one;
  const { name, place } = inside;
  return {
    ...one,
    at: wrap.at,
    reason: `In the package ${name} at ${place.path}:${place.line}: ${one.reason}`,
  };
}

function withReason(
  one: Registered<Unresolved>,
  wraps: readonly Wrapped[],
  versions: ReadonlyMap<string, string>,
  failures: ReadonlyMap<string, string>,
): Registered<Unresolved> {
  const wrap = wraps.find(
    ({ at, registeredIn }) =>
      registeredIn === one.registeredIn && at.path === one.at.path && at.line === one.at.line,
  );
  if (wrap === undefined) return one;
  const failure = failures.get(wrap.package);
  const version = versions.get(wrap.package);
  const made = `The server is made by the package ${wrap.package}`;
  if (failure !== undefined)
    return { ...one, reason: `${made}, which could not be opened: ${failure}.` };
  return version === undefined
    ? one
    : { ...one, reason: `${made}, and no tool could be read in its version ${version}.` };
}
