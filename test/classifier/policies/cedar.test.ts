import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import type { CedarValueJson } from "@cedar-policy/cedar-wasm/nodejs";
import { describe, expect, test } from "vitest";
import { cedarConditions, cedarString } from "../../../classifier/policies/cedar.ts";
import { cedarEngine, cedarPolicies } from "../../../classifier/policies/cedar-engine.ts";
import type { Constraint, PolicyRequest } from "../../../classifier/policies/format.ts";
import agentcore from "../../../classifier/policies/formats/agentcore.ts";
import docker from "../../../classifier/policies/formats/docker.ts";
import toolhive from "../../../classifier/policies/formats/toolhive.ts";
import { lintPolicies } from "../../../classifier/policies/lint.ts";
import { readers } from "../../../classifier/policies/readers/index.ts";
import { cedarDecimal } from "./engines/cedar.ts";

const folder = path.resolve(import.meta.dirname, "../../fixtures/policies/requests");
const requests = readdirSync(folder).map((file): PolicyRequest =>
  JSON.parse(readFileSync(path.join(folder, file), "utf8")),
);

describe("a string literal", () => {
  const decide = (name: string, asked: string) =>
    cedarEngine({ p: `permit(principal, action, resource == T::${cedarString(name)});` })({
      principal: { type: "P", id: "p" },
      action: { type: "Action", id: "a" },
      resource: { type: "T", id: asked },
      context: {},
      entities: [],
    }).isAllowed;

  test("every control character, and what could end it, is the engine's same character", () => {
    const odd = [
      '"',
      "\\",
      "'",
      "*",
      "\\u{41}",
      "\\*",
      "</script>",
      "\u200b",
      "\u{e0041}",
      "\u2028",
    ];
    const controls = Array.from({ length: 0xa0 }, (_, code) => String.fromCharCode(code));
    for (const text of [...odd, ...controls]) {
      expect([text, decide(`a${text}b`, `a${text}b`)]).toEqual([text, true]);
      expect([text, decide(`a${text}b`, "ab")]).toEqual([text, false]);
      expect(cedarString(text)).toMatch(/^[\x20-\x7e]*$/);
    }
  });

  test("half of a surrogate pair is what a program makes of it that reads UTF-8", () => {
    expect(decide("\ud800", "\ufffd")).toBe(true);
  });
});

describe("an amount", () => {
  const amounts = [0, 100, 0.29, 8.29, 100.00005, 1 / 3, -5, -0.1, 1e-7, 1e16, -1e16, 5e-324];

  test.each(amounts)("%d: no decimal above it passes, and its own four places do", (amount) => {
    const passes = decider({ argument: "n", must: { atMost: amount } }, "decimal");
    const own = Math.floor(Number((amount * 1e4).toPrecision(12))) / 1e4;
    if (Math.abs(amount) < 1e15) {
      expect(passes(cedarDecimal(own))).toBe(true);
      expect(passes(cedarDecimal(own + 0.0001001))).toBe(false);
    }
    expect(passes(cedarDecimal(900_000_000_000_001))).toBe(false);
    expect(passes(1)).toBe(false);
    expect(passes("0.0")).toBe(false);
  });

  test.each(amounts)("%d: whole numbers pass up to the one below it", (amount) => {
    const passes = decider({ argument: "n", must: { atMost: amount } }, "long");
    const most = Math.max(Number.MIN_SAFE_INTEGER, Math.min(Math.floor(amount), 2 ** 53 - 1));
    expect(passes(most)).toBe(true);
    if (most < 2 ** 53 - 1) expect(passes(most + 1)).toBe(false);
    expect(passes(cedarDecimal(-1))).toBe(false);
  });

  function decider(constraint: Constraint, kind: "decimal" | "long") {
    const given = { of: "context", nameOf: (name: string) => name, amount: () => kind };
    const conditions = cedarConditions([constraint], given).join(" && ");
    const ask = cedarEngine({ p: `permit(principal, action, resource) when { ${conditions} };` });
    return (n: CedarValueJson | undefined) =>
      ask({
        principal: { type: "P", id: "p" },
        action: { type: "Action", id: "a" },
        resource: { type: "R", id: "r" },
        context: n === undefined ? {} : { n },
        entities: [],
      }).isAllowed;
  }
});

test("policies come in the order of their text, also more than ten", () => {
  const texts = Array.from(
    { length: 120 },
    (_, at) => `permit(principal, action, resource == T::"${at}");`,
  );
  expect(cedarPolicies(texts.join("\n// and\n"))).toEqual(texts);
});

test("more sets than the engine has room for each keep their own answers", () => {
  const call = {
    principal: { type: "P", id: "p" },
    action: { type: "Action", id: "a" },
    context: {},
    entities: [],
  };
  const asks = Array.from({ length: 40 }, (_, at) => ({
    at,
    ask: cedarEngine({ p: `permit(principal, action, resource == T::"${at}");` }),
  }));
  for (const { at, ask } of [...asks, ...asks.toReversed()]) {
    expect(ask({ ...call, resource: { type: "T", id: String(at) } }).isAllowed).toBe(true);
    expect(ask({ ...call, resource: { type: "T", id: String(at + 1) } }).isAllowed).toBe(false);
  }
});

test.each([toolhive, docker, agentcore])("$id: what we write, the linter finds right", (format) => {
  for (const { only: _, ...request } of requests) {
    const reading = readers.get(format.id)!(format.emit(request).body, request.alias);
    const { idle, problems, tools } = lintPolicies(format, [{ reading, request }])[0]!;
    expect({ idle, problems }).toEqual({ idle: [], problems: [] });
    expect(tools.filter(({ verdict }) => verdict !== "as recommended")).toEqual([]);
  }
});
