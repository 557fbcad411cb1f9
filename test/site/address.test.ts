import fc from "fast-check";
import { expect, test } from "vitest";
import { lineUrl, serverPath, toolSlug, webUrl } from "../../site/address.ts";

const names = fc.oneof(
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.string({ unit: fc.constantFrom(..."aAbB~0123456789._-/% ") }),
);

test("an ordinary name is its own slug", () => {
  expect(toolSlug("get_user")).toBe("get_user");
  expect(toolSlug("getUser")).toBe("get~user");
  expect(toolSlug("files.read")).toBe("files~-read");
});

test("a slug is one short segment that every disk and every URL takes as it is", () => {
  fc.assert(
    fc.property(names, (name) => {
      const slug = toolSlug(name);
      expect(slug).toMatch(/^[a-z0-9_~-]{1,120}$/);
      expect(slug).not.toMatch(/^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$/);
      expect(encodeURIComponent(slug)).toBe(slug);
    }),
  );
});

test("distinct names have distinct slugs", () => {
  fc.assert(
    fc.property(fc.uniqueArray(names, { minLength: 2 }), (distinct) => {
      const stored = new Set(distinct.map((name) => name.toWellFormed()));
      expect(new Set([...stored].map(toolSlug)).size).toBe(stored.size);
    }),
  );
  const long = "n".repeat(200);
  const close = [
    "",
    "~000~",
    "\0",
    "a.",
    "a",
    "A",
    "~a",
    "con",
    "Con",
    "..",
    ".",
    long,
    `${long}n`,
  ];
  expect(new Set(close.map(toolSlug)).size).toBe(close.length);
});

test("a server's path keeps its segments, and none of them climbs or looks like a file", () => {
  expect(serverPath("oliver/meta-mcp.server/packages/a")).toBe("oliver/meta-mcp.server/packages/a");
  fc.assert(
    fc.property(names, names, (owner, rest) => {
      const id = `${owner}/${rest}`;
      const segments = serverPath(id).split("/");
      expect(segments).toHaveLength(id.split("/").length);
      for (const segment of segments) {
        expect(segment).toMatch(/^[A-Za-z0-9_.@~-]{1,120}$/);
        expect(segment).not.toMatch(/^\.|\.$|\.(?:json|html)$/i);
      }
    }),
  );
});

test("links out are plain web addresses, or absent", () => {
  const template = "https://git.example/o/r/blob/c/{path}#L{line}-L{endLine}";
  const at = { path: "a b/#1?{line}.ts", line: 3, endLine: 5 };
  expect(lineUrl(template, at)).toBe(
    "https://git.example/o/r/blob/c/a%20b/%231%3F%7Bline%7D.ts#L3-L5",
  );
  expect(lineUrl("javascript:alert('{path}')", at)).toBeUndefined();
  expect(lineUrl(undefined, at)).toBeUndefined();
  expect(webUrl("javascript:alert(1)")).toBeUndefined();
  expect(webUrl("no address")).toBeUndefined();
  expect(webUrl("https://git.example/x")).toBe("https://git.example/x");
});
