import { expect, test } from "vitest";
import type { PolicyRequest, PolicyTool } from "../../../classifier/policies/format.ts";
import format, { fullName } from "../../../classifier/policies/formats/gemini-cli.ts";
import read from "../../../classifier/policies/readers/gemini-cli.ts";
import { decide } from "../../../classifier/policies/reading.ts";
import type { Action } from "../../../model.ts";
import { geminiCli, loadFor } from "./engines/gemini-cli.ts";

test.each([
  ["forge", "list", "mcp_forge_list"],
  ["my server.v2", "files/read", "mcp_my_server.v2_files_read"],
  ["mcp", "list", "mcp_list"],
  ["mcp_forge", "list", "mcp_forge_list"],
  ["a", "😀", "mcp_a___"],
  ["a", "l".repeat(57), `mcp_a_${"l".repeat(57)}`],
  ["a", "l".repeat(58), `mcp_a_${"l".repeat(24)}...${"l".repeat(30)}`],
])("the name of %j %j is %s", (alias, tool, name) => {
  expect(fullName(alias, tool)).toBe(name);
});

test("a file with a rule that names no tool is dropped whole, and the reader says so (T10)", () => {
  const text = '[[rule]]\nmcpName = "forge"\ndecision = "deny"\npriority = 100\n';
  expect(() => read(text, "forge")).toThrow(/drops the whole file.*toolName = "\*"/);
  expect(() => geminiCli.load(text, "forge")).toThrow(/toolName/);
});

test("an argument counts only at the top, where it is all of the value (T11)", () => {
  const branch = { argument: "branch", must: { oneOf: ["main"] } };
  const tool: PolicyTool = { ...toolOf("push", "allow"), constraints: [branch] };
  const { body } = format.emit({ alias: "forge", tools: [tool] });
  const call = geminiCli.load(body, "forge");
  expect(call("push", { branch: "main", a: 1, z: [{}] }).action).toBe("allow");
  for (const given of [
    {},
    { branch: "main2" },
    { branch: ["main"] },
    { note: { branch: "main" } },
    { note: '\0"branch":"main"\0', branch: "x" },
    { 'x"\0"branch': "main" },
  ])
    expect([given, call("push", given).action]).toEqual([given, "deny"]);
});

test("a pattern that the NUL bytes keep from matching is named, and one that text can fake (T11)", () => {
  const rule = (pattern: string) =>
    `[[rule]]\nmcpName = "forge"\ntoolName = "push"\nargsPattern = '${pattern}'\ndecision = "allow"\npriority = 1\n`;
  const problems = (pattern: string) => read(rule(pattern), "forge").problems.join("\n");
  expect(problems('[{,]"branch":"main"[,}]')).toMatch(/NUL byte stands there/);
  expect(problems('"branch":"main"')).toMatch(/inside another argument/);
  expect(problems(String.raw`\x00"branch":"main"\x00`)).toBe("");
  expect(problems("(a+)+")).toMatch(/refuses its `argsPattern`/);
});

test("what asks still asks in YOLO mode, and what is blocked stays blocked (T12)", () => {
  const tools = [toolOf("delete", "deny"), toolOf("list", "allow"), toolOf("pay", "ask")];
  for (const alias of ["forge", "my_forge", "my forge", "mcp"]) {
    const { body, unknownTools } = format.emit({ alias, tools });
    for (const mode of ["default", "autoEdit", "yolo", "plan"] as const) {
      const call = loadFor(mode, body, alias);
      expect(tools.map(({ name }) => call(name).action)).toEqual(["deny", "allow", "ask"]);
    }
    expect(loadFor("yolo", body, alias)("later").action).toBe(
      unknownTools === "deny" ? "deny" : "allow",
    );
  }
});

test("a question by `mcpName` is skipped in YOLO mode, and the reader says so", () => {
  const text =
    '[[rule]]\nmcpName = "forge"\ntoolName = "pay"\ndecision = "ask_user"\npriority = 300\n';
  expect(loadFor("default", text, "forge")("pay").action).toBe("ask");
  expect(loadFor("yolo", text, "forge")("pay").action).toBe("allow");
  expect(read(text, "forge").problems.join()).toMatch(/in YOLO mode the call then runs/);
});

test("the reader names keys that are ignored and rules that hold elsewhere only", () => {
  const text = [
    '[[rule]]\ntoolName = "mcp_forge_pay"\ndecision = "deny"\npriority = 300\ntool_name = "x"\n',
    '[[rule]]\ntoolName = "mcp_forge_pay"\ndecision = "allow"\npriority = 999\nmodes = ["yolo"]\n',
    '[[rule]]\ntoolName = "mcp_forge_pay"\ndecision = "allow"\npriority = 998\ninteractive = false\n',
  ].join("");
  const reading = read(text, "forge");
  expect(reading.problems).toHaveLength(3);
  expect(reading.problems[0]).toMatch(
    /`tool_name` is no key of rule 1, line 1, and Gemini CLI ignores it: write `toolName`/,
  );
  expect(decide(reading, "pay").action).toBe("deny");
});

test.each([
  ['[[rule]]\ntoolName = "a"\ndecision = "block"\npriority = 1\n'],
  ['[[rule]]\ntoolName = "a"\ndecision = "deny"\npriority = 1000\n'],
  ['[[rule]]\ntoolName = "a"\ndecision = "deny"\npriority = 1.5\n'],
  ['[[rule]]\ntoolName = "a"\ndecision = "deny"\n'],
  ['[rule]\ntoolName = "a"\n'],
])("neither engine nor reader takes %j", (text) => {
  expect(() => geminiCli.load(text, "forge")).toThrow();
  expect(() => read(text, "forge")).toThrow(/drops the whole file/);
});

test("a pattern too long for Gemini CLI becomes a question", () => {
  const branch = { argument: "branch", must: { oneOf: ["b".repeat(2100)] } };
  const request: PolicyRequest = {
    alias: "forge",
    tools: [{ ...toolOf("push", "allow"), constraints: [branch] }],
  };
  const { body, coverage } = format.emit(request);
  expect(coverage[0]).toMatchObject({ got: "ask", note: expect.stringContaining("arguments") });
  expect(geminiCli.load(body, "forge")("push", { branch: "x" }).action).toBe("ask");
});

test("a server name that Gemini CLI changes is said, with what follows and what to do", () => {
  const request = { alias: "my forge", tools: [toolOf("list", "allow")] };
  const { notes, unknownTools } = format.emit(request);
  expect(unknownTools).toBe("ask");
  expect(notes.join("\n")).toMatch(/tools that are added later ask.*give the server a name/);
  expect(format.emit({ ...request, alias: "forge" }).notes.join()).not.toMatch(/added later/);
});

test("tools that are added later are blocked by any name, or it is said that they ask", () => {
  for (const length of [24, 25, 26, 30]) {
    const alias = "s".repeat(length);
    const { body, unknownTools } = format.emit({ alias, tools: [toolOf("list", "allow")] });
    const call = geminiCli.load(body, alias);
    for (const later of ["later", "l".repeat(200)])
      expect([length, call(later).action]).toEqual([length, unknownTools]);
    expect(unknownTools).toBe(length <= 25 ? "deny" : "ask");
  }
});

function toolOf(name: string, action: Action): PolicyTool {
  return { name, recommendation: { action, reason: "A reason." } };
}
