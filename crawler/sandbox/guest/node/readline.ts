import { EventEmitter } from "./events.ts";

/** Node's `readline`: lines of what is typed, as events or one after the other. */
export function readlineOf(options?: { input?: EventEmitter }): EventEmitter {
  const lines = new EventEmitter();
  const waiting: ((item: { value: string; done: false }) => void)[] = [];
  const read: string[] = [];
  options?.input?.on("data", (data) => {
    for (const line of String(data).split("\n")) {
      if (line === "") continue;
      lines.emit("line", line);
      const next = waiting.shift();
      if (next === undefined) read.push(line);
      else next({ value: line, done: false });
    }
  });
  const next = () =>
    new Promise<{ value: string; done: false }>((done) => {
      const line = read.shift();
      if (line === undefined) waiting.push(done);
      else done({ value: line, done: false });
    });
  return Object.assign(lines, {
    close: () => undefined,
    prompt: () => undefined,
    setPrompt: () => undefined,
    question: () => new Promise(() => undefined),
    [Symbol.asyncIterator]: () => ({ next, return: async () => ({ done: true }) }),
  });
}
