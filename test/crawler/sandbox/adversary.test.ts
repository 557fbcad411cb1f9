/** Programs that reach for the host while they are bundled: nothing of it comes into the bundle. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createResolver } from "../../../crawler/extractors/typescript/resolve.ts";
import { bundle } from "../../../crawler/sandbox/bundle.ts";

const folder = mkdtempSync(join(tmpdir(), "almanac-host-"));
afterAll(() => rmSync(folder, { recursive: true }));
const secret = "held-by-the-host";
writeFileSync(join(folder, "secret.json"), JSON.stringify({ secret }));
writeFileSync(
  join(folder, "secret.map"),
  JSON.stringify({ version: 3, sources: [`${secret}.ts`], names: [], mappings: "AAAA" }),
);
const fromHere = relative(process.cwd(), folder);

async function bundled(code: string, file = "index.js"): Promise<string> {
  const files = new Map([[file, code]]);
  const how = { isWhole: false, isEager: false };
  return bundle(files, createResolver(files), file, how).then(
    (made) => made.code + made.map,
    String,
  );
}

const glob = `"${fromHere}/" + name + ".json"`;
test.each([
  `require(${glob})`,
  `require/* or */(${glob})`,
  `(require)((${glob}))`,
  `require?.(${glob})`,
  `req\\u0075ire(${glob})`,
  `require(name ? ${glob} : "./own.js")`,
  `require(\`${fromHere}/\${name}.json\`)`,
  `import(${glob})`,
  `import/* or */(${glob})`,
  `import(\n// or\n${glob}, { with: { type: "json" } })`,
])("%s is bundled, and with no file of the host", async (call) => {
  const made = await bundled(`let name = process.argv[2]; console.log("started", ${call});`);
  expect(made).toContain("started");
  expect(made).not.toContain(secret);
  expect(made).not.toContain("secret.json");
});

test.each([
  `require("./a\\")/../${fromHere}/" + name + ".json")`,
  `require <!-- or\n(${glob})`,
  `require\n--> or\n(${glob})`,
  `module.require(${glob})`,
  `module["req" + "uire"](${glob})`,
  `m\\u006fdule["req" + "uire"](${glob})`,
  `0\n// require.main ==\nmodule /*\n;import(${glob}); //*/`,
])("%s is bundled, and with no file of the host, as a script", async (call) => {
  const made = await bundled(`let name = process.argv[2]; console.log("started"); ${call}`);
  expect(made).toContain("started");
  expect(made).not.toMatch(/secret\.json|outside the snapshot/);
});

test.each(["import", "require"])(
  "what follows the first line's end, whichever it is, may %s nothing",
  async (call) => {
    for (const end of ["\r", "\u2028", "\u2029"]) {
      const made = await bundled(`#!/usr/bin/node${end}/*\n${call}(${glob}) /**/`);
      expect(made).not.toMatch(/secret\.json|outside the snapshot/);
    }
  },
);

test.each([
  "require<any>",
  "require!",
  "(require as any)",
  "(<any>require)",
  "(require satisfies any)",
  "(require<any>)",
  "module!.require!",
  "(module as any).require",
  '(<any>module)["require"]',
])("%s is a require, and bundled with no file of the host", async (called) => {
  const code = `let name = process.argv[2]; console.log("started", ${called}(${glob}));`;
  const made = await bundled(code, "index.ts");
  expect(made).toContain("started");
  expect(made).not.toMatch(/secret\.json|outside the snapshot/);
});

test.each([join(folder, "secret.json"), `file://${folder}/secret.json`, "/etc/passwd"])(
  "%s is no module",
  async (path) => {
    const text = JSON.stringify(path);
    const made = await bundled(`import x from ${text}; console.log(x, require(${text}));`);
    expect(made).toContain("__almanac.standIn");
    expect(made).not.toMatch(/held-by-the-host|root:/);
  },
);

const own = ["a", "b"].map((name) => [`${name}.js`, `export default "own ${name}";`] as const);
test("imports by computed names are found, whatever stands round them", async () => {
  const imports =
    "(await import/* x */((`./a.js`))).default, (await import ( /* y */ ('./' + 'b') + '.js')).default";
  const files = new Map([["index.js", `console.log(${imports});`], ...own]);
  const made = await bundle(files, createResolver(files), "index.js", {
    isWhole: true,
    isEager: true,
  });
  expect(made.code).toContain("own a");
  expect(made.code).toMatch(/load\.bind\(null, "index\.js"\)\(/);
});

test.each([
  `let d = ${"[".repeat(100_000)}${"]".repeat(100_000)}; require("./" + d);`,
  `let d = ${"1+".repeat(300_000)}1; require("./" + d);`,
  `let d = ${"1+".repeat(9_000)}1; require("./" + d);`,
  `let d = 1; ${"try { require('./' + d) } catch {}\n".repeat(50_000)}`,
])("a program that is hard to parse comes to an end: %.40s", { timeout: 20_000 }, async (code) => {
  const made = await bundled(code);
  expect(made).toMatch(/can't be read|call stack|__require/);
  expect(made).not.toMatch(/secret\.json|service/);
});

test.each(["//#", "//@", "/*#"])("%s sourceMappingURL is not read", async (start) => {
  const end = start === "/*#" ? " */" : "";
  for (const url of [`file://${folder}/secret.map`, "secret.map"]) {
    const made = await bundled(`console.log("started");\n${start} sourceMappingURL=${url}${end}`);
    expect(made).toContain("index.js");
    expect(made).not.toContain(`${secret}.ts`);
  }
});

test.each([
  ["x = {", "a: 1,", "}"],
  ["switch (x) {", "case 1:", "}"],
  ["", "x == NaN;", ""],
  ["", "x(typeof x == 'nul');", ""],
  ["", "import('./a' + eval('x'));", ""],
])("%s%s, often in one line, is not warned of each time", async (start, part, end) => {
  const begun = performance.now();
  expect(await bundled(start + part.repeat(20_000) + end)).toContain("x");
  expect(performance.now() - begun).toBeLessThan(8000);
});

test.each([
  ["{", "}"],
  ["if (a) ", ";"],
])("%s in itself, again and again, is not indented", { timeout: 20_000 }, async (start, end) => {
  const made = await bundled(`${start.repeat(10_000)}console.log("started")${end.repeat(10_000)}`);
  expect(made).toContain("started");
  expect(made.length).toBeLessThan(10_000_000);
});
