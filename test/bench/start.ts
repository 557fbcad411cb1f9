import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathDoor } from "../../crawler/doors/path.ts";
import { defaultLimits } from "../../crawler/door.ts";
import { extract, wants } from "../../crawler/extract.ts";
import { type Entry, readEntries } from "../accuracy.ts";
import { installPinned } from "../pinned.ts";
import { listServer } from "../list-server.ts";
import { type Ratio, median, time } from "./ratio.ts";

/**
 * Installing, starting and listing a published server against opening and extracting it, evaluation included; the median over all pinned servers.
 * npm starts from an empty cache, as it would for a server that was never seen. Published packages are built already: building is not in it.
 */
export async function benchStart(): Promise<Ratio> {
  const entries = readEntries();
  const ratios: number[] = [];
  for (const entry of entries) ratios.push((await startTime(entry)) / (await extractTime(entry)));
  return {
    name: "install, start and list a published server / extract it, evaluation included",
    ratio: median(ratios),
    detail: `median of ${entries.length} npm packages, ${Math.round(Math.min(...ratios))} to ${Math.round(Math.max(...ratios))}`,
  };
}

async function startTime(entry: Entry): Promise<number> {
  const { version } = JSON.parse(
    readFileSync(
      join(installPinned("servers"), "node_modules", entry.package, "package.json"),
      "utf8",
    ),
  ) as { version: string };
  const folder = mkdtempSync(join(tmpdir(), "almanac-bench-"));
  try {
    return await time(async () => {
      const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
      const cache = ["--cache", join(folder, "cache")];
      execFileSync("npm", [
        "install",
        "--prefix",
        folder,
        ...quiet,
        ...cache,
        `${entry.package}@${version}`,
      ]);
      const program = join(folder, "node_modules", entry.package, entry.bin);
      await listServer(process.execPath, [program, ...(entry.args ?? [])], entry.env ?? {});
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The middle of three, after one that starts the process that reads. */
async function extractTime(entry: Entry): Promise<number> {
  const name = join(installPinned("servers"), "node_modules", entry.package);
  const times: number[] = [];
  for (let round = 0; round < 4; round++) {
    const taken = await time(async () => {
      const door = pathDoor({ limits: defaultLimits, wants });
      await extract(await door.open(await door.locate({ scheme: "path", name })));
    });
    if (round > 0) times.push(taken);
  }
  return median(times);
}
