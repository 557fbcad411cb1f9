/** A thread that runs bundles in QuickJS, each as the first; the thread that made it ends it when it takes too long. */
import { parentPort } from "node:worker_threads";
import type { QuickJSContext, QuickJSHandle, QuickJSRuntime } from "quickjs-emscripten-core";
import { answerFrom } from "./files.ts";
import type { Control } from "./guest/prelude.ts";
import type { Settings } from "./guest/settings.ts";
import { type Image, makeImage } from "./image.ts";
import type { Library } from "./libraries.ts";

/** What the machine is asked to run. */
export interface Program {
  /** The snapshot's, when they are others than those of the last program. */
  files?: ReadonlyMap<string, string>;
  prelude: string;
  libraries: Library[];
  code: string;
  settings: Settings;
  /** Milliseconds of work in which the program may start, and after it the list must come. */
  timeMs: number;
}

/** `isWaiting`: whether a module still awaited something when nothing was left to do. */
export type Outcome =
  | {
      result: string;
      isStopped: boolean;
      isWaiting: boolean;
      by: "start" | "callbacks" | "exports";
    }
  | { error: string };

const maxJobs = 200_000;
const maxTicks = 3000;
/** Machines with different libraries in them. */
const maxImages = 3;

let host = answerFrom(new Map());
let deadline = Number.POSITIVE_INFINITY;
let isStopped = false;
const images = new Map<string, Image>();

// QuickJS asks for the zone of local times here, which must not be the host's.
Date.prototype.getTimezoneOffset = () => 0;

parentPort?.on("message", (program: Program) => {
  void run(program).then(
    (outcome) => parentPort?.postMessage(outcome),
    (error: unknown) => parentPort?.postMessage({ error: String(error).slice(0, 300) }),
  );
});

/** A machine as no program has seen it; made at the first call for its libraries. */
async function cleanImage(prelude: string, libraries: readonly Library[]): Promise<Image> {
  const key = libraries.map(({ id }) => id).join();
  const known = images.get(key);
  images.delete(key);
  deadline = Number.POSITIVE_INFINITY;
  const image =
    known?.restore() === true
      ? known
      : await makeImage(prelude, libraries, (...question) => host(...question), isOver);
  images.set(key, image);
  const [oldest] = images.keys();
  if (images.size > maxImages && oldest !== undefined) images.delete(oldest);
  return image;
}

function isOver(): boolean {
  const isLate = usedMs() > deadline;
  isStopped ||= isLate;
  return isLate;
}

function allow(ms: number): void {
  deadline = usedMs() + ms;
}

async function run({
  files,
  prelude,
  libraries,
  code,
  settings,
  timeMs,
}: Program): Promise<Outcome> {
  if (files !== undefined) host = answerFrom(files);
  const { runtime, context, call } = await cleanImage(prelude, libraries);
  context.unwrapResult(call("begin", context.newString(JSON.stringify(settings))));
  isStopped = false;
  allow(timeMs);

  /** What is stopped leaves what was made until then. */
  const attempt = (name: keyof Control, ...values: QuickJSHandle[]): unknown => {
    const answered = call(name, ...values);
    if (answered.error === undefined) return context.dump(answered.value);
    allow(timeMs / 4);
    call("failed", answered.error);
    return undefined;
  };
  const settle = () => {
    for (let tick = 0; tick < maxTicks && usedMs() < deadline; tick++) {
      runJobs(runtime, call);
      if (attempt("tick") !== true) break;
    }
    runJobs(runtime, call);
  };
  const list = (): number => {
    attempt("greet");
    settle();
    attempt("list");
    settle();
    return Number(attempt("count") ?? 0);
  };

  const started = context.evalCode(code, "program.js", { type: "module" });
  const exported = "value" in started ? started.value : undefined;
  if (started.error) {
    allow(timeMs / 4);
    attempt("failed", started.error);
  }
  settle();
  if (exported !== undefined) noteRejection(context, call, exported);
  const isWaiting = exported !== undefined && context.getPromiseState(exported).type === "pending";
  allow(timeMs);
  let count = list();
  let by: "start" | "callbacks" | "exports" = "start";
  for (let round = 0; count === 0 && round < 3; round++) {
    if (attempt("drain") !== true) break;
    settle();
    by = "callbacks";
    count = list();
  }
  if (count === 0 && exported !== undefined) {
    attempt("callExports", exportsOf(context, exported));
    settle();
    by = "exports";
    count = list();
    if (count === 0 && attempt("drain") === true) {
      settle();
      count = list();
    }
  }
  allow(timeMs);
  const result = context.getString(context.unwrapResult(call("result")));
  return { result, isStopped, isWaiting, by };
}

/** Milliseconds that this thread has worked: how much else the host has to do must not decide what a program comes to. */
function usedMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

function runJobs(runtime: QuickJSRuntime, call: Image["call"]): void {
  for (let jobs = 0; jobs < maxJobs && runtime.hasPendingJob(); jobs += 1000) {
    const ran = runtime.executePendingJobs(1000);
    if (ran.error) call("failed", ran.error);
  }
}

/** A module that awaits evaluates to a promise of its exports. */
function exportsOf(context: QuickJSContext, value: QuickJSHandle): QuickJSHandle {
  const state = context.getPromiseState(value);
  return state.type === "fulfilled" ? state.value : value;
}

function noteRejection(context: QuickJSContext, call: Image["call"], value: QuickJSHandle): void {
  const state = context.getPromiseState(value);
  if (state.type === "rejected") call("failed", state.error);
}
