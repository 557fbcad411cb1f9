import release from "@jitl/quickjs-ng-wasmfile-release-sync";
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSRuntime,
  type QuickJSSyncVariant,
} from "quickjs-emscripten-core";
import type { Control } from "./guest/prelude.ts";
import type { Host } from "./guest/settings.ts";
import type { Library } from "./libraries.ts";

/** A QuickJS that is a small Node and has loaded its libraries; `restore` puts it back to that. */
export interface Image {
  runtime: QuickJSRuntime;
  context: QuickJSContext;
  /** The result of a function of the guest's control; what it throws comes as an error. */
  call(name: keyof Control, ...values: QuickJSHandle[]): Result;
  /**
   * Puts every byte of the machine's memory back to what it was before the first program: all that a guest is, its objects, code and promises,
   * lies there. False when a program has made the memory too large to keep.
   */
  restore(): boolean;
}

type Result = ReturnType<QuickJSContext["callFunction"]>;

// Its types describe the module in another format.
const variant = release as unknown as QuickJSSyncVariant;
const memoryBytes = 768 * 1024 * 1024;
const pageBytes = 64 * 1024;
/** Pages that QuickJS was compiled to start with. */
const firstPages = 256;
// More makes QuickJS overflow the stack of the thread.
const stackBytes = 3.5 * 1024 * 1024;
const maxKeptBytes = 192 * 1024 * 1024;

/** `host` answers the guest; `isOver` stops it. */
export async function makeImage(
  prelude: string,
  libraries: readonly Library[],
  host: Host,
  isOver: () => boolean,
): Promise<Image> {
  // QuickJS has a limit of its own, for which it counts no bytes in WebAssembly.
  const wasmMemory = new WebAssembly.Memory({
    initial: firstPages,
    maximum: memoryBytes / pageBytes,
  });
  const quickjs = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmMemory }));
  const runtime = quickjs.newRuntime({ maxStackSizeBytes: stackBytes });
  runtime.setInterruptHandler(isOver);
  const context = runtime.newContext();
  const evaluate = (text: string, file: string) =>
    context.unwrapResult(context.evalCode(text, file, { type: "global" }));
  const answer = context.newFunction("host", (operation, path) => {
    const found = host(
      context.getString(operation) as Parameters<Host>[0],
      context.getString(path),
    );
    return found === undefined ? context.undefined : context.newString(found);
  });
  const control = context.unwrapResult(
    context.callFunction(evaluate(prelude, "prelude.js"), context.undefined, answer),
  );
  const call = (name: keyof Control, ...values: QuickJSHandle[]): Result =>
    context.callFunction(context.getProp(control, name), control, ...values);
  for (const { name, code } of libraries) {
    const library = evaluate(`(${code})`, name);
    context.unwrapResult(call("addLibrary", context.newString(name), library));
  }
  context.unwrapResult(call("loadLibraries"));
  context.unwrapResult(runtime.executePendingJobs());
  const { buffer } = quickjs.getWasmMemory();
  const kept = new Uint8Array(buffer).slice();
  return {
    runtime,
    context,
    call,
    restore: () => {
      // Memory that grows is another buffer.
      const now = new Uint8Array(quickjs.getWasmMemory().buffer);
      if (now.length > maxKeptBytes) return false;
      now.set(kept);
      now.fill(0, kept.length);
      return true;
    },
  };
}
