import { expect, test } from "vitest";
import { constraintsOf } from "../../../classifier/policies/constraints.ts";

const write = { category: "Write", risk: "medium" } as const;

function schema(properties: Record<string, string>) {
  const entries = Object.entries(properties).map(([name, type]) => [name, { type }]);
  return { type: "object", properties: Object.fromEntries(entries) };
}

test("where a call reaches, how much, and switches that take safeguards away become templates", () => {
  const given = schema({
    targetBranch: "string",
    amount: "number",
    force: "boolean",
    message: "string",
  });
  expect(constraintsOf(write, given)).toEqual([
    { argument: "targetBranch", must: { oneOf: ["<branch>"] } },
    { argument: "amount", must: { atMost: 0 } },
    { argument: "force", must: { is: false } },
  ]);
  expect(constraintsOf(write, schema({ to: "string", "dry-run": "boolean" }))).toEqual([
    { argument: "to", must: { oneOf: ["<recipient>"] } },
    { argument: "dry-run", must: { is: true } },
  ]);
});

test("whole numbers and listed values are marked, since some languages compare them in another way", () => {
  const properties = {
    amount: { type: "integer" },
    environment: { type: "string", enum: ["dev", "prod"] },
  };
  expect(constraintsOf(write, { type: "object", properties })).toEqual([
    { argument: "amount", must: { atMost: 0, isWhole: true } },
    { argument: "environment", must: { oneOf: ["<name>"], isEnum: true } },
  ]);
});

test("near misses: other types, words within names, tools that read, schemas that are none", () => {
  expect(constraintsOf(write, schema({ to: "array", amount: "string", force: "string" }))).toEqual(
    [],
  );
  expect(
    constraintsOf(write, schema({ pathology: "string", enforce: "boolean", topic: "string" })),
  ).toEqual([]);
  expect(constraintsOf({ category: "Read", risk: "high" }, schema({ path: "string" }))).toEqual([]);
  expect(constraintsOf(write, { properties: { path: null, __proto__: 1 } })).toEqual([]);
  expect(constraintsOf(write, undefined)).toEqual([]);
});

test("no more than four, in the order of the schema", () => {
  const names = ["repo", "branch", "path", "force", "recursive", "url"];
  const types = Object.fromEntries(
    names.map((name) => [name, /^[fr]e?[oc]/.test(name) && name !== "repo" ? "boolean" : "string"]),
  );
  expect(constraintsOf(write, schema(types)).map(({ argument }) => argument)).toEqual(
    names.slice(0, 4),
  );
});
