import type { Reporter, TestModule, TestCase } from "vitest/node";

/** Closes a run with `N passed, N failed` alone on a line, for whoever reads only the end. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests: TestCase[] = modules.flatMap((module) => [...module.children.allTests()]);
    const passed = tests.filter((test) => test.result().state === "passed").length;
    const brokenFiles = modules.filter(
      (module) => module.state() === "failed" && module.children.size === 0,
    ).length;
    const failed =
      tests.filter((test) => test.result().state === "failed").length + brokenFiles + errors.length;
    process.on("exit", () => console.log(`${passed} passed, ${failed} failed`));
  }
}
