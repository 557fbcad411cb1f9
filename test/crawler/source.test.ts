import { expect, test } from "vitest";
import { formatSource, parseSource } from "../../crawler/source.ts";

const folders = new Set(["./a", "a@b", "/x/a@b", "/x/repo", "o/folder", "."]);
const parse = (text: string) => parseSource(text, (path) => folders.has(path));

test.each([
  ["github:o/r", { scheme: "github", name: "o/r" }],
  ["github:o/r.git", { scheme: "github", name: "o/r" }],
  ["github:o/r@feature/a.b", { scheme: "github", name: "o/r", ref: "feature/a.b" }],
  ["o/r", { scheme: "github", name: "o/r" }],
  ["o/r.js@v1.0.0", { scheme: "github", name: "o/r.js", ref: "v1.0.0" }],
  [" https://github.com/o/r ", { scheme: "github", name: "o/r" }],
  ["https://github.com/o/r.git", { scheme: "github", name: "o/r" }],
  ["https://github.com/o/r/?tab=readme#top", { scheme: "github", name: "o/r" }],
  ["https://github.com/o/r/tree/v1/x", { scheme: "github", name: "o/r", ref: "v1/x" }],
  ["npm:p", { scheme: "npm", name: "p" }],
  ["npm:p@1.2.3-beta.1+x", { scheme: "npm", name: "p", ref: "1.2.3-beta.1+x" }],
  ["npm:@s/p", { scheme: "npm", name: "@s/p" }],
  ["npm:@s/p@next", { scheme: "npm", name: "@s/p", ref: "next" }],
  ["path:a@b", { scheme: "path", name: "a@b" }],
  ["path:/x/a@b@main", { scheme: "path", name: "/x/a@b", ref: "main" }],
  ["path:/x/repo@HEAD~1", { scheme: "path", name: "/x/repo", ref: "HEAD~1" }],
  ["path:/x/none@main", { scheme: "path", name: "/x/none@main" }],
  ["./a", { scheme: "path", name: "./a" }],
  [".", { scheme: "path", name: "." }],
  ["/x/repo@main", { scheme: "path", name: "/x/repo", ref: "main" }],
])("%s", (text, source) => {
  expect(parse(text)).toEqual(source);
  expect(parse(formatSource(source))).toEqual(source);
});

test.each([
  "",
  "github:",
  "github:o",
  "github:o/r/x",
  "github:o/..",
  "github:-o/r",
  "github:o/r@",
  "github:o/r@-option",
  "github:o/r@a b",
  "github:o/r@a..b",
  "https://gitlab.com/o/r",
  "https://github.com/o",
  "npm:",
  "npm:@s",
  "npm:../x",
  "npm:p@file:../x",
  "npm:p@o/r",
  "npm:p@x.tgz",
  "npm:p@https://example.com/p.tgz",
  "path:",
  "path:a\0b",
  "/x/repo@--upload-pack=x",
  "ftp:x",
  "word",
])("%j is refused, and the message says what was expected and what came", (text) => {
  expect(() => parse(text)).toThrow(/^expected .*, got "/);
});

test("what is a folder and could be a repository has to be said", () => {
  expect(() => parse("o/folder")).toThrow(/path:o\/folder or github:o\/folder/);
});

test("the web page of an npm package is the package, and a bare name is told its scheme", () => {
  const none = () => false;
  expect(parseSource("https://www.npmjs.com/package/@s/p/v/1.2.3", none)).toEqual({
    scheme: "npm",
    name: "@s/p",
    ref: "1.2.3",
  });
  expect(parseSource("https://npmjs.com/package/p?activeTab=code", none)).toEqual({
    scheme: "npm",
    name: "p",
  });
  expect(() => parseSource("tavily-mcp", none)).toThrow("npm:tavily-mcp is the npm package");
});
