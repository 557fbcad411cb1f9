import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type {
  PolicyFormat,
  PolicyRequest,
  PolicyTool,
} from "../../../classifier/policies/format.ts";
import { formats } from "../../../classifier/policies/index.ts";
import { readers } from "../../../classifier/policies/readers/index.ts";
import { decide } from "../../../classifier/policies/reading.ts";
import { actions, type Action, type Recommendation } from "../../../model.ts";
import { anyRequest } from "./any-request.ts";
import { inside, outside } from "./arguments.ts";
import type { Engine } from "./engines/engine.ts";
import { engines } from "./engines/index.ts";
import { pasted } from "./pasted.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const fixtures = path.join(root, "test/fixtures/policies");
const requests = readdirSync(path.join(fixtures, "requests")).map((file) => ({
  name: path.basename(file, ".json"),
  request: JSON.parse(readFileSync(path.join(fixtures, "requests", file), "utf8")) as PolicyRequest,
}));

test.each(["formats", "readers"])(
  "the index of %s names every file of the folder once",
  (folder) => {
    const files = readdirSync(path.join(root, "classifier/policies", folder))
      .map((file) => path.basename(file, ".ts"))
      .filter((file) => file !== "index");
    expect(formats.map((format) => format.id).toSorted()).toEqual(files.toSorted());
    expect([...readers.keys()].toSorted()).toEqual(files.toSorted());
    expect([...engines.keys()].toSorted()).toEqual(files.toSorted());
  },
);

describe.each(formats)("$id", (format) => {
  const engine = engineOf(format);

  test.each(requests)("$name", async ({ name, request }) => {
    const emitted = format.emit(request);
    const whole = emitted.body + (emitted.also?.body ?? "");
    await expect(whole).toMatchFileSnapshot(path.join(fixtures, format.id, `${name}.txt`));
    checkRequest(format, engine, request);
  });

  test("holds for odd names, aliases and recommendations", () => {
    fc.assert(
      fc.property(anyRequest, (request) => checkRequest(format, engine, request)),
      { seed: 20261121, numRuns: engine.isSlow ? 50 : 250 },
    );
  });

  test("gives the same bytes again, and asks for a tool that exists", () => {
    const request: PolicyRequest = { alias: "a", tools: [{ name: "b", recommendation: denied }] };
    expect(format.emit(request)).toEqual(format.emit(structuredClone(request)));
    expect(() => format.emit({ ...request, only: "c" })).toThrow(/expected one of/);
  });

  test.each(actions)("a snippet for one tool (%s) names it, or is said to be empty", (action) => {
    const limit = action === "limit" ? { limit: { max: 5, window: "hour" as const } } : {};
    const tools = ["keep_box", "move_box"].map((name) => ({
      name,
      recommendation: { action, reason: "", ...limit },
    }));
    const { body, also, isEmpty = false } = format.emit({ alias: "a", tools, only: "move_box" });
    expect(body.includes("move_box")).toBe(!isEmpty);
    expect(body + (also?.body ?? "")).not.toContain("keep_box");
  });

  test("nothing in a snippet is invisible", () => {
    const names = ["a\u009b2J", "b\u202e", "c\u2028", "d\u{e0041}"];
    const tools = names.map((name) => ({ name, recommendation: allowed }));
    const { body, also } = format.emit({ alias: "x", tools });
    expect(body + (also?.body ?? "")).toMatch(/^[\n\x20-\x7e]*$/);
  });
});

test("a key that is called __proto__ is really written", () => {
  const names = ["__proto__", "constructor", "toString"];
  const tools = names.map((name) => ({ name, recommendation: allowed }));
  const format = formats.find(({ id }) => id === "policylayer");
  const policy = JSON.parse(format?.emit({ alias: "a", tools }).body ?? "");
  expect(Object.keys(policy.tools)).toEqual(["__proto__", "constructor", "toString"]);
});

test.each([
  [{ default: "deny" }],
  [{ version: "2", default: "deny" }],
  [{ version: "1", default: "ask" }],
  [{ version: "1", default: "deny", tools: { a: { rate_limit: { max: 1, window: 60 } } } }],
  [{ version: "1", default: "deny", tools: { a: { limits: [{ counter: "a", max: 1 }] } } }],
])("the PolicyLayer engine refuses %j", (policy) => {
  expect(() => engines.get("policylayer")!.load(JSON.stringify(policy), "a")).toThrow(
    /expected a policy/,
  );
});

const denied: Recommendation = { action: "deny", reason: "It removes something." };
const allowed: Recommendation = { action: "allow", reason: "It only reads." };
const later = "a_tool_that_came_later";

/** Asks the engine about every tool, for the whole server and for each tool by itself. */
function checkRequest(format: PolicyFormat, engine: Engine, request: PolicyRequest): void {
  const { only, ...whole } = request;
  checkWhole(format, engine, whole);
  const each = only === undefined ? request.tools.map(({ name }) => name) : [only];
  for (const name of each) checkOne(format, engine, { ...whole, only: name });
}

function checkWhole(format: PolicyFormat, engine: Engine, request: PolicyRequest): void {
  const emitted = format.emit(request);
  const { alias } = request;
  const bases = emitted.extent === "whole" ? [""] : (engine.neutralFor?.(alias) ?? engine.neutral);
  expect(emitted.coverage.map(({ tool }) => tool)).toEqual(request.tools.map(({ name }) => name));
  for (const base of bases) {
    const { file, also } = pasted(format, engine, emitted, base);
    const call = engine.load(file, alias, request.tools, also);
    const reading = readers.get(format.id)!(file, alias, also);
    for (const [index, tool] of request.tools.entries()) {
      const { name, recommendation } = tool;
      const covered = emitted.coverage[index]!;
      const decided = call(name, inside(tool));
      expect([name, decided.action]).toEqual([name, covered.got]);
      expect([name, decide(reading, name, inside(tool)).action]).toEqual([name, covered.got]);
      expect(covered.want).toBe(recommendation.action);
      const isWeaker =
        recommendation.action === "deny" &&
        (!format.abilities.deny || engine.cannotName?.(alias) === true);
      if (!isWeaker)
        expect(strictness(decided.action)).toBeGreaterThanOrEqual(
          strictness(recommendation.action),
        );
      if (decided.action === "limit") expect(decided.limit).toEqual(recommendation.limit);
      expect(covered.note === undefined).toBe(covered.got === covered.want);
      checkArguments(tool, covered.arguments, call);
    }
    expect(call(later).action).toBe(emitted.unknownTools);
    expect(decide(reading, later).action).toBe(emitted.unknownTools);
  }
}

/** A call whose arguments are not as they must be never runs; where they are not looked at, a person is asked or nothing runs. */
function checkArguments(
  tool: PolicyTool,
  held: string[] | undefined,
  call: ReturnType<Engine["load"]>,
): void {
  if (tool.constraints === undefined || tool.recommendation.action === "deny") return;
  for (const given of outside(tool)) {
    const { action } = call(tool.name, given);
    expect(held === undefined ? ["ask", "deny"] : ["deny"]).toContain(action);
  }
}

function checkOne(
  format: PolicyFormat,
  engine: Engine,
  request: PolicyRequest & { only: string },
): void {
  const emitted = format.emit(request);
  const { alias } = request;
  expect(emitted.extent).toBe("keys");
  expect(emitted.unknownTools).toBe("unchanged");
  const naming = engine.naming(
    alias,
    request.tools.map(({ name }) => name),
  );
  for (const base of [...(engine.neutralFor?.(alias) ?? engine.neutral), ...naming]) {
    const before = engine.load(base, alias, request.tools, engine.neutralAlso);
    const { file, also } = pasted(format, engine, emitted, base);
    const after = engine.load(file, alias, request.tools, also);
    for (const [index, tool] of request.tools.entries()) {
      const { name, recommendation } = tool;
      const covered = emitted.coverage[index]!;
      const { action } = after(name, inside(tool));
      if (covered.got === "unchanged") {
        expect([name, action]).toEqual([name, before(name, inside(tool)).action]);
        continue;
      }
      const isWeaker = recommendation.action === "deny" && !format.abilities.deny;
      if (!isWeaker)
        expect(strictness(action)).toBeGreaterThanOrEqual(strictness(recommendation.action));
      if ((engine.neutralFor?.(alias) ?? engine.neutral).includes(base))
        expect([name, action]).toEqual([name, covered.got]);
    }
    expect(after(later)).toEqual(before(later));
  }
  const own = emitted.coverage.find(({ tool }) => tool === request.only);
  expect(own?.got === "unchanged" && own.note === undefined).toBe(false);
}

function strictness(action: Action): number {
  return actions.indexOf(action);
}

function engineOf(format: PolicyFormat): Engine {
  const engine = engines.get(format.id);
  if (engine === undefined) throw new Error(`expected an engine for ${format.id}`);
  return engine;
}
