import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The folders of this one that pin packages: those that rules are developed on, and those that they are not. */
export type Pinned = "servers" | "held-out";

/** Installs the packages that a folder pins once, without running their install scripts; returns where. */
export function installPinned(pinned: Pinned): string {
  const here = join(import.meta.dirname, pinned);
  const lock = readFileSync(join(here, "package-lock.json"));
  const key = createHash("sha256").update(lock).digest("hex").slice(0, 12);
  const folder = join(import.meta.dirname, "../node_modules/.cache/almanac-servers", key);
  if (existsSync(join(folder, "installed"))) return folder;
  mkdirSync(folder, { recursive: true });
  for (const file of ["package.json", "package-lock.json"])
    cpSync(join(here, file), join(folder, file));
  execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  mkdirSync(join(folder, "installed"));
  return folder;
}

/** The packages that a folder pins and their versions, sorted by package. */
export function pinnedPackages(pinned: Pinned): Map<string, string> {
  const manifest = readFileSync(join(import.meta.dirname, pinned, "package.json"), "utf8");
  const { dependencies } = JSON.parse(manifest) as { dependencies: Record<string, string> };
  return new Map(Object.entries(dependencies).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
