import { createHash, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { BatchLog, LoggedBatch } from "./opinion/batch-log.ts";
import type { Purse } from "./opinion/budget.ts";
import { type Kept, type OpinionCache, opinionKey } from "./opinion/cache.ts";
import { type Answer, type Endpoint, Fault, type Usage } from "./opinion/endpoint.ts";
import { type Exhibit, exhibit } from "./opinion/evidence.ts";
import { createGatherer } from "./opinion/groups.ts";
import { promptVersion } from "./opinion/prompt.ts";
import { readReply } from "./opinion/reply.ts";
import { type ChatRequest, idsOf, makeRequest } from "./opinion/request.ts";
import { type CountTokens, mostTokens } from "./opinion/tokens.ts";
import type { Subject } from "./rules/rule.ts";

export interface BulkOptions {
  endpoint: Endpoint;
  cache: OpinionCache;
  log: BatchLog;
  /** At the prices of batches. */
  purse: Purse;
  count: CountTokens;
  /** Milliseconds between two looks at a batch. */
  pollMs: number;
  /** Leaves batches to themselves: the next run goes on with them. */
  signal: AbortSignal;
  /** By key of the tool, why no answer was to be had: filled as it becomes known. */
  failures: Map<string, string>;
  /** Told what happens, in one line each. */
  onNote: (note: string) => void;
}

export interface BulkEnd {
  requests: number;
  /** Why it ended before all was asked, as a sentence. */
  stopped?: string;
}

/** Bounds of one batch, below those of the API: 50,000 requests and 200 MB. */
const requestsInBatch = 2_000;
const bytesInBatch = 50_000_000;

/**
 * Has all tools judged that the cache doesn't know, in batches, one after the other; answers are then in the cache. Batches of
 * an earlier run come first, so whoever was killed and starts again pays for nothing twice. Throws Fault.
 */
export async function askInBulk(
  pages: AsyncIterable<Subject[]>,
  options: BulkOptions,
): Promise<BulkEnd> {
  const { endpoint, cache, log, purse, count, signal } = options;
  const origin = { model: endpoint.model, prompt: promptVersion };
  const end: BulkEnd = { requests: 0 };
  for (const batch of await openBatchesOf(endpoint, log)) {
    if (!(await finish(batch, options, end))) return end;
  }
  const gatherer = createGatherer<Exhibit>();
  const asked = new Set<string>();
  let batch = new Map<string, Prepared>();
  let bytes = 0;

  async function submit(): Promise<boolean> {
    if (batch.size === 0) return true;
    const logged: LoggedBatch = {
      mark: `${endpoint.id}-${randomUUID()}`,
      ...origin,
      requests: Object.fromEntries(
        [...batch].map(([id, { exhibits }]) => [
          id,
          exhibits.map((shown) => ({ key: opinionKey(origin, shown), evidence: shown.hash })),
        ]),
      ),
    };
    // Noted before it is started: a process that is killed in between finds it by its mark.
    await log.write(logged);
    const requests = new Map([...batch].map(([id, { request }]) => [id, request]));
    const id = await endpoint.batches.start(requests, logged.mark).catch(async (error: unknown) => {
      if (error instanceof Fault && error.kind !== "unreachable") await log.remove(logged.mark);
      throw error;
    });
    await log.write({ ...logged, id });
    options.onNote(`batch ${id}: ${requests.size} requests`);
    end.requests += requests.size;
    const reserved = batch;
    batch = new Map();
    bytes = 0;
    return await finish({ ...logged, id }, options, end, reserved);
  }

  /** False when nothing more is to be asked. */
  async function prepare(groups: Exhibit[][]): Promise<boolean> {
    for (const exhibits of groups) {
      const request = makeRequest(endpoint.model, exhibits);
      const most = mostTokens(request, count);
      if (!purse.reserve(most)) {
        end.stopped = `The budget is used up: the next request may take up to ${most.input + most.output} tokens.`;
        return false;
      }
      batch.set(idOf(request), { request, exhibits, most });
      bytes += Buffer.byteLength(JSON.stringify(request));
      if ((batch.size >= requestsInBatch || bytes >= bytesInBatch) && !(await submit()))
        return false;
    }
    return true;
  }

  let goesOn = true;
  for await (const page of pages) {
    if (signal.aborted) end.stopped ??= "It was interrupted.";
    if (!goesOn || end.stopped !== undefined) break;
    const shown = page.map((subject) => exhibit(subject));
    const kept = await cache.read(shown.map((one) => opinionKey(origin, one)));
    for (const one of shown) {
      const key = opinionKey(origin, one);
      if (kept.has(key) || asked.has(key) || options.failures.has(key)) continue;
      asked.add(key);
      goesOn &&= await prepare(gatherer.add(one, one));
    }
  }
  if (goesOn) goesOn = await prepare(gatherer.flush());
  if (end.stopped === undefined || !signal.aborted) await submit();
  return end;
}

/** The batches that this endpoint works on: another one knows nothing of them. */
export async function openBatchesOf(
  endpoint: Pick<Endpoint, "id">,
  log: BatchLog,
): Promise<LoggedBatch[]> {
  return (await log.read()).filter(({ mark }) => mark.startsWith(`${endpoint.id}-`));
}

interface Prepared {
  request: ChatRequest;
  exhibits: Exhibit[];
  /** Set aside for it. */
  most: Usage;
}

/** The same request has the same id. */
function idOf(request: ChatRequest): string {
  return createHash("sha256").update(JSON.stringify(request)).digest("hex").slice(0, 40);
}

/** Waits for a batch, keeps its answers and forgets it; false when it was left to itself. */
async function finish(
  batch: LoggedBatch,
  options: BulkOptions,
  end: BulkEnd,
  reserved: ReadonlyMap<string, Prepared> = new Map(),
): Promise<boolean> {
  const { endpoint, log, pollMs, signal, onNote } = options;
  const id = batch.id ?? (await endpoint.batches.find(batch.mark));
  if (id === undefined) {
    await log.remove(batch.mark);
    return true;
  }
  if (batch.id === undefined) await log.write({ ...batch, id });
  let state = await endpoint.batches.look(id);
  for (let told = -1; state.state === "running"; state = await endpoint.batches.look(id)) {
    if (state.completed + state.failed !== told)
      onNote(`batch ${id}: ${state.completed + state.failed} of ${state.total} done`);
    told = state.completed + state.failed;
    await sleep(pollMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) {
      end.stopped = `Batch ${id} goes on without this program: run the same command again to get its answers.`;
      return false;
    }
  }
  if (state.reason !== undefined) onNote(`batch ${id}: ${state.reason}`);
  const results =
    state.state === "unknown"
      ? new Map<string, Answer | Fault>()
      : await endpoint.batches.results(id);
  const missing = new Fault("answer", `the batch has no answer (${state.reason ?? "it is gone"})`);
  for (const [request, tools] of Object.entries(batch.requests)) {
    await take(results.get(request) ?? missing, batch, tools, options, reserved.get(request)?.most);
  }
  await log.remove(batch.mark);
  onNote(`batch ${id}: its answers are kept`);
  return true;
}

/** Keeps what came of one request, and counts what it cost. */
async function take(
  result: Answer | Fault,
  batch: LoggedBatch,
  tools: { key: string; evidence: string }[],
  { cache, purse, count, failures }: BulkOptions,
  most: Usage = { input: 0, output: 0 },
): Promise<void> {
  const isAnswer = !(result instanceof Fault);
  const said = isAnswer ? readReply(result.text, idsOf(tools.length)) : undefined;
  const unknown = isAnswer ? { input: most.input, output: count(result.text) } : undefined;
  purse.settle(most, result.usage ?? unknown ?? { input: 0, output: 0 });
  if (said !== undefined)
    return await cache.write(tools.map((tool, index) => keep(batch, tool, said[index] ?? [])));
  const reason = isAnswer ? "the answer is not the JSON that was asked for" : result.message;
  for (const { key } of tools) failures.set(key, reason);
}

function keep(
  { model, prompt }: LoggedBatch,
  tool: { key: string; evidence: string },
  said: unknown[],
): Kept {
  return { model, prompt, ...tool, said };
}
