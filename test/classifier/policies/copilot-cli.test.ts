import { expect, test } from "vitest";
import type { Action } from "../../../model.ts";
import copilotCli from "../../../classifier/policies/formats/copilot-cli.ts";
import read from "../../../classifier/policies/readers/copilot-cli.ts";
import { decide } from "../../../classifier/policies/reading.ts";
import { shellWords } from "../../../classifier/policies/shell-words.ts";

const tools = (actions: Record<string, Action>) =>
  Object.entries(actions).map(([name, action]) => ({
    name,
    recommendation: { action, reason: "" },
  }));
const shop = tools({ drop: "deny", list: "allow", pay: "ask" });

test("writes exact names, and a block for what must not run", () => {
  expect(copilotCli.emit({ alias: "shop", tools: shop }).body).toBe(
    "copilot \\\n  --allow-tool='shop(list)' \\\n  --deny-tool='shop(drop)'\n",
  );
});

test.each(["", "é", "xn--9ca", "a\u200bb", "l".repeat(59)])(
  "a tool that no rule can name and that must not run closes the server: %j",
  (name) => {
    const { body, coverage, notes } = copilotCli.emit({
      alias: "shop",
      tools: [...shop, ...tools({ [name]: "deny" })],
    });
    expect(body).toBe("copilot \\\n  --deny-tool='shop'\n");
    expect(coverage.map(({ got }) => got)).toEqual(["deny", "deny", "deny", "deny"]);
    expect(notes[0]).toContain("so the whole server is");
  },
);

test.each([
  ["files.read", "files-read"],
  ["a b", "a-b"],
  ["a(b),'c'", "a-b---c-"],
  ["*", "-"],
  ["l".repeat(58), "l".repeat(58)],
])("a rule has the name that the model is offered: %s", (name, written) => {
  const { body, coverage } = copilotCli.emit({ alias: "shop", tools: tools({ [name]: "deny" }) });
  expect(body).toBe(`copilot \\\n  --deny-tool='shop(${written})'\n`);
  expect(coverage[0]?.got).toBe("deny");
  expect(decide(read(body, "shop"), name).action).toBe("deny");
});

test("what is offered alike gets the stricter rule, and the text says how names are written", () => {
  const alike = tools({ "files.read": "allow", "files/read": "deny" });
  const { body, notes } = copilotCli.emit({ alias: "shop", tools: alike });
  expect(body).toBe("copilot \\\n  --deny-tool='shop(files-read)'\n");
  expect(notes.join(" ")).toMatch(/names alike.*has a `-` for each sign/);
  expect(copilotCli.emit({ alias: "shop", tools: shop }).notes.join(" ")).not.toContain(
    "each sign",
  );
});

test("where something asks, the text says which file may have let it run already", () => {
  const said = (actions: Record<string, Action>, only?: string) =>
    copilotCli
      .emit({ alias: "shop", tools: tools(actions), ...(only !== undefined && { only }) })
      .notes.some((note) => note.includes("`~/.copilot/permissions-config.json`"));
  expect(said({ list: "allow" })).toBe(true);
  expect(said({ pay: "ask", list: "allow" }, "pay")).toBe(true);
  expect(said({ pay: "ask", list: "allow" }, "list")).toBe(false);
  expect(said({ é: "deny" })).toBe(false);
});

test("lint names a rule with the tool's own name, which matches nothing", () => {
  const reading = read("copilot --yolo --deny-tool='shop(files.read)'", "shop");
  expect(decide(reading, "files.read").action).toBe("allow");
  expect(reading.problems.join(" ")).toContain("write `shop(files-read)`");
  expect(read("copilot --deny-tool='shop(files-read)'", "shop").problems).toEqual([]);
});

test("a tool that no rule can name asks where it needn't be blocked", () => {
  const { body, coverage } = copilotCli.emit({ alias: "shop", tools: tools({ é: "allow" }) });
  expect([body, coverage[0]?.got]).toEqual(["copilot\n", "ask"]);
});

test.each(["shell", "write", "url", "my shop", "shop:2", "a(b"])(
  "a server called like a kind of tools, or no word, gets no flags: %s",
  (alias) => {
    const { body, coverage, notes } = copilotCli.emit({ alias, tools: shop });
    expect(body).toBe("copilot\n");
    expect(coverage.map(({ got }) => got)).toEqual(["ask", "ask", "ask"]);
    expect(notes[0]).toContain("can name a server called so");
    expect(read("copilot", alias).problems).toHaveLength(1);
  },
);

test.each([
  ["copilot --allow-tool='shop(list)'", "list", "allow"],
  ['copilot --allow-tool "shop(list)" -p hi', "list", "allow"],
  ["copilot --allow-tool shop\\(list\\) other", "list", "allow"],
  ["copilot --allow-tool='write, shop(list)'", "list", "allow"],
  ["copilot --allow-tool=shop --deny-tool='shop(list)'", "list", "deny"],
  ["copilot --yolo --deny-tool=shop", "list", "deny"],
  ["copilot --yolo", "list", "allow"],
  ["copilot --allow-tool='Shop(list)'", "list", "ask"],
  ["copilot --allow-tool='shop(li*)'", "list", "ask"],
  ["copilot -p --allow-tool='shop(list)'", "pay", "ask"],
])("%s gives a call of %s: %s", (text, tool, action) => {
  expect(decide(read(text, "shop"), tool).action).toBe(action);
});

test("lint names what runs everything, and refuses what Copilot CLI refuses", () => {
  expect(read("copilot --yolo", "shop").problems[0]).toMatch(/`--yolo` every tool runs/);
  expect(read("copilot --allow-tool=shop", "shop").problems[0]).toMatch(/also those that come/);
  for (const rule of ["shop(a)(b)", "shop()", "my shop(a)", "a+b"])
    expect(() => read(`copilot --deny-tool='${rule}'`, "shop")).toThrow(/does not start/);
  expect(() => shellWords("copilot 'a")).toThrow(/closing '/);
});
