import type { ChatRequest } from "./request.ts";

/** Tokens that an endpoint counted. */
export interface Usage {
  input: number;
  /** Reasoning included. */
  output: number;
}

/** The text of an answer, whatever it says. */
export interface Answer {
  text: string;
  /** Absent where the endpoint doesn't count. */
  usage?: Usage;
}

/**
 * `stop`: nothing further can succeed: the key, the quota, the model's name. `unreachable`: no answer after the client's own
 * retries. `answer`: there was one, of no use, perhaps because of what was asked. `rejected`: the request was not to the
 * endpoint's liking, too long perhaps. In the last two cases a part of it may fare better.
 */
export type FaultKind = "stop" | "unreachable" | "answer" | "rejected";

/** Why a request came to nothing; the message is one plain clause and never holds the key. */
export class Fault extends Error {
  readonly kind: FaultKind;
  /** What it cost, as far as the endpoint said. */
  readonly usage: Usage | undefined;
  /** Nobody knows whether it was billed: as often as it was tried. */
  readonly triedUnheard: number;

  constructor(
    kind: FaultKind,
    message: string,
    cost: { usage?: Usage; triedUnheard?: number } = {},
  ) {
    super(message);
    this.kind = kind;
    this.usage = cost.usage;
    this.triedUnheard = cost.triedUnheard ?? 0;
  }
}

/** Whoever answers requests. */
export interface Endpoint {
  /** Eight hexadecimal digits that stand for its address. */
  id: string;
  model: string;
  /** Throws Fault. */
  ask(request: ChatRequest): Promise<Answer>;
  batches: Batches;
}

/** A batch as it stands; `ended` with a reason when it came to an end before its time. */
export interface BatchState {
  state: "running" | "ended" | "unknown";
  completed: number;
  failed: number;
  total: number;
  reason?: string;
}

/** Requests in bulk, answered within a day at half the price. Everything throws Fault. */
export interface Batches {
  /** Uploads the requests, each under its own id, and starts them; the mark finds the batch again. Returns the batch's id. */
  start(requests: ReadonlyMap<string, ChatRequest>, mark: string): Promise<string>;
  /** The id of the batch that was started under a mark; undefined when there is none. */
  find(mark: string): Promise<string | undefined>;
  look(id: string): Promise<BatchState>;
  /** What came of each request of a batch that has ended, by the request's own id; those that were not reached are missing. */
  results(id: string): Promise<Map<string, Answer | Fault>>;
}
