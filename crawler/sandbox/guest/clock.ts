/** Time that passes only when nothing else is left to do, the same in each run. */

interface Timer {
  due: number;
  order: number;
  every: number | undefined;
  runs: number;
  run: () => void;
}

const start = Date.UTC(2026, 0, 1);
const maxRuns = 2;
const horizonMs = 10 * 60_000;

export interface Clock {
  /** Runs what is due next; false when nothing is. */
  tick(): boolean;
}

/** Puts timers, a clock and a random generator that don't depend on the host into the global object. */
export function installClock(scope: typeof globalThis): Clock {
  let now = 0;
  let count = 0;
  const timers = new Map<number, Timer>();
  const add = (run: unknown, wait: unknown, values: unknown[], every: boolean) => {
    count += 1;
    const ms = Math.max(Number(wait) || 0, every ? 1 : 0);
    const handle = count;
    if (typeof run === "function" && timers.size < 10_000)
      timers.set(handle, {
        due: now + ms,
        order: handle,
        every: every ? ms : undefined,
        runs: 0,
        run: () => void (run as (...each: unknown[]) => unknown)(...values),
      });
    const timer: object = {
      handle,
      ref: () => timer,
      unref: () => timer,
      hasRef: () => true,
      refresh: () => timer,
      [Symbol.toPrimitive]: () => handle,
    };
    return timer;
  };
  const clear = (timer: unknown) => {
    timers.delete(Number(timer));
  };
  Object.assign(scope, {
    setTimeout: (run: unknown, wait?: unknown, ...values: unknown[]) =>
      add(run, wait, values, false),
    setInterval: (run: unknown, wait?: unknown, ...values: unknown[]) =>
      add(run, wait, values, true),
    setImmediate: (run: unknown, ...values: unknown[]) => add(run, 0, values, false),
    clearTimeout: clear,
    clearInterval: clear,
    clearImmediate: clear,
    queueMicrotask: (run: () => void) => void Promise.resolve().then(run),
    performance: { now: () => now, timeOrigin: start, mark: () => ({}), measure: () => ({}) },
  });

  const RealDate = Date;
  scope.Date = new Proxy(RealDate, {
    construct: (target, values: unknown[], newTarget) =>
      Reflect.construct(target, values.length === 0 ? [start + now] : values, newTarget) as object,
    apply: () => new RealDate(start + now).toString(),
  });
  RealDate.now = () => start + now;
  RealDate.prototype.constructor = scope.Date;
  let seed = 42;
  Math.random = () => {
    seed = (seed * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return seed / 4_294_967_296;
  };

  return {
    tick: () => {
      let next: [number, Timer] | undefined;
      for (const [handle, timer] of timers) {
        const isSooner =
          next === undefined ||
          timer.due < next[1].due ||
          (timer.due === next[1].due && timer.order < next[1].order);
        if (isSooner && timer.due <= horizonMs) next = [handle, timer];
      }
      if (next === undefined) return false;
      const [handle, timer] = next;
      now = Math.max(now, timer.due);
      timer.runs += 1;
      if (timer.every === undefined || timer.runs >= maxRuns) timers.delete(handle);
      else timer.due = now + timer.every;
      timer.run();
      return true;
    },
  };
}
