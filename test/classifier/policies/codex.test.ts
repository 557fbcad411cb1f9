import { parse } from "smol-toml";
import { describe, expect, test } from "vitest";
import codex from "../../../classifier/policies/formats/codex.ts";
import read from "../../../classifier/policies/readers/codex.ts";
import { decide } from "../../../classifier/policies/reading.ts";
import { codex as engine } from "./engines/codex.ts";

const tools = (["allow", "ask", "deny"] as const).map((action) => ({
  name: action,
  recommendation: { action, reason: "" },
}));
const server = (keys: string) => `[mcp_servers.shop]\ncommand = "x"\n${keys}`;
const problemsOf = (keys: string) => read(server(keys), "shop").problems.join("\n");

test("what is blocked is neither offered nor left to a prompt, which the bypass flag skips", () => {
  const body = codex.emit({ alias: "shop", tools }).body;
  expect(parse(body)).toEqual({
    mcp_servers: {
      shop: {
        enabled_tools: ["allow", "ask"],
        disabled_tools: ["deny"],
        default_tools_approval_mode: "prompt",
        tools: { allow: { approval_mode: "approve" }, ask: { approval_mode: "prompt" } },
      },
    },
  });
});

test("a snippet for one tool never starts a list of its own, which would take all others away", () => {
  for (const { name } of tools)
    expect(codex.emit({ alias: "shop", tools, only: name }).body).not.toContain("enabled_tools");
});

test("a server that Codex would not start has no tools, and is said to need another name", () => {
  const emitted = codex.emit({ alias: "my server.v2", tools });
  expect(emitted.coverage.map(({ got }) => got)).toEqual(["deny", "deny", "deny"]);
  expect(emitted.coverage[0]?.note).toBe("Codex does not start a server of this name.");
  expect(emitted.notes[0]).toContain("rename it");
  for (const only of [undefined, "allow", "deny"]) {
    const request = { alias: "my server.v2", tools, ...(only !== undefined && { only }) };
    expect(parse(codex.emit(request).body)).toEqual({});
  }
});

describe("lint names", () => {
  test.each([
    [
      'enabledTools = ["a"]',
      "`enabledTools` is no key of a server's table, and Codex ignores it without a word: write `enabled_tools`.",
    ],
    [
      '[mcp_servers.shop.tools.a]\nmode = "prompt"',
      '`mode` is no key of the table of the tool "a"',
    ],
    [
      '[mcp_server.notes]\ncommand = "x"',
      "`mcp_server` is no key of Codex's configuration, and nothing in it counts: write `mcp_servers`.",
    ],
    ["", "Under `auto`, the default"],
    ['default_tools_approval_mode = "writes"', "and `writes`, a tool runs without asking"],
  ])("%s", (keys, problem) => {
    expect(problemsOf(keys)).toContain(problem);
  });

  test("a table that is no server of its own, a name that starts none, a server that is not there", () => {
    expect(read(codex.emit({ alias: "shop", tools }).body, "shop").problems.join()).toContain(
      "neither `command` nor `url`",
    );
    expect(read('[mcp_servers."a b"]\ncommand = "x"\n', "a b").problems.join()).toContain(
      "does not start a server",
    );
    expect(read(server(""), "other").problems).toContain(
      'There is no table `mcp_servers.other`: the servers of this file are "shop".',
    );
  });

  test("the two settings under which nothing asks", () => {
    const bypass = 'approval_policy = "never"\nsandbox_mode = "danger-full-access"\n';
    expect(read(`${bypass}${server("")}`, "shop").problems.join()).toContain(
      "what should ask runs",
    );
  });

  test("nothing in what we write", () => {
    const file = codex
      .emit({ alias: "shop", tools })
      .body.replace("shop]\n", 'shop]\ncommand = "x"\n');
    expect(read(file, "shop").problems).toEqual([]);
  });
});

test.each(['approval_mode = "block"', 'default_tools_approval_mode = "deny"'])(
  "a mode that Codex has not is refused: %s",
  (keys) => {
    const text = server(keys.startsWith("approval") ? `[mcp_servers.shop.tools.a]\n${keys}` : keys);
    expect(() => read(text, "shop")).toThrow(
      /^mcp_servers\.shop\.\S+: expected "auto", "prompt", "writes" or "approve", got "(?:block|deny)"$/,
    );
    expect(() => engine.load(text, "shop")).toThrow(/Invalid option/);
  },
);

test("names are as the server has them, also where the model sees others", () => {
  const text = server(
    'enabled_tools = ["files.read"]\ntools."files.read".approval_mode = "approve"',
  );
  const reading = read(text, "shop");
  expect(decide(reading, "files.read").action).toBe("allow");
  expect(decide(reading, "files_read").action).toBe("deny");
});
