import { once } from "node:events";
import http from "node:http";

/** A tool as a program offers it to its model. */
export interface Offered {
  name: string;
  /** Set where the program groups tools under the name of their server. */
  namespace?: string;
  description: string;
}

export interface Call {
  id: string;
  name: string;
  namespace?: string;
}

/** How a program talks to its model. */
export interface Wire {
  /** Whether this address is asked for a next turn. */
  isTurn(url: string): boolean;
  /** What the program offers, and what it says came of the calls so far, by the call's id. */
  read(body: unknown): { offered: Offered[]; results: Map<string, string> };
  /** A turn as server-sent events; without calls it says that it is done. */
  write(calls: Call[]): string;
}

export interface Model {
  url: string;
  /** By the id of the call. */
  results: Map<string, string>;
  close(): void;
}

/** Fewer tools than a program has of its own: it asks for a title or a summary. */
const aside = 4;
/** Calls a turn. */
const atOnce = 25;

/** A model on this machine that makes the calls that `plan` draws up from the first offer, some a turn, and then says that it is done. */
export async function startModel(wire: Wire, plan: (offered: Offered[]) => Call[]): Promise<Model> {
  let calls: Call[] | undefined;
  const results = new Map<string, string>();
  const server = http.createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    if (request.method !== "POST" || !wire.isTurn(request.url ?? "")) {
      response.setHeader("content-type", "application/json").end('{"input_tokens":1}');
      return;
    }
    const turn = wire.read(JSON.parse(body));
    for (const [id, text] of turn.results) results.set(id, text);
    const isAside = turn.offered.length < aside;
    if (!isAside) calls ??= plan(turn.offered);
    response.setHeader("content-type", "text/event-stream");
    response.end(wire.write(isAside ? [] : (calls?.splice(0, atOnce) ?? [])));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return { url: `http://127.0.0.1:${port}`, results, close: () => void server.close() };
}
