import { honest, honestFiles } from "./honest.ts";
import type { Hostile } from "./hostile.ts";

const [one] = honest;
const beside = (files: Record<string, string>): Record<string, string> => ({
  ...(one && honestFiles(one)),
  ...files,
});
const start = `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
const server = new McpServer({ name: "hostile", version: "1.0.0" });
`;
const tool = (name: string, more = "{}"): string =>
  `server.registerTool("${name}", ${more}, async () => ({ content: [] }));\n`;
const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join("\n") + "\n";
const inherited = ["__proto__", "constructor", "hasOwnProperty", "toString", "valueOf"];

/** What JavaScript and TypeScript code can try, read and evaluated. */
export const typescript: Hostile[] = [
  {
    name: "typescript: modules that import themselves and each other in a ring of 1,000",
    files: () =>
      beside({
        ...Object.fromEntries(
          Array.from({ length: 1000 }, (_, index) => [
            `ring${index}.ts`,
            `export * from "./ring${index}.ts";\nexport * from "./ring${(index + 1) % 1000}.ts";\nimport "./ring0.ts";\n`,
          ]),
        ),
        "server.ts": `import * as ring from "./ring0.ts";\nimport { missing } from "./ring5.ts";\n${start}${tool("after_the_ring")}console.log(ring.none, missing);\n`,
      }),
    tools: ["after_the_ring", "stays"],
    unresolved: "any",
  },
  {
    name: "typescript: functions and getters that call themselves in many ways",
    files: () =>
      beside({
        "server.ts":
          start +
          "const fib = (n: number): number => fib(n - 1) + fib(n - 2) + fib(n - 3);\n" +
          "class Round { get x(): any { return this.x; } get y() { return new Round().y; } constructor(public z = () => new Round()) {} }\n" +
          "const looped = new Proxy({}, { get: (t, k, r) => Reflect.get(r, k, r) }) as any;\n" +
          tool("before_recursion") +
          "try { fib(1e9); } catch {}\ntry { new Round().x; } catch {}\ntry { new Round().y.z(); } catch {}\ntry { looped.any; } catch {}\n" +
          tool("after_recursion"),
      }),
    tools: ["after_recursion", "before_recursion", "stays"],
    unresolved: "any",
  },
  {
    name: "typescript: texts, arrays, objects and schemas that double with every line",
    files: () =>
      beside({
        "server.ts":
          `${start}let s = "ab", l: any = ["ab"], d: any = { a: 1 }, q: any = z.object({ a: z.string() });\n` +
          tool("before_doubling") +
          lines(
            60,
            () =>
              'try { s = s + s; l = [...l, ...l]; d = { a: d, b: d, ...d }; q = z.object({ a: q, b: z.array(q), c: z.union([q, q]) }); s = s.replaceAll("a", s).repeat(9); } catch {}',
          ) +
          tool("after_doubling"),
      }),
    timeMs: 5000,
    tools: ["after_doubling", "before_doubling", "stays"],
    unresolved: "any",
  },
  {
    name: "typescript: members set in branches on one of four hundred records that each may hold as many values",
    files: () =>
      beside({
        "server.ts":
          start +
          tool("before_the_records") +
          `const all: any = {${Array.from({ length: 400 }, (_, n) => `k${n}: { v: {} }`).join()}};\nconst x = all[process.argv[2]!];\n` +
          lines(4000, (n) => `if (process.argv[${n}]) x.v = { n: ${n} };`) +
          tool("after_the_records"),
      }),
    timeMs: 5000,
    tools: ["before_the_records", "stays"],
    unresolved: "any",
  },
  {
    name: "typescript: loops without end and of 10^9 rounds, and generators that never stop",
    files: () =>
      beside({
        "server.ts":
          start +
          tool("before_the_loops") +
          "for (let i = 0; i < 1e9; i++) for (let j = 0; j < 1e9; j++) Math.sqrt(i * j);\n" +
          "function* forever(): any { for (;;) yield* forever(); }\nfor (const each of forever()) console.log(each);\n" +
          "while (true) {}\n" +
          tool("after_the_loops"),
      }),
    timeMs: 5000,
    tools: ["after_the_loops", "before_the_loops", "stays"],
    unresolved: "any",
  },
  {
    name: "typescript: a process that ends itself, and globals that are taken apart on import",
    files: () =>
      beside({
        "server.ts":
          start +
          tool("before_the_end") +
          "Object.prototype.toString = null as any;\n(Object.prototype as any).name = 'poisoned';\nArray.prototype.map = () => [];\nJSON.stringify = () => '{}';\n(globalThis as any).Map = undefined;\n" +
          "(Object.prototype as any).__defineGetter__('tools', () => { throw 1; });\nPromise.prototype.then = function () { while (true) {} } as any;\n" +
          tool("after_the_end") +
          "process.exit(0);\nprocess.kill(process.pid, 'SIGKILL');\nprocess.abort();\n",
      }),
    tools: ["after_the_end", "before_the_end", "stays"],
    unresolved: "any",
  },
  {
    name: "typescript: gigabytes of text and memory asked for at import",
    files: () =>
      beside({
        "server.ts":
          start +
          tool("before_the_memory") +
          "const held: any[] = [];\ntry { for (;;) held.push(new Uint8Array(1e9), 'x'.repeat(5e8), new Array(1e9).fill(held)); } catch {}\n" +
          "try { 'x'.padStart(2 ** 30).split(''); } catch {}\n" +
          tool("after_the_memory"),
      }),
    tools: ["after_the_memory", "before_the_memory", "stays"],
    unresolved: "any",
  },
  {
    name: "typescript: classes and mixins that inherit from themselves, and 2,000 deep",
    files: () =>
      beside({
        "server.ts":
          `${start}class A extends (A as any) {}\nconst mix = (b: any): any => class extends mix(b) {};\n` +
          "class B0 {}\n" +
          lines(2000, (index) => `class B${index + 1} extends B${index} {}`) +
          "class C extends D {}\nclass D extends C {}\n" +
          tool("after_the_classes"),
      }),
    tools: ["after_the_classes", "stays"],
    unresolved: "any",
  },
  {
    name: "typescript: tools, parameters and files with the names of every object's own",
    files: () =>
      beside({
        ...Object.fromEntries(
          inherited.map((name) => [
            `${name}.ts`,
            `export const value = "${name}";\nexport default ${JSON.stringify(name)};\n`,
          ]),
        ),
        "server.ts":
          inherited.map((name, index) => `import v${index} from "./${name}.ts";\n`).join("") +
          start +
          inherited
            .map((name) =>
              tool(
                name,
                `{ inputSchema: { ["${name}"]: z.string(), x: z.object({ ["${name}"]: z.number() }) } }`,
              ),
            )
            .join(""),
      }),
    tools: [...inherited, "stays"].toSorted(),
    unresolved: "any",
  },
  {
    name: "typescript: patterns that never come to an end",
    files: () =>
      beside({
        "server.ts":
          start +
          tool("before_the_pattern") +
          `const bait = "a".repeat(100_000) + "!";\nconst found = /^(a+)+$/.test(bait) || /^(a|a)*$/.exec(bait) || bait.replace(/(.*)(.*)(.*)(.*)(.*)x/, "") || bait.match(/(\\w+\\s?)+$/);\n` +
          `const schema = z.string().regex(/^(a+)+$/);\n` +
          tool("after_the_pattern", "{ inputSchema: { schema } }"),
      }),
    timeMs: 5000,
    tools: ["after_the_pattern", "before_the_pattern", "stays"],
    unresolved: "any",
  },
  {
    name: "typescript: configurations that extend each other, and manifests that point at each other",
    files: () =>
      beside({
        "package.json": JSON.stringify({
          name: "round",
          version: "1.0.0",
          main: "./package.json",
          bin: { round: "./server.ts", "../../up": "../../../etc/passwd" },
          exports: { ".": "./a", "./a": { import: "round/b" }, "./b": "round/a", "./*": "./*/*" },
          imports: { "#a": "#b", "#b": "#a", "#*": "#*" },
          workspaces: [
            "**",
            "../*",
            "/",
            "{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}",
            "*".repeat(2000),
          ],
          dependencies: { "@modelcontextprotocol/sdk": "file:.", round: "workspace:*" },
        }),
        "tsconfig.json":
          '{ "extends": "./tsconfig.base.json", "compilerOptions": { "paths": { "*": ["*", "./*/*"], "@/*": ["@/*"] } } }',
        "tsconfig.base.json":
          '{ "extends": ["./tsconfig.json", "./tsconfig.base.json", "../../../etc/passwd"] }',
        "server.ts": `import x from "#a";\nimport y from "round/a";\nimport w from "@/w";\n${start}${tool("after_the_round")}console.log(x, y, w);\n`,
      }),
    // The program that the manifest names decides.
    tools: ["after_the_round"],
    unresolved: "any",
  },
  {
    name: "typescript: 20,000 tools in a loop and names of ten megabytes",
    files: () =>
      beside({
        "server.ts":
          start +
          tool("before_the_many") +
          'for (let i = 0; i < 20_000; i++) server.registerTool("x".repeat(10_000_000) + i, {}, async () => ({ content: [] }));\n',
      }),
    timeMs: 5000,
    tools: ["before_the_many", "stays"],
    unresolved: "any",
  },
];
