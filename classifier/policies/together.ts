import { effectSentences } from "./describe.ts";
import { mergePolicies } from "./documents.ts";
import type { Companion, PolicyFormat, PolicyRequest } from "./format.ts";

/** What is written for several servers of one client. */
export interface Together {
  /** What goes where the format says: keys of all servers as one document, or a whole policy for each server, in the order of the requests. */
  documents: {
    body: string;
    /** The server that it is for; absent where it is for all. */
    of?: string;
  }[];
  /** The second document, for all of them; absent where one says it all. */
  also?: Companion;
  /** No body has a rule: what can be had holds without one. */
  isEmpty: boolean;
  /** In the order of the requests: what becomes of the server's tools, what of that is not as recommended, then of the others, and of those that it adds later. */
  servers: { alias: string; sentences: string[] }[];
  /** Plain sentences for the reader, each once, most important first. */
  notes: string[];
}

/** Policies of several servers for one client: pure. The caller sees to it that the client tells the servers apart (`writtenAlike`). */
export function emitTogether(format: PolicyFormat, requests: readonly PolicyRequest[]): Together {
  const all = requests.map((request) => ({ request, emitted: format.emit(request) }));
  // `memory_*` would also speak of a server `memory_2`, whose own rules come later and win.
  const keys = all
    .filter(({ emitted }) => emitted.extent === "keys")
    .toSorted((a, b) => a.request.alias.length - b.request.alias.length);
  const documents: Together["documents"] = all.flatMap(({ request, emitted }) =>
    emitted.extent === "keys" ? [] : [{ body: emitted.body, of: request.alias }],
  );
  const [first, ...others] = keys.map(({ emitted }) => emitted);
  if (first !== undefined)
    documents.push({
      body: others.reduce(
        (whole, { body, goesFirst }) => mergePolicies(format.language, whole, body, goesFirst),
        first.body,
      ),
    });
  const [also, ...more] = all.flatMap(({ emitted }) => (emitted.also ? [emitted.also] : []));
  return {
    documents,
    ...(also && {
      also: {
        ...also,
        body: more.reduce(
          (whole, { body }) => mergePolicies(also.language, whole, body),
          also.body,
        ),
      },
    }),
    isEmpty: all.every(({ emitted }) => emitted.isEmpty),
    servers: all.map(({ request, emitted }) => ({
      alias: request.alias,
      sentences: effectSentences(emitted, request.only),
    })),
    notes: [...new Set(all.flatMap(({ emitted }) => emitted.notes))],
  };
}
