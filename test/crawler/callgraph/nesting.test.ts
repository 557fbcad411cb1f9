/** Code that is nested more deeply than any stack: what is read of it ends, and nothing is thrown. */
import { expect, test } from "vitest";
import { languages } from "../../../crawler/callgraph/index.ts";

const around: [id: string, path: string, before: string, after: string, plus: string][] = [
  ["csharp", "a.cs", "class A { void F(string x) { ", "; } }", "+"],
  ["java", "A.java", "class A { void f(String x) { ", "; } }", "+"],
  ["kotlin", "a.kt", "fun f(x: String) { ", " }", "+"],
  ["php", "a.php", "<?php function f($x) { ", "; }", "."],
  ["ruby", "a.rb", "def f(x)\n", "\nend", "+"],
];

test.each(around)(
  "%s: calls in calls, and a sum of thousands",
  async (id, path, before, after, plus) => {
    const language = languages.find((one) => one.id === id);
    const nested = `${before}${`g("a" ${plus} `.repeat(2000)}"b"${")".repeat(2000)}${after}`;
    const sum = `${before}g(${`"ab" ${plus} `.repeat(2000)}"c")${after}`;
    expect((await language?.parse(path, nested))?.calls.length).toBeLessThan(2001);
    const [call] = (await language?.parse(path, sum))?.calls ?? [];
    expect(call?.callee).toBe("g");
    expect(call?.arguments[0]?.text.length).toBeLessThanOrEqual(400);
  },
);
