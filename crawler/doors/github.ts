import { setTimeout as setTimeoutPromise } from "node:timers/promises";
import { Octokit, RequestError } from "octokit";
import { z } from "zod";
import type { Repository as AboutRepository, Snapshot, Source } from "../../model.ts";
import { readArchive } from "../archive.ts";
import { SourceError, type Door, type DoorOptions, type Located } from "../door.ts";
import { explainGithub, type Contact } from "./github-errors.ts";

export interface GithubOptions extends DoorOptions {
  token?: string;
  /** `https://api.github.com` unless told; `https://HOST/api/v3` for GitHub Enterprise Server. */
  apiUrl?: string;
  /** Milliseconds to wait for the host's first sign of life; 5,000 unless told. */
  firstAnswerMs?: number;
}

/** https://docs.github.com/en/rest/repos/repos#get-a-repository */
const Repository = z.object({
  full_name: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
  html_url: z.url({ protocol: /^https?$/ }),
  description: z.string().nullish(),
  default_branch: z.string(),
  archived: z.boolean().optional(),
  license: z.object({ spdx_id: z.string().nullish() }).nullish(),
});
const Sha = z.string().regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/);
/** The commit alone, as asked for; servers that don't know the media type send all about it. */
const Commit = z.union([
  z
    .instanceof(ArrayBuffer)
    .transform((bytes) => new TextDecoder().decode(bytes))
    .pipe(Sha),
  Sha,
  z.object({ sha: Sha }).transform((commit) => commit.sha),
]);

/**
 * Opens `github:owner/repo` through GitHub's REST API.
 * Costs of the request limit: 3 for a repository that is new, 2 to find it unchanged without a token, and with one nothing
 * where neither it nor what GitHub says of it has changed (https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate).
 */
export function githubDoor(options: GithubOptions): Door {
  const contact: Contact = { made: false };
  const octokit = connect(options, contact);
  return {
    scheme: "github",
    async locate(source, known) {
      try {
        return await locate(octokit, source, known);
      } catch (error) {
        throw await explainGithub(error, source, options, octokit, contact);
      }
    },
    async open(located) {
      const end = new AbortController();
      const timer = setTimeout(() => end.abort(), options.limits.timeMs);
      try {
        return await open(octokit, located, options, end.signal);
      } catch (error) {
        const late = new SourceError(
          "too-slow",
          `no archive within ${options.limits.timeMs / 1000} s`,
          { cause: error },
        );
        throw await explainGithub(
          end.signal.aborted ? late : error,
          located.source,
          options,
          octokit,
          contact,
        );
      } finally {
        clearTimeout(timer);
        // Ends the download of what was refused half-way.
        end.abort();
      }
    },
  };
}

async function locate(
  octokit: Octokit,
  source: Source,
  known: Located | undefined,
): Promise<Located> {
  const about = await readRepository(octokit, source, known);
  const ref = source.ref ?? about.notes["branch"] ?? "HEAD";
  const before = known?.notes["ref"] === ref ? known : undefined;
  const answer = await ask(before?.revision, () =>
    octokit.request("GET /repos/{owner}/{repo}/commits/{ref}", {
      ...ownerAndRepo(about.source),
      ref,
      mediaType: { format: "sha" },
      headers: ifChanged(before?.notes["commitEtag"]),
    }),
  );
  if (answer.unchanged !== undefined) {
    const notes = { ...about.notes, ref, ...etagNote("commitEtag", before?.notes["commitEtag"]) };
    return { ...about, revision: answer.unchanged, notes };
  }
  const revision = parse(Commit, answer.response.data);
  return {
    ...about,
    revision,
    notes: { ...about.notes, ref, ...etagNote("commitEtag", answer.response.headers.etag) },
  };
}

/** What GitHub says of the repository, under the name that it has now. */
async function readRepository(
  octokit: Octokit,
  source: Source,
  known: Located | undefined,
): Promise<Located> {
  const answer = await ask(known, () =>
    octokit.request("GET /repos/{owner}/{repo}", {
      ...ownerAndRepo(source),
      headers: ifChanged(known?.notes["etag"]),
    }),
  );
  if (answer.unchanged !== undefined) {
    const { source: canonical, repository, notes } = answer.unchanged;
    return { source: canonical, repository, notes };
  }
  const found = parse(Repository, answer.response.data);
  const license = found.license?.spdx_id;
  const repository: AboutRepository = {
    source: `github:${found.full_name}`,
    id: found.full_name,
    url: found.html_url,
    ...(found.description ? { description: found.description } : {}),
    ...(license && license !== "NOASSERTION" ? { license } : {}),
    ...(found.archived === undefined ? {} : { archived: found.archived }),
  };
  return {
    source: { scheme: "github", name: found.full_name },
    repository,
    notes: { branch: found.default_branch, ...etagNote("etag", answer.response.headers.etag) },
  };
}

async function open(
  octokit: Octokit,
  { source, repository, revision }: Located,
  options: GithubOptions,
  signal: AbortSignal,
): Promise<Snapshot> {
  if (revision === undefined)
    throw new Error(`expected a commit of ${repository.source}, got none`);
  const { data } = await octokit.request("GET /repos/{owner}/{repo}/tarball/{ref}", {
    ...ownerAndRepo(source),
    ref: revision,
    request: { parseSuccessResponseBody: false, signal },
  });
  const body: unknown = data;
  if (!(body instanceof ReadableStream)) throw new SourceError("broken", "the archive has no body");
  const { files, skipped } = await readArchive(body, options, signal);
  const lineUrl = `${repository.url}/blob/${revision}/{path}#L{line}-L{endLine}`;
  return { repository, revision, lineUrl, files, skipped };
}

function connect(
  { token, apiUrl, firstAnswerMs = 5000 }: GithubOptions,
  contact: Contact,
): Octokit {
  const silent = () => undefined;
  return new Octokit({
    ...(token === undefined ? {} : { auth: token }),
    ...(apiUrl === undefined ? {} : { baseUrl: apiUrl.replace(/\/+$/, "") }),
    userAgent: "mcp-almanac",
    log: { debug: silent, info: silent, warn: silent, error: silent },
    request: { fetch: impatientFetch(firstAnswerMs, contact) },
    // Three tries within three seconds; limits (403, 429) are the throttling plugin's.
    retry: {
      retries: 2,
      retryAfterBaseValue: 500,
      doNotRetry: [400, 401, 403, 404, 409, 410, 422, 429, 451],
    },
    throttle: {
      id: apiUrl ?? "github.com",
      // The hourly limit is up to an hour away: whoever asked should know now.
      onRateLimit: () => false,
      onSecondaryRateLimit: (
        afterSeconds: number,
        _request: object,
        _octokit: unknown,
        retries: number,
      ) => afterSeconds <= 60 && retries < 2,
    },
  });
}

/**
 * Gives up within `firstAnswerMs` on a host that has never answered, and later on one that falls silent or never ends.
 * Octokit repeats failed requests, with waits, but not aborted ones: before the first answer there is one more try and no more.
 */
function impatientFetch(firstAnswerMs: number, contact: Contact): typeof fetch {
  const answerMs = Math.max(30_000, firstAnswerMs);
  return async (url, init) => {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), contact.made ? answerMs : firstAnswerMs);
    const end = init?.signal ?? AbortSignal.timeout(answerMs);
    const send = () => fetch(url, { ...init, signal: AbortSignal.any([patience.signal, end]) });
    try {
      const response = contact.made ? await send() : await sendTwice(send, patience.signal);
      contact.made = true;
      return response;
    } finally {
      clearTimeout(timer);
    }
  };
}

async function sendTwice(send: () => Promise<Response>, signal: AbortSignal): Promise<Response> {
  try {
    return await send().catch(() => setTimeoutPromise(500, undefined, { signal }).then(send));
  } catch (error) {
    throw Object.assign(new Error("no first answer", { cause: error }), { name: "AbortError" });
  }
}

/** The response, or `known` when the server says that nothing has changed. */
async function ask<T, R>(
  known: T | undefined,
  send: () => Promise<R>,
): Promise<{ unchanged: T } | { unchanged?: undefined; response: R }> {
  try {
    return { response: await send() };
  } catch (error) {
    if (known !== undefined && error instanceof RequestError && error.status === 304)
      return { unchanged: known };
    throw error;
  }
}

function parse<T>(schema: z.ZodType<T>, data: unknown): T {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  // Octokit makes an empty text of a body that breaks off.
  if (data === "") throw new SourceError("broken", "the answer broke off");
  const where = parsed.error.issues[0]?.path.join(".") || "body";
  throw new SourceError("broken", `the answer is not GitHub's: ${where} is not as documented`, {
    cause: parsed.error,
  });
}

function ownerAndRepo({ name }: Source): { owner: string; repo: string } {
  const [owner = "", repo = ""] = name.split("/");
  return { owner, repo };
}

function ifChanged(etag: string | undefined): { "if-none-match"?: string } {
  return etag === undefined ? {} : { "if-none-match": etag };
}

function etagNote(name: string, etag: string | undefined): { [name: string]: string } {
  return etag === undefined ? {} : { [name]: etag };
}
