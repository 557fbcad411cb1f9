import type { Call } from "../../../model.ts";
import documents from "./documents.ts";
import evaluation from "./evaluation.ts";
import files from "./files.ts";
import git from "./git.ts";
import graphql from "./graphql.ts";
import { isHousekeeping } from "./housekeeping.ts";
import http from "./http.ts";
import interfaces from "./interface.ts";
import messages from "./messages.ts";
import payments from "./payments.ts";
import processes from "./processes.ts";
import { look, type Deed, type Reach } from "./reach.ts";
import sdk from "./sdk.ts";
import sql from "./sql.ts";

/** Every kind of deed, the most telling first: the first that knows a call says what it does. */
export const deeds: readonly Deed[] = [
  payments,
  evaluation,
  sql,
  graphql,
  http,
  git,
  messages,
  documents,
  processes,
  files,
  interfaces,
  sdk,
];

const maxCalls = 200;

/** The calls that tell of something, in their order. */
export function readReaches(calls: readonly Call[]): Reach[] {
  const reaches: Reach[] = [];
  const dispatched = dispatchedBy(calls.slice(0, maxCalls));
  for (const call of calls.slice(0, maxCalls)) {
    if (isHousekeeping(call) || dispatched.has(placeOf(call))) continue;
    const seen = look(call);
    for (const deed of deeds) {
      const meaning = deed.read(seen);
      if (meaning === undefined) continue;
      if (meaning !== null) reaches.push({ ...meaning, call, deed: deed.id });
      break;
    }
  }
  return reaches;
}

const methods = new Set(["get", "post", "put", "patch", "delete"]);

const placeOf = ({ at, via = [] }: Call): string => `${at.path} ${via.join(" ")}`;

/** Own functions that send whatever method they are told: which of their requests is sent can't be known from them. */
function dispatchedBy(calls: readonly Call[]): ReadonlySet<string> {
  const sent = new Map<string, Set<string>>();
  for (const call of calls) {
    const method = call.callee.slice(call.callee.lastIndexOf(".") + 1).toLowerCase();
    if (call.via === undefined || !methods.has(method)) continue;
    const place = placeOf(call);
    sent.set(place, (sent.get(place) ?? new Set()).add(method));
  }
  return new Set(
    [...sent].flatMap(([place, kinds]) => (kinds.has("get") && kinds.size > 2 ? [place] : [])),
  );
}
