import { join } from "node:path";
import { parseSync } from "oxc-parser";
import { pathDoor } from "../../crawler/doors/path.ts";
import { defaultLimits } from "../../crawler/door.ts";
import { extract, wants } from "../../crawler/extract.ts";
import type { Snapshot } from "../../model.ts";
import { installPinned } from "../pinned.ts";
import type { Ratio } from "./ratio.ts";
import { medianRatio } from "./ratio.ts";

const packages = [
  "@modelcontextprotocol/server-filesystem",
  "@modelcontextprotocol/server-memory",
  "airtable-mcp-server",
  "hostinger-api-mcp",
  "tavily-mcp",
];

/** Extraction against the bare parse of the same JavaScript files, both from texts in memory, in turns. */
export async function benchExtraction(): Promise<Ratio> {
  const door = pathDoor({ limits: defaultLimits, wants });
  const folder = installPinned("servers");
  const snapshots: Snapshot[] = [];
  for (const name of packages) {
    const root = join(folder, "node_modules", name);
    snapshots.push(await door.open(await door.locate({ scheme: "path", name: root })));
  }
  const bytes = snapshots
    .flatMap((one) => [...one.files.values()])
    .reduce((sum, text) => sum + text.length, 0);
  const ratio = await medianRatio(
    async () => {
      for (const snapshot of snapshots) await extract(snapshot);
    },
    () => {
      for (const { files } of snapshots)
        for (const [path, text] of files)
          if (/\.[cm]?[jt]sx?$/.test(path)) void parseSync(path, text).program;
    },
  );
  return {
    name: "extraction time, evaluation included / bare parse of the same files",
    ratio,
    detail: `${packages.length} npm packages, ${Math.round(bytes / 1024)} KiB`,
  };
}
