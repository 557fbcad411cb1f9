/** Hostile repositories as real folders, git directories and tarballs, from their door to their tools. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { createGzip, gzipSync } from "node:zlib";
import { pack } from "tar-stream";
import { afterAll, describe, expect, test } from "vitest";
import { readArchive } from "../../../crawler/archive.ts";
import { defaultLimits, type Limits } from "../../../crawler/door.ts";
import { pathDoor } from "../../../crawler/doors/path.ts";
import { extract, wants } from "../../../crawler/extract.ts";
import type { Skipped, Snapshot } from "../../../model.ts";
import {
  commitFiles,
  git,
  makeCheckout,
  writeFiles,
  type Files,
} from "../../github/repositories.ts";
import { pythonServer } from "../../python-server.ts";

const root = mkdtempSync(join(tmpdir(), "hostile-"));
let made = 0;

afterAll(() => rmSync(root, { recursive: true, force: true }));

function place(): string {
  const folder = join(root, String(made++));
  mkdirSync(folder);
  return folder;
}

async function readPath(name: string, bounds: Partial<Limits> = {}): Promise<Snapshot> {
  const door = pathDoor({ limits: { ...defaultLimits, ...bounds }, wants });
  return door.open(await door.locate({ scheme: "path", name }));
}

type Entry = [
  header: { name: string; type?: "symlink" | "link" | "fifo"; linkname?: string },
  text?: string | Buffer,
];

async function readTarball(
  entries: Iterable<Entry>,
  bounds: Partial<Limits> = {},
): Promise<Snapshot> {
  const tar = pack();
  for (const [header, text = ""] of entries) tar.entry(header, text);
  tar.finalize();
  const found = await readArchive(
    once(await buffer(tar.pipe(createGzip({ level: 1 })))),
    { limits: { ...defaultLimits, ...bounds }, wants },
    new AbortController().signal,
  );
  return { repository: { source: "npm:hostile", id: "npmjs.com/hostile" }, ...found };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function toolsOf(snapshot: Snapshot): Promise<string[]> {
  const { servers } = await extract(snapshot);
  return servers.flatMap(({ tools }) => tools.map(({ name }) => name)).toSorted();
}

const reasons = (skipped: Skipped[]): Record<string, string> =>
  Object.fromEntries(skipped.map(({ path, reason }) => [path, reason]));
const honestFiles = pythonServer("honest", ["stays"]);
const notText: Files = {
  "bytes.py": Buffer.from([0x66, 0xff, 0xfe, 0x0a]),
  "nul.py": "import mcp\0\n",
  "wide.py": Buffer.from("import mcp\n", "utf16le"),
  "marked.py": Buffer.from([0xef, 0xbb, 0xbf, ...Buffer.from("import mcp\n")]),
};

describe("a folder", () => {
  test("with links that go round and out, pipes, and names that differ in case only", async () => {
    const folder = place();
    writeFiles(folder, {
      ...honestFiles,
      "a/A.py": "x = 1\n",
      "a/a.py": "x = 2\n",
      "line\nbreak.py": "",
      "back\\slash.py": "",
      "__proto__/constructor.py": "",
    });
    symlinkSync(".", join(folder, "round"));
    symlinkSync("../..", join(folder, "a/up"));
    symlinkSync("/etc/passwd", join(folder, "passwd.py"));
    symlinkSync("self.py", join(folder, "self.py"));
    execFileSync("mkfifo", [join(folder, "pipe.py")]);
    const snapshot = await readPath(folder);
    expect([...snapshot.files.keys()]).toEqual([
      "__proto__/constructor.py",
      "a/A.py",
      "a/a.py",
      "pyproject.toml",
      "server.py",
    ]);
    expect(reasons(snapshot.skipped)).toEqual({
      "back\\slash.py": "unsafe-path",
      "line\nbreak.py": "unsafe-path",
      "passwd.py": "link",
      "pipe.py": "not-a-file",
      "self.py": "link",
    });
    expect(await toolsOf(snapshot)).toEqual(["stays"]);
  });

  test("of what is no text, of lines longer than any file may be, and of more files than are read", async () => {
    const folder = place();
    writeFiles(folder, {
      ...honestFiles,
      ...notText,
      "large.py": `x = "${"a".repeat(defaultLimits.bytesPerFile)}"\n`,
      "line.py": `x = "${"a".repeat(2 ** 21)}"\n`,
      ...Object.fromEntries(
        Array.from({ length: 2500 }, (_, index) => [`z/${index}.py`, "import mcp\n"]),
      ),
    });
    const snapshot = await readPath(folder, { files: 2000 });
    expect(snapshot.files.size).toBe(2000);
    expect(reasons(snapshot.skipped)).toMatchObject({
      "bytes.py": "binary",
      "large.py": "too-large",
      "nul.py": "binary",
      "wide.py": "binary",
    });
    expect(snapshot.skipped.filter(({ reason }) => reason === "too-many-files").length).toBe(
      snapshot.skipped.length - 4,
    );
    expect(await toolsOf(snapshot)).toEqual(["stays"]);
  });
});

describe("a git directory", () => {
  test("with links, submodules that are not there, and settings and hooks that would run", async () => {
    const folder = makeCheckout(join(place(), "checkout"));
    const witness = join(folder, "..", "was-run");
    commitFiles(folder, {
      ...honestFiles,
      ...notText,
      "passwd.py": { link: "/etc/passwd" },
      round: { link: "." },
      ".gitattributes": "*.py filter=run diff=run\n",
      ".gitmodules": '[submodule "m"]\n\tpath = m\n\turl = ext::touch%20run\n',
    });
    git(folder, ["update-index", "--add", "--cacheinfo", `160000,${"1".repeat(40)},m`]);
    git(folder, ["commit", "-q", "-m", "a submodule"]);
    for (const [key, value] of [
      ["filter.run.smudge", `touch ${witness}`],
      ["filter.run.process", `touch ${witness}`],
      ["core.fsmonitor", `touch ${witness}`],
      ["core.sshCommand", `touch ${witness}`],
      ["core.pager", `touch ${witness}`],
    ] as const)
      git(folder, ["config", key, value]);
    writeFiles(folder, { ".git/hooks/post-checkout": `#!/bin/sh\ntouch ${witness}\n` });
    rmSync(witness, { force: true });
    const bare = join(place(), "bare.git");
    execFileSync("cp", ["-r", join(folder, ".git"), bare]);
    git(bare, ["config", "core.bare", "true"]);
    const snapshot = await readPath(bare);
    expect([...snapshot.files.keys()]).toEqual(["marked.py", "pyproject.toml", "server.py"]);
    expect(reasons(snapshot.skipped)).toMatchObject({ "passwd.py": "link", "nul.py": "binary" });
    expect(await toolsOf(snapshot)).toEqual(["stays"]);
    expect(() => execFileSync("ls", [witness], { stdio: "pipe" })).toThrow();
  });
});

describe("a tarball", () => {
  test("whose names lead out of it, repeat themselves, and differ in case only", async () => {
    const python = (name: string): string => String(pythonServer("x", [name])["server.py"]);
    const snapshot = await readTarball([
      [{ name: "package/pyproject.toml" }, String(honestFiles["pyproject.toml"])],
      [{ name: "package/server.py" }, python("replaced")],
      [{ name: "package/server.py" }, python("stays")],
      [{ name: "package/SERVER.py" }, "x = 1\n"],
      [{ name: "package/../../out.py" }, python("out")],
      [{ name: "/etc/cron.d/out.py" }, python("absolute")],
      [{ name: "package/a/../../../out.py" }, python("up")],
      [{ name: "package/passwd.py", type: "symlink", linkname: "/etc/passwd" }],
      [{ name: "package/hard.py", type: "link", linkname: "/etc/passwd" }],
      [{ name: "package/pipe.py", type: "fifo" }],
      [{ name: "package/nul.py" }, "\0"],
      [{ name: `package/${"d/".repeat(300)}deep.py` }, python("deep")],
    ]);
    expect([...snapshot.files.keys()]).toEqual(["SERVER.py", "pyproject.toml", "server.py"]);
    expect(new Set(snapshot.skipped.map(({ reason }) => reason))).toEqual(
      new Set(["unsafe-path", "link", "not-a-file", "binary", "too-deep"]),
    );
    expect(await toolsOf(snapshot)).toEqual(["stays"]);
  });

  test("of 25,000 entries is refused, and one of nothing but zeros is cut off", async () => {
    function* many(): Generator<Entry> {
      for (let index = 0; index < 25_000; index++) yield [{ name: `package/${index}.py` }];
    }
    await expect(readTarball(many(), { files: 5000 })).rejects.toMatchObject({
      kind: "too-large",
    });
    const zeros = Buffer.alloc(2 ** 24);
    await expect(
      readTarball(
        Array.from({ length: 8 }, (_, index): Entry => [{ name: `package/${index}.bin` }, zeros]),
        { archiveBytes: 2 ** 25 },
      ),
    ).rejects.toMatchObject({ kind: "too-large" });
  });

  test("that is no tarball, or that ends early, is broken", async () => {
    for (const bytes of [
      gzipSync("not a tar".repeat(1000)),
      gzipSync("x").subarray(0, 12),
      Buffer.from("<html>"),
    ]) {
      const read = readArchive(
        once(bytes),
        { limits: defaultLimits, wants },
        new AbortController().signal,
      );
      await expect(read).rejects.toMatchObject({ name: "SourceError", kind: "broken" });
    }
  });
});
