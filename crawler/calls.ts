import type { Call, Place, Server, Skipped, Snapshot, Tool } from "../model.ts";
import { extractApart } from "./apart.ts";
import { languages } from "./callgraph/index.ts";
import type { Handlers, Traced } from "./callgraph/tracer.ts";
import { packageOf, type Dependencies } from "./dependencies.ts";
import { isManifest } from "./manifests/index.ts";
import { statedRequest } from "./stated-requests.ts";

/** Milliseconds of work that following all handlers of a snapshot may take. */
const callsMs = 20_000;
/** Files that say what an import means. */
const settings = /(?:^|\/)(?:tsconfig[^/]*|jsconfig|deno)\.json$/;
/** Tools of one server that run the same code: what it calls for one of them can't be told when there are more. */
const maxSharing = 2;

/** The servers with the calls of each tool's handler; as they were where following comes to no end, with the files where that is so. */
export async function withCalls(
  snapshot: Snapshot,
  servers: Server[],
  dependencies?: Dependencies,
  timeMs: number = callsMs,
): Promise<{ servers: Server[]; skipped: Skipped[] }> {
  const skipped: Skipped[] = [];
  const found = new Map<Snapshot, Map<string, Call[]>>();
  const owners = Map.groupBy(
    servers.flatMap(({ tools }) => ownCode(tools)),
    (tool) => ownerOf(snapshot, tool, dependencies),
  );
  for (const [owner, tools] of owners)
    if (owner !== undefined) {
      const traced = await trace(owner, tools, timeMs);
      if (traced !== undefined) found.set(owner, traced);
      else
        skipped.push(
          ...filesOf(tools).map((path): Skipped => ({ path, reason: "calls-not-followed" })),
        );
    }
  const whole = servers.map((server) => {
    const traced = new Set(ownCode(server.tools));
    const stating = Map.groupBy(server.tools, ({ at }) => keyOf(at));
    const callsOf = (tool: Tool): Call[] | undefined => {
      const owner = ownerOf(snapshot, tool, dependencies);
      if (owner === undefined) return undefined;
      if (traced.has(tool)) return found.get(owner)?.get(keyOf(tool.handler!));
      const stated =
        stating.get(keyOf(tool.at))!.length > 1 ? undefined : statedRequest(owner, tool);
      return stated && [stated];
    };
    const tools = server.tools.map((tool): Tool => {
      const calls = tool.calls ?? callsOf(tool);
      return calls === undefined ? tool : { ...tool, calls };
    });
    return { ...server, tools };
  });
  return { servers: whole, skipped };
}

const filesOf = (tools: readonly Tool[]): string[] => [
  ...new Set(tools.map(({ handler }) => handler!.path)),
];

const ownerOf = (
  snapshot: Snapshot,
  tool: Tool,
  dependencies: Dependencies | undefined,
): Snapshot | undefined =>
  tool.from === undefined
    ? snapshot
    : dependencies === undefined
      ? undefined
      : packageOf(tool, dependencies);

/** The tools of a server whose handlers are their own. */
function ownCode(tools: readonly Tool[]): Tool[] {
  const known = tools.filter(({ handler, calls }) => handler !== undefined && calls === undefined);
  const sharing = Map.groupBy(known, ({ handler }) => keyOf(handler!));
  return known.filter(({ handler }) => sharing.get(keyOf(handler!))!.length <= maxSharing);
}

/** Undefined when following comes to no end. */
async function trace(
  owner: Snapshot,
  tools: readonly Tool[],
  timeMs: number,
): Promise<Map<string, Call[]> | undefined> {
  const handlers = new Map(tools.map(({ handler }) => [keyOf(handler!), handler!]));
  const used = languages.filter(({ reads }) =>
    [...handlers.values()].some(({ path }) => reads(path)),
  );
  if (used.length === 0) return new Map();
  const files = new Map(
    [...owner.files].filter(
      ([path]) => isManifest(path) || settings.test(path) || used.some(({ reads }) => reads(path)),
    ),
  );
  const question: Handlers = { ...owner, files, skipped: [], handlers: [...handlers.values()] };
  const traced = await extractApart<Traced>("callgraph", question, timeMs);
  if ("message" in traced) return undefined;
  return new Map(
    [...handlers.keys()].flatMap((key, at) => {
      const calls = traced[at];
      return calls == null ? [] : [[key, calls] as const];
    }),
  );
}

const keyOf = ({ path, line, endLine }: Place): string => `${path}:${line}-${endLine ?? line}`;
