import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  commitAnswer,
  errorAnswer,
  rateLimitAnswer,
  repositoryAnswer,
  type About,
} from "./answers.ts";
import { commitFiles, git, makeCheckout, type Files } from "./repositories.ts";
import { makeTrouble, type Trouble } from "./trouble.ts";

export interface StandInRepository extends Partial<Omit<About, "name" | "id">> {
  /** The first commit on its branch; absent for an empty repository. */
  files?: Files;
  /** Redirects to this repository, as GitHub does after a rename. */
  renamedTo?: string;
}

export interface Recorded {
  /** `repository`, `commit`, `tarball`, `codeload`, `rate-limit`, `other` */
  asks: Asks;
  /** `owner/repo`, as it was asked for. */
  repository?: string;
  /** As in GitHub's description of its API; absent for what is not in it. */
  route?: string;
  url: string;
  headers: IncomingMessage["headers"];
  status: number;
  /** The JSON sent; absent for any other content. */
  body?: unknown;
  /** Whether it was taken off the request limit. */
  counted: boolean;
}

export type Asks = "repository" | "commit" | "tarball" | "codeload" | "rate-limit" | "other";

export interface StandInOptions {
  /** By `owner/repo`. */
  repositories: { [name: string]: StandInRepository };
  /** Refuses every other token; requests without any are anonymous. */
  token?: string;
  /** Requests in the hour, 60 unless told; the next is refused. */
  limit?: number;
  /** Answers commits in JSON even when asked for the bare hash. */
  ignoresMediaTypes?: boolean;
  /** What goes wrong with a request, in place of its answer. `times` counts the like of it from 1. */
  trouble?: (asks: Asks, repository: string, times: number) => Trouble | undefined;
}

export interface StandIn {
  /** For GITHUB_API_URL. */
  url: string;
  /** In order of arrival. */
  requests: Recorded[];
  /** Replaces the files of a repository by one more commit; answers with it. */
  commit(repository: string, files: Files): string;
  /** What it holds, to be changed as the test goes on. */
  repositories: { [name: string]: StandInRepository };
  close(): Promise<void>;
}

/** GitHub's REST API as far as a crawler uses it, over real HTTP, from git directories made for it. */
export async function startGithub(options: StandInOptions): Promise<StandIn> {
  const root = mkdtempSync(join(tmpdir(), "github-"));
  const { repositories, limit = 60 } = options;
  const folder = (name: string) => join(root, name.replace("/", "+"));
  for (const [name, { files, renamedTo, branch }] of Object.entries(repositories)) {
    if (renamedTo !== undefined) continue;
    makeCheckout(folder(name));
    if (branch !== undefined) git(folder(name), ["branch", "-m", branch]);
    if (files !== undefined) commitFiles(folder(name), files);
  }
  const requests: Recorded[] = [];
  const reset = Math.floor(Date.now() / 1000) + 3600;
  let used = 0;
  const ids = new Map<string, number>();
  const idOf = (name: string) => ids.get(name) ?? ids.set(name, 1000 + ids.size).size + 999;
  for (const name of Object.keys(repositories)) idOf(name);

  const codeload = await listen((request, response) => {
    const [, repository = "", sha = ""] =
      /^\/(?<name>[^/]+\/[^/]+)\/legacy\.tar\.gz\/(?<sha>\w+)/.exec(request.url ?? "") ?? [];
    const trouble = begin("codeload", repository, undefined, request);
    const prefix = `${repository.replace("/", "-")}-${sha.slice(0, 7)}/`;
    const archive = git(folder(repository), [
      "archive",
      "--format=tar.gz",
      `--prefix=${prefix}`,
      sha,
    ]);
    if (trouble !== undefined) return makeTrouble(trouble, response, requests.at(-1), archive);
    response.writeHead(200, { "content-type": "application/x-gzip" }).end(archive);
  });

  const api = await listen((request, response) => {
    const path = decodeURI(request.url ?? "").replace(/\?.*$/, "");
    const { asks, name, rest, route } = readPath(path, ids);
    const trouble = begin(asks, name, route, request);
    const record = requests.at(-1);
    response.setHeader("x-github-request-id", `R${requests.length}`);
    if (trouble !== undefined) return makeTrouble(trouble, response, record);
    const authorization = request.headers.authorization;
    if (authorization !== undefined && authorization !== `token ${options.token}`)
      return send(401, errorAnswer(401, "Bad credentials"));
    if (asks === "rate-limit") return send(200, rateLimitAnswer(core()));
    const about = repositories[name];
    if (used >= limit) return send(403, errorAnswer(403, "API rate limit exceeded for 127.0.0.1."));
    if (about === undefined || (about.private === true && authorization === undefined))
      return missing();
    const { renamedTo } = about;
    if (renamedTo !== undefined) {
      const location = `${api.url}/repositories/${idOf(renamedTo)}${rest}`;
      response.setHeader("location", location);
      return send(301, {
        message: "Moved Permanently",
        url: location,
        documentation_url: "https://docs.github.com/rest",
      });
    }
    const full = { ...about, name, id: idOf(name), branch: about.branch ?? "main" };
    if (asks === "repository")
      return send(200, repositoryAnswer(api.url, "https://github.example", full));
    const ref = decodeURIComponent(rest.replace(/^\/\w+\//, ""));
    if (about.files === undefined)
      return asks === "commit"
        ? send(409, errorAnswer(409, "Git Repository is empty."))
        : missing();
    const sha = resolveRef(folder(name), ref);
    if (sha === undefined)
      return asks === "commit"
        ? send(422, errorAnswer(422, `No commit found for SHA: ${ref}`))
        : missing();
    if (asks === "tarball") {
      response.setHeader("location", `${codeload.url}/${name}/legacy.tar.gz/${sha}`);
      return send(302, undefined);
    }
    const bare =
      /application\/vnd\.github\.(?:v3\.)?sha/.test(request.headers.accept ?? "") &&
      !options.ignoresMediaTypes;
    return bare
      ? send(200, sha)
      : send(200, commitAnswer(api.url, "https://github.example", name, sha));

    function missing(): void {
      send(404, errorAnswer(404, "Not Found"));
    }

    /** Text is sent as the bare hash of a commit. */
    function send(status: number, body: object | string | undefined): void {
      const text = typeof body === "object" ? JSON.stringify(body) : (body ?? "");
      const etag = `"${createHash("sha256").update(text).digest("hex")}"`;
      const unchanged = status === 200 && request.headers["if-none-match"] === etag;
      // https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate
      const counted =
        asks !== "rate-limit" &&
        status !== 401 &&
        used < limit &&
        !(unchanged && authorization !== undefined);
      if (counted) used++;
      if (record !== undefined) {
        record.status = unchanged ? 304 : status;
        record.counted = counted;
        if (typeof body === "object" && !unchanged) record.body = body;
      }
      for (const [header, value] of Object.entries(core()))
        response.setHeader(`x-ratelimit-${header}`, String(value));
      response.setHeader("x-ratelimit-resource", "core");
      if (status === 200) response.setHeader("etag", etag);
      if (unchanged) return void response.writeHead(304).end();
      const type = typeof body === "string" ? "application/vnd.github.v3.sha" : "application/json";
      response.writeHead(status, { "content-type": `${type}; charset=utf-8` }).end(text);
    }
  });

  function core() {
    return { limit, remaining: limit - used, reset, used };
  }

  function begin(
    asks: Asks,
    repository: string,
    route: string | undefined,
    request: IncomingMessage,
  ): Trouble | undefined {
    const times =
      requests.filter((one) => one.asks === asks && one.repository === repository).length + 1;
    const { url = "", headers } = request;
    requests.push({
      asks,
      repository,
      ...(route === undefined ? {} : { route }),
      url,
      headers,
      status: 0,
      counted: false,
    });
    return options.trouble?.(asks, repository, times);
  }

  return {
    url: api.url,
    requests,
    repositories,
    commit(name, files) {
      repositories[name] = { ...repositories[name], files };
      return commitFiles(folder(name), files);
    },
    async close() {
      await Promise.all([api.close(), codeload.close()]);
      rmSync(root, { recursive: true, force: true });
    },
  };
}

interface Asked {
  asks: Asks;
  name: string;
  /** What follows the repository: `/commits/main`. */
  rest: string;
  route?: string;
}

function readPath(path: string, ids: Map<string, number>): Asked {
  if (path === "/rate_limit")
    return { asks: "rate-limit", name: "", rest: "", route: "/rate_limit" };
  const byId = /^\/repositories\/(?<id>\d+)(?<rest>\/.*)?$/.exec(path)?.groups;
  const byName = /^\/repos\/(?<name>[^/]+\/[^/]+)(?<rest>\/.*)?$/.exec(path)?.groups;
  const name = byName?.["name"] ?? [...ids].find(([, id]) => String(id) === byId?.["id"])?.[0];
  if (name === undefined) return { asks: "other", name: "", rest: "" };
  const rest = byName?.["rest"] ?? byId?.["rest"] ?? "";
  const route = "/repos/{owner}/{repo}";
  if (rest === "") return { asks: "repository", name, rest, route };
  if (rest.startsWith("/commits/"))
    return { asks: "commit", name, rest, route: `${route}/commits/{ref}` };
  if (rest.startsWith("/tarball/"))
    return { asks: "tarball", name, rest, route: `${route}/tarball/{ref}` };
  return { asks: "other", name, rest };
}

function resolveRef(folder: string, ref: string): string | undefined {
  try {
    return git(folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`])
      .toString()
      .trim();
  } catch {
    return undefined;
  }
}

async function listen(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ url: string; close(): Promise<void> }> {
  const server: Server = createServer(answer);
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", resolve);
  await promise;
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      await closed.promise;
    },
  };
}
