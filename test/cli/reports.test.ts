import { expect, test } from "vitest";
import { classify } from "../../classifier/classify.ts";
import { reporters, type CheckReport } from "../../cli/reports.ts";
import type { Definition } from "../../model.ts";

function serverOf(id: string, ...definitions: Definition[]): CheckReport["servers"][number] {
  return {
    id,
    path: "",
    name: id,
    packages: [],
    start: [],
    transports: [],
    secrets: [],
    scopes: [],
    sdks: [],
    unresolved: [],
    tools: definitions.map((definition) => ({
      ...definition,
      at: { path: "index.js", line: 1 },
      method: "read",
      classification: classify({ ...definition, server: id }),
    })),
  };
}

const text = { type: "string" };
const mail = serverOf("acme/mail", {
  name: "read_mail",
  description: "Read the emails of an inbox.",
});
const board = serverOf("acme/board", {
  name: "send_letter",
  description: "Send a letter to a customer.",
  inputSchema: { type: "object", properties: { text } },
});
const weather = serverOf("acme/weather", {
  name: "get_weather",
  description: "Get the weather of a city.",
});
const report = (...servers: CheckReport["servers"]): CheckReport => ({ servers, notAnalysed: [] });

test("two servers that are harmless alone are seen to meet in one session", () => {
  for (const one of [mail, board]) {
    const { session } = JSON.parse(reporters.json(report(one)));
    expect(session).toMatchObject({ meet: false, alone: [] });
    expect(session).not.toHaveProperty("cut");
  }
  const both = report(mail, board, weather);
  expect(JSON.parse(reporters.json(both)).session).toMatchObject({
    meet: true,
    cut: { role: "sends-out", tools: [{ server: "acme/board", name: "send_letter" }] },
  });
  for (const format of ["text", "markdown"] as const) {
    const printed = reporters[format](both).replaceAll("\\\\", "\\").replaceAll("\\_", "_");
    expect(printed).toContain("In one session");
    expect(printed).toContain("The three meet");
    expect(printed).toMatch(/can send out:? +acme\/board: send_letter/);
  }
});

test("what could not be read may add a role, and a report without tools has no verdict", () => {
  const far = { name: "far", reason: "it is a remote server" };
  const partly = { servers: [weather], notAnalysed: [far] };
  expect(reporters.text(partly)).toContain("1 server could not be read and may add to it.");
  expect(reporters.markdown({ servers: [], notAnalysed: [far] })).not.toContain("In one session");
});

test("the attacks on a tool stand beside it, and a harmless tool has none", () => {
  const [tool] = JSON.parse(reporters.json(report(board))).servers[0].tools;
  expect(tool.attacks).toContainEqual({
    code: "AML.T0086",
    title: "Exfiltration via AI Agent Tool Invocation",
    url: "https://atlas.mitre.org/techniques/AML.T0086",
    basis: { facet: "egress", quote: "Send a letter to a customer", witness: "description" },
  });
  expect(reporters.markdown(report(board))).toContain(
    "[AML.T0086](https://atlas.mitre.org/techniques/AML.T0086)",
  );
  const [harmless] = JSON.parse(reporters.json(report(weather))).servers[0].tools;
  expect(harmless).toMatchObject({ attacks: [], roles: [] });
});
