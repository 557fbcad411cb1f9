import { describe, expect, test } from "vitest";
import { go } from "../../../crawler/callgraph/go.ts";
import { python } from "../../../crawler/callgraph/python.ts";
import { rust } from "../../../crawler/callgraph/rust.ts";

const deep = 20_000;

/** Code that would run a reader out of stack, time or memory, with a call that stands before it. */
const hostile = [
  {
    language: python,
    path: "a.py",
    around: (code: string) => `def f():\n    remove("box")\n    ${code}\n`,
    codes: [
      `x = ${"(".repeat(deep)}1${")".repeat(deep)}`,
      `x = ${'"a" + '.repeat(deep)}"b"`,
      `x = ${"g(".repeat(deep)}${")".repeat(deep)}`,
      `x = a${".b()".repeat(deep)}`,
      `g(${'"{0}{0}".format('.repeat(200)}"x"${")".repeat(200)})`,
      `g(${"{'a': ".repeat(400)}1${"}".repeat(400)})`,
    ],
  },
  {
    language: go,
    path: "a.go",
    around: (code: string) => `package a\nfunc f() {\n\tremove("box")\n\t${code}\n}\n`,
    codes: [
      `x := ${"(".repeat(deep)}1${")".repeat(deep)}`,
      `x := ${'"a" + '.repeat(deep)}"b"`,
      `x := ${"g(".repeat(deep)}${")".repeat(deep)}`,
      `x := a${".b()".repeat(deep)}`,
      `g(${'fmt.Sprintf("%[1]s%[1]s", '.repeat(200)}"x"${")".repeat(200)})`,
    ],
  },
  {
    language: rust,
    path: "a.rs",
    around: (code: string) => `fn f() {\n    remove("box");\n    ${code};\n}\n`,
    codes: [
      `let x = ${"(".repeat(deep)}1${")".repeat(deep)}`,
      `let x = ${'"a" + '.repeat(deep)}"b"`,
      `let x = a${".b()".repeat(deep)}`,
      `println!("{}", ${"a.b(".repeat(deep)}${")".repeat(deep)})`,
      `g(${'format!("{0}{0}", '.repeat(200)}"x"${")".repeat(200)})`,
    ],
  },
];

describe.each(hostile)("$path", ({ language, path, around, codes }) => {
  test.each(codes.map((code) => [code.slice(0, 30), code]))(
    "%s… neither ends nor hides what stands beside it",
    async (_, code) => {
      const file = await language.parse(path, around(code));
      const call = file?.calls.find(({ callee }) => callee === "remove");
      expect(call?.arguments).toEqual([{ index: 0, text: "box" }]);
      for (const { arguments: passed } of file?.calls ?? [])
        for (const { text } of passed) expect(text.length).toBeLessThanOrEqual(400);
    },
    20_000,
  );

  test("a file that is larger than any program is not read", async () => {
    const filler = "// filler\n".repeat(120_000);
    expect(await language.parse(path, `${around("g()")}${filler}`)).toBeUndefined();
  });
});
