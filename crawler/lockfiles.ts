import { posix } from "node:path";

const readers: Record<string, (text: string, name: string, range: string) => string | undefined> = {
  "package-lock.json": readPackageLock,
  "npm-shrinkwrap.json": readPackageLock,
  "pnpm-lock.yaml": readPnpmLock,
  "yarn.lock": readYarnLock,
  "bun.lock": readBunLock,
};

/** Whether a path is a lockfile that `lockedVersion` reads. */
export function isLockfile(path: string): boolean {
  return Object.hasOwn(readers, posix.basename(path));
}

/** The exact version that a lockfile in a folder or above it pins a dependency to; undefined when none does. */
export function lockedVersion(
  files: ReadonlyMap<string, string>,
  folder: string,
  name: string,
  range: string,
): string | undefined {
  for (let at = folder; ; at = posix.dirname(at)) {
    for (const [file, read] of Object.entries(readers)) {
      const text = files.get(posix.join(at, file));
      const version = text === undefined ? undefined : read(text, name, range);
      if (version !== undefined && /^\d+\.\d+\.\d+[\w.+-]{0,100}$/.test(version)) return version;
    }
    if (at === "." || at === "") return undefined;
  }
}

/** https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json */
function readPackageLock(text: string, name: string): string | undefined {
  try {
    const lock: unknown = JSON.parse(text);
    const packages = field(lock, "packages") ?? field(lock, "dependencies");
    const found = field(packages, `node_modules/${name}`) ?? field(packages, name);
    const version = field(found, "version");
    return typeof version === "string" ? version : undefined;
  } catch {
    return undefined;
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as { [name: string]: unknown })[name]
    : undefined;
}

/** `name:` / `specifier: ^1` / `version: 1.2.3(peer)` on three lines. */
function readPnpmLock(text: string, name: string, range: string): string | undefined {
  const lines = text.split("\n").map((line) => line.trim().replaceAll(/['"]/g, ""));
  const at = lines.findIndex(
    (line, index) => line === `${name}:` && lines[index + 1] === `specifier: ${range}`,
  );
  return at === -1 ? undefined : /^version: (?<version>[^\s(]+)/.exec(lines[at + 2] ?? "")?.[1];
}

/** `"name@^1", "name@^1.2":` with `version "1.2.3"` below it, or `"name@npm:^1":` with `version: 1.2.3`. */
function readYarnLock(text: string, name: string, range: string): string | undefined {
  const lines = text.split("\n");
  const wanted = new Set([`${name}@${range}`, `${name}@npm:${range}`]);
  const at = lines.findIndex(
    (line) =>
      line.endsWith(":") &&
      line
        .slice(0, -1)
        .replaceAll('"', "")
        .split(",")
        .some((part) => wanted.has(part.trim())),
  );
  if (at === -1) return undefined;
  return /^\s+version:? "?(?<version>[^"\s]+)/.exec(lines[at + 1] ?? "")?.[1];
}

/** `"name": ["name@1.2.3", …]` */
function readBunLock(text: string, name: string): string | undefined {
  const start = text.indexOf(`"${name}": ["${name}@`);
  if (start === -1) return undefined;
  const from = start + `"${name}": ["${name}@`.length;
  return text.slice(from, text.indexOf('"', from));
}
