import { honest, honestFiles } from "./honest.ts";
import type { Hostile } from "./hostile.ts";

const [, one] = honest;
const beside = (files: Record<string, string>): Record<string, string> => ({
  ...(one && honestFiles(one)),
  ...files,
});
const server = 'from mcp.server.fastmcp import FastMCP\nmcp = FastMCP("hostile")\n';
const tool = (name: string, doc = '"""Does."""'): string =>
  `@mcp.tool()\ndef ${name}(x: int) -> int:\n    ${doc}\n    return x\n`;
const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join("\n") + "\n";
const inherited = ["__proto__", "constructor", "hasOwnProperty", "toString", "valueOf"];
const moreCode = /^The project has more code than is followed\.$/;

/** What Python code can try. */
export const python: Hostile[] = [
  {
    name: "python: modules that import themselves and each other in a ring of 2,000",
    files: () =>
      beside({
        ...Object.fromEntries(
          Array.from({ length: 2000 }, (_, index) => [
            `ring${index}.py`,
            `import ring${index}\nfrom ring${(index + 1) % 2000} import *\nfrom . import ring${index}\n`,
          ]),
        ),
        "server.py": `import ring0\nfrom server import mcp\n${server}${tool("after_the_ring")}`,
      }),
    tools: ["after_the_ring", "stays"],
    unresolved: "any",
  },
  {
    name: "python: functions that call themselves in many ways",
    files: () =>
      beside({
        "server.py":
          server +
          "def fib(n):\n    return fib(n - 1) + fib(n - 2) + fib(n - 3) + fib(n - 4)\nfib(10 ** 9)\n" +
          "def ping(x, y): return pong([x], [y]) or pong([y], [x])\n" +
          "def pong(x, y): return ping([x], [y]) or ping([y], [x])\nping(1, 2)\n" +
          "omega = lambda f: f(f)(f(f))\nomega(omega)\n" +
          tool("after_recursion"),
      }),
    tools: ["after_recursion", "stays"],
    unresolved: "any",
  },
  {
    name: "python: texts, lists and dicts that double with every line",
    files: () =>
      beside({
        "server.py":
          `${server}s = "ab"\nl = ["ab"]\nd = {"a": 1}\n` +
          lines(
            200,
            () =>
              's = s + s\nl = [l, l]\nd = {"a": d, "b": d}\nt = s.replace("a", s)\nu = s.join([s] * 9)\nv = "{0}{0}".format(s)\nw = f"{l}{l}"',
          ) +
          tool("after_doubling") +
          "mcp.tool(name='big', description=str(l))(lambda x: x)\n" +
          "from mcp.types import Tool\nmcp.add_tool(Tool(name='deep', inputSchema=d))\n",
      }),
    tools: ["after_doubling", "big", "deep", "stays"],
    unresolved: "any",
  },
  {
    name: "python: lists of lists that are wide and not deep",
    files: () =>
      beside({
        "server.py":
          `${server}a = [0 for _ in range(2000)]\n` +
          lines(12, () => "a = [a for _ in range(2000)]") +
          `print(str(a), a == [a], a in a, sorted(a), dict(a), {**{str(a): a}})\n` +
          tool("after_width") +
          `def wide(x: int = a) -> int:\n    return x\nmcp.add_tool(wide)\n`,
      }),
    tools: ["after_width", "stays", "wide"],
    unresolved: "any",
  },
  {
    name: "python: loops without end and of 10^9 rounds, and generators that never stop",
    files: () =>
      beside({
        "server.py":
          server +
          "import itertools\n" +
          "while True:\n    pass\nelse:\n    pass\n" +
          "for i in range(10 ** 9):\n    for j in range(10 ** 9):\n        x = i * j\n" +
          "def forever():\n    while True:\n        yield from forever()\n        yield 1\n" +
          "for each in forever():\n    pass\nfor each in itertools.count():\n    pass\n" +
          "squares = {a: {b: [c for c in range(2000)] for b in range(2000)} for a in range(2000)}\n" +
          tool("after_the_loops"),
      }),
    tools: ["after_the_loops", "stays"],
  },
  {
    name: "python: a million tools in a loop",
    files: () =>
      beside({
        "server.py": `${server}for i in range(1_000_000):\n    mcp.add_tool(lambda x: x, name=f"tool{i:07}")\n`,
      }),
    tools: [
      "stays",
      ...Array.from({ length: 2000 }, (_, index) => `tool${String(index).padStart(7, "0")}`),
    ],
    unresolved: [moreCode],
  },
  {
    name: "python: classes that inherit from themselves, each other, and 5,000 deep",
    files: () =>
      beside({
        "server.py":
          server +
          "class A: pass\nclass B(A): pass\nclass A(B, A): pass\nclass B(A, B): pass\nA.__bases__ = (B,)\n" +
          lines(5000, (index) => `class C${index + 1}(${index === 0 ? "A" : `C${index}`}): pass`) +
          "class S:\n    def __init_subclass__(cls, **given):\n        type('T', (S,), {})\n        class U(S): pass\n" +
          "class V(S): pass\nclass F(FastMCP, FastMCP, B): pass\nC5000().x.y.z()\n" +
          tool("after_the_classes"),
      }),
    tools: ["after_the_classes", "stays"],
    unresolved: "any",
  },
  {
    name: "python: decorators of decorators, 20,000 on one function",
    files: () =>
      beside({
        "server.py":
          `${server}def d(f): return d(d)(f)\ndef e(f):\n    @e\n    @d\n    def g(*a): return f(*a)\n    return g\n` +
          "@d\n".repeat(20_000) +
          "@e\n".repeat(500) +
          tool("decorated"),
      }),
    tools: ["decorated", "stays"],
    unresolved: "any",
  },
  {
    name: "python: properties, descriptors and __getattr__ that answer with themselves",
    files: () =>
      beside({
        "server.py":
          server +
          "class P:\n    @property\n    def x(self): return self.x\n    @property\n    def y(self): return self.z.y\n    @property\n    def z(self): return P().y\n" +
          "    def __getattr__(self, name): return getattr(self, name + 'x')\n    def __call__(self, *a): return self(*a)\n    def __enter__(self): return self.__enter__()\n" +
          "p = P()\np.x.y.z(p)(p)\np.nothing\nwith p as q:\n    q.x\n" +
          "mcp.add_tool(p)\nmcp.add_tool(p.x)\n" +
          tool("after_properties"),
      }),
    tools: ["P", "after_properties", "stays"],
    unresolved: "any",
  },
  {
    name: "python: tools, parameters, models and files with the names of every object's own",
    files: () =>
      beside({
        ...Object.fromEntries(
          inherited.map((name) => [
            `${name}.py`,
            `from ${name} import ${name}\n${name} = "${name}"\n`,
          ]),
        ),
        "server.py":
          `${server}from pydantic import BaseModel\n` +
          inherited
            .map(
              (name) =>
                `import ${name}\nclass ${name}_(BaseModel):\n    ${name}: int\n` +
                `@mcp.tool(name="${name}", annotations={"${name}": True})\ndef t_${name}(${name}: ${name}_, x: "${name}" = {"${name}": {}}) -> int:\n    return 1\n`,
            )
            .join("\n"),
      }),
    tools: [...inherited, "stays"].toSorted(),
  },
  {
    name: "python: names of ten megabytes and of control characters",
    files: () =>
      beside({
        "server.py":
          `${server}mcp.tool(name="x" * 10_000_000)(lambda x: x)\n` +
          `mcp.tool(name="${"y".repeat(3_000_000)}")(lambda x: x)\n` +
          `@mcp.tool(name="a\\x1b[2J\\u202e\\n")\ndef control(x): return x\n`,
      }),
    tools: ["a\u001B[2J\u202E\n", "stays"],
    unresolved: "any",
  },
  {
    name: "python: types that name themselves, each other and twice what came before",
    files: () =>
      beside({
        "server.py":
          `from __future__ import annotations\n${server}from typing import Annotated, Optional\nfrom pydantic import BaseModel, Field\n` +
          "class Node(BaseModel):\n    next: Optional[Node] = None\n    all: list[Node]\n    other: 'Other'\n" +
          "class Other(BaseModel):\n    node: Node\n" +
          lines(
            300,
            (index) =>
              `class M${index}(BaseModel):\n    a: "M${index + 1}"\n    b: "M${(index * 7) % 300}"`,
          ) +
          `T = ${"Optional[".repeat(3000)}int${"]".repeat(3000)}\nT = T | T\n` +
          lines(60, () => "T = Annotated[T | list[T], T, T]") +
          "@mcp.tool()\ndef typed(a: Node, b: M0, c: T, d: 'T', e: '''" +
          "'".repeat(2) +
          "list[' ''' = 1) -> Node:\n    return a\n" +
          tool("after_the_types"),
      }),
    tools: ["after_the_types", "stays", "typed"],
    unresolved: "any",
  },
  {
    name: "python: an API document whose references go round, and 100,000 levels of JSON and YAML",
    files: () => {
      const cycle = {
        openapi: "3.1.0",
        paths: {
          __proto__: null,
          "/a": { $ref: "#/paths/~1b" },
          "/b": { $ref: "#/paths/~1a" },
          "/c": {
            get: {
              operationId: "read_c",
              parameters: [
                { $ref: "#/components/parameters/p" },
                { name: "__proto__", in: "query" },
              ],
              requestBody: { $ref: "#/components/requestBodies/r" },
            },
          },
        },
        components: {
          parameters: { p: { $ref: "#/components/parameters/p" } },
          requestBodies: {
            r: { content: { "application/json": { schema: { $ref: "#/components/schemas/s" } } } },
          },
          schemas: {
            s: { allOf: [{ $ref: "#/components/schemas/s" }, { $ref: "#/components/schemas/t" }] },
            t: {
              properties: { t: { $ref: "#/components/schemas/t" } },
              allOf: [{ $ref: "#/components/schemas/s" }],
            },
          },
        },
      };
      return beside({
        "openapi.json": JSON.stringify(cycle).replace(
          '"/a"',
          '"__proto__": {"get": {"operationId": "proto"}}, "/a"',
        ),
        "openapi_deep.json": "[".repeat(100_000) + "]".repeat(100_000),
        "openapi_deep.yaml": "[".repeat(100_000) + "]".repeat(100_000),
        "openapi_bomb.yaml":
          'a: &a ["x","x","x","x","x","x","x","x","x"]\n' +
          lines(25, (index) => {
            const [own, last] = [index + 1, index].map((n) => String.fromCodePoint(97 + n));
            return `${own}: &${own} [${Array(9).fill(`*${last}`).join(",")}]`;
          }),
        "server.py":
          "import json, yaml\nfrom fastmcp import FastMCP\nfrom fastmcp.server.openapi import RouteMap, MCPType\n" +
          'mcp = FastMCP.from_openapi(json.load(open("openapi.json")), client=None)\n' +
          'deep = FastMCP.from_openapi(json.load(open("openapi_deep.json")), client=None)\n' +
          'deeper = FastMCP.from_openapi(yaml.safe_load(open("openapi_deep.yaml")), client=None)\n' +
          'bomb = FastMCP.from_openapi(yaml.safe_load(open("openapi_bomb.yaml")), client=None)\n' +
          'bait = FastMCP.from_openapi(json.load(open("openapi.json")), client=None, route_maps=[RouteMap(pattern=r"^(a+)+(b|b)*$", mcp_type=MCPType.TOOL)])\n',
      });
    },
    tools: ["proto", "read_c", "stays"],
    unresolved: [/from_openapi/],
  },
  {
    name: "python: numbers, repetitions and widths beyond any memory",
    files: () =>
      beside({
        "server.py":
          `${server}a = [0] * 10 ** 12\nb = "x" * 10 ** 12\nc = 10 ** 10 ** 10\nd = 1 << 10 ** 12\n` +
          `e = "%1000000000s" % "x"\nf = "{:>1000000000}".format("x")\ng = f"{'x':>1000000000}"\nh = "x".rjust(10 ** 12)\n` +
          `i = bytes(10 ** 12)\nj = list(range(10 ** 12))\nk = "x".join(["y"] * 10 ** 9)\nl = -10 ** 12 // 0 % 0\n` +
          `@mcp.tool(description=b)\ndef huge(a: int = c, b: list = j, e: str = e) -> str:\n    return ""\n`,
      }),
    tools: ["huge", "stays"],
    unresolved: "any",
  },
  {
    name: "python: conditions that are never known, 400 in a row and 60 inside each other",
    files: () =>
      beside({
        "server.py":
          `${server}import os\n` +
          lines(
            400,
            (index) =>
              `if os.environ["A${index}"]:\n    x${index} = ${index}\nelse:\n    y${index} = x${index}`,
          ) +
          lines(60, (index) => `${" ".repeat(index)}if os.environ["B${index}"]:`) +
          `${" ".repeat(60)}pass\n` +
          lines(
            60,
            (index) =>
              `try:\n    z${index} = open(${index})\nexcept OSError:\n    z${index} = z${index - 1} if z${index} else y${index}`,
          ) +
          tool("after_the_conditions"),
      }),
    tools: ["after_the_conditions", "stays"],
    unresolved: "any",
  },
  {
    name: "python: 20,000 functions, each the default of the next, and 10,000 small files",
    files: () =>
      beside({
        "many.py": `from mcp.server.fastmcp import FastMCP\n${lines(20_000, (index) => `def f${index}(a=f${index - 1}): return f${index + 1}(a)`)}`,
        ...Object.fromEntries(
          Array.from({ length: 10_000 }, (_, index) => [
            `many/p${index % 100}/m${index}.py`,
            "import mcp\n",
          ]),
        ),
        "server.py": `from many import *\n${server}${tool("among_many")}`,
      }),
    tools: ["among_many", "stays"],
    unresolved: "any",
  },
];
