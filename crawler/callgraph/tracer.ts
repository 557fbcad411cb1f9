import type { Call, Place, Snapshot } from "../../model.ts";
import { openCode } from "./code.ts";
import { follow } from "./follow.ts";

/** A snapshot, and the handlers in it that are to be followed. */
export interface Handlers extends Snapshot {
  handlers: Place[];
}

/** For each handler, in their order, the calls that leave the code of the snapshot; null where it could not be followed. */
export type Traced = (Call[] | null)[];

/** Follows handlers through the functions of their snapshot. */
export default {
  id: "callgraph",
  async extract(snapshot: Snapshot): Promise<Traced> {
    const { files, handlers } = snapshot as Handlers;
    const code = openCode(files);
    const traced: Traced = [];
    for (const handler of handlers) traced.push((await follow(code, handler)) ?? null);
    return traced;
  },
};
