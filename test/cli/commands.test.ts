import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeFiles } from "../github/repositories.ts";
import { pythonServer } from "../python-server.ts";
import { almanac } from "./almanac.ts";

let folder: string;
let server: string;
let env: NodeJS.ProcessEnv;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "cli-"));
  server = join(folder, "notes");
  writeFiles(server, pythonServer("notes", ["delete_note", "read_note"]));
  env = { ALMANAC_DATA: join(folder, "data") };
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("extract", () => {
  test("prints the contract as JSON and nothing else on standard output", async () => {
    const { code, out } = await almanac(["extract", `path:${server}`, "--json"], env);
    expect(code).toBe(0);
    const printed = JSON.parse(out);
    expect(Object.keys(printed)).toEqual(["source", "servers", "skipped"]);
    expect(printed.servers).toMatchObject([
      {
        id: "path.local/notes",
        path: "",
        name: "notes",
        tools: [
          { name: "delete_note", at: { path: "server.py" }, method: "read" },
          { name: "read_note" },
        ],
        unresolved: [],
      },
    ]);
  });

  test.each([
    ["a missing argument", ["extract"], 2, /missing required argument/],
    ["no source", ["extract", "ftp://x"], 2, /expected github:owner\/repo/],
    ["an unknown command", ["extrakt"], 2, /unknown command/],
    ["a word that objects know", ["constructor"], 2, /unknown command/],
    ["an unknown option", ["extract", "npm:x", "--fast"], 2, /unknown option/],
    ["a folder that is not there", ["extract", "path:/nowhere/at/all"], 1, /\/nowhere\/at\/all/],
    ["a host that can't be reached", ["extract", "github:ann/notes"], 1, /cannot reach/],
  ])("%s: one clear line and the exit code", async (_what, args, code, message) => {
    const ran = await almanac(args, env);
    expect(ran.code).toBe(code);
    expect(ran.out).toBe("");
    expect(ran.err).toMatch(message);
    expect(ran.err).not.toMatch(/^\s+at /m);
  });

  test("what is quoted in an error can't steer the terminal", async () => {
    const { err } = await almanac(["extract", "path:/nowhere\u001b[31m\u202e"], env);
    expect(err).toBe("almanac: path:/nowhere\\u001b[31m\\u202e: expected a folder, found none\n");
  });

  test("a bad setting names the variable", async () => {
    const ran = await almanac(["extract", "npm:x"], { ...env, ALMANAC_MAX_FILES: "many" });
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(/ALMANAC_MAX_FILES: expected a whole number/);
  });
});

test("a source without any registration says so, and its exit code too", async () => {
  const plainFolder = join(folder, "plain");
  writeFiles(plainFolder, { "index.js": "console.log(1);\n" });
  const ran = await almanac(["extract", `path:${plainFolder}`, "--json"], env);
  expect(ran.code).toBe(1);
  expect(ran.err).toMatch(
    /plain: no tool registration was seen in the files that are read \(\.js 1\)\n$/,
  );
  expect(JSON.parse(ran.out).servers).toEqual([]);
  const textFolder = join(folder, "text");
  writeFiles(textFolder, { "notes.css": "" });
  const other = await almanac(["extract", `path:${textFolder}`], env);
  expect(other.code).toBe(1);
  expect(other.err).toMatch(/it has no file of a kind that is read: typescript, python, go/);
});

describe("classify", () => {
  const lines = [
    { server: "s", name: "list_files", description: "List files", inputSchema: { type: "object" } },
    {
      server: "s",
      tool: "delete_file",
      description: "Delete a file for good",
      parameters: { type: "object" },
    },
    {
      server: "s",
      name: "shell",
      description: "Run a shell command",
      annotations: { readOnlyHint: true },
    },
  ].map((line) => JSON.stringify(line));

  test("answers every line in order with the fields of the contract", async () => {
    const { code, out } = await almanac(["classify", "--json"], env, `${lines.join("\n")}\n`);
    expect(code).toBe(0);
    const labels = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(labels.map((label) => [label.name, label.category, label.effect])).toEqual([
      ["list_files", "Read", "read"],
      ["delete_file", "Destructive", "write"],
      ["shell", "Execute", "write"],
    ]);
    expect(Object.keys(labels[0])).toEqual(
      "server name effect category risk facets steps rationale evidence conflicts confidence engine hygiene".split(
        " ",
      ),
    );
    expect(labels[2].conflicts).toMatchObject([{ annotation: "readOnlyHint", declared: true }]);
  });

  test("JSON leaves nothing in it that steers a terminal, and means the same", async () => {
    const name = "read\u009b2J\u202e";
    const { out } = await almanac(["classify", "--json"], env, JSON.stringify({ name }));
    expect(out).toMatch(/^[\n\x20-\x7e]*$/);
    expect(JSON.parse(out).name).toBe(name);
  });

  test("a broken line keeps its place, is named, and the rest is labelled", async () => {
    const { code, out, err } = await almanac(
      ["classify", "--json"],
      env,
      [lines[0], "{oops", "[]", lines[1]].join("\n"),
    );
    expect(code).toBe(1);
    const answers = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(answers.map((answer) => answer.category ?? answer.error.slice(0, 6))).toEqual([
      "Read",
      "line 2",
      "line 3",
      "Destructive",
    ]);
    expect(err).toMatch(/line 2/);
  });
});

describe("policy", () => {
  test("prints the snippet alone on standard output, and what it does beside it", async () => {
    const { code, out, err } = await almanac(
      ["policy", `path:${server}`, "--format", "claude-code", "--alias", "my notes"],
      env,
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      permissions: { ask: ["mcp__my_notes__read_note"], deny: ["mcp__my_notes__delete_note"] },
    });
    expect(err).toMatch(/^# /m);
  });

  test.each([
    [
      "codex",
      /--arguments writes no rule here: Codex cannot look at arguments.*: gemini-cli, .*toolhive/,
    ],
    ["toolhive", /--arguments writes no rule here: no argument of these tools is of a kind/],
  ])("%s: a wish for rules about arguments that changes nothing is answered", async (id, said) => {
    const command = ["policy", `path:${server}`, "--tool", "read_note", "--format", id];
    expect((await almanac([...command, "--arguments"], env)).err).toMatch(said);
  });

  test("names the formats, and what is wrong with a name", async () => {
    const { out } = await almanac(["policy", "--list"], env);
    expect(out).toMatch(/^claude-code .*\ncodex [^]*^policylayer /m);
    expect(await almanac(["policy", "x", "--format", "rego"], env)).toMatchObject({
      code: 2,
      out: "",
    });
    const wrong = await almanac(["policy", `path:${server}`, "--tool", "nope"], env);
    expect(wrong).toMatchObject({ code: 1, out: "" });
    expect(wrong.err).toMatch(/"delete_note", "read_note"/);
  });
});

describe("policy for several servers", () => {
  test("keys of all go into one snippet, under the names that they are given", async () => {
    const names = [`mine=path:${server}`, `other=path:${server}`];
    const { code, out, err } = await almanac(["policy", ...names], env);
    expect(code).toBe(0);
    expect(JSON.parse(out).permissions.deny).toEqual([
      "mcp__mine__delete_note",
      "mcp__other__delete_note",
    ]);
    expect(err).toMatch(/^# mine:\n/m);
    const tool = ["--tool", "read_note"];
    expect(await almanac(["policy", ...names, ...tool], env)).toMatchObject({ code: 2, out: "" });
  });

  test("names that can't be told apart, or are none, are wrong usage", async () => {
    for (const [names, message] of [
      [[`a=path:${server}`, `A=path:${server}`], /<your name>=<server>/],
      [[`=path:${server}`], /"" is no name for a server: it is empty/],
      [[`a\nb=path:${server}`], /"a\\nb" is no name for a server: it holds a line break/],
      [[`path:${server}`, "--alias", "a\u200b"], /a character that can't be seen/],
      [[`a b=path:${server}`, `a_b=path:${server}`], /Claude Code writes "a b" and "a_b" alike/],
    ] as const) {
      const { code, out, err } = await almanac(["policy", ...names], env);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toMatch(message);
    }
  });

  test("what heads a snippet heads that of several servers too", async () => {
    const names = [`a=path:${server}`, `b=path:${server}`];
    const { out } = await almanac(["policy", ...names, "--format", "codex"], env);
    expect(out).toMatch(/^# Add these keys .*do not start a second one\.\n\[mcp_servers\.a\]\n/);
    expect(out.match(/^#/gm)).toHaveLength(1);
  });

  test("the rules of a server whose name begins with another's stand behind those of the other", async () => {
    const names = [`box_2=path:${server}`, `box=path:${server}`];
    const { out } = await almanac(["policy", ...names, "--format", "opencode"], env);
    const keys = Object.keys(JSON.parse(out).permission);
    expect(keys.indexOf("box_*")).toBeLessThan(keys.indexOf("box_2_*"));
    const file = join(folder, "opencode.json");
    writeFileSync(file, out);
    const linted = await almanac(["policy", "lint", file, ...names, "--format", "opencode"], env);
    expect(linted.out).not.toMatch(/Matches no tool|weaker|stricter/);
  });

  test("a policy in two files is printed one after the other, and linted by both", async () => {
    const lists = join(folder, "lists");
    writeFiles(lists, pythonServer("lists", ["delete_note", "list_notes"]));
    const names = [`a=path:${lists}`, `b=path:${lists}`];
    const { out, err } = await almanac(["policy", ...names, "--format", "cline"], env);
    const parts = out.split(/^(?=\{)/m);
    expect(parts.map((part) => JSON.parse(part))).toEqual([
      { mcpServers: { a: { autoApprove: ["list_notes"] }, b: { autoApprove: ["list_notes"] } } },
      { disabledTools: ["a__delete_note", "b__delete_note"] },
    ]);
    expect(err).toMatch(/^# The second part goes elsewhere: .*global-settings\.json/m);
    const files = parts.map((part, index) => {
      const file = join(folder, `cline-${index}.json`);
      writeFileSync(file, part);
      return file;
    });
    const lint = ["policy", "lint", files[0]!, ...names, "--format", "cline"];
    const alone = await almanac(lint, env);
    expect(alone).toMatchObject({ code: 1 });
    expect(alone.out).toMatch(/delete_note +asks a person first +weaker[^]*see `--also`/);
    const both = await almanac([...lint, "--also", files[1]!], env);
    expect(both.out).not.toMatch(/Matches no tool|Does not hold|weaker|stricter/);
    expect(both.code).toBe(0);
  });

  test("the second part goes into a file of its own where one is named, and over nothing", async () => {
    const also = join(folder, "also.json");
    const command = ["policy", `notes=path:${server}`, "--format", "cline", "--also", also];
    const { out, err } = await almanac(command, env);
    expect(JSON.parse(out)).toHaveProperty("mcpServers");
    expect(err).toMatch(/^# Only the second part has something to paste: .*global-settings\.json/m);
    const written = readFileSync(also, "utf8");
    expect(JSON.parse(written)).toEqual({ disabledTools: ["notes__delete_note"] });
    const again = await almanac(command, env);
    expect(again).toMatchObject({ code: 2, out: "" });
    expect(again.err).toMatch(/also\.json is there already, and nothing is written over/);
    expect(readFileSync(also, "utf8")).toBe(written);
    const lint = ["policy", "lint", also, "x=npm:x", "--format", "codex", "--also", also];
    const linted = await almanac(lint, env);
    expect(linted.code).toBe(2);
    expect(linted.err).toMatch(/Codex has one file: --also is for .*VS Code and Cline/);
  });

  test("an empty database is said to be empty", async () => {
    const { code, err } = await almanac(["policy", "example.com/notes"], {
      ALMANAC_DATA: join(folder, "nothing"),
    });
    expect(code).toBe(2);
    expect(err).toMatch(/the database is empty.*crawl something first/);
  });

  test.each(["goose", "cline"])(
    "our own policy of %s for what no tool of which is blocked is linted without a fault",
    async (format) => {
      const profile = ["--profile", "looser", "--format", format];
      const { out } = await almanac(["policy", `notes=path:${server}`, ...profile], env);
      const file = join(folder, "looser.policy");
      writeFileSync(file, out);
      const linted = await almanac(
        ["policy", "lint", file, `notes=path:${server}`, ...profile],
        env,
      );
      expect(linted.code).toBe(0);
      expect(linted.out).toMatch(/^Not to be seen here: /m);
    },
  );

  test("a profile changes the answer", async () => {
    const { out } = await almanac(["policy", `path:${server}`, "--profile", "looser"], env);
    expect(Object.keys(JSON.parse(out).permissions)).toEqual(["allow", "ask"]);
  });
});

describe("policy lint", () => {
  const lint = async (permissions: object) => {
    const file = join(folder, "settings.json");
    writeFileSync(file, JSON.stringify({ permissions }));
    const command = ["policy", "lint", file, `notes=path:${server}`, "--format", "claude-code"];
    return almanac(command, env);
  };

  test("says which rule decides each tool, which match nothing and which don't hold", async () => {
    const { code, out } = await lint({
      allow: ["mcp__notes__delete_note", "mcp__notes__gone", "mcp__notes__read_note(id:1)"],
      ask: ["mcp__another__tool"],
    });
    expect(code).toBe(1);
    expect(out).toMatch(/^delete_note +runs freely +weaker than recommended \(deny\)/m);
    expect(out).toMatch(/^read_note +asks a person first .*no rule names it$/m);
    expect(out).toMatch(/^Matches no tool: mcp__notes__gone$/m);
    expect(out).toMatch(/^Does not hold: `mcp__notes__read_note\(id:1\)`/m);
    expect(out).not.toMatch(/another/);
  });

  test("takes the format from a file that shows it, says so, and else names the choices", async () => {
    const file = join(folder, "policy.toml");
    const { out } = await almanac(
      ["policy", `notes=path:${server}`, "--format", "gemini-cli"],
      env,
    );
    writeFileSync(file, out);
    const guessed = await almanac(["policy", "lint", file, `notes=path:${server}`], env);
    expect(guessed).toMatchObject({
      code: 0,
      err: "almanac: read as a policy of Gemini CLI (--format gemini-cli)\n",
    });
    writeFileSync(file, "[permissions]\n");
    const asked = await almanac(["policy", "lint", file, `notes=path:${server}`], env);
    expect(asked).toMatchObject({ code: 2, out: "" });
    expect(asked.err).toMatch(/--format, one of claude-code, codex, .*\n$/);
  });

  test("without a server those of the file itself are taken, or it asks for some", async () => {
    const file = join(folder, "config.toml");
    const keys = 'command = "npx"\nargs = ["git+ssh://example.com/x"]\n';
    writeFileSync(file, `[mcp_servers.far]\n${keys}`);
    const own = await almanac(["policy", "lint", file], env);
    expect(own.err).toMatch(
      /far is left out: expected npm:package.*\n.*no server of .*config.toml/,
    );
    writeFileSync(file, "[[rule]]\n");
    const none = await almanac(["policy", "lint", file], env);
    expect(none).toMatchObject({ code: 2, out: "" });
    expect(none.err).toMatch(
      /expected the servers that .*config\.toml is for, since it names none/,
    );
  });

  test("what is wrong with the whole file is said once, whatever the servers", async () => {
    const file = join(folder, "settings.json");
    writeFileSync(file, '{"permissions": {"alow": [], "deny": ["mcp__a", "mcp__b"]}}');
    const servers = [`a=path:${server}`, `b=path:${server}`];
    const { out } = await almanac(
      ["policy", "lint", file, ...servers, "--format", "claude-code"],
      env,
    );
    expect(out.match(/write `allow`/g)).toHaveLength(1);
  });

  test("is content with our own policy, and names what is no policy", async () => {
    const { out } = await almanac(["policy", `notes=path:${server}`], env);
    expect((await lint(JSON.parse(out).permissions)).code).toBe(0);
    const wrong = await lint({ allow: "mcp__notes" });
    expect(wrong).toMatchObject({ code: 1, out: "" });
    expect(wrong.err).toMatch(/no policy that Claude Code takes: permissions.allow:/);
  });
});

describe("a file that can't be read is named, with why:", () => {
  test.each([
    [
      "policy lint",
      (file: string) => ["policy", "lint", file, `notes=path:${server}`],
      "none.json",
    ],
    ["policy", (file: string) => ["policy", file], "own.json"],
    ["check", (file: string) => ["check", file], "notes/server.py/mcp.json"],
    ["crawl", (file: string) => ["crawl", "--list", file], "own.json"],
  ])("%s", async (_, command, name) => {
    const whys = new Map([
      ["none.json", "there is no such file or folder"],
      ["own.json", "expected a file, found a folder"],
      ["notes/server.py/mcp.json", "expected a folder on the way there, found a file"],
    ]);
    mkdirSync(join(folder, "own.json"), { recursive: true });
    expect(await almanac(command(join(folder, name)), env)).toEqual({
      code: 2,
      out: "",
      err: `almanac: ${join(folder, name)}: ${whys.get(name)}\n`,
    });
  });

  test("a data folder that is a file", async () => {
    const data = join(server, "server.py");
    const { code, err } = await almanac(["export"], { ...env, ALMANAC_DATA: data });
    expect(code).toBe(1);
    expect(err).toMatch(/server\.py.*: expected a folder on the way there, found a file\n$/);
  });
});

describe("check", () => {
  test("fails above the threshold and only there", async () => {
    expect((await almanac(["check", `path:${server}`, "--fail-on", "critical"], env)).code).toBe(1);
    expect((await almanac(["check", `path:${server}`], env)).code).toBe(0);
  });

  test.each(["json", "sarif"])("--format %s is JSON", async (format) => {
    const { out } = await almanac(["check", `path:${server}`, "--format", format], env);
    expect(() => JSON.parse(out)).not.toThrow();
    expect(out).toContain("delete_note");
  });

  test("a server of a client's configuration that can't be read is said, and never counts as safe", async () => {
    const config = join(folder, "mcp.json");
    writeFileSync(
      config,
      JSON.stringify({
        mcpServers: {
          far: { url: "https://example.com/mcp" },
          own: { command: "python", args: ["x.py"] },
          odd: { command: "npx", args: ["git+ssh://example.com/x"] },
          windows: {
            command: "cmd",
            args: ["/c", "npx", "-y", "mcp-remote", "https://example.com"],
          },
        },
      }),
    );
    const ran = await almanac(["check", config, "--format", "markdown"], env);
    expect(ran.code).toBe(1);
    expect(ran.out).toMatch(/Not analysed: far/);
    expect(ran.out).toMatch(/Not analysed: own/);
    expect(ran.out).toMatch(/Not analysed: windows: it is a remote server/);
    expect(ran.out).toMatch(/Not analysed: odd: expected npm:package/);
  });
});

test("a configuration that is none, or that names no server, is wrong usage", async () => {
  for (const [content, message] of [
    ["{}", /mcpServers/],
    ['{"mcpServers":{}}', /names no server/],
    ["{ // x", /odd\.json is no JSON: .*line 1/],
  ] as const) {
    const config = join(folder, "odd.json");
    writeFileSync(config, content);
    expect(await almanac(["check", config], env)).toMatchObject({
      code: 2,
      err: expect.stringMatching(message),
    });
  }
  expect(await almanac(["check", join(folder, "nowhere.json")], env)).toMatchObject({ code: 2 });
});

test("crawl, policy from the database, reclassify and export work on one database", async () => {
  const crawled = await almanac(["crawl", `path:${server}`], env);
  expect(crawled).toMatchObject({ code: 0 });
  expect(crawled.out).toMatch(/1 servers?, 2 tools/);
  const stored = await almanac(["policy", "path.local/notes", "--format", "policylayer"], env);
  const fresh = await almanac(["policy", `path:${server}`, "--format", "policylayer"], env);
  const both = await almanac(["policy", "a=path.local/notes", "b=path.local/notes"], env);
  expect(JSON.parse(both.out).permissions.deny).toEqual([
    "mcp__a__delete_note",
    "mcp__b__delete_note",
  ]);
  expect(stored.out).toBe(fresh.out);
  expect((await almanac(["reclassify"], env)).out).toMatch(/^0 tools/);
  const exported = (await almanac(["export"], env)).out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(exported.map((row) => [row.server, row.name, row.category])).toEqual([
    ["path.local/notes", "delete_note", "Destructive"],
    ["path.local/notes", "read_note", "Read"],
  ]);
});
