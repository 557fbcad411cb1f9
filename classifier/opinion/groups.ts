import type { Exhibit } from "./evidence.ts";

/** Tools that are asked about together. */
export interface Gatherer<T> {
  /** Adds a tool, and returns the groups that are due now. */
  add(shown: Exhibit, item: T): T[][];
  /** Returns all that is left. */
  flush(): T[][];
  readonly isEmpty: boolean;
}

const toolsInGroup = 10;
const charactersInGroup = 40_000;
/** Tools that wait for others of their server. */
const toolsWaiting = 60;

interface Open<T> {
  items: T[];
  characters: number;
}

/**
 * Gathers tools of one server, in bounded groups, however the servers are mixed. A tool whose server is unknown stands alone:
 * nobody knows who wrote its neighbours.
 */
export function createGatherer<T>(): Gatherer<T> {
  const open = new Map<string, Open<T>>();
  let waiting = 0;

  function close(server: string): T[][] {
    const group = open.get(server);
    if (group === undefined) return [];
    open.delete(server);
    waiting -= group.items.length;
    return [group.items];
  }

  return {
    add({ server, text }, item) {
      if (server === undefined) return [[item]];
      const due: T[][] = [];
      const before = open.get(server);
      if (before && before.characters + text.length > charactersInGroup) due.push(...close(server));
      const group = open.get(server) ?? { items: [], characters: 0 };
      group.items.push(item);
      group.characters += text.length;
      open.set(server, group);
      waiting += 1;
      if (group.items.length === toolsInGroup) due.push(...close(server));
      const [oldest] = open.keys();
      if (waiting > toolsWaiting && oldest !== undefined) due.push(...close(oldest));
      return due;
    },
    flush: () => [...open.keys()].flatMap(close),
    get isEmpty() {
      return open.size === 0;
    },
  };
}
