import type { Manifest, Resolver } from "../extractors/typescript/resolve.ts";
import type { ZodMajor } from "./libraries.ts";

/** The major version of zod that a package declares, else any package of the snapshot; the newest when none does. */
export function zodMajorOf(resolver: Resolver, folder: string): ZodMajor {
  const nearest = [...resolver.manifests].filter(
    ([each]) => each === "" || each === folder || folder.startsWith(`${each}/`),
  );
  const sorted = nearest.toSorted(([a], [b]) => b.length - a.length);
  for (const [, manifest] of [...sorted, ...resolver.manifests]) {
    const major = declared(manifest);
    if (major !== undefined) return major;
  }
  return 4;
}

function declared({ dependencies, devDependencies }: Manifest): ZodMajor | undefined {
  const range = dependencies?.["zod"] ?? devDependencies?.["zod"];
  const major = /(?:^|[\^~>=v@:\s])(\d+)(?:\.|$)/.exec(range ?? "")?.[1];
  return major === "3" ? 3 : major === "4" ? 4 : undefined;
}
