import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer, text } from "node:stream/consumers";
import { Ajv2020 } from "ajv/dist/2020.js";
import type OpenAI from "openai";
import { type Asked, type Entry, completion, failure, readRequest } from "./answers.ts";

/** What the model or its host does with a request: opinions, a completion or another body with a status, or trouble with the connection. */
export type Play =
  | Entry[]
  | { completion: OpenAI.Chat.ChatCompletion }
  | { status: number; body?: unknown; headers?: Record<string, string> }
  | "silent"
  | "cut-off";

export interface OpenaiStandIn {
  /** For OPENAI_BASE_URL. */
  url: string;
  /** The chat requests, in order of arrival. */
  asked: Asked[];
  /** `POST /v1/files`, in order of arrival, with the authorization sent. */
  calls: { call: string; authorization: string | undefined }[];
  /** Batches that were created. */
  batches: OpenAI.Batch[];
  close(): Promise<void>;
}

export interface OpenaiOptions {
  model: (asked: Asked, times: number) => Play;
  /** What a batch does each time it is looked at, `times` from 1; completed at once unless given. */
  batch?: (times: number) => OpenAI.Batch["status"];
  /** Lets an answer to a call fail that isn't a chat request. */
  trouble?: (call: string, times: number) => "cut-off" | number | undefined;
}

/** OpenAI's chat completions, files and batches, over real HTTP. https://developers.openai.com/api/reference */
export async function startOpenai(options: OpenaiOptions): Promise<OpenaiStandIn> {
  const asked: Asked[] = [];
  const calls: OpenaiStandIn["calls"] = [];
  const batches: OpenAI.Batch[] = [];
  const files = new Map<string, string>();
  const looks = new Map<string, number>();
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      // What we sent was wrong: the test must see it.
      const message = error instanceof Error ? error.message : String(error);
      send(response, 422, failure(message, "test_expects_otherwise"));
    });
  });
  const listening = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", listening.resolve);
  await listening.promise;
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = `${request.method} ${(request.url ?? "").split("?")[0]}`;
    calls.push({ call, authorization: request.headers.authorization });
    if (call === "POST /v1/chat/completions")
      return play(await ask(JSON.parse(await text(request))), response);
    const wrong = options.trouble?.(call, calls.filter((one) => one.call === call).length);
    if (typeof wrong === "number") return send(response, wrong, failure("no", null));
    await serve(call, request, response, wrong === "cut-off");
  }

  async function ask(body: unknown): Promise<Play> {
    const read = readRequest(body);
    asked.push(read);
    const times = asked.filter((one) => JSON.stringify(one) === JSON.stringify(read)).length;
    return options.model(read, times);
  }

  async function serve(
    call: string,
    request: IncomingMessage,
    response: ServerResponse,
    cutOff: boolean,
  ): Promise<void> {
    const reply = (value: unknown): void =>
      cutOff ? void response.destroy() : send(response, 200, value);
    const [, , kind, id = "", rest] = (call.split(" ")[1] ?? "").split("/");
    if (call === "POST /v1/files") {
      const file = `file-${files.size + 1}`;
      files.set(file, readUpload((await buffer(request)).toString()));
      return reply({
        id: file,
        object: "file",
        purpose: "batch",
        bytes: 1,
        created_at: 1,
        filename: "x",
        status: "processed",
      } satisfies OpenAI.FileObject);
    }
    if (call === "POST /v1/batches") {
      const given = JSON.parse(await text(request)) as OpenAI.BatchCreateParams;
      const batch = makeBatch(`batch_${batches.length + 1}`, given);
      batches.push(batch);
      return reply(batch);
    }
    if (call === "GET /v1/batches")
      return reply({ object: "list", data: batches.toReversed(), has_more: false });
    const batch = batches.find((one) => one.id === id);
    if (kind === "batches" && batch) return reply(await look(batch));
    const content = files.get(id);
    if (kind === "files" && rest === "content" && content !== undefined)
      return void response.writeHead(200, { "content-type": "application/jsonl" }).end(content);
    send(response, 404, failure("Not found", null));
  }

  async function look(batch: OpenAI.Batch): Promise<OpenAI.Batch> {
    const times = (looks.get(batch.id) ?? 0) + 1;
    looks.set(batch.id, times);
    batch.status = options.batch?.(times) ?? "completed";
    if (!["completed", "expired"].includes(batch.status) || batch.output_file_id) return batch;
    const [out, errors]: [string[], string[]] = [[], []];
    const lines = (files.get(batch.input_file_id) ?? "").trim().split("\n");
    for (const line of lines) {
      const one = JSON.parse(line) as {
        custom_id: string;
        url: string;
        method: string;
        body: unknown;
      };
      if (one.url !== batch.endpoint || one.method !== "POST") throw new Error("a bad line");
      const played = await ask(one.body);
      const common = { id: `r-${one.custom_id}`, custom_id: one.custom_id };
      if (played === "silent" || played === "cut-off")
        errors.push(
          JSON.stringify({
            ...common,
            response: null,
            error: { code: "batch_expired", message: "it expired" },
          }),
        );
      else {
        const { status, body } = bodyOf(played);
        const response = { status_code: status, request_id: "r", body };
        (status === 200 ? out : errors).push(JSON.stringify({ ...common, response, error: null }));
      }
    }
    batch.output_file_id = put(out);
    batch.error_file_id = put(errors);
    batch.request_counts = { total: lines.length, completed: out.length, failed: errors.length };
    return batch;
  }

  function put(lines: string[]): string {
    const id = `file-${files.size + 1}`;
    files.set(id, `${lines.join("\n")}\n`);
    return id;
  }

  return {
    url,
    asked,
    calls,
    batches,
    async close() {
      server.closeAllConnections();
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      await closed.promise;
    },
  };
}

function play(played: Play, response: ServerResponse): void {
  if (played === "silent") return;
  if (played === "cut-off") return void response.destroy();
  const headers = "headers" in played ? played.headers : {};
  const { status, body } = bodyOf(played);
  send(response, status, body, headers);
}

function bodyOf(played: Exclude<Play, string>): { status: number; body: unknown } {
  if (Array.isArray(played))
    return { status: 200, body: completion(JSON.stringify({ opinions: played })) };
  if ("completion" in played) return { status: 200, body: played.completion };
  return { status: played.status, body: played.body ?? failure("no", null) };
}

function send(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
}

/** The file of a multipart upload for a batch. */
function readUpload(body: string): string {
  if (!/name="purpose"\r\n\r\nbatch\r\n/.test(body)) throw new Error("not for a batch");
  const part =
    /name="file"; filename="[^"]+\.jsonl"\r\n(?:[^\r\n]+\r\n)*\r\n(?<content>[^]*?)\r\n--/.exec(
      body,
    );
  if (!part?.groups) throw new Error("no file");
  return part.groups["content"] ?? "";
}

function makeBatch(id: string, given: OpenAI.BatchCreateParams): OpenAI.Batch {
  return {
    id,
    object: "batch",
    status: "validating",
    created_at: 1_790_000_000,
    endpoint: given.endpoint,
    input_file_id: given.input_file_id,
    completion_window: given.completion_window,
    ...(given.metadata ? { metadata: given.metadata } : {}),
    request_counts: { total: 0, completed: 0, failed: 0 },
  } satisfies OpenAI.Batch;
}

/** Whether an answer keeps to the schema that was sent, as strict structured output would have it. */
export function fitsSchema(asked: Asked, entries: Entry[]): boolean {
  return new Ajv2020({ strict: true }).validate(asked.schema, { opinions: entries });
}
