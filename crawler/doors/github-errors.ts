import { RequestError, type Octokit } from "octokit";
import type { Source } from "../../model.ts";
import { SourceError, type SourceErrorKind } from "../door.ts";
import { formatSource } from "../source.ts";
import type { GithubOptions } from "./github.ts";

/** Whether the host has ever answered, whatever it was. */
export interface Contact {
  made: boolean;
}

/** What a failed request means for the source, in one line. Asks the host once more where the source could be to blame alone. */
export async function explainGithub(
  error: unknown,
  source: Source,
  options: GithubOptions,
  octokit: Octokit,
  contact: Contact,
): Promise<unknown> {
  const fail = (kind: SourceErrorKind, message: string, host = false) =>
    new SourceError(kind, `${formatSource(source)}: ${message}`, { host, cause: error });
  if (error instanceof SourceError) return fail(error.kind, error.message, error.host);
  const host = new URL(options.apiUrl ?? "https://api.github.com").host;
  const response = error instanceof RequestError ? error.response : undefined;
  if (response === undefined) {
    if (!isTransferError(error)) return error;
    const what = contact.made ? `the connection to ${host} failed` : `cannot reach ${host}`;
    return fail(
      "unreachable",
      `${what}: ${reason(error)}`,
      !contact.made || (await isDown(octokit)),
    );
  }
  const { status, headers } = response;
  const said = error instanceof Error ? error.message.replace(/ - https:\/\/docs\.\S+$/, "") : "";
  if (/^text\/html\b/.test(headers["content-type"] ?? "") && status < 500) {
    return fail(
      "unreachable",
      `${host} answers ${status} with a web page: it is not GitHub's API`,
      true,
    );
  }
  if (status === 403 || status === 429) {
    const limit = readLimit(headers, said, options.token !== undefined);
    if (limit !== undefined || status === 429)
      return fail("rate-limited", limit ?? `${host} says stop: ${said}`, true);
    return /access blocked/i.test(said)
      ? fail("blocked", said)
      : fail("private", `access refused: ${said}`);
  }
  switch (status) {
    case 401:
      return fail(
        "unauthorized",
        options.token
          ? "the token is refused: check GITHUB_TOKEN"
          : "a token is needed: set GITHUB_TOKEN",
        true,
      );
    case 404:
    case 422:
      if (/\/commits\//.test(response.url) || status === 422) {
        return fail(
          "not-found",
          source.ref === undefined
            ? "its default branch has no commit"
            : `no branch, tag or commit ${source.ref}`,
        );
      }
      return fail(
        "not-found",
        "not found: it does not exist, or it is private and there is no access; GitHub does not say which",
      );
    case 409:
      return fail("empty", "the repository is empty");
    case 410:
      return fail("not-found", "it was deleted");
    case 451:
      return fail("blocked", "not available for legal reasons (451)");
    default:
      if (status < 500) return fail("broken", `unexpected answer ${status}: ${said}`);
      return fail(
        "unreachable",
        `${host} failed with ${status}, three times`,
        await isDown(octokit),
      );
  }
}

/** One line on which limit is spent and until when; undefined when it is about something else. https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
function readLimit(
  headers: { [name: string]: unknown },
  said: string,
  hasToken: boolean,
): string | undefined {
  if (headers["x-ratelimit-remaining"] === "0") {
    const reset = Number(headers["x-ratelimit-reset"]);
    const until =
      Number.isSafeInteger(reset) && reset > 0 && reset < 1e11
        ? ` until ${new Date(reset * 1000).toISOString().replace(".000", "")}`
        : "";
    const hint = hasToken ? "" : "; with GITHUB_TOKEN set it is 5,000 an hour";
    return `GitHub's limit of ${String(headers["x-ratelimit-limit"] ?? "its")} requests an hour is spent${until}${hint}`;
  }
  const after = headers["retry-after"];
  if (!/\bsecondary rate\b/i.test(said) && after === undefined) return undefined;
  return `GitHub asks to slow down${after === undefined ? "" : `, for ${String(after)} s`}`;
}

/** Whether the host answers nothing at all, not even the question that costs nothing. */
async function isDown(octokit: Octokit): Promise<boolean> {
  try {
    await octokit.request("GET /rate_limit", {
      request: { retries: 0, signal: AbortSignal.timeout(5000) },
    });
    return false;
  } catch (error) {
    const status = error instanceof RequestError ? error.response?.status : undefined;
    return status === undefined || status >= 500;
  }
}

/** What fetch throws, before or while a body arrives; any other TypeError is a mistake of ours. */
function isTransferError(error: unknown): boolean {
  if (error instanceof RequestError) return true;
  if (!(error instanceof Error)) return false;
  if (error.name === "TypeError") return error.cause !== undefined;
  return error.name === "AbortError" || error.name === "TimeoutError";
}

function reason(error: unknown): string {
  let deepest = error;
  for (
    let depth = 0;
    depth < 5 && deepest instanceof Error && deepest.cause instanceof Error;
    depth++
  ) {
    deepest = deepest.cause;
  }
  if (!(deepest instanceof Error)) return String(deepest);
  return deepest.name === "AbortError" ? "no answer in time" : deepest.message || deepest.name;
}
