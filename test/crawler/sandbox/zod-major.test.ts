import { expect, test } from "vitest";
import { createResolver } from "../../../crawler/extractors/typescript/resolve.ts";
import { zodMajorOf } from "../../../crawler/sandbox/zod-major.ts";

const sdk = "@modelcontextprotocol/sdk";

test.each([
  ["src/index.ts", { dependencies: { zod: "^3.25.0" } }, 3],
  ["dist/index.js", { dependencies: { zod: "^4.1.0", [sdk]: "^0.6.0" } }, 4],
  ["src/index.ts", { devDependencies: { zod: "^3.25.0" } }, 3],
  ["dist/index.js", { devDependencies: { zod: "^3.25.0" }, dependencies: { [sdk]: "^1.9.0" } }, 4],
  ["dist/index.js", { devDependencies: { zod: "^4.0.0" }, dependencies: { [sdk]: "1.9.0" } }, 3],
  ["dist/index.js", { dependencies: { [sdk]: "^0.6.0" } }, 3],
  ["dist/index.js", { dependencies: { [sdk]: "~1.22.1" } }, 3],
  ["dist/index.js", { dependencies: { [sdk]: "1.23.0" } }, 4],
  ["dist/index.js", { dependencies: { [sdk]: "latest" } }, 4],
  ["src/index.ts", {}, 4],
])("zod of %s with %j", (entry, manifest, major) => {
  const text = JSON.stringify({ name: "server", ...manifest });
  const files = new Map([
    ["package.json", text],
    [entry, ""],
  ]);
  expect(zodMajorOf(createResolver(files), "", entry)).toBe(major);
});
