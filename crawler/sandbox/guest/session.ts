import { createList, get, isArray, type List } from "./primordials.ts";

interface Message {
  jsonrpc: "2.0";
  id?: unknown;
  method?: unknown;
  params?: unknown;
  result?: unknown;
  error?: unknown;
}

/** The client's side of one connection: it greets, and asks for all pages of the list of tools. */
export interface Session {
  receive(message: unknown): void;
  greet(): void;
  /** Asks for the list; what comes is in `tools` once all promises have settled. */
  list(): void;
  /** Undefined until a list has come. */
  readonly tools: List<unknown> | undefined;
}

export const greeting = {
  protocolVersion: "2025-06-18",
  capabilities: {},
  clientInfo: { name: "client", version: "1.0.0" },
};
const maxPages = 50;
const maxTools = 5000;

export function createSession(send: (message: Message) => void): Session {
  let tools: List<unknown> | undefined;
  let coming: List<unknown> = createList();
  let pages = 0;
  let wanted = 0;
  let greeted = false;

  const ask = (params: object): void => {
    wanted += 1;
    pages += 1;
    send({ jsonrpc: "2.0", id: wanted, method: "tools/list", params });
  };

  function receive(message: unknown): void {
    if (typeof message !== "object" || message === null) return;
    const id = get(message, "id");
    const method = get(message, "method");
    if (typeof method === "string") {
      if (id !== undefined) answer(id, method);
      return;
    }
    if (id === "greeting") {
      if (!greeted) send({ jsonrpc: "2.0", method: "notifications/initialized" });
      greeted = true;
      return;
    }
    if (id !== wanted || pages === 0) return;
    const result = get(message, "result");
    if (typeof result === "object" && result !== null) takePage(result);
  }

  function takePage(result: object): void {
    const page = get(result, "tools");
    if (typeof page !== "object" || page === null || !isArray(page)) return;
    for (let index = 0; index < page.length && coming.length < maxTools; index++)
      coming.push(page[index]);
    const cursor = get(result, "nextCursor");
    if (typeof cursor === "string" && pages < maxPages) ask({ cursor });
    else tools = coming;
  }

  function answer(id: unknown, method: string): void {
    if (method === "roots/list") send({ jsonrpc: "2.0", id, result: { roots: [] } });
    else if (method === "ping") send({ jsonrpc: "2.0", id, result: {} });
    else send({ jsonrpc: "2.0", id, error: { code: -32601, message: "Method not found" } });
  }

  return {
    receive,
    greet: () => {
      if (!greeted)
        send({ jsonrpc: "2.0", id: "greeting", method: "initialize", params: greeting });
    },
    list: () => {
      coming = createList();
      pages = 0;
      ask({});
    },
    get tools() {
      return tools;
    },
  };
}
