/** Code that is made to keep a follower busy, to make its answer large, or to pass for something else. */
import { expect, test } from "vitest";
import tracer, { type Handlers } from "../../../crawler/callgraph/tracer.ts";
import type { Call } from "../../../model.ts";

async function follow(files: Record<string, string>, path: string, lines: number): Promise<Call[]> {
  const snapshot: Handlers = {
    repository: { source: "path:hostile", id: "path.local/hostile" },
    files: new Map(Object.entries(files)),
    skipped: [],
    handlers: [{ path, line: 1, endLine: lines }],
  };
  const [calls] = await tracer.extract(snapshot);
  return calls ?? [];
}

const callees = (calls: readonly Call[]): string[] => calls.map(({ callee }) => callee);
const deed = 'requests.delete(f"https://boxes.example/{id}")';

test("functions that call each other in a circle are entered once", async () => {
  const source = `def handle(id):
    one(id)

import requests

def one(id):
    two(id)

def two(id):
    one(id)
    ${deed}
`;
  expect(callees(await follow({ "a.py": source }, "a.py", 2))).toEqual(["requests.delete"]);
});

test("functions that call the next one twice, each with other constants, end", async () => {
  const levels = Array.from(
    { length: 40 },
    (_, i) => `function f${i}(x) { f${i + 1}(x + "a"); f${i + 1}(x + "b"); }`,
  );
  const source = `function handle() { f0(""); }\n${levels.join("\n")}\nfunction f40(x) { fetch(x); }\n`;
  expect((await follow({ "a.ts": source }, "a.ts", 1)).length).toBeLessThanOrEqual(100);
});

test("a text that grows on its way stays short", async () => {
  const levels = Array.from(
    { length: 7 },
    (_, i) => `function f${i}(x) { f${i + 1}(x + x + x + x + x + x + x + x); }`,
  );
  const source = `function handle() { f0("aaaaaaaa"); }\n${levels.join("\n")}\nfunction f7(x) { fetch(x); }\n`;
  const [call] = await follow({ "a.ts": source }, "a.ts", 1);
  expect(call?.callee).toBe("fetch");
  expect(call?.arguments[0]?.text.length).toBeLessThanOrEqual(400);
});

test("a method that a thousand classes have is nobody's", async () => {
  const files = Object.fromEntries(
    Array.from({ length: 1000 }, (_, i) => [
      `box${i}.py`,
      `import requests\n\nclass Box${i}:\n    def crush(self, id):\n        ${deed}\n`,
    ]),
  );
  const handler = "def handle(thing):\n    thing.crush(1)\n";
  expect(callees(await follow({ ...files, "a.py": handler }, "a.py", 2))).toEqual(["thing.crush"]);
});

test("names of object prototypes are names", async () => {
  const source = `def handle(constructor, __proto__):
    toString(__proto__)
    hasOwnProperty(constructor)

import requests

def toString(__proto__):
    requests.delete(__proto__)

def hasOwnProperty(x):
    requests.put(x)
`;
  const calls = await follow({ "a.py": source }, "a.py", 3);
  expect(callees(calls)).toEqual(["requests.delete", "requests.put"]);
});

const deep = 30_000;
const nested = (open: string, close: string): string => open.repeat(deep) + close.repeat(deep);

test.each([
  ["a.py", `def handle():\n    return ${nested("(", ")")}\n`],
  ["a.ts", `function handle() {\n  return ${nested("[", "]")};\n}\n`],
  ["a.go", `package a\nfunc handle() { x := ${nested("(", ")")} }\n`],
  ["a.java", `class A { void handle() {\n ${nested("{", "}")} } }\n`],
  ["a.rb", `def handle\n  ${nested("[", "]")}\nend\n`],
  ["a.php", `<?php function handle() {\n return ${nested("[", "]")}; }\n`],
  ["a.rs", `fn handle() {\n let x = ${nested("(", ")")}; }\n`],
  ["a.cs", `class A { void Handle() {\n ${nested("{", "}")} } }\n`],
  ["a.kt", `fun handle() {\n ${nested("{", "}")} }\n`],
])("nesting beyond all reason in %s ends", async (path, text) => {
  expect(await follow({ [path]: text }, path, 3)).toEqual([]);
});
