import { expect, test } from "vitest";
import published from "../../../docs/policies.json" with { type: "json" };
import { matrixRows } from "./matrix.ts";

test("the matrix that is published is what the engines decide: else run `npm run policies -- --write`", () => {
  expect(published.rows).toEqual(matrixRows());
});
