import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { errorAnswer } from "./answers.ts";
import type { Recorded } from "./server.ts";

/** Ways in which an answer goes wrong. The last six concern the body and are for archives, some for any answer. */
export type Trouble =
  | { status: number; message: string; headers?: { [name: string]: string } }
  | "limit-spent"
  | "limit-spent-429"
  | "secondary-limit"
  | "slow-down"
  | "web-page"
  | "silent"
  | "reset"
  | "slow-body"
  | "cut-off"
  | "truncated"
  | "no-gzip"
  | "no-tar"
  | "no-body";

/** Sends it; `archive` is what would have been sent. */
export function makeTrouble(
  trouble: Trouble,
  response: ServerResponse,
  record: Recorded | undefined,
  archive: Buffer = Buffer.from(JSON.stringify({ some: "text" })),
): void {
  const reset = String(Math.floor(Date.now() / 1000) + 1800);
  const spent = {
    "x-ratelimit-limit": "60",
    "x-ratelimit-remaining": "0",
    "x-ratelimit-used": "60",
    "x-ratelimit-reset": reset,
  };
  const secondary =
    "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
  const body = {
    "content-type": "application/json; charset=utf-8",
    "content-length": String(archive.byteLength),
  };
  switch (trouble) {
    case "limit-spent":
      return fail(403, "API rate limit exceeded for 127.0.0.1.", spent);
    case "limit-spent-429":
      return fail(429, "API rate limit exceeded for 127.0.0.1.", spent);
    case "secondary-limit":
      return fail(403, secondary, { "retry-after": "1" });
    case "slow-down":
      return fail(429, "Too many requests.", { "retry-after": "7" });
    case "web-page":
      return void response
        .writeHead(403, { "content-type": "text/html" })
        .end("<h1>Forbidden</h1>");
    case "silent":
      return;
    case "reset":
      return void response.destroy();
    case "slow-body":
      return void response.writeHead(200, body).write(archive.subarray(0, archive.byteLength / 2));
    case "cut-off":
      response
        .writeHead(200, body)
        .write(archive.subarray(0, archive.byteLength / 2), () => response.destroy());
      return;
    case "truncated":
      return void response.writeHead(200).end(archive.subarray(0, archive.byteLength / 2));
    case "no-gzip":
      return void response.writeHead(200).end("this is no gzip");
    case "no-tar":
      return void response.writeHead(200).end(gzipped);
    case "no-body":
      return void response.writeHead(200).end();
    default:
      return fail(trouble.status, trouble.message, trouble.headers);
  }

  function fail(status: number, message: string, headers: { [name: string]: string } = {}): void {
    const answer = errorAnswer(status, message);
    if (record !== undefined) Object.assign(record, { status, body: answer });
    response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
    response.end(JSON.stringify(answer));
  }
}

/** 1,000 bytes that are no tar. */
const gzipped = gzipSync(Buffer.alloc(1000, "no tar "));
