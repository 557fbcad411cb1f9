import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";

const folder = import.meta.dirname;

/** Installs what this folder pins, once for each lock file and without running its scripts; returns where it is. */
export function installPrograms(): string {
  const lock = readFileSync(path.join(folder, "package-lock.json"));
  const key = createHash("sha256").update(lock).digest("hex").slice(0, 12);
  const installed = path.join(folder, "node_modules");
  const stamp = path.join(installed, `.installed-${key}`);
  if (existsSync(stamp)) return installed;
  console.log("installing the programs, which takes about 600 MB");
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
  execFileSync("npm", args, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  mkdirSync(stamp);
  return installed;
}
