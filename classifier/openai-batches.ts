import { NotFoundError, type OpenAI, toFile } from "openai";
import { z } from "zod";
import { readCompletion } from "./opinion/completion.ts";
import { type Answer, type BatchState, type Batches, Fault } from "./opinion/endpoint.ts";
import type { ChatRequest } from "./opinion/request.ts";

/** Batches looked through for one that was started under a mark. */
const newest = 100;
const running = new Set(["validating", "in_progress", "finalizing", "cancelling"]);

const Line = z.object({
  custom_id: z.string(),
  response: z.object({ status_code: z.number(), body: z.unknown() }).nullish(),
  error: z.object({ code: z.string().nullish(), message: z.string().nullish() }).nullish(),
});

/** The Batch API. https://developers.openai.com/api/docs/guides/batch */
export function openBatches(client: OpenAI, explain: (error: unknown) => Fault): Batches {
  async function tried<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw explain(error);
      throw new Fault(
        "stop",
        "the endpoint has no Batch API, or not this batch: run without --batch",
      );
    }
  }

  return {
    start: (requests, mark) =>
      tried(async () => {
        const lines = [...requests].map(([id, body]) => JSON.stringify(lineOf(id, body)));
        const content = Buffer.from(lines.map((line) => `${line}\n`).join(""));
        const file = await client.files.create({
          file: await toFile(content, "almanac.jsonl"),
          purpose: "batch",
        });
        const batch = await client.batches.create(
          {
            input_file_id: file.id,
            endpoint: "/v1/chat/completions",
            completion_window: "24h",
            metadata: { almanac: mark },
          },
          // Where only the answer was lost a second try would start, and bill, a second batch: the next run looks for the mark.
          { maxRetries: 0 },
        );
        return batch.id;
      }),
    find: (mark) =>
      tried(async () => {
        let seen = 0;
        for await (const batch of client.batches.list({ limit: newest })) {
          if (batch.metadata?.["almanac"] === mark) return batch.id;
          if ((seen += 1) >= newest) return undefined;
        }
        return undefined;
      }),
    async look(id) {
      try {
        return stateOf(await client.batches.retrieve(id));
      } catch (error) {
        if (error instanceof NotFoundError)
          return { state: "unknown", completed: 0, failed: 0, total: 0 };
        throw explain(error);
      }
    },
    results: (id) =>
      tried(async () => {
        const batch = await client.batches.retrieve(id);
        const found = new Map<string, Answer | Fault>();
        for (const file of [batch.output_file_id, batch.error_file_id]) {
          if (!file) continue;
          const content = await (await client.files.content(file)).text();
          for (const line of content.split("\n")) {
            const one = readLine(line);
            if (one) found.set(one.id, one.result);
          }
        }
        return found;
      }),
  };
}

function lineOf(id: string, body: ChatRequest) {
  return { custom_id: id, method: "POST", url: "/v1/chat/completions", body };
}

function stateOf(batch: OpenAI.Batch): BatchState {
  const { completed = 0, failed = 0, total = 0 } = batch.request_counts ?? {};
  const counts = { completed, failed, total };
  if (running.has(batch.status)) return { state: "running", ...counts };
  const said = batch.errors?.data?.find(({ message }) => message)?.message?.slice(0, 200);
  const reason =
    batch.status === "completed" ? undefined : `${batch.status}${said ? `: ${said}` : ""}`;
  return { state: "ended", ...counts, ...(reason === undefined ? {} : { reason }) };
}

/** One line of an output or error file; undefined for what is none. */
function readLine(text: string): { id: string; result: Answer | Fault } | undefined {
  if (text.trim() === "") return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = Line.safeParse(value);
  if (!parsed.success) return undefined;
  const { custom_id: id, response, error } = parsed.data;
  if (error || !response || response.status_code !== 200) {
    const said = error?.message ?? error?.code ?? `status ${response?.status_code ?? "unknown"}`;
    return { id, result: new Fault("answer", `the batch has no answer (${said.slice(0, 200)})`) };
  }
  try {
    return { id, result: readCompletion(response.body) };
  } catch (fault) {
    return { id, result: fault instanceof Fault ? fault : new Fault("answer", String(fault)) };
  }
}
