import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { defaultLimits, SourceError, type Limits } from "../../../crawler/door.ts";
import { pathDoor } from "../../../crawler/doors/path.ts";
import type { Snapshot, Source } from "../../../model.ts";
import { commitFiles, git, makeCheckout, writeFiles } from "../../github/repositories.ts";

const root = mkdtempSync(join(tmpdir(), "path-"));
let made = 0;

/** A new folder's path, in a folder of its own. */
function place(name = "server"): string {
  const parent = join(root, String(made++));
  mkdirSync(parent);
  return join(parent, name);
}

async function read(source: Source, bounds: Partial<Limits> = {}): Promise<Snapshot> {
  const limits = { ...defaultLimits, ...bounds };
  const door = pathDoor({ limits, wants: (path) => /\.(?:ts|py)$/.test(path) });
  return door.open(await door.locate(source));
}

const at = (name: string, ref?: string): Source => ({
  scheme: "path",
  name,
  ...(ref === undefined ? {} : { ref }),
});

async function failure(task: Promise<unknown>): Promise<SourceError> {
  const error = await task.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(SourceError);
  return error as SourceError;
}

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("a folder", () => {
  test("is read as it is, sorted, without revision and links to lines", async () => {
    const folder = place();
    writeFiles(folder, {
      "z.ts": "z",
      "a/b.ts": "b",
      "a.ts": "a",
      "note.md": "",
      "__proto__.ts": "p",
    });
    expect(await read(at(folder))).toEqual({
      repository: { source: `path:${folder}`, id: "path.local/server" },
      files: new Map([
        ["__proto__.ts", "p"],
        ["a.ts", "a"],
        ["a/b.ts", "b"],
        ["z.ts", "z"],
      ]),
      skipped: [],
    });
  });

  test("is never left by a link, nor waited for at a pipe", async () => {
    const folder = place();
    writeFiles(folder, { "in/a.ts": "a" });
    symlinkSync("..", join(folder, "in/loop"));
    symlinkSync("/", join(folder, "everything.ts"));
    symlinkSync("in/a.ts", join(folder, "link.ts"));
    execFileSync("mkfifo", [join(folder, "pipe.ts")]);
    const snapshot = await read(at(folder));
    expect([...snapshot.files.keys()]).toEqual(["in/a.ts"]);
    expect(snapshot.skipped).toEqual([
      { path: "everything.ts", reason: "link" },
      { path: "link.ts", reason: "link" },
      { path: "pipe.ts", reason: "not-a-file" },
    ]);
  });

  test("is read without what was installed into it", async () => {
    const folder = place();
    writeFiles(folder, {
      "a.ts": "",
      "node_modules/p/i.ts": "",
      "env/pyvenv.cfg": "",
      "env/lib/x.py": "",
    });
    expect([...(await read(at(folder))).files.keys()]).toEqual(["a.ts"]);
  });

  test("is read within the bounds", async () => {
    const folder = place();
    const files = {
      "a.ts": "a".repeat(60),
      "b.ts": "b".repeat(60),
      "big.ts": "x".repeat(101),
      "d/e/f.ts": "",
    };
    writeFiles(folder, { ...files, "bin.ts": Buffer.from([0xff]) });
    const { files: kept, skipped } = await read(at(folder), {
      totalBytes: 100,
      bytesPerFile: 100,
      pathDepth: 2,
    });
    expect([...kept.keys()]).toEqual(["a.ts"]);
    expect(skipped).toEqual([
      { path: "b.ts", reason: "too-many-bytes" },
      { path: "big.ts", reason: "too-large" },
      { path: "bin.ts", reason: "binary" },
      { path: "d/e/f.ts", reason: "too-deep" },
    ]);
    expect(await failure(read(at(folder), { timeMs: -1 }))).toMatchObject({ kind: "too-slow" });
  });

  test("that is not there, is a file, or has no revisions to choose from is refused", async () => {
    const folder = place();
    writeFiles(folder, { "a.ts": "" });
    expect(await failure(read(at(join(folder, "none"))))).toMatchObject({
      kind: "not-found",
      host: false,
    });
    expect(await failure(read(at(join(folder, "a.ts"))))).toMatchObject({ kind: "not-found" });
    expect(await failure(read(at(folder, "main")))).toMatchObject({ kind: "invalid" });
  });
});

describe("a checkout", () => {
  test("is its commit while its wanted files are, and a folder without revision when they are not", async () => {
    const folder = makeCheckout(place());
    const revision = commitFiles(folder, {
      "a.ts": "a",
      "b/c.ts": "c",
      ".gitignore": "dist\n",
      "link.ts": { link: "a.ts" },
    });
    writeFiles(folder, { "dist/built.ts": "ignored", "note.md": "new, and not wanted" });
    const clean = await read(at(folder));
    expect(clean).toMatchObject({ revision, skipped: [{ path: "link.ts", reason: "link" }] });
    expect([...clean.files.keys()]).toEqual(["a.ts", "b/c.ts"]);

    writeFileSync(join(folder, "new.ts"), "new");
    const dirty = await read(at(folder));
    expect(dirty.revision).toBeUndefined();
    expect([...dirty.files.keys()]).toEqual(["a.ts", "b/c.ts", "new.ts"]);

    rmSync(join(folder, "new.ts"));
    writeFileSync(join(folder, "a.ts"), "b");
    const edited = await read(at(folder));
    expect(edited.revision).toBeUndefined();
    expect(edited.files.get("a.ts")).toBe("b");

    rmSync(join(folder, "a.ts"));
    const removed = await read(at(folder));
    expect(removed.revision).toBeUndefined();
    expect([...removed.files.keys()]).toEqual(["b/c.ts"]);
    expect((await read(at(folder, "HEAD"))).files.get("a.ts")).toBe("a");
  });

  test("without a commit is read as a folder", async () => {
    const folder = makeCheckout(place());
    writeFiles(folder, { "a.ts": "a" });
    const snapshot = await read(at(folder));
    expect(snapshot.revision).toBeUndefined();
    expect([...snapshot.files.keys()]).toEqual(["a.ts"]);
    expect(await failure(read(at(folder, "HEAD")))).toMatchObject({ kind: "not-found" });
  });

  test("is not left where a folder has become a link", async () => {
    const folder = makeCheckout(place());
    commitFiles(folder, { "in/a.ts": "inside" });
    const outside = place("outside");
    writeFiles(outside, { "a.ts": "outside" });
    rmSync(join(folder, "in"), { recursive: true });
    symlinkSync(outside, join(folder, "in"));
    const snapshot = await read(at(folder));
    expect([...snapshot.files.values()]).toEqual([]);
  });

  test("cannot make git run anything", async () => {
    const folder = makeCheckout(place());
    commitFiles(folder, { "a.ts": "a", ".gitattributes": "* filter=x diff=x\n" });
    const program = join(folder, ".git/run");
    const proof = join(folder, ".git/ran");
    writeFileSync(program, `#!/bin/sh\ntouch '${proof}'\nexit 1\n`);
    chmodSync(program, 0o755);
    const settings = `[core]\nfsmonitor = ${program}\nhooksPath = .git\nsshCommand = ${program}\npager = ${program}\n`;
    const filters = `[filter "x"]\nclean = ${program}\nsmudge = ${program}\n[diff "x"]\ntextconv = ${program}\n`;
    const remote = `[remote "o"]\nurl = ext::${program}\npromisor = true\npartialCloneFilter = blob:none\n[protocol]\nallow = always\n`;
    appendFileSync(join(folder, ".git/config"), settings + filters + remote);
    // Plain git does run it.
    git(folder, ["status"]);
    expect(existsSync(proof)).toBe(true);
    rmSync(proof);

    expect((await read(at(folder))).revision).toBeDefined();
    expect((await read(at(folder, "HEAD"))).files.get("a.ts")).toBe("a");
    writeFileSync(join(folder, "a.ts"), "b");
    expect((await read(at(folder))).files.get("a.ts")).toBe("b");
    const [blob = "", tree = ""] = ["HEAD:a.ts", "HEAD^{tree}"].map((object) => {
      const id = git(folder, ["rev-parse", object]).toString().trim();
      return `${id.slice(0, 2)}/${id.slice(2)}`;
    });
    rmSync(join(folder, ".git/objects", blob));
    expect((await read(at(folder, "HEAD"))).skipped).toEqual([{ path: "a.ts", reason: "missing" }]);
    rmSync(join(folder, ".git/objects", tree));
    expect(await failure(read(at(folder, "HEAD")))).toMatchObject({ kind: "broken", host: false });
    expect(existsSync(proof)).toBe(false);
    expect(() => git(folder, ["cat-file", "-p", blob.replace("/", "")])).toThrow();
    expect(existsSync(proof)).toBe(true);
  });
});

describe("a bare git directory", () => {
  test("is read at its head, or at what is named, under its folder's name", async () => {
    const folder = makeCheckout(place());
    const first = commitFiles(folder, { "a.ts": "1" });
    git(folder, ["tag", "v1"]);
    const second = commitFiles(folder, { "a.ts": "2", "é\n.ts": "odd", "__proto__/b.ts": "p" });
    const bare = join(place("acme"), "repo");
    git(folder, ["clone", "-q", "--bare", folder, bare]);
    expect(await read(at(bare))).toEqual({
      repository: { source: `path:${bare}`, id: "path.local/acme" },
      revision: second,
      files: new Map([
        ["__proto__/b.ts", "p"],
        ["a.ts", "2"],
      ]),
      skipped: [{ path: "é\n.ts", reason: "unsafe-path" }],
    });
    expect(await read(at(bare, "v1"))).toMatchObject({
      revision: first,
      files: new Map([["a.ts", "1"]]),
    });
    expect((await read(at(bare, first.slice(0, 10)))).revision).toBe(first);
    expect((await read(at(join(folder, ".git")))).repository.id).toBe("path.local/server");
    expect(await failure(read(at(bare, "none")))).toMatchObject({ kind: "not-found" });
    expect(await failure(read(at(bare, "HEAD:a.ts")))).toMatchObject({ kind: "not-found" });
  });

  test("holds links, submodules and large files, which are not followed", async () => {
    const folder = makeCheckout(place());
    const commit = commitFiles(folder, {
      "a.ts": "a",
      "big.ts": "x".repeat(200),
      "l.ts": { link: "a.ts" },
      "deep/e/f.ts": "",
    });
    git(folder, ["update-index", "--add", "--cacheinfo", `160000,${commit},sub.ts`]);
    git(folder, ["commit", "-q", "-m", "submodule"]);
    const { files, skipped } = await read(at(join(folder, ".git")), {
      bytesPerFile: 100,
      pathDepth: 2,
    });
    expect([...files.keys()]).toEqual(["a.ts"]);
    expect(skipped).toEqual([
      { path: "big.ts", reason: "too-large" },
      { path: "deep/e/f.ts", reason: "too-deep" },
      { path: "l.ts", reason: "link" },
      { path: "sub.ts", reason: "not-a-file" },
    ]);
  });

  test("that is empty or damaged says so", async () => {
    const folder = place("empty.git");
    mkdirSync(folder);
    git(folder, ["init", "-q", "--bare"]);
    expect(await failure(read(at(folder)))).toMatchObject({ kind: "empty", host: false });
    writeFileSync(join(folder, "HEAD"), "nonsense");
    expect(await failure(read(at(folder)))).toMatchObject({ kind: "broken", host: false });
  });
});

test("without git installed, folders are read, and git directories say what is missing", async () => {
  const folder = place();
  writeFiles(folder, { "a.ts": "a" });
  const checkout = makeCheckout(place());
  commitFiles(checkout, { "a.ts": "a" });
  const path = process.env["PATH"];
  process.env["PATH"] = root;
  try {
    expect((await read(at(folder))).files.size).toBe(1);
    const error = await failure(read(at(checkout)));
    expect(error.kind).toBe("invalid");
    expect(error.message).toContain("git is needed");
  } finally {
    process.env["PATH"] = path;
  }
});
