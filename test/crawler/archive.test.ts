import { createGzip, gzipSync } from "node:zlib";
import { pack, type Header } from "tar-stream";
import { describe, expect, test } from "vitest";
import { readArchive } from "../../crawler/archive.ts";
import { defaultLimits, SourceError, type Limits } from "../../crawler/door.ts";

type Entry = [Partial<Header> & { name: string }, (string | Buffer)?];

function makeArchive(entries: Entry[]): AsyncIterable<Buffer> {
  const tar = pack();
  for (const [header, content = ""] of entries) tar.entry(header, content);
  tar.finalize();
  return tar.pipe(createGzip({ level: 1 }));
}

function read(
  body: AsyncIterable<Uint8Array>,
  bounds: Partial<Limits> = {},
  signal = new AbortController().signal,
) {
  const limits = { ...defaultLimits, ...bounds };
  return readArchive(
    body,
    { limits, wants: (path) => path.endsWith(".ts") || path.includes("passwd") },
    signal,
  );
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

describe("a hostile archive", () => {
  test("cannot name anything outside its folder, nor anything but files", async () => {
    const { files, skipped } = await read(
      makeArchive([
        [{ name: "top/ok.ts" }, "ok"],
        [{ name: "top/./a//b.ts" }, "same as a/b.ts"],
        [{ name: "/etc/passwd" }, "x"],
        [{ name: "top//etc/passwd" }, "x"],
        [{ name: "top/../../up.ts" }, "x"],
        [{ name: "../up.ts" }, "x"],
        [{ name: "top/a\\..\\b.ts" }, "x"],
        [{ name: "top/line\nbreak.ts" }, "x"],
        [{ name: `top/${"n".repeat(2000)}.ts` }, "x"],
        [{ name: "top/sym.ts", type: "symlink", linkname: "/etc/passwd" }],
        [{ name: "top/hard.ts", type: "link", linkname: "top/ok.ts" }],
        [{ name: "top/null.ts", type: "character-device" }],
        [{ name: "top/disk.ts", type: "block-device" }],
        [{ name: "top/pipe.ts", type: "fifo" }],
        [{ name: "top/unwanted.md", type: "symlink", linkname: "/etc/passwd" }],
      ]),
    );
    expect([...files]).toEqual([
      ["a/b.ts", "same as a/b.ts"],
      ["ok.ts", "ok"],
    ]);
    expect(skipped.filter(({ reason }) => reason === "link").map(({ path }) => path)).toEqual([
      "hard.ts",
      "sym.ts",
    ]);
    const devices = skipped.filter(({ reason }) => reason === "not-a-file").map(({ path }) => path);
    expect(devices).toEqual(["disk.ts", "null.ts", "pipe.ts"]);
    expect(skipped.filter(({ reason }) => reason === "unsafe-path")).toHaveLength(6);
    expect(skipped.every(({ path }) => path.length <= 1000)).toBe(true);
  });

  test("cannot reach prototypes by its file names", async () => {
    const names = ["__proto__/polluted.ts", "__proto__.ts", "constructor.ts", "toString/x.ts"];
    const { files } = await read(makeArchive(names.map((name) => [{ name: `top/${name}` }, name])));
    expect([...files.keys()]).toEqual(names.toSorted());
    expect(Object.hasOwn(Object.prototype, "polluted.ts")).toBe(false);
  });

  test("that names a path twice is read as an unpacker would leave it", async () => {
    const { files, skipped } = await read(
      makeArchive([
        [{ name: "top/a.ts" }, "first"],
        [{ name: "top/a.ts" }, "second"],
        [{ name: "top/b.ts" }, "a file"],
        [{ name: "top/b.ts", type: "symlink", linkname: "a.ts" }],
        [{ name: "top/c.ts", type: "symlink", linkname: "a.ts" }],
        [{ name: "top/c.ts" }, "a file"],
      ]),
      { totalBytes: 12, files: 2 },
    );
    expect([...files]).toEqual([
      ["a.ts", "second"],
      ["c.ts", "a file"],
    ]);
    expect(skipped).toEqual([{ path: "b.ts", reason: "link" }]);
  });

  test("that is a bomb is cut off, wanted or not", async () => {
    const bomb = gzipSync(Buffer.alloc(64e6), { level: 1 });
    const started = process.memoryUsage.rss();
    for (const name of ["top/bomb.ts", "top/bomb.bin"]) {
      const header = makeHeader(name, 64e6);
      const body = once(Buffer.concat([gzipSync(header), bomb]));
      await expect(read(body, { archiveBytes: 10e6 })).rejects.toMatchObject({ kind: "too-large" });
    }
    expect(process.memoryUsage.rss() - started).toBeLessThan(64e6);
  });

  test("of very many entries is read up to its bounds, or refused", async () => {
    const entries = (count: number) =>
      makeArchive(
        Array.from({ length: count }, (_, at) => [
          { name: `top/${String(at).padStart(6, "0")}.ts` },
          "x",
        ]),
      );
    const { files, skipped } = await read(entries(1500), { files: 1000 });
    expect(files.size).toBe(1000);
    expect(skipped).toHaveLength(500);
    expect(skipped[0]).toEqual({ path: "001000.ts", reason: "too-many-files" });
    await expect(read(entries(3000), { files: 1000 })).rejects.toMatchObject({ kind: "too-large" });
    const many = Array.from({ length: 100_000 }, (_, at) =>
      makeHeader(`top/${at}.${at % 2 ? "md" : "ts"}`, 0),
    );
    const { files: empty } = await read(once(gzipSync(Buffer.concat(many), { level: 1 })));
    expect(empty.size).toBe(50_000);
  });

  test("that is deep is read down to the bound", async () => {
    const { files, skipped } = await read(
      makeArchive([
        [{ name: `top/${"d/".repeat(4)}a.ts` }, "x"],
        [{ name: `top/${"d/".repeat(400)}b.ts` }, "x"],
      ]),
      { pathDepth: 5 },
    );
    expect([...files.keys()]).toEqual(["d/d/d/d/a.ts"]);
    expect(skipped.map(({ reason }) => reason)).toEqual(["too-deep"]);
  });

  test("whose size is a lie, whose headers are endless or that ends early is broken", async () => {
    const lie = Buffer.concat([makeHeader("top/a.ts", 5000), Buffer.from("short")]);
    const endless = Buffer.concat([makeHeader("top/x", 8e9, "x"), Buffer.alloc(6e6, "a")]);
    const whole = gzipSync(makeHeader("top/a.ts", 0));
    for (const bytes of [
      gzipSync(lie),
      gzipSync(endless),
      whole.subarray(0, 20),
      Buffer.alloc(0),
      Buffer.from("no"),
    ]) {
      const error: unknown = await read(once(bytes)).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(SourceError);
      expect(error).toMatchObject({ kind: "broken", host: false });
    }
  });
});

test("text is UTF-8 without NUL; all else is binary", async () => {
  const { files, skipped } = await read(
    makeArchive([
      [{ name: "t/bom.ts" }, Buffer.from("\ufeffé")],
      [{ name: "t/empty.ts" }, ""],
      [{ name: "t/latin.ts" }, Buffer.from([0x65, 0xe9, 0x20])],
      [{ name: "t/nul.ts" }, Buffer.from("a\0b")],
    ]),
  );
  expect([...files]).toEqual([
    ["bom.ts", "é"],
    ["empty.ts", ""],
  ]);
  expect(skipped.map(({ path, reason }) => [path, reason])).toEqual([
    ["latin.ts", "binary"],
    ["nul.ts", "binary"],
  ]);
});

test("a stream that stops is ended by its signal, and what the stream throws is passed on", async () => {
  async function* stalled(): AsyncGenerator<Uint8Array> {
    yield gzipSync("x").subarray(0, 5);
    await new Promise(() => undefined);
  }
  await expect(read(stalled(), {}, AbortSignal.timeout(100))).rejects.toMatchObject({
    kind: "too-slow",
  });
  const cause = new Error("lost");
  // oxlint-disable-next-line require-yield
  async function* failing(): AsyncGenerator<Uint8Array> {
    throw cause;
  }
  await expect(read(failing())).rejects.toBe(cause);
});

/** A ustar header, with its checksum, for what no packer would write. */
function makeHeader(name: string, size: number, type = "0"): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write("0000644\0", 100);
  header.write("0000000\0", 108);
  header.write("0000000\0", 116);
  header.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  header.write("00000000000\0", 136);
  header.write("        ", 148);
  header.write(type, 156);
  header.write("ustar\x0000", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return header;
}
