import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, describe, expect, test } from "vitest";
import { defaultLimits, SourceError, type Limits } from "../../../crawler/door.ts";
import { githubDoor, type GithubOptions } from "../../../crawler/doors/github.ts";
import { parseSource } from "../../../crawler/source.ts";
import { findDeviations } from "../../github/openapi.ts";
import {
  startGithub,
  type Recorded,
  type StandIn,
  type StandInOptions,
} from "../../github/server.ts";
import type { Trouble } from "../../github/trouble.ts";

const wants = (path: string) => /\.(?:ts|json)$/.test(path);
const files = { "src/index.ts": "export {};\n", "package.json": "{}\n", "logo.svg": "<svg/>" };
const running: StandIn[] = [];

async function start(options: StandInOptions): Promise<StandIn> {
  const github = await startGithub(options);
  running.push(github);
  return github;
}

function door(
  github: { url: string },
  options: Partial<GithubOptions> & { bounds?: Partial<Limits> } = {},
) {
  const { bounds, ...rest } = options;
  return githubDoor({
    apiUrl: github.url,
    limits: { ...defaultLimits, ...bounds },
    wants,
    ...rest,
  });
}

async function crawl(
  github: { url: string },
  source: string,
  options: Parameters<typeof door>[1] = {},
) {
  const opener = door(github, options);
  return opener.open(await opener.locate(parseSource(source)));
}

/** The failure, which must be a SourceError. */
async function failure(task: Promise<unknown>): Promise<SourceError> {
  const error = await task.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(SourceError);
  return error as SourceError;
}

afterAll(async () => {
  await Promise.all(running.map((github) => github.close()));
  const recorded = running.flatMap(({ requests }) => requests);
  expect(recorded.filter(({ body }) => body !== undefined).length).toBeGreaterThan(20);
  expect(await findDeviations(recorded)).toEqual([]);
});

describe.concurrent("a repository", () => {
  test("is read at a commit, for three requests of the limit", async () => {
    const github = await start({
      repositories: {
        "o/r": { files, description: "does things", license: "MIT", branch: "trunk" },
      },
    });
    const snapshot = await crawl(github, "github:o/r");
    const revision = snapshot.revision ?? "";
    expect(revision).toMatch(/^[0-9a-f]{40}$/);
    expect(snapshot).toEqual({
      repository: {
        source: "github:o/r",
        id: "o/r",
        url: "https://github.example/o/r",
        description: "does things",
        license: "MIT",
        archived: false,
      },
      revision,
      lineUrl: `https://github.example/o/r/blob/${revision}/{path}#L{line}-L{endLine}`,
      files: new Map([
        ["package.json", "{}\n"],
        ["src/index.ts", "export {};\n"],
      ]),
      skipped: [],
    });
    expect(github.requests.map(({ asks }) => asks)).toEqual([
      "repository",
      "commit",
      "tarball",
      "codeload",
    ]);
    expect(github.requests.filter(({ counted }) => counted)).toHaveLength(3);
  });

  test("is read at the branch, tag or commit that is named", async () => {
    const github = await start({ repositories: { "o/r": { files } } });
    const first = (await crawl(github, "github:o/r")).revision;
    const second = github.commit("o/r", { "b.ts": "2" });
    expect((await crawl(github, `github:o/r@${first}`)).revision).toBe(first);
    expect((await crawl(github, "github:o/r@main")).revision).toBe(second);
    const error = await failure(crawl(github, "github:o/r@feature/none"));
    expect(error).toMatchObject({ kind: "not-found", host: false });
    expect(error.message).toContain("feature/none");
  });

  test("that has not changed costs nothing with a token, and the token never goes to another host", async () => {
    const github = await start({
      repositories: { "o/r": { files, private: true } },
      token: "secret",
    });
    const opener = door(github, { token: "secret" });
    const first = await opener.locate(parseSource("github:o/r"));
    await opener.open(first);
    const known = JSON.parse(JSON.stringify(first));
    const again = await opener.locate(parseSource("github:o/r"), known);
    expect(again).toEqual(first);
    expect(github.requests.map(({ status }) => status).slice(-2)).toEqual([304, 304]);
    expect(github.requests.map(({ counted }) => counted).slice(-2)).toEqual([false, false]);
    expect(
      github.requests.find(({ asks }) => asks === "codeload")?.headers.authorization,
    ).toBeUndefined();
    const revision = github.commit("o/r", { "b.ts": "2" });
    github.repositories["o/r"] = { ...github.repositories["o/r"], archived: true };
    const changed = await opener.locate(parseSource("github:o/r"), again);
    expect(changed).toMatchObject({ revision, repository: { archived: true } });
    expect(changed.notes).not.toEqual(again.notes);
  });

  test("that was renamed is found under its new name", async () => {
    const github = await start({
      repositories: { "old/name": { renamedTo: "new/home" }, "new/home": { files } },
    });
    const opener = door(github);
    const located = await opener.locate(parseSource("github:old/name"));
    expect(located.source).toEqual({ scheme: "github", name: "new/home" });
    expect(located.repository).toMatchObject({ source: "github:new/home", id: "new/home" });
    expect((await opener.open(located)).files.size).toBe(2);
    expect(await opener.locate(parseSource("github:old/name"), located)).toEqual(located);
  });

  test("that is archived is read and marked", async () => {
    const github = await start({ repositories: { "o/r": { files, archived: true } } });
    const snapshot = await crawl(github, "github:o/r");
    expect(snapshot.repository.archived).toBe(true);
    expect(snapshot.files.size).toBe(2);
  });

  test("is found on a server that sends commits in full", async () => {
    const github = await start({ repositories: { "o/r": { files } }, ignoresMediaTypes: true });
    expect((await crawl(github, "github:o/r")).files.size).toBe(2);
  });

  test("is read within its bounds, and what is left out is named", async () => {
    const big = {
      "a.ts": "a".repeat(300),
      "b.ts": "b".repeat(50),
      "c.ts": "c".repeat(60),
      "d/e/f.ts": "d",
    };
    const github = await start({
      repositories: {
        "o/r": { files: { ...big, "bin.ts": Buffer.from([0, 1]), "link.ts": { link: "b.ts" } } },
      },
    });
    const snapshot = await crawl(github, "github:o/r", {
      bounds: { bytesPerFile: 100, totalBytes: 100, pathDepth: 2 },
    });
    expect([...snapshot.files.keys()]).toEqual(["b.ts"]);
    expect(snapshot.skipped).toEqual([
      { path: "a.ts", reason: "too-large" },
      { path: "bin.ts", reason: "binary" },
      { path: "c.ts", reason: "too-many-bytes" },
      { path: "d/e/f.ts", reason: "too-deep" },
      { path: "link.ts", reason: "link" },
    ]);
  });
});

describe.concurrent("a repository that cannot be read", () => {
  test("because it is empty", async () => {
    const github = await start({ repositories: { "o/r": {} } });
    expect(await failure(crawl(github, "github:o/r"))).toMatchObject({
      kind: "empty",
      host: false,
    });
  });

  test("because it vanished or is private: GitHub does not say which, nor do we", async () => {
    const github = await start({ repositories: { "o/private": { files, private: true } } });
    for (const source of ["github:o/private", "github:o/none"]) {
      const error = await failure(crawl(github, source));
      expect(error).toMatchObject({ kind: "not-found", host: false });
      expect(error.message).toMatch(new RegExp(`^${source}: .*private`));
    }
  });

  test.each([
    [
      { status: 451, message: "Repository access blocked" },
      { kind: "blocked", host: false },
    ],
    [
      { status: 403, message: "Repository access blocked" },
      { kind: "blocked", host: false },
    ],
    [
      { status: 403, message: "Resource protected by organization SAML enforcement." },
      { kind: "private", host: false },
    ],
    [
      { status: 410, message: "Gone" },
      { kind: "not-found", host: false },
    ],
    [
      { status: 400, message: "Bad request" },
      { kind: "broken", host: false },
    ],
    ["limit-spent", { kind: "rate-limited", host: true }],
    ["limit-spent-429", { kind: "rate-limited", host: true }],
    ["slow-down", { kind: "rate-limited", host: true }],
    ["web-page", { kind: "unreachable", host: true }],
    ["cut-off", { kind: "broken", host: false }],
    ["no-gzip", { kind: "broken", host: false }],
  ] satisfies [Trouble, object][])("because the first answer is %o", async (trouble, expected) => {
    const github = await start({ repositories: { "o/r": { files } }, trouble: () => trouble });
    expect(await failure(crawl(github, "github:o/r"))).toMatchObject(expected);
    expect(github.requests).toHaveLength(1);
  });

  test("because the limit is spent, said in one line with the time of its end", async () => {
    const github = await start({ repositories: { "o/r": { files } }, limit: 2 });
    const error = await failure(crawl(github, "github:o/r"));
    expect(error).toMatchObject({ kind: "rate-limited", host: true });
    expect(error.message).toMatch(
      /^github:o\/r: .* 2 requests an hour .* until \d{4}-\d\d-\d\dT[\d:]+Z.*GITHUB_TOKEN[^\n]*$/,
    );
  });

  test("because the token is refused", async () => {
    const github = await start({ repositories: { "o/r": { files } }, token: "good" });
    const error = await failure(crawl(github, "github:o/r", { token: "bad" }));
    expect(error).toMatchObject({ kind: "unauthorized", host: true });
    expect(error.message).toContain("GITHUB_TOKEN");
    expect(error.message).not.toContain("bad");
  });

  test.each([
    ["no-gzip", { kind: "broken" }],
    ["truncated", { kind: "broken" }],
    ["no-tar", { kind: "broken" }],
    ["no-body", { kind: "broken" }],
    ["cut-off", { kind: "unreachable" }],
    ["slow-body", { kind: "too-slow" }],
    ["silent", { kind: "too-slow" }],
    ["reset", { kind: "unreachable" }],
    [{ status: 404, message: "Not Found" }, { kind: "not-found" }],
    [{ status: 503, message: "busy" }, { kind: "unreachable" }],
  ] satisfies [Trouble, object][])(
    "because the archive is %o: the host is not to blame",
    async (trouble, expected) => {
      const github = await start({
        repositories: { "o/r": { files } },
        trouble: (asks) => (asks === "codeload" ? trouble : undefined),
      });
      const error = await failure(crawl(github, "github:o/r", { bounds: { timeMs: 4000 } }));
      expect(error).toMatchObject({ ...expected, host: false });
      expect(error.message).toMatch(/^github:o\/r: [^\n]+$/);
    },
  );

  test("because its archive grows past the bound", async () => {
    const github = await start({
      repositories: { "o/r": { files: { "big.bin": Buffer.alloc(3e6), "z.ts": "" } } },
    });
    const error = await failure(crawl(github, "github:o/r", { bounds: { archiveBytes: 1e6 } }));
    expect(error).toMatchObject({ kind: "too-large", host: false });
  });
});

describe.concurrent("a host in trouble", () => {
  test("that fails once or asks to wait once is asked again", async () => {
    const github = await start({
      repositories: { "o/r": { files } },
      trouble: (asks, _repository, times) => {
        if (times > 1) return undefined;
        if (asks === "repository") return { status: 502, message: "Bad Gateway" };
        return asks === "commit" ? "secondary-limit" : undefined;
      },
    });
    expect((await crawl(github, "github:o/r")).files.size).toBe(2);
  });

  test("that keeps asking to wait is not asked for ever", async () => {
    const github = await start({
      repositories: { "o/r": { files } },
      trouble: () => "secondary-limit",
    });
    expect(await failure(crawl(github, "github:o/r"))).toMatchObject({
      kind: "rate-limited",
      host: true,
    });
    expect(github.requests).toHaveLength(3);
  });

  test("that fails for one repository only is not given up", async () => {
    const down = { status: 500, message: "Server Error" };
    const one = await start({
      repositories: { "o/r": { files } },
      trouble: (_asks, repository) => (repository === "o/r" ? down : undefined),
    });
    expect(await failure(crawl(one, "github:o/r"))).toMatchObject({
      kind: "unreachable",
      host: false,
    });
    const all = await start({ repositories: { "o/r": { files } }, trouble: () => down });
    expect(await failure(crawl(all, "github:o/r"))).toMatchObject({
      kind: "unreachable",
      host: true,
    });
  });

  test.each([
    ["refuses connections", "reset"],
    ["says nothing", "silent"],
  ] satisfies [string, Trouble][])("that %s is given up within seconds", async (_what, trouble) => {
    const github = await start({ repositories: { "o/r": { files } }, trouble: () => trouble });
    const started = Date.now();
    expect(await failure(crawl(github, "github:o/r", { firstAnswerMs: 1000 }))).toMatchObject({
      kind: "unreachable",
      host: true,
    });
    expect(Date.now() - started).toBeLessThan(5000);
  });

  test("whose name or port leads nowhere is given up within seconds", async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
    const { port } = closed.address() as AddressInfo;
    closed.close();
    const started = Date.now();
    for (const url of [`http://127.0.0.1:${port}`, "http://github.invalid"]) {
      expect(await failure(crawl({ url }, "github:o/r"))).toMatchObject({
        kind: "unreachable",
        host: true,
      });
    }
    expect(Date.now() - started).toBeLessThan(10_000);
  });
});

test("the stand-in's faults would be seen", async () => {
  const route = "/repos/{owner}/{repo}";
  const wrong: Recorded = {
    asks: "repository",
    route,
    url: "",
    headers: {},
    status: 200,
    body: { id: "1" },
    counted: true,
  };
  expect(await findDeviations([wrong])).toHaveLength(1);
});
