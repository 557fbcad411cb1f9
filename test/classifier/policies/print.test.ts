import { expect, test } from "vitest";
import { parse } from "yaml";
import { printYaml } from "../../../classifier/policies/print.ts";

const words = [
  "no",
  "On",
  "y",
  "NULL",
  "true",
  "1e3",
  "0x1f",
  "~",
  "<<",
  "=",
  "",
  " a",
  "a: b",
  "#",
];

test.each(["1.1", "1.2"] as const)("text stays text in YAML %s", (version) => {
  const value = { list: words, keys: Object.fromEntries(words.map((word) => [word, word])) };
  const read: unknown = parse(printYaml(value), { version });
  expect(read).toEqual(value);
});

test("nested and empty lists, long keys and numbers read back", () => {
  const value = {
    ["k".repeat(2000)]: { a: [[1, [2.5, -3e30]], [], {}, [{ b: null, c: [true] }]], "": {} },
    list: [{ a: { b: [] }, c: "x" }, "\u0000\u0007\u0085\u00a0\u2028", "- a", "? b", "😀"],
  };
  expect(parse(printYaml(value))).toEqual(value);
  expect(parse(printYaml([]))).toEqual([]);
  expect(parse(printYaml("a: b"))).toBe("a: b");
});

test("text with double quotes stands in single ones, so it stays readable", () => {
  expect(printYaml(['a == "b"', 'it\'s "b"', 'é "b"'])).toBe(
    `- 'a == "b"'\n- 'it''s "b"'\n- "é \\"b\\""\n`,
  );
});
