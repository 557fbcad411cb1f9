import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Classification } from "../../model.ts";
import { agreementRows, judge, type Hinted } from "./agreement.ts";
import { calibrate, type StatedPair, wilson } from "./calibration.ts";
import { readLabelFolder } from "./judge.ts";
import { readDefinedLabels, readLabels, type Label } from "./label.ts";
import { pinnedPackages } from "../pinned.ts";
import { chooseByLot, halfOf } from "./lot.ts";
import { score } from "./score.ts";
import { drawForSecondReader, readersSection, readSecondReader } from "./second-reader.ts";
import { calibrationRows, confusionRows, summaryRows } from "./tables.ts";

function pair(
  truth: Label["category"],
  said: Classification["category"] | undefined,
  more: Partial<Label> & { confident?: number } = {},
): StatedPair {
  const { confident = 0.9, ...label } = more;
  return {
    label: {
      server: "s",
      name: "t",
      category: truth,
      effect: truth === "Read" ? "read" : "write",
      risk: "medium",
      confidence: "high",
      ...label,
    },
    ...(said && {
      found: {
        category: said,
        effect: said === "Read" ? ("read" as const) : ("write" as const),
        risk: "medium" as const,
        confidence: confident,
      },
    }),
  };
}

const pairs = [
  pair("Read", "Read"),
  pair("Read", "Write"),
  pair("Write", "Write", { risk: "critical" }),
  pair("Write", "Read", { risk: "high" }),
  pair("Destructive", "Read"),
  pair("Execute", undefined),
  pair("Financial", "Read", { confidence: "low" }),
];

test("labels are scored as they are counted by hand", () => {
  const found = score(pairs);
  expect(found).toMatchObject({ n: 6, unlabelled: 1 / 6, category: 2 / 6 });
  expect(found.dangerousCalledRead).toBe(1 / 2);
  expect(found.writesCalledRead).toBe(2 / 4);
  expect(found.risk).toBe(3 / 6);
  expect(found.riskWithinOne).toBe(4 / 6);
  expect(found.byCategory[0]).toEqual({
    category: "Read",
    n: 2,
    precision: 1 / 3,
    recall: 1 / 2,
  });
  // Read 2·1/(2+3), Write 2·1/(2+2), Execute and Destructive nothing, Financial on neither side.
  expect(found.macroF1).toBeCloseTo((0.4 + 0.5 + 0 + 0 + 1) / 5, 10);
  expect(confusionRows(found)[1]).toEqual(["Read", 1, 1, 0, 0, 0]);
  expect(summaryRows([["all", found]])).toContainEqual(["category equal %", 33.3]);
});

test("nothing to score is not a division by nought", () => {
  const { macroF1, category, dangerousCalledRead, unlabelled } = score([]);
  expect([macroF1, category, dangerousCalledRead, unlabelled]).toEqual([1, 1, 0, 0]);
});

test("Wilson's interval is that of the textbook", () => {
  const { low, high } = wilson(9, 10);
  expect(low).toBeCloseTo(0.5958, 3);
  expect(high).toBeCloseTo(0.9821, 3);
  expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
  expect(wilson(10, 10).high).toBeCloseTo(1, 10);
});

test("stated confidence is put beside the share that was right, without labels of low confidence", () => {
  const bins = calibrate([
    pair("Read", "Read", { confident: 0.91 }),
    pair("Read", "Write", { confident: 0.93 }),
    pair("Write", "Write", { confident: 1 }),
    pair("Write", "Read", { confident: 0.93, confidence: "low" }),
    pair("Write", undefined),
  ]);
  expect(bins.map(({ from, n, right }) => [from, n, right])).toEqual([
    [0.9, 2, 1],
    [0.95, 1, 1],
  ]);
  expect(bins[0]?.stated).toBeCloseTo(0.92, 10);
  expect(calibrationRows(bins)[1]).toEqual(["0.9 to 0.95", 2, 92, 50, "9.5–90.5"]);
});

test("a label that no taxonomy has, or that contradicts itself, is named by its line", () => {
  const good = {
    package: "p",
    name: "t",
    category: "Read",
    effect: "read",
    risk: "low",
    confidence: "high",
  };
  const line = (change: object) => JSON.stringify({ ...good, ...change });
  expect(readLabels(`${line({})}\n\n`)).toEqual([expect.objectContaining({ server: "p" })]);
  for (const change of [{ category: "Other" }, { effect: "write" }, { risk: "none" }, { name: "" }])
    expect(() => readLabels(`${line({})}\n${line(change)}`)).toThrow(/^line 2: /);
  const [defined] = readDefinedLabels(line({ description: "Reads.", inputSchema: {} }));
  expect(defined?.definition).toEqual({ name: "t", description: "Reads.", inputSchema: {} });
});

test("the lot is the same in any order, and the halves are both large", () => {
  const names = Array.from({ length: 200 }, (_, index) => `server-${index}`);
  const lot = chooseByLot("seed", names, 20, (name) => name);
  expect(chooseByLot("seed", names.toReversed(), 20, (name) => name)).toEqual(lot);
  expect(chooseByLot("other", names, 20, (name) => name)).not.toEqual(lot);
  expect(chooseByLot("seed", names, 500, (name) => name)).toHaveLength(200);
  const held = names.filter((name) => halfOf(name) === "held out").length;
  expect(held).toBeGreaterThan(70);
  expect(held).toBeLessThan(130);
});

test("a hint agrees or disagrees by what it says, and an absent one says nothing", () => {
  const hinted = (
    annotations: Hinted["annotations"],
    category: Classification["category"],
  ): Hinted => ({
    server: "s",
    language: "go",
    name: "t",
    annotations,
    found: { category, effect: category === "Read" ? "read" : "write", risk: "low", facets: [] },
  });
  const agrees = (one: Hinted) => judge(one).map((verdict) => verdict.agrees);
  expect(agrees(hinted({}, "Write"))).toEqual([]);
  expect(agrees(hinted({ readOnlyHint: true }, "Write"))).toEqual([false]);
  expect(agrees(hinted({ readOnlyHint: true, destructiveHint: true }, "Read"))).toEqual([true]);
  expect(agrees(hinted({ destructiveHint: true }, "Write"))).toEqual([true]);
  expect(agrees(hinted({ readOnlyHint: false, destructiveHint: false }, "Destructive"))).toEqual([
    true,
    false,
  ]);
  const rows = agreementRows([hinted({ readOnlyHint: true }, "Write")]);
  expect(rows.at(-1)?.slice(0, 4)).toEqual(["all", 1, 1, 0]);
  expect(rows.at(-1)?.slice(4, 6)).toEqual([0, "–"]);
});

const here = join(import.meta.dirname, "..");

/** The labels of a folder as they are written, each checked to have these fields and a version that is pinned. */
function writtenLabels(folder: string, lock: string, fields: string): Record<string, string>[] {
  return readdirSync(join(here, folder)).flatMap((file) =>
    writtenFile(`${folder}/${file}`, lock, fields),
  );
}

/** The same of one file. */
function writtenFile(file: string, lock: string, fields: string): Record<string, string>[] {
  const { packages } = JSON.parse(readFileSync(join(here, lock), "utf8")) as {
    packages: Record<string, { version?: string }>;
  };
  const text = readFileSync(join(here, file), "utf8");
  expect(() => readLabels(text), file).not.toThrow();
  const lines = text.trim().split("\n");
  return lines.map((line) => {
    const label = JSON.parse(line) as Record<string, string>;
    expect(Object.keys(label).join(" ")).toBe(fields);
    expect(label["why"]).toMatch(/^.{5,160}\.$/);
    expect(packages[`node_modules/${label["package"]}`]?.version).toBe(label["version"]);
    return label;
  });
}

const fields = "package version name category effect risk confidence why";

function countsOf(labels: Record<string, string>[]) {
  return {
    packages: new Set(labels.map((label) => label["package"])).size,
    tools: new Set(labels.map((label) => `${label["package"]} ${label["name"]}`)).size,
  };
}

test("our own labels are of at least 400 tools of 25 pinned packages, and hold no text of others", () => {
  const labels = writtenLabels("labels", "servers/package-lock.json", fields);
  const { packages, tools } = countsOf(labels);
  expect(packages).toBeGreaterThanOrEqual(25);
  expect(tools).toBeGreaterThanOrEqual(400);
});

test("the labels held out are of at least 200 tools of 15 other packages, half of which change something", () => {
  const lock = "held-out/package-lock.json";
  const labels = writtenLabels("held-out/labels", lock, `${fields} changedByCode`);
  const { packages, tools } = countsOf(labels);
  expect(tools).toBe(labels.length);
  expect(packages).toBeGreaterThanOrEqual(15);
  expect(tools).toBeGreaterThanOrEqual(200);
  const developedOn = pinnedPackages("servers");
  const heldOut = pinnedPackages("held-out");
  expect([...heldOut.keys()].filter((name) => developedOn.has(name))).toEqual([]);
  expect(packages).toBe(heldOut.size);
  const count = (category: string) => labels.filter((one) => one["category"] === category).length;
  expect(count("Read")).toBeLessThanOrEqual(tools / 2);
  expect(count("Execute")).toBeGreaterThanOrEqual(10);
  expect(count("Destructive")).toBeGreaterThanOrEqual(15);
  expect(count("Financial")).toBeGreaterThanOrEqual(8);
});

test("the second reader's labels are of the tools that the lot draws, at most five of a package", () => {
  const lock = "held-out/package-lock.json";
  const written = writtenFile("held-out/second-reader.jsonl", lock, fields);
  const packages = new Set(written.map((label) => label["package"]));
  const first = readLabelFolder(join(here, "held-out/labels")).filter(({ server }) =>
    packages.has(server),
  );
  const named = (labels: Label[]) =>
    labels.map(({ server, name }) => `${server} ${name}`).toSorted();
  const second = readSecondReader();
  expect(named(second)).toEqual(named(drawForSecondReader(first, second.length)));
  const tools = countsOf(written).tools;
  expect(tools).toBe(written.length);
  expect(tools).toBeGreaterThanOrEqual(80);
  for (const server of packages)
    expect(second.filter((one) => one.server === server).length, server).toBeLessThanOrEqual(5);
});

test("the first reader and our labels are each measured by the second reader's, over the tools that both read", () => {
  const second = [
    pair("Execute", undefined, { name: "a", risk: "high" }).label,
    pair("Read", undefined, { name: "b", risk: "low" }).label,
  ];
  const found = [
    // The first reader: Read and critical against Execute and high; of low confidence, and counted.
    pair("Read", "Execute", { name: "a", risk: "critical", confidence: "low" }),
    pair("Read", "Write", { name: "b", risk: "low" }),
    pair("Write", "Read", { name: "c" }),
  ];
  const about = { engine: "e", command: "c" };
  const none = found.map(({ label }) => ({ label }));
  expect(readersSection(about, { plain: found, coded: none }, second).rows.slice(1)).toEqual([
    ["the first reader", 2, 50, 50, 100, 100],
    ["ours, definitions only", 2, 50, 0, 100, 0],
    ["ours, with code", 2, 0, 0, 0, 0],
  ]);
});
