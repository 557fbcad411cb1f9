import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dependenciesOf } from "../crawler/dependencies.ts";
import { defaultLimits } from "../crawler/door.ts";
import { npmDoor } from "../crawler/doors/npm.ts";
import { pathDoor } from "../crawler/doors/path.ts";
import { extract, handlerSource, wants } from "../crawler/extract.ts";
import type { Tool } from "../model.ts";
import { installPinned, type Pinned, pinnedPackages } from "./pinned.ts";

/** What is read out of one of the pinned packages. */
export interface PinnedPackage {
  package: string;
  version: string;
  /** Sorted by name, those behind a condition included; each with its handler's code where that was found. */
  tools: (Tool & { handlerSource?: string })[];
}

/** Reads the packages that a folder pins, or those of them that are named, installing all first; sorted by package. All take a minute or more. */
export async function readPackages(
  pinned: Pinned,
  names: Iterable<string> = pinnedPackages(pinned).keys(),
): Promise<PinnedPackage[]> {
  const folder = join(installPinned(pinned), "node_modules");
  const read: PinnedPackage[] = [];
  for (const name of [...names].toSorted()) read.push(await readPackage(folder, name));
  return read;
}

async function readPackage(folder: string, name: string): Promise<PinnedPackage> {
  const root = join(folder, name);
  const door = pathDoor({ limits: defaultLimits, wants });
  const snapshot = await door.open(await door.locate({ scheme: "path", name: root }));
  const dependencies = dependenciesOf([npmDoor({ limits: defaultLimits, wants })]);
  const { servers } = await extract(snapshot, { dependencies });
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    version: string;
  };
  const tools = servers
    .flatMap((server) => server.tools)
    .map((tool) => ({ ...tool, ...handlerSource(snapshot, tool, dependencies) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return { package: name, version, tools };
}
