import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PolicyFormat, PolicyRequest } from "../../../classifier/policies/format.ts";
import { formats } from "../../../classifier/policies/index.ts";
import { actions, type Action, type Recommendation } from "../../../model.ts";
import { anyRequest } from "./any-request.ts";
import { claudeCode } from "./claude-code.engine.ts";
import type { Engine } from "./engine.ts";
import { policylayer } from "./policylayer.engine.ts";

const engines = new Map<string, Engine>([
  ["claude-code", claudeCode],
  ["policylayer", policylayer],
]);

const root = path.resolve(import.meta.dirname, "../../..");
const fixtures = path.join(root, "test/fixtures/policies");
const requests = readdirSync(path.join(fixtures, "requests")).map((file) => ({
  name: path.basename(file, ".json"),
  request: JSON.parse(readFileSync(path.join(fixtures, "requests", file), "utf8")) as PolicyRequest,
}));

test("the index names every format of the folder once, by its file's name", async () => {
  const folder = path.join(root, "classifier/policies");
  const files = readdirSync(folder).map((file) => path.basename(file, ".ts"));
  const found = await Promise.all(
    files.map(async (file) => {
      const module: object = await import(path.join(folder, `${file}.ts`));
      return "default" in module ? [file] : [];
    }),
  );
  expect(formats.map((format) => format.id).toSorted()).toEqual(found.flat().toSorted());
  expect([...engines.keys()].toSorted()).toEqual(found.flat().toSorted());
});

describe.each(formats)("$id", (format) => {
  const engine = engineOf(format);

  test.each(requests)("$name", async ({ name, request }) => {
    const emitted = format.emit(request);
    await expect(emitted.body).toMatchFileSnapshot(path.join(fixtures, format.id, `${name}.txt`));
    checkRequest(format, engine, request);
  });

  test("holds for odd names, aliases and recommendations", () => {
    fc.assert(
      fc.property(anyRequest, (request) => checkRequest(format, engine, request)),
      { seed: 20261121, numRuns: 250 },
    );
  });

  test("gives the same bytes again, and asks for a tool that exists", () => {
    const request: PolicyRequest = { alias: "a", tools: [{ name: "b", recommendation: denied }] };
    expect(format.emit(request)).toEqual(format.emit(structuredClone(request)));
    expect(() => format.emit({ ...request, only: "c" })).toThrow(/expected one of/);
  });
});

test("a character that can't be seen stands escaped in the snippet and means the same", () => {
  const names = ["a\u009b2J", "b\u202e", "c\u2028", "d\u{e0041}"];
  for (const format of formats) {
    const tools = names.map((name) => ({
      name,
      recommendation: { action: "allow" as const, reason: "" },
    }));
    const { body } = format.emit({ alias: "x", tools });
    expect(body).toMatch(/^[\n\x20-\x7e]*$/);
    if (format.id === "policylayer") expect(Object.keys(JSON.parse(body).tools)).toEqual(names);
  }
});

test("a key that is called __proto__ is really written", () => {
  const tools = ["__proto__", "constructor", "toString"].map((name) => ({
    name,
    recommendation: { action: "allow" as const, reason: "" },
  }));
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
  expect(() => policylayer.validate(policy)).toThrow(/expected a policy/);
});

const denied: Recommendation = { action: "deny", reason: "It removes something." };

/** Asks the engine about every tool, for the whole server and for each tool by itself. */
function checkRequest(format: PolicyFormat, engine: Engine, request: PolicyRequest): void {
  const { only, ...whole } = request;
  checkWhole(format, engine, whole);
  const each = only === undefined ? request.tools.map(({ name }) => name) : [only];
  for (const name of each) checkOne(format, engine, { ...whole, only: name });
}

function checkWhole(format: PolicyFormat, engine: Engine, request: PolicyRequest): void {
  const emitted = format.emit(request);
  const parsed: unknown = JSON.parse(emitted.body);
  const policies =
    emitted.extent === "whole"
      ? [parsed]
      : engine.neutral.map((base) => engine.merge(base, parsed));
  expect(emitted.coverage.map(({ tool }) => tool)).toEqual(request.tools.map(({ name }) => name));
  for (const policy of policies) {
    engine.validate(policy);
    for (const [index, { name, recommendation }] of request.tools.entries()) {
      const covered = emitted.coverage[index];
      const decided = engine.decide(policy, request.alias, name);
      expect([name, decided.action]).toEqual([name, covered?.got]);
      expect(covered?.want).toBe(recommendation.action);
      expect(strictness(decided.action)).toBeGreaterThanOrEqual(strictness(recommendation.action));
      if (decided.action === "limit") expect(decided.limit).toEqual(recommendation.limit);
      expect(covered?.note === undefined).toBe(covered?.got === covered?.want);
    }
    const unknown = engine.decide(policy, request.alias, "a tool that came later");
    expect(unknown.action).toBe(emitted.unknownTools);
  }
}

function checkOne(
  format: PolicyFormat,
  engine: Engine,
  request: PolicyRequest & { only: string },
): void {
  const emitted = format.emit(request);
  const keys: unknown = JSON.parse(emitted.body);
  expect(emitted.extent).toBe("keys");
  expect(emitted.unknownTools).toBe("unchanged");
  const naming = engine.naming(
    request.alias,
    request.tools.map(({ name }) => name),
  );
  for (const base of [...engine.neutral, ...naming]) {
    const policy = engine.merge(base, keys);
    engine.validate(policy);
    const decide = (from: unknown, name: string) => engine.decide(from, request.alias, name);
    for (const [index, { name, recommendation }] of request.tools.entries()) {
      const covered = emitted.coverage[index];
      const { action } = decide(policy, name);
      if (covered?.got === "unchanged") {
        expect([name, action]).toEqual([name, decide(base, name).action]);
        continue;
      }
      expect(strictness(action)).toBeGreaterThanOrEqual(strictness(recommendation.action));
      if (engine.neutral.includes(base)) expect([name, action]).toEqual([name, covered?.got]);
    }
    const later = "a tool that came later";
    expect(decide(policy, later)).toEqual(decide(base, later));
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
