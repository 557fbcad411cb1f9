import { execFile, spawn } from "node:child_process";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { SourceError } from "../door.ts";

export interface TreeEntry {
  path: string;
  /** `100644`, `100755`, `120000` for a link, `160000` for a submodule. */
  mode: string;
  oid: string;
  /** Bytes; absent for a submodule. */
  size?: number;
  /** The clone is partial or damaged, and the content not in it. */
  missing?: true;
}

/** A git directory, or a checkout's top folder; nothing that its configuration names is ever run. */
export interface Git {
  folder: string;
  /** Milliseconds after which each command is ended. */
  timeMs: number;
}

/** The full commit that `ref` names; undefined when there is none. */
export async function readCommit(git: Git, ref: string): Promise<string | undefined> {
  const answer = await run(git, [
    "rev-parse",
    "--verify",
    "--quiet",
    "--end-of-options",
    `${ref}^{commit}`,
  ]);
  const commit = answer.code === 0 ? answer.stdout.toString().trim() : "";
  return /^[0-9a-f]{40,64}$/.test(commit) ? commit : undefined;
}

/** How git sees the folder itself, not one above it; undefined when it sees nothing. */
export async function readKind(git: Git): Promise<"bare" | "checkout" | undefined> {
  const { code, stdout } = await run(git, [
    "rev-parse",
    "--is-bare-repository",
    "--is-inside-work-tree",
  ]);
  if (code !== 0) return undefined;
  const [bare, inside] = stdout.toString().trim().split("\n");
  // Inside a `.git` folder it is neither: objects are there all the same.
  return bare === "true" || inside === "false" ? "bare" : "checkout";
}

/** Every entry below a commit, in git's order. */
export async function listTree(git: Git, commit: string): Promise<TreeEntry[]> {
  const { code, stdout, stderr } = await run(git, [
    "ls-tree",
    "-r",
    "-z",
    "-l",
    "--full-tree",
    commit,
  ]);
  if (code !== 0) throw broken(stderr);
  return splitNul(stdout).map((line) => {
    const found = /^(?<mode>\d+) \w+ (?<oid>[0-9a-f]+) +(?<size>\S+)\t(?<path>[^]*)$/.exec(
      line,
    )?.groups;
    if (found === undefined) throw broken(`ls-tree answered ${JSON.stringify(line.slice(0, 80))}`);
    const { mode = "", oid = "", path = "", size } = found;
    if (size === "BAD") return { path, mode, oid, missing: true };
    return { path, mode, oid, ...(size === "-" ? {} : { size: Number(size) }) };
  });
}

/** Paths of the work tree: what is tracked, and what is new and not ignored. */
export async function listWorkTree(git: Git): Promise<string[]> {
  const { code, stdout, stderr } = await run(git, [
    "ls-files",
    "-z",
    "--cached",
    "--others",
    "--exclude-standard",
  ]);
  if (code !== 0) throw broken(stderr);
  return [...new Set(splitNul(stdout))];
}

/** The blobs, in the order of `oids`, one at a time. */
export async function* readBlobs(git: Git, oids: string[]): AsyncGenerator<Buffer> {
  if (oids.length === 0) return;
  const child = spawn("git", args(git, ["cat-file", "--batch"]), {
    env: env(git),
    stdio: ["pipe", "pipe", "ignore"],
  });
  const timer = setTimeout(() => child.kill("SIGKILL"), git.timeMs);
  child.on("error", (error) => child.stdout.destroy(error));
  child.stdin.on("error", () => undefined);
  Readable.from(oids.map((oid) => `${oid}\n`)).pipe(child.stdin);
  const read = byteReader(child.stdout);
  try {
    for (const oid of oids) {
      const header = (await read.line()).split(" ");
      const size = Number(header[2]);
      if (header[0] !== oid || header[1] !== "blob" || !Number.isSafeInteger(size)) {
        throw broken(`object ${oid} cannot be read: the clone is partial or damaged`);
      }
      const blob = await read.bytes(size + 1);
      yield blob.subarray(0, size);
    }
  } finally {
    clearTimeout(timer);
    child.kill("SIGKILL");
  }
}

/** Takes lines and counted bytes off a stream, in order. */
function byteReader(stream: Readable): {
  line(): Promise<string>;
  bytes(count: number): Promise<Buffer>;
} {
  const chunks: AsyncIterator<Buffer> = stream[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  async function more(): Promise<Buffer> {
    const { value, done } = await chunks.next();
    if (done) throw broken("git ended early");
    return value;
  }
  return {
    async line() {
      let end = rest.indexOf(10);
      while (end === -1) {
        rest = Buffer.concat([rest, await more()]);
        end = rest.indexOf(10);
      }
      const line = rest.toString("utf8", 0, end);
      rest = rest.subarray(end + 1);
      return line;
    },
    async bytes(count) {
      const parts = [rest];
      let have = rest.byteLength;
      while (have < count) {
        const part = await more();
        parts.push(part);
        have += part.byteLength;
      }
      const whole = parts.length === 1 ? rest : Buffer.concat(parts);
      rest = whole.subarray(count);
      return whole.subarray(0, count);
    },
  };
}

function run(
  git: Git,
  command: string[],
): Promise<{ code: number; stdout: Buffer; stderr: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{
    code: number;
    stdout: Buffer;
    stderr: string;
  }>();
  const options = {
    env: env(git),
    encoding: "buffer",
    maxBuffer: 512 * 2 ** 20,
    timeout: git.timeMs,
    killSignal: "SIGKILL",
  } as const;
  execFile("git", args(git, command), options, (error, stdout, stderr) => {
    if (error === null) return resolve({ code: 0, stdout, stderr: "" });
    if (error.code === "ENOENT")
      return reject(
        new SourceError("invalid", "git is needed to read a git folder, and is not installed", {
          cause: error,
        }),
      );
    if (typeof error.code === "number")
      return resolve({ code: error.code, stdout, stderr: stderr.toString().trim() });
    if (error.killed === true)
      return reject(
        new SourceError("too-slow", `git took longer than ${git.timeMs / 1000} s`, {
          cause: error,
        }),
      );
    reject(broken(error.message));
  });
  return promise;
}

/** The folder's own configuration is read by git and may be hostile: what it could make git run is switched off here and in `env`. */
function args({ folder }: Git, command: string[]): string[] {
  const settings = [
    "safe.directory=*",
    "safe.bareRepository=all",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
  ];
  return [...settings.flatMap((setting) => ["-c", setting]), "-C", folder, ...command];
}

function env({ folder }: Git): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env;
  return {
    ...(PATH === undefined ? {} : { PATH }),
    ...(HOME === undefined ? {} : { HOME }),
    LC_ALL: "C",
    GIT_CEILING_DIRECTORIES: dirname(folder),
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_TERMINAL_PROMPT: "0",
    GIT_OPTIONAL_LOCKS: "0",
    // Objects that are missing are never fetched; older versions of git know only the second.
    GIT_NO_LAZY_FETCH: "1",
    GIT_ALLOW_PROTOCOL: "none",
  };
}

function splitNul(bytes: Buffer): string[] {
  return bytes
    .toString("utf8")
    .split("\0")
    .filter((part) => part !== "");
}

function broken(said: string): SourceError {
  return new SourceError("broken", `git cannot read it: ${said}`);
}
