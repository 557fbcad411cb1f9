import { describe, expect, test } from "vitest";
import { classify } from "../../classifier/classify.ts";
import { partsOf, sessionTool } from "../../classifier/roles.ts";
import { roles, verdictOf, viewSession, type Role } from "../../classifier/session.ts";
import type { SessionTool } from "../../classifier/session.ts";
import type { Definition } from "../../model.ts";

function labelled(name: string, description: string, parameters: string[] = [], more = {}) {
  const properties = Object.fromEntries(
    parameters.map((parameter) => [parameter, { type: "string" }]),
  );
  const inputSchema = { type: "object", properties };
  const definition: Definition = { name, description, inputSchema, ...more };
  return { definition, classification: classify(definition) };
}

const untrusted: Role = "untrusted-content";
const secret: Role = "private-data";
const outward: Role = "sends-out";

test.each<[string, ReturnType<typeof labelled>, Role[]]>([
  ["arbitrary SQL", labelled("run_sql", "Run an SQL query on the database.", ["sql"]), [secret]],
  ["a shell", labelled("run_command", "Run a shell command.", ["command"]), [...roles]],
  [
    "code in a sandbox",
    labelled("run_code", "Run Python code in an isolated sandbox.", ["code"]),
    [],
  ],
  [
    "opening a page",
    labelled("browser_open", "Navigate the browser to a URL.", ["url"]),
    [untrusted, outward],
  ],
  ["clicking in a page", labelled("browser_click", "Click an element.", ["ref"]), [outward]],
  [
    "a screenshot of a page",
    labelled("browser_shot", "Take a screenshot of the page."),
    [untrusted],
  ],
  ["a fetcher", labelled("fetch", "Fetch a web page.", ["url"]), [untrusted, outward]],
  ["a file writer", labelled("write_file", "Write a file to disk.", ["path", "content"]), []],
  ["a file reader", labelled("read_file", "Read a file.", ["path"]), [secret]],
  ["an inbox", labelled("read_mail", "Read the emails of an inbox."), [untrusted, secret]],
  ["a letter", labelled("send_letter", "Send a letter.", ["to", "text"]), [outward]],
  [
    "a comment in a public repository",
    labelled("comment", "Add a comment to an issue.", ["owner", "repo", "issue", "body"]),
    [outward],
  ],
  [
    "a new issue in a repository",
    labelled("create_issue", "Create an issue.", ["owner", "repo", "title", "body"]),
    [outward],
  ],
  [
    "a file of any repository",
    labelled("get_file_contents", "Get the contents of a file.", ["owner", "repo", "path"]),
    [secret],
  ],
  ["the secrets of a vault", labelled("get_secret", "Get a secret.", ["name"]), [secret]],
  [
    "a secret that is set",
    labelled("set_secret", "Set a secret of a repository.", ["secret", "value"]),
    [],
  ],
  ["the weather", labelled("get_weather", "Get the weather of a city.", ["city"]), []],
  [
    "a claim of an open world alone",
    labelled("add_numbers", "Add two numbers.", ["a", "b"], {
      annotations: { openWorldHint: true },
    }),
    [],
  ],
])("%s has its roles and no others", (_, tool, expected) => {
  expect(partsOf(tool).map((part) => part.role)).toEqual(expected);
  expect(sessionTool("acme/one", tool).roles).toEqual(expected);
});

test("every part quotes words that stand in the definition", () => {
  const tools = [
    labelled("read_mail", "Read the emails of an inbox."),
    labelled("run_command", "Run a shell command.", ["command"]),
    labelled("create_issue", "Create an issue.", ["owner", "repo", "title", "body"]),
  ];
  for (const tool of tools) {
    expect(partsOf(tool)).not.toEqual([]);
    for (const { quote, because } of partsOf(tool)) {
      expect(JSON.stringify(tool.definition)).toContain(quote);
      expect(because).toMatch(/^[a-z].*[^.]$/);
    }
  }
});

describe("a session", () => {
  const tool = (name: string, ...held: Role[]): SessionTool => ({
    server: "acme/one",
    name,
    roles: held,
    changes: false,
  });

  test("meets when three tools of different servers bring the three roles together", () => {
    const tools = [
      { ...tool("inbox", untrusted, secret), server: "acme/mail" },
      { ...tool("post", outward), server: "acme/board", changes: true },
    ];
    expect(viewSession(tools)).toEqual({
      roles: [
        { role: untrusted, tools: [{ server: "acme/mail", name: "inbox" }] },
        { role: secret, tools: [{ server: "acme/mail", name: "inbox" }] },
        { role: outward, tools: [{ server: "acme/board", name: "post" }] },
      ],
      meet: true,
      alone: [],
      changing: 1,
      cut: { role: outward, tools: [{ server: "acme/board", name: "post" }] },
    });
    expect(viewSession(tools.slice(0, 1))).toMatchObject({ meet: false, alone: [], changing: 0 });
  });

  test("is broken by denying the cut, and by nothing smaller", () => {
    const tools = [
      tool("a", untrusted),
      tool("b", untrusted, secret),
      tool("c", secret, outward),
      tool("d", outward),
      tool("e", outward),
    ];
    const { cut } = viewSession(tools);
    expect(cut?.tools.map(({ name }) => name)).toEqual(["a", "b"]);
    const denied = (names: string[]) =>
      viewSession(tools.filter(({ name }) => !names.includes(name))).meet;
    expect(denied(["a", "b"])).toBe(false);
    for (const { name } of tools) expect(denied([name]), name).toBe(true);
  });

  test("names the tools that need no other", () => {
    const view = viewSession([tool("shell", ...roles), tool("post", outward)]);
    expect(view.alone).toEqual([{ server: "acme/one", name: "shell" }]);
    expect(view.cut).toEqual({ role: untrusted, tools: [{ server: "acme/one", name: "shell" }] });
  });

  test("of nothing is empty", () => {
    expect(viewSession([])).toEqual({
      roles: roles.map((role) => ({ role, tools: [] })),
      meet: false,
      alone: [],
      changing: 0,
    });
  });

  test("is told in plain sentences", () => {
    const words = (...tools: SessionTool[]) => verdictOf(viewSession(tools)).join(" ");
    expect(words()).toBe(
      "The three do not meet: no tool brings in what outsiders wrote, none reaches private data, none can send out.",
    );
    expect(words(tool("shell", ...roles))).toBe(
      "The three meet: what an outsider wrote can lead the agent to send out what is private. " +
        "shell has all three by itself. Denying shell, the only tool that can send out, breaks it.",
    );
    expect(words(tool("a", ...roles), tool("b", ...roles))).toContain(
      "a and b have all three by themselves. Denying the 2 tools that can send out (a, b) breaks it",
    );
    expect(words(tool("inbox", untrusted, secret), { ...tool("save"), changes: true })).toBe(
      "The three do not meet: no tool can send out. " +
        "By the Rule of Two a change of state counts like sending, and 1 tool changes something.",
    );
  });
});
