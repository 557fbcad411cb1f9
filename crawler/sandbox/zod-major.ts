import type { Manifest, Resolver } from "../extractors/typescript/resolve.ts";
import type { ZodMajor } from "./libraries.ts";

const builtPath = /(?:^|\/)(?:dist|build|lib|out)\//;
/** The first minor version of the SDK, within its first major one, that takes zod 4. */
const firstWithZod4 = 23;

/**
 * The major version of zod that a program's package declares, else any package of the snapshot. What only builds a program isn't installed
 * with what was built; then, and when none declares it, it is the one that comes with the SDK.
 */
export function zodMajorOf(resolver: Resolver, folder: string, entry: string): ZodMajor {
  const nearest = [...resolver.manifests].filter(
    ([each]) => each === "" || each === folder || folder.startsWith(`${each}/`),
  );
  const sorted = nearest.toSorted(([a], [b]) => b.length - a.length);
  const isBuilt = builtPath.test(entry);
  for (const [, manifest] of [...sorted, ...resolver.manifests]) {
    const major = declared(manifest, isBuilt);
    if (major !== undefined) return major;
  }
  const own = sorted.map(([, { dependencies }]) => dependencies?.["@modelcontextprotocol/sdk"]);
  const range = own.find((each) => each !== undefined);
  return range !== undefined && isBeforeZod4(range) ? 3 : 4;
}

function declared(
  { dependencies, devDependencies }: Manifest,
  isBuilt: boolean,
): ZodMajor | undefined {
  const range = dependencies?.["zod"] ?? (isBuilt ? undefined : devDependencies?.["zod"]);
  const major = /(?:^|[\^~>=v@:\s])(\d+)(?:\.|$)/.exec(range ?? "")?.[1];
  return major === "3" ? 3 : major === "4" ? 4 : undefined;
}

/** Whether a range of versions of the SDK ends before it takes zod 4. */
function isBeforeZod4(range: string): boolean {
  const found = /^\s*([\^~]?)\s*v?(\d+)\.(\d+)/.exec(range);
  if (found === null) return false;
  const [, wide, major, minor] = found;
  return major === "0" || (major === "1" && wide !== "^" && Number(minor) < firstWithZod4);
}
