import { serverLike } from "./server-like.ts";
import type { Mount, Run } from "./run.ts";
import { isComposite, likeliest, textOf, type Value } from "./values.ts";

/** Servers that one server is mounted on. */
const maxMounts = 20;

/** Servers are told apart by where they are made: a function that makes one may be followed twice. */
export function serverIdentity(server: Value): string {
  const likely = likeliest(server);
  if (isComposite(likely) && likely.kind === "made") return `${likely.at.path}:${likely.at.line}`;
  return isComposite(likely) && likely.kind === "instance"
    ? `${likely.class.at.path}:${likely.class.at.line}`
    : "";
}

/** The prefixes under which a server's tools appear: none for a server that is not mounted. */
export function namesIn(
  run: Run,
  server: Value,
  depth = 0,
): { prefix: string; condition?: string }[] {
  const mounts = run.mounts.filter(
    (mount) => mount.child === likeliest(server) && serverLike(run, mount.parent) !== "no",
  );
  const own = run.namespaces
    .filter((namespace) => namespace.server === likeliest(server))
    .map((namespace) => namespace.prefix)
    .toReversed();
  if (mounts.length === 0 || depth > 2) return [{ prefix: own.join("_") }];
  return mounts.slice(0, maxMounts).flatMap((mount: Mount) =>
    namesIn(run, mount.parent, depth + 1).map((outer) => {
      const prefix = [outer.prefix, textOf(mount.prefix) ?? "", ...own]
        .filter((part) => part !== "")
        .join("_");
      const condition = mount.when ?? outer.condition;
      return { prefix, ...(condition !== undefined && { condition }) };
    }),
  );
}
