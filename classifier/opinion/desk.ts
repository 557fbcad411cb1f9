import PQueue from "p-queue";
import { type Kept, type OpinionCache, opinionKey } from "./cache.ts";
import { type Purse } from "./budget.ts";
import { type Endpoint, Fault, type Usage } from "./endpoint.ts";
import type { Exhibit } from "./evidence.ts";
import { createGatherer } from "./groups.ts";
import { promptVersion } from "./prompt.ts";
import { readReply } from "./reply.ts";
import { type ChatRequest, idsOf, makeRequest } from "./request.ts";
import { type CountTokens, mostTokens } from "./tokens.ts";

/** What came of asking about one tool: what the model said, why nothing was to be had, or undefined when it was not asked. */
export type Outcome = { said: unknown[] } | { failed: string } | undefined;

export interface DeskOptions {
  endpoint: Pick<Endpoint, "model" | "ask">;
  cache: OpinionCache;
  purse: Purse;
  count: CountTokens;
  /** Requests under way at once. */
  concurrency: number;
  /** Nothing is asked once this is given; what is under way ends. */
  signal?: AbortSignal;
}

/** Asks about tools: in groups, each tool once, within a budget, and keeps every answer. */
export interface Desk {
  /** Its answer arrives once its group was sent: see `flush`. */
  judge(shown: Exhibit): Promise<Outcome>;
  /** Sends the groups that still wait for further tools. */
  flush(): void;
  /** Whether a group waits. */
  readonly isWaiting: boolean;
  readonly requests: number;
  /** Why asking ended early, as a sentence; undefined when it didn't. */
  readonly stopped: { reason: string; isFault: boolean } | undefined;
}

interface Case {
  shown: Exhibit;
  key: string;
  settle: (outcome: Outcome) => void;
}

/** An endpoint that doesn't answer so often in a row is taken for gone. */
const unreachableInRow = 5;
/** One that rejects so many requests about single tools in a row does not take requests of this kind. */
const rejectedInRow = 10;
const rememberedTools = 10_000;

export function openDesk(options: DeskOptions): Desk {
  const { endpoint, cache, purse, count, signal } = options;
  const origin = { model: endpoint.model, prompt: promptVersion };
  const queue = new PQueue({ concurrency: options.concurrency });
  const gatherer = createGatherer<Case>();
  const asked = new Map<string, Promise<Outcome>>();
  let requests = 0;
  let unheard = 0;
  let rejected = 0;
  let stopped: Desk["stopped"];

  function send(group: Case[]): void {
    void queue.add(() =>
      askGroup(group).catch((error: unknown) => {
        stopped ??= { reason: firstLine(error), isFault: true };
        group.forEach(({ settle }) => settle(undefined));
      }),
    );
  }

  /** Settles every case of the group, whatever happens. */
  async function askGroup(group: Case[], isSecond = false): Promise<void> {
    if (signal?.aborted) stopped ??= { reason: "It was interrupted.", isFault: true };
    const request = makeRequest(
      endpoint.model,
      group.map(({ shown }) => shown),
    );
    const most = mostTokens(request, count);
    if (stopped === undefined && !purse.reserve(most)) {
      const need = `the next request may take up to ${most.input + most.output} tokens`;
      stopped = { reason: `The budget is used up: ${need}.`, isFault: false };
    }
    if (stopped !== undefined) return group.forEach(({ settle }) => settle(undefined));
    requests += 1;
    try {
      const said = await ask(request, most, group.length);
      [unheard, rejected] = [0, 0];
      await cache.write(group.map(({ key, shown }, index) => keep(key, shown, said[index] ?? [])));
      group.forEach(({ settle }, index) => settle({ said: said[index] ?? [] }));
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      await recover(group, error, isSecond);
    }
  }

  async function ask(request: ChatRequest, most: Usage, tools: number): Promise<unknown[][]> {
    let cost: Usage = { input: 0, output: 0 };
    try {
      const answer = await endpoint.ask(request);
      cost = answer.usage ?? { input: most.input, output: count(answer.text) };
      const said = readReply(answer.text, idsOf(tools));
      if (said === undefined)
        throw new Fault("answer", "the answer is not the JSON that was asked for");
      return said;
    } catch (error) {
      if (error instanceof Fault) {
        const { usage, triedUnheard: times } = error;
        cost = usage ?? add(cost, { input: most.input * times, output: most.output * times });
      }
      throw error;
    } finally {
      purse.settle(most, cost);
    }
  }

  async function recover(group: Case[], fault: Fault, isSecond: boolean): Promise<void> {
    if (fault.kind !== "unreachable") unheard = 0;
    if (fault.kind === "answer" || fault.kind === "rejected") {
      // One tool that no answer is to be had about must not cost its neighbours theirs.
      if (group.length > 1) {
        const half = Math.ceil(group.length / 2);
        await askGroup(group.slice(0, half));
        return await askGroup(group.slice(half));
      }
      if (!isSecond && fault.kind === "answer") return await askGroup(group, true);
    }
    if (fault.kind === "rejected" && (rejected += 1) >= rejectedInRow) {
      const reason = `${rejected} requests in a row were rejected: ${fault.message}.`;
      stopped ??= { reason, isFault: true };
    }
    if (fault.kind === "stop") stopped ??= { reason: sentence(fault.message), isFault: true };
    if (fault.kind === "unreachable" && (unheard += 1) >= unreachableInRow) {
      const reason = `${unheard} requests in a row came to nothing: ${fault.message}.`;
      stopped ??= { reason, isFault: true };
    }
    const outcome = fault.kind === "stop" ? undefined : { failed: fault.message };
    group.forEach(({ settle }) => settle(outcome));
  }

  function keep(key: string, { hash }: Exhibit, said: unknown[]): Kept {
    return { ...origin, key, evidence: hash, said };
  }

  return {
    judge(shown) {
      const key = opinionKey(origin, shown);
      const earlier = asked.get(key);
      if (earlier) return earlier;
      const { promise, resolve } = Promise.withResolvers<Outcome>();
      asked.set(key, promise);
      // Longer than it takes until whoever looks in the cache finds it there.
      const [oldest] = asked.keys();
      if (asked.size > rememberedTools && oldest !== undefined) asked.delete(oldest);
      gatherer.add(shown, { shown, key, settle: resolve }).forEach(send);
      return promise;
    },
    flush: () => gatherer.flush().forEach(send),
    get isWaiting() {
      return !gatherer.isEmpty;
    },
    get requests() {
      return requests;
    },
    get stopped() {
      return stopped;
    },
  };
}

function add(a: Usage, b: Usage): Usage {
  return { input: a.input + b.input, output: a.output + b.output };
}

function sentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n", 1)[0] ?? "";
}
