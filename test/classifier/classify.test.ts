import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { classify, engine, type Subject } from "../../classifier/classify.ts";
import { categories, facets, risks, type Category, type Classification } from "../../model.ts";

const fixtures = join(import.meta.dirname, "../fixtures/rules");

/** One line of the corpus: `name | description | parameters | category risk`. */
interface Labelled {
  tool: Subject;
  category: string;
  risk: string;
}

function readCorpus(): Labelled[] {
  return readFileSync(join(fixtures, "corpus.txt"), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const [name = "", description = "", parameters = "", label = ""] = line.split(" | ");
      const [category = "", risk = ""] = label.split(" ");
      const properties = Object.fromEntries(
        parameters
          .split(",")
          .filter(Boolean)
          .map((key) => [key.trim(), { type: "string" }]),
      );
      const required = Object.keys(properties);
      return {
        tool: {
          name,
          ...(description ? { description } : {}),
          inputSchema: { type: "object", properties, required },
        },
        category,
        risk,
      };
    });
}

function readRuleTools(): Subject[] {
  return readdirSync(fixtures)
    .filter((file) => file.endsWith(".json"))
    .flatMap((file) => {
      const { claims, near } = JSON.parse(readFileSync(join(fixtures, file), "utf8")) as {
        claims: { tool: Subject }[];
        near: Subject[];
      };
      return [...claims.map((claim) => claim.tool), ...near];
    });
}

const corpus = readCorpus();
const tools = [...corpus.map((row) => row.tool), ...readRuleTools()];

test("tools of many kinds get the category that the taxonomy gives them", () => {
  const wrong = corpus.flatMap(({ tool, category }) => {
    const found = classify(tool).category;
    return found === category ? [] : [`${tool.name}: ${category}, labelled ${found}`];
  });
  expect(corpus.length).toBeGreaterThan(250);
  expect(wrong).toEqual([]);
});

test("their risk is right for nineteen in twenty, and never two steps off", () => {
  const steps = corpus.map(({ tool, risk }) =>
    Math.abs(risks.indexOf(classify(tool).risk) - risks.findIndex((level) => level === risk)),
  );
  expect(steps.filter((step) => step === 0).length / steps.length).toBeGreaterThanOrEqual(0.95);
  expect(Math.max(...steps)).toBeLessThanOrEqual(1);
});

test("the risk follows from the category and the steps shown", () => {
  const base: Record<Category, number> = {
    Read: 0,
    Write: 1,
    Execute: 2,
    Destructive: 3,
    Financial: 3,
  };
  for (const tool of tools) {
    const { category, risk, steps, effect } = classify(tool);
    const up = steps.filter((step) => step.by > 0).reduce((sum, step) => sum + step.by, 0);
    const down = steps.filter((step) => step.by < 0).length;
    expect(up).toBeLessThanOrEqual(2);
    expect(down).toBeLessThanOrEqual(1);
    expect(risks.indexOf(risk), tool.name).toBe(
      Math.min(3, Math.max(0, base[category] + up - down)),
    );
    expect(effect === "read").toBe(category === "Read");
  }
});

/** Every string and key in a JSON value. */
function texts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...texts(inner)]);
}

test("every quotation stands verbatim in the place that it names", () => {
  for (const tool of tools) {
    const places = {
      name: [tool.name, tool.title ?? ""],
      description: [tool.description ?? ""],
      schema: texts(tool.inputSchema),
      annotations: texts(tool.annotations),
      code: [tool.handlerSource ?? ""],
    };
    for (const { witness, quote } of classify(tool).evidence) {
      expect(quote.length).toBeGreaterThan(0);
      expect(
        places[witness].some((text) => text.includes(quote)),
        `${tool.name}: ${witness} ${quote}`,
      ).toBe(true);
    }
  }
});

test("evidence from code points at its line", () => {
  const handlerSource =
    "async ({ id }) => {\n  const url = base + id;\n  await fetch(url, { method: 'DELETE' });\n}";
  const { evidence } = classify({
    name: "box",
    handler: { path: "src/box.ts", line: 41 },
    handlerSource,
  });
  expect(evidence[0]).toMatchObject({ witness: "code", at: { path: "src/box.ts", line: 43 } });
});

test("code outweighs what a description says", () => {
  const handlerSource = "await client.put(`/boxes/${id}`, body)";
  const label = classify({
    name: "get_box",
    description: "Gets a box.",
    annotations: { readOnlyHint: true },
    handlerSource,
  });
  expect(label.category).toBe("Write");
  expect(label.conflicts).toMatchObject([{ annotation: "readOnlyHint", declared: true }]);
});

test("where the description tells nothing the name says that it reads, and a record kept on the way makes it no writer", () => {
  const tool = {
    name: "get-overview",
    description: "Use this when you need the overview of boxes.",
    calls: [
      {
        callee: "con.execute",
        arguments: [{ text: "INSERT INTO snapshots VALUES (?)" }],
        quote: "con.execute(text)",
        at: { path: "store.py", line: 2 },
        via: ["save_snapshot"],
      },
    ],
  };
  expect(classify(tool).category).toBe("Read");
  expect(classify({ ...tool, name: "overview" }).category).toBe("Write");
});

test("only what an author declares can be contradicted", () => {
  const conflicts = (tool: Subject) =>
    classify(tool).conflicts.map((conflict) => `${conflict.annotation} ${conflict.declared}`);
  const remove: Subject = { name: "delete_box", description: "Deletes a box." };
  expect(conflicts(remove)).toEqual([]);
  expect(conflicts({ ...remove, annotations: { readOnlyHint: true } })).toEqual([
    "readOnlyHint true",
  ]);
  expect(
    conflicts({ ...remove, annotations: { readOnlyHint: false, destructiveHint: false } }),
  ).toEqual(["destructiveHint false"]);
  expect(
    conflicts({ name: "get_box", description: "Get a box.", annotations: { readOnlyHint: false } }),
  ).toEqual(["readOnlyHint false"]);
  expect(
    conflicts({
      name: "update_box",
      description: "Update a box.",
      annotations: { destructiveHint: false },
    }),
  ).toEqual([]);
});

test("the rationale names the words that decided, what moved the risk, and the level of the badge", () => {
  const { rationale, evidence, risk } = classify({
    name: "list_mail",
    description: "Lists emails of an account.",
  });
  expect(rationale).toContain(evidence[0]!.quote);
  expect(rationale).toContain("reads mail");
  expect(rationale).toContain(risk);
  for (const tool of tools) {
    const label = classify(tool);
    const levels = risks.filter((level) =>
      new RegExp(`\\b${level}\\b`).test(label.rationale.replaceAll(/"[^"]*"/g, "")),
    );
    expect(levels, tool.name).toContain(label.risk);
  }
});

test("every step gives its reason as a clause that reads on after `because`", () => {
  const reasons = new Set(tools.flatMap((tool) => classify(tool).steps.map((step) => step.reason)));
  expect(reasons.size).toBeGreaterThan(20);
  for (const reason of reasons) expect(reason).toMatch(/^it [a-z][^.]+[^.]$/);
});

/** A tool of string parameters, some with a description. */
function toolOf(name: string, description: string, parameters: Record<string, string>): Subject {
  const properties = Object.fromEntries(
    Object.entries(parameters).map(([key, text]) => [key, { type: "string", description: text }]),
  );
  return { name, description, inputSchema: { type: "object", properties } };
}

test("no label holds facets that contradict each other", () => {
  for (const tool of tools) {
    const held = classify(tool).facets;
    expect(held.includes("scratch") && held.includes("irreversible"), tool.name).toBe(false);
  }
});

test("every facet of a label rests on evidence that says so", () => {
  for (const tool of tools) {
    const { facets: held, evidence } = classify(tool);
    const resting = new Set(evidence.flatMap((item) => item.facets ?? []));
    for (const facet of held) if (facet !== "money") expect(resting, tool.name).toContain(facet);
    expect(held, tool.name).toEqual(expect.arrayContaining([...resting]));
  }
});

test.each<[tool: Subject, expected: string[]]>([
  [toolOf("read_log", "Read a log file.", { path: "" }), ["filesystem"]],
  [toolOf("get_shelf", "Get a shelf.", { path: "Path of its URL." }), []],
  [toolOf("get_area", "Get an area.", { path: "" }), []],
  [toolOf("get_own_sites", "List the websites of an account.", {}), []],
  [toolOf("search_web", "Search the web.", { query: "" }), ["untrusted-input", "network"]],
  [toolOf("search_files", "Search for files.", { query: "" }), []],
  [toolOf("forward_port", "Forward a port to a box.", { box: "" }), []],
  [toolOf("add_forwarder", "Create a forwarder for a mailbox.", { to: "" }), ["egress"]],
  [toolOf("send_input", "Send input to a process of a terminal.", { pid: "" }), []],
  [toolOf("send_letter", "Send a letter.", { to: "" }), ["egress", "reach-people"]],
  [toolOf("remove_pump", "Uninstall a pump.", { pump_id: "" }), []],
  [toolOf("delete_pump", "Delete a pump.", { pump_id: "" }), ["irreversible"]],
  [toolOf("delete_thought", "Delete a thought from memory.", { id: "" }), ["scratch"]],
])("facets of %j: %j", (tool, expected) => {
  expect(classify(tool).facets).toEqual(expected);
});

test("a tool about which nothing is known is a guess, and says so", () => {
  for (const tool of [
    { name: "a" },
    { name: "zzz", description: "Zzz zzz." },
    { name: "frobnicate", description: "Quux.", annotations: { readOnlyHint: true } },
  ]) {
    const { confidence, rationale, category } = classify(tool);
    expect(category).toBe("Read");
    expect(confidence).toBeLessThan(0.5);
    expect(rationale).toContain("Nothing telling was found");
  }
});

test("what is not written in English is understood only in part", () => {
  const foreign: Subject[] = [
    { name: "borrar_caja", description: "Borra una caja de la lista con todos sus datos." },
    { name: "kiste_loeschen", description: "Löscht eine Kiste aus der Liste und leert sie." },
    { name: "get_box", description: "ボックスを削除します。" },
    { name: "delete", description: "Удаляет коробку из списка." },
  ];
  for (const tool of foreign) {
    const { confidence, rationale } = classify(tool);
    expect(confidence, tool.name).toBeLessThan(0.5);
    expect(rationale, tool.name).toContain("English");
  }
  const plain = classify({ name: "get_box", description: "Get a box, e.g. El Niño or Die Hard." });
  expect(plain.confidence).toBeGreaterThan(0.6);
});

test("code that was read and shows nothing makes words less sure, not surer", () => {
  const tool: Subject = {
    name: "get_box",
    description: "Get a box.",
    annotations: { readOnlyHint: true },
  };
  const handlerSource = "async ({ id }) => backend.handle(id)";
  expect(classify({ ...tool, handlerSource }).confidence).toBeLessThan(classify(tool).confidence);
});

function expectWhole(label: Classification): void {
  expect(categories).toContain(label.category);
  expect(risks).toContain(label.risk);
  expect(label.rationale.length).toBeGreaterThan(20);
  expect(label.confidence).toBeGreaterThanOrEqual(0);
  expect(label.confidence).toBeLessThanOrEqual(1);
  expect(label.engine).toBe(engine);
  const order = label.facets.map((facet) => facets.indexOf(facet));
  expect(order).toEqual([...new Set(order)].toSorted((a, b) => a - b));
}

test("a name alone gets a label, with little confidence", () => {
  for (const name of ["", "x", "weather", "delete_box"]) {
    const label = classify({ name });
    expectWhole(label);
    expect(label.confidence).toBeLessThan(0.85);
  }
});

test("the same tool gets the same label, whatever else its definition holds", () => {
  for (const tool of tools) {
    const first = JSON.stringify(classify(tool));
    expect(JSON.stringify(classify(structuredClone(tool)))).toBe(first);
    const more = { ...tool, _meta: { delete: true }, icons: ["drop table"], execution: null };
    expect(JSON.stringify(classify(more))).toBe(first);
  }
});

test("hostile names and texts are only text", () => {
  const names = [
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "a".repeat(10_000),
    "_".repeat(10_000),
    "aB".repeat(5_000),
    "削除_ファイル",
    "\u202Eeteled",
    "🗑️🔥",
    "İ".repeat(300),
    "\0",
    "\uD800",
  ];
  for (const name of names) {
    for (const description of [
      undefined,
      name,
      `${name}. `.repeat(2_000),
      "\n".repeat(50_000),
      ": ".repeat(20_000),
      "e.g. ".repeat(20_000),
    ]) {
      expectWhole(classify({ name, ...(description === undefined ? {} : { description }) }));
    }
  }
});

function nest(depth: number): unknown {
  let schema: unknown = { type: "string" };
  for (let i = 0; i < depth; i++)
    schema =
      i % 3 === 0
        ? { anyOf: [schema] }
        : i % 3 === 1
          ? { items: schema }
          : { properties: { command: schema } };
  return schema;
}

test("any JSON may stand in place of a schema or of annotations", () => {
  const wide = {
    properties: Object.fromEntries(
      Array.from({ length: 5_000 }, (_, i) => [
        `p${i}`,
        { enum: Array.from({ length: 50 }, () => "delete") },
      ]),
    ),
  };
  const odd: unknown[] = [
    null,
    true,
    7,
    "text",
    [],
    [[]],
    {},
    { properties: null },
    { properties: [1] },
    { properties: { a: null, b: 3, c: [] } },
    { required: "name", properties: { name: { type: 5, description: {}, enum: 7 } } },
    JSON.parse(
      '{"properties":{"__proto__":{"type":"string"},"constructor":{"enum":["delete","list"]}}}',
    ),
    nest(10_000),
    wide,
  ];
  for (const value of odd) {
    expectWhole(
      classify({
        name: "box",
        inputSchema: value,
        outputSchema: value,
        annotations: value,
      } as unknown as Subject),
    );
    expectWhole(
      classify({
        name: value,
        title: value,
        description: value,
        server: value,
        handlerSource: value,
      } as unknown as Subject),
    );
  }
});

test("ten times as long a definition takes no more than its share of time", () => {
  const cost = (times: number): number => {
    const description = `Get a box. ${"and then deletes, or updates, the box (for real) - ".repeat(4_000 * times)}`;
    const source = `${"fetch(".repeat(2_000 * times)}\n${"DELETE ".repeat(2_000 * times)}\n`;
    const runs = Array.from({ length: 7 }, () => {
      const before = performance.now();
      classify({ name: "get_box", description, handlerSource: source.repeat(3) });
      return performance.now() - before;
    });
    return Math.min(...runs);
  };
  cost(1);
  expect(cost(10) / cost(1)).toBeLessThan(20);
});
