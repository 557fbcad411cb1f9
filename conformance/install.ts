import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";

const here = import.meta.dirname;
/** Not above our own code, which would find their libraries before the project's. */
const folder = path.join(here, ".programs");

/** Installs what this folder pins, once for each lock file and without running its scripts; returns where it is. */
export function installPrograms(): string {
  const lock = readFileSync(path.join(here, "package-lock.json"));
  const key = createHash("sha256").update(lock).digest("hex").slice(0, 12);
  const installed = path.join(folder, "node_modules");
  const stamp = path.join(installed, `.installed-${key}`);
  if (existsSync(stamp)) return installed;
  console.log("installing the programs, which are about 1 GB");
  mkdirSync(folder, { recursive: true });
  for (const file of ["package.json", "package-lock.json"])
    cpSync(path.join(here, file), path.join(folder, file));
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
  execFileSync("npm", args, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  mkdirSync(stamp);
  return installed;
}
