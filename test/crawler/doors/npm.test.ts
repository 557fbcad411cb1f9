import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { defaultLimits, SourceError, type Limits } from "../../../crawler/door.ts";
import { npmDoor, readUrl, type NpmOptions } from "../../../crawler/doors/npm.ts";
import { parseNpmrc, readNpmrc } from "../../../crawler/doors/npmrc.ts";
import { parseSource } from "../../../crawler/source.ts";
import {
  startNpm,
  type NpmStandIn,
  type NpmTrouble,
  type StandInPackage,
} from "../../npm/server.ts";

const running: NpmStandIn[] = [];
const index = "export {};\n".repeat(100);
const packages: { [name: string]: StandInPackage } = {
  "@s/server": {
    versions: {
      "1.0.0": { "old.ts": "" },
      "1.1.0": { "index.ts": index, "README.md": "# it" },
      "0.9.1": { "x.ts": "" },
    },
    tags: { latest: "1.1.0", old: "1.0.0" },
    about: {
      description: "does things",
      license: "MIT",
      repository: { type: "git", url: "git+https://github.com/o/r.git", directory: "x" },
    },
  },
};

async function start(trouble?: NpmTrouble): Promise<NpmStandIn> {
  const npm = await startNpm(packages, trouble);
  running.push(npm);
  return npm;
}

async function crawl(
  registry: string,
  source: string,
  bounds: Partial<Limits> = {},
  options: Partial<NpmOptions> = {},
) {
  const wants = (path: string) => path.endsWith(".ts");
  const door = npmDoor({ registry, limits: { ...defaultLimits, ...bounds }, wants, ...options });
  return door.open(await door.locate(parseSource(source)));
}

async function failure(task: Promise<unknown>): Promise<SourceError> {
  const error = await task.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(SourceError);
  return error as SourceError;
}

afterAll(() => Promise.all(running.map((npm) => npm.close())));

describe.concurrent("a package", () => {
  test("is read at its latest version, for two requests", async () => {
    const npm = await start();
    expect(await crawl(npm.url, "npm:@s/server")).toEqual({
      repository: {
        source: "npm:@s/server",
        id: "npmjs.com/@s/server",
        url: "https://github.com/o/r",
        description: "does things",
        license: "MIT",
      },
      revision: "1.1.0",
      lineUrl: "https://app.unpkg.com/@s/server@1.1.0/files/{path}#L{line}",
      files: new Map([["index.ts", index]]),
      skipped: [],
    });
    expect(npm.requests.map(({ path }) => path)).toEqual(["@s/server", "@s/server/-/1.1.0.tgz"]);
  });

  test("is read at the version or dist-tag that is named", async () => {
    const npm = await start();
    expect((await crawl(npm.url, "npm:@s/server@old")).files).toEqual(new Map([["old.ts", ""]]));
    expect((await crawl(npm.url, "npm:@s/server@0.9.1")).revision).toBe("0.9.1");
    const error = await failure(crawl(npm.url, "npm:@s/server@3.0.0"));
    expect(error).toMatchObject({ kind: "not-found", host: false });
    expect(error.message).toContain("3.0.0");
  });

  test("that does not exist is not found", async () => {
    const npm = await start();
    expect(await failure(crawl(npm.url, "npm:none"))).toMatchObject({
      kind: "not-found",
      host: false,
    });
  });

  test.each([
    [401, { kind: "private", host: false }],
    [451, { kind: "blocked", host: false }],
    [429, { kind: "rate-limited", host: true }],
    [503, { kind: "unreachable", host: true }],
    ["damaged", { kind: "broken", host: false }],
    ["cut-off", { kind: "unreachable", host: true }],
    ["silent", { kind: "unreachable", host: true }],
  ] satisfies [ReturnType<NpmTrouble>, object][])(
    "whose description is answered by %s is refused",
    async (trouble, expected) => {
      const npm = await start(() => trouble);
      const error = await failure(crawl(npm.url, "npm:@s/server", {}, { firstAnswerMs: 2000 }));
      expect(error).toMatchObject(expected);
      expect(error.message).toMatch(/^npm:@s\/server: [^\n]+$/);
    },
  );

  test.each([
    [404, { kind: "not-found", host: false }],
    ["damaged", { kind: "broken", host: false }],
    ["slow-body", { kind: "too-slow", host: false }],
  ] satisfies [ReturnType<NpmTrouble>, object][])(
    "whose archive is %s is refused",
    async (trouble, expected) => {
      const npm = await start((path) => (path.endsWith(".tgz") ? trouble : undefined));
      expect(await failure(crawl(npm.url, "npm:@s/server", { timeMs: 3000 }))).toMatchObject(
        expected,
      );
    },
  );

  test("is read in spite of one failure, and of one damaged transfer", async () => {
    const npm = await start((path, times) => {
      if (times > 1) return undefined;
      return path.endsWith(".tgz") ? "damaged" : 500;
    });
    expect((await crawl(npm.url, "npm:@s/server")).files.size).toBe(1);
  });

  test("of a registry that cannot be reached is given up within seconds", async () => {
    const gone = await startNpm({});
    await gone.close();
    const started = Date.now();
    expect(await failure(crawl(gone.url, "npm:p"))).toMatchObject({
      kind: "unreachable",
      host: true,
    });
    expect(Date.now() - started).toBeLessThan(5000);
  });
});

describe("npm's own settings", () => {
  test("are read as npm writes them", () => {
    const text = [
      "# registry=https://comment/",
      "registry = https://r.example/ ",
      "@s:registry=https://s.example/",
      '//s.example/:_authToken="${TOKEN}-${NONE}"',
      "cache=/elsewhere",
      "__proto__=x",
      "",
    ].join("\r\n");
    expect(parseNpmrc(text, { TOKEN: "t" })).toEqual({
      registry: "https://r.example/",
      "@s:registry": "https://s.example/",
      "//s.example/:_authToken": "t-${NONE}",
    });
  });

  test("come from the environment, then the folder, then the user, and decide whom is asked and how", async () => {
    const npm = await start();
    const folder = mkdtempSync(join(tmpdir(), "npmrc-"));
    const { host } = new URL(npm.url);
    const home = join(folder, "home.npmrc");
    writeFileSync(
      home,
      `registry=https://user.invalid/\n@s:registry=${npm.url}\n//${host}/:_authToken=t\n`,
    );
    writeFileSync(join(folder, ".npmrc"), "registry=https://folder.invalid/\n");
    const userconfig = { npm_config_userconfig: home };
    expect(await readNpmrc(userconfig, folder)).toMatchObject({
      registry: "https://folder.invalid/",
    });
    const fromEnvironment = await readNpmrc(
      { ...userconfig, npm_config_registry: "https://env.invalid/" },
      folder,
    );
    expect(fromEnvironment["registry"]).toBe("https://env.invalid/");
    const door = npmDoor({ npmrc: fromEnvironment, limits: defaultLimits, wants: () => true });
    expect((await door.locate(parseSource("npm:@s/server"))).revision).toBe("1.1.0");
    expect(npm.requests.map(({ authorization }) => authorization)).toEqual(["Bearer t"]);
    rmSync(folder, { recursive: true });
  });
});

test.each([
  ["git+https://github.com/o/r.git", "https://github.com/o/r"],
  ["git+ssh://git@github.com/o/r.git", "https://github.com/o/r"],
  ["git@github.com:o/r.git", "https://github.com/o/r"],
  ["git://github.com/o/r.git#main", "https://github.com/o/r"],
  ["javascript:alert(1)", undefined],
  ["https://user:secret@example.com/x", undefined],
  ["http://example.com/x", undefined],
  [undefined, undefined],
])("the repository %s is linked as %s", (text, url) => {
  expect(readUrl(text)).toBe(url);
});
