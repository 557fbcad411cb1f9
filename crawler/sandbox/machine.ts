/** A thread that runs bundles in QuickJS, each in a new instance; the thread that made it ends it when it takes too long. */
import { parentPort, workerData } from "node:worker_threads";
import {
  newQuickJSWASMModuleFromVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSRuntime,
} from "quickjs-emscripten-core";
import { answerFrom } from "./files.ts";
import type { Control } from "./guest/prelude.ts";
import type { Settings } from "./guest/settings.ts";
import type { Library } from "./libraries.ts";

/** What the machine is asked to run. */
export interface Program {
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

const heapBytes = 768 * 1024 * 1024;
// More makes QuickJS overflow the stack of the thread.
const stackBytes = 3.5 * 1024 * 1024;
const maxJobs = 200_000;
const maxTicks = 3000;

const host = answerFrom((workerData as { files: ReadonlyMap<string, string> }).files);
parentPort?.on("message", (program: Program) => {
  void run(program).then(
    (outcome) => parentPort?.postMessage(outcome),
    (error: unknown) => parentPort?.postMessage({ error: String(error).slice(0, 300) }),
  );
});

async function run({ prelude, libraries, code, settings, timeMs }: Program): Promise<Outcome> {
  const quickjs = await newQuickJSWASMModuleFromVariant(
    import("@jitl/quickjs-ng-wasmfile-release-sync"),
  );
  const runtime = quickjs.newRuntime({
    memoryLimitBytes: heapBytes,
    maxStackSizeBytes: stackBytes,
  });
  let deadline = 0;
  let isStopped = false;
  const allow = (ms: number) => (deadline = usedMs() + ms);
  allow(timeMs);
  runtime.setInterruptHandler(() => {
    const isOver = usedMs() > deadline;
    isStopped ||= isOver;
    return isOver;
  });
  const context = runtime.newContext();
  const call = (owner: QuickJSHandle, name: string, ...values: QuickJSHandle[]): QuickJSHandle =>
    context.unwrapResult(context.callFunction(context.getProp(owner, name), owner, ...values));
  const evaluate = (text: string, file: string) =>
    context.unwrapResult(context.evalCode(text, file, { type: "global" }));

  const answer = context.newFunction("host", (operation, path) => {
    const found = host(context.getString(operation), context.getString(path));
    return found === undefined ? context.undefined : context.newString(found);
  });
  const control = context.unwrapResult(
    context.callFunction(
      evaluate(prelude, "prelude.js"),
      context.undefined,
      context.newString(JSON.stringify(settings)),
      answer,
    ),
  );
  for (const library of libraries)
    call(
      control,
      "addLibrary",
      context.newString(library.name),
      evaluate(`(${library.code})`, library.name),
    );

  /** What is stopped leaves what was made until then. */
  const attempt = (name: keyof Control, ...values: QuickJSHandle[]): unknown => {
    const answered = context.callFunction(context.getProp(control, name), control, ...values);
    if (answered.error === undefined) return context.dump(answered.value);
    allow(timeMs / 4);
    context.callFunction(context.getProp(control, "failed"), control, answered.error);
    return undefined;
  };
  const settle = () => {
    for (let tick = 0; tick < maxTicks && usedMs() < deadline; tick++) {
      runJobs(runtime, context, control);
      if (attempt("tick") !== true) break;
    }
    runJobs(runtime, context, control);
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
  if (exported !== undefined) noteRejection(context, control, exported);
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
  return { result: context.getString(call(control, "result")), isStopped, isWaiting, by };
}

/** Milliseconds that this thread has worked: how much else the host has to do must not decide what a program comes to. */
function usedMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

function runJobs(runtime: QuickJSRuntime, context: QuickJSContext, control: QuickJSHandle): void {
  for (let jobs = 0; jobs < maxJobs && runtime.hasPendingJob(); jobs += 1000) {
    const ran = runtime.executePendingJobs(1000);
    if (ran.error) {
      const failed = context.getProp(control, "failed");
      context.callFunction(failed, control, ran.error);
    }
  }
}

/** A module that awaits evaluates to a promise of its exports. */
function exportsOf(context: QuickJSContext, value: QuickJSHandle): QuickJSHandle {
  const state = context.getPromiseState(value);
  return state.type === "fulfilled" ? state.value : value;
}

function noteRejection(
  context: QuickJSContext,
  control: QuickJSHandle,
  value: QuickJSHandle,
): void {
  const state = context.getPromiseState(value);
  if (state.type !== "rejected") return;
  context.callFunction(context.getProp(control, "failed"), control, state.error);
}
