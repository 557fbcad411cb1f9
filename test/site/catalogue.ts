import { type Database, openDatabase } from "../../db/client.ts";
import { recordFailure, startRun, writeSnapshot } from "../../db/store.ts";
import type { ServerToWrite, ToolToWrite } from "../../db/rows.ts";
import type { Classification, Tool } from "../../model.ts";

/** Markup and script in every spelling that a page could fall for. */
export const hostile =
  `"><script>alert(1)</script><img src=x onerror=alert(2)></script><!--\u2028{{7*7}}\${7*7}` +
  `<svg onload=alert(3)>' onfocus=alert(4) autofocus=' javascript:alert(5)`;

/** The ids of the servers that stand for a case. */
export const ids = {
  ordinary: "acme/mail-mcp-server",
  large: "acme/everything-mcp",
  odd: "Odd-Org/mono.repo/packages/server.json",
  unresolved: "acme/all-unresolved",
  local: "path.local/one-tool",
  hostile: `evil/<b>&"'`,
};

const now = new Date("2026-11-20T10:00:00Z");
const commit = "e428390f9d9a4f3d8c3b6d1c1b2a3948576a0b1c";

function judged(over: Partial<Classification> = {}): Classification {
  return {
    category: "Read",
    effect: "read",
    risk: "low",
    facets: [],
    steps: [],
    rationale: 'It reads and changes nothing: the name says "get".',
    evidence: [{ witness: "name", quote: "get", shows: "reads" }],
    conflicts: [],
    hygiene: [],
    confidence: 0.9,
    engine: "rules@1a2b3c4d",
    ...over,
  };
}

function entry(
  tool: Partial<Tool> & { name: string },
  label?: Partial<Classification>,
  lineUrl?: string,
): ToolToWrite {
  return {
    ...(lineUrl === undefined ? {} : { lineUrl }),
    tool: { at: { path: "src/index.ts", line: 12, endLine: 30 }, method: "read", ...tool },
    classification: judged(label),
  };
}

/** A tool with all that a page can show. */
export const message = entry(
  {
    name: "mail_send_page_message",
    title: "Send a message",
    description:
      "Send a message to a person who wrote to the page. The message is delivered at once and cannot be recalled; use it only within 24 hours of the person's last message.\n\nReturns the id of the message.",
    annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: true },
    inputSchema: {
      type: "object",
      required: ["recipient_id", "text"],
      properties: {
        recipient_id: { type: "string", description: "Page-scoped id of the person." },
        text: {
          type: "string",
          description: "What to say, at most 2,000 characters.",
          maxLength: 2000,
        },
        messaging_type: {
          type: "string",
          enum: ["RESPONSE", "UPDATE", "MESSAGE_TAG"],
          default: "RESPONSE",
        },
        attachment: {
          type: "object",
          properties: {
            url: { type: "string", format: "uri" },
            tags: { type: "array", items: { type: "string" } },
          },
        },
      },
    },
    handler: { path: "src/tools/messages.ts", line: 616, endLine: 622 },
  },
  {
    category: "Write",
    effect: "write",
    risk: "high",
    facets: ["egress", "reach-people", "irreversible"],
    steps: [{ by: 1, reason: "it sends what cannot be taken back" }],
    rationale:
      'A call creates or changes something: the handler has "/me/messages", and the description says "cannot be recalled". The risk starts at medium for Write and goes up because it sends what cannot be taken back, which makes it high.',
    evidence: [
      {
        witness: "code",
        quote: "/me/messages",
        shows: "sends a request with POST",
        at: { path: "src/tools/messages.ts", line: 618 },
      },
      { witness: "description", quote: "cannot be recalled", shows: "cannot be undone" },
      { witness: "name", quote: "send", shows: "sends something" },
    ],
    conflicts: [
      {
        annotation: "destructiveHint",
        declared: false,
        found: "what it sends cannot be taken back",
      },
    ],
    confidence: 0.87,
    opinion: {
      model: "gpt-6-luna",
      prompt: "1a2b3c4d",
      outcome: "lower",
      category: "Write",
      risk: "medium",
      facets: ["reach-people"],
      rationale: "It sends one message to one person who wrote first.",
      quotes: [{ witness: "code", quote: "/me/messages" }],
      rules: { category: "Write", risk: "high" },
      kept: ["risk"],
    },
  },
);

const destructive = entry(
  {
    name: "mail_delete_audience",
    description: "Deletes a custom audience; it cannot be restored.",
    inputSchema: { type: "object", properties: { id: { type: "string" } }, required: ["id"] },
  },
  {
    category: "Destructive",
    effect: "write",
    risk: "critical",
    facets: ["irreversible"],
    rationale: 'The description says "cannot be restored".',
    evidence: [{ witness: "description", quote: "cannot be restored", shows: "removes for good" }],
    confidence: 0.95,
  },
);

/** A tool that a dependency registers. */
export const wrapped = entry(
  {
    name: "mail_wrapped",
    description: "Comes from a package.",
    method: "evaluated",
    confirmedBy: "read",
    from: { registry: "npm", name: "@acme/mail-core", version: "3.4.5" },
    at: { path: "lib/core.js", line: 7 },
  },
  {},
  "https://files.example/@acme/mail-core@3.4.5/{path}#L{line}",
);

/** The server of that tool. */
export const ordinary: ServerToWrite = {
  server: {
    id: ids.ordinary,
    path: "",
    name: "mail-mcp-server",
    packages: [{ registry: "npm", name: "@acme/mail-mcp-server", version: "2.1.0" }],
    start: [
      ["npx", "-y", "@acme/mail-mcp-server"],
      ["docker", "run", "-i", "--rm", "acme/mail:2", "two words"],
    ],
    transports: ["stdio", "streamable-http"],
    secrets: [],
    scopes: [],
    sdks: [{ registry: "npm", name: "@modelcontextprotocol/sdk", version: "^1.20.0" }],
    unresolved: [],
  },
  tools: [
    message,
    destructive,
    entry({
      name: "mail_list_pages",
      description: "List the pages of the account.",
      handler: { path: "src/tools/pages.ts", line: 4, endLine: 9 },
    }),
    entry({ name: "mail_get_page", description: "Get one page." }),
    entry(
      { name: "mail_boost_post", description: "Spends money to show a post to more people." },
      { category: "Financial", effect: "write", risk: "critical", facets: ["money"] },
    ),
    entry(
      {
        name: "search",
        description: "Search messages.",
        method: "evaluated",
        differences: [
          { by: "read", field: "annotations" },
          { by: "read", field: "description", saw: '"Search all messages."' },
          { by: "listed", field: "presence" },
        ],
      },
      { risk: "medium", facets: ["personal-data"] },
    ),
    wrapped,
  ],
};

const verbs: [string, Partial<Classification>][] = [
  ["get", {}],
  ["update", { category: "Write", effect: "write", risk: "medium" }],
  ["run", { category: "Execute", effect: "write", risk: "high", facets: ["arbitrary-code"] }],
  ["delete", { category: "Destructive", effect: "write", risk: "critical" }],
];

const large: ServerToWrite = {
  server: {
    id: ids.large,
    path: "",
    name: "everything-mcp",
    packages: [],
    start: [],
    transports: [],
    secrets: [],
    scopes: [],
    sdks: [],
    unresolved: [],
  },
  tools: Array.from({ length: 360 }, (_, index) => {
    const [verb, label] = verbs[index % verbs.length] ?? ["get", {}];
    return entry(
      { name: `${verb}_thing_${index}`, description: `Will ${verb} thing ${index}.` },
      label,
    );
  }),
};

const long = "averyveryLongCamelCaseName_withUnderscores-and.dots".repeat(5).slice(0, 250);

const odd: ServerToWrite = {
  server: {
    id: ids.odd,
    path: "packages/server.json",
    name: "odd",
    packages: [{ registry: "npm", name: "odd" }],
    start: [],
    transports: [],
    secrets: [],
    scopes: [],
    sdks: [],
    unresolved: [{ at: { path: "src/a b/#1?.ts", line: 3 }, reason: "the name is computed" }],
  },
  tools: [
    ..."a A . .. con index a/b a\\b a%2fb ~ __proto__ constructor get-user getUser getuser".split(
      " ",
    ),
    "🦊 fox",
    "é",
    "e\u0301",
    "اقرأ_الملف",
    "two words",
    "*",
    long,
    `${long}x`,
  ]
    .map((name) => entry({ name, description: "" }))
    .concat([
      entry({
        name: "long_description",
        description: "A sentence that goes on and on, with many a word. ".repeat(120),
      }),
      entry({ name: "rtl", description: "يقرأ هذا الأداة ملفا من القرص ويعيد محتواه." }),
      entry({
        name: "many_parameters",
        inputSchema: {
          type: "object",
          properties: Object.fromEntries(
            Array.from({ length: 60 }, (_, index) => [
              `parameter_with_a_rather_long_name_${index}`,
              { type: index % 2 ? "string" : "number", description: "What it is for." },
            ]),
          ),
        },
      }),
      entry(
        { name: "search", description: "Search everywhere." },
        {
          facets: ["untrusted-input"],
          evidence: [
            {
              witness: "description",
              quote: "Search everywhere",
              shows: "returns what outsiders may have written",
              facets: ["untrusted-input"],
            },
          ],
        },
      ),
      entry({ name: "when_only", method: "evaluated", when: "process.env.BETA === '1'" }),
    ]),
};

const hostileServer: ServerToWrite = {
  server: {
    id: ids.hostile,
    path: hostile,
    name: hostile,
    packages: [{ registry: hostile, name: hostile, version: hostile }],
    start: [[hostile, hostile]],
    transports: ["sse"],
    secrets: [],
    scopes: [],
    sdks: [{ registry: hostile, name: hostile, version: hostile }],
    unresolved: [{ at: { path: hostile, line: 1 }, reason: hostile }],
  },
  tools: [
    entry(
      {
        name: hostile,
        title: hostile,
        description: hostile,
        when: hostile,
        inputSchema: {
          type: "object",
          required: [hostile],
          properties: { [hostile]: { type: hostile, description: hostile, enum: [hostile] } },
        },
        at: { path: `javascript:alert(1)//${hostile}`, line: 1 },
        from: { registry: hostile, name: hostile, version: hostile },
        differences: [{ by: "read", field: "description", saw: hostile }],
      },
      {
        rationale: hostile,
        opinion: {
          model: hostile,
          prompt: hostile,
          outcome: "raised",
          category: "Write",
          risk: "low",
          facets: [],
          rationale: hostile,
          quotes: [{ witness: "description", quote: hostile }],
          rules: { category: "Read", risk: "low" },
        },
        engine: hostile,
        steps: [{ by: 1, reason: hostile }],
        evidence: [{ witness: "code", quote: hostile, shows: hostile }],
        conflicts: [{ annotation: "readOnlyHint", declared: true, found: hostile }],
        hygiene: [{ check: hostile, says: hostile, quote: hostile, where: hostile }],
      },
      "javascript:alert('{path}')",
    ),
  ],
};

const unread: ServerToWrite = {
  server: {
    id: ids.unresolved,
    path: "",
    name: "all-unresolved",
    packages: [],
    start: [],
    transports: [],
    secrets: [],
    scopes: [],
    sdks: [],
    unresolved: Array.from({ length: 7 }, (_, index) => ({
      at: { path: "server.py", line: index + 1 },
      reason: "the list of tools is fetched when the server starts",
    })),
  },
  tools: [],
};

const local: ServerToWrite = {
  server: {
    id: ids.local,
    path: "",
    name: "one-tool",
    packages: [],
    start: [],
    transports: [],
    secrets: [],
    scopes: [],
    sdks: [],
    unresolved: [],
  },
  tools: [entry({ name: "only", description: "The only one!" })],
};

/** Writes ordinary, odd and hostile servers, the same each time. */
export async function writeCatalogue(db: Database): Promise<void> {
  const lineUrl = "https://git.example/{path}?plain=1#L{line}-L{endLine}";
  const common = { skipped: [], extractors: "x", now };
  for (const [source, id, servers, template] of [
    ["github:acme/mail-mcp-server", ids.ordinary, [ordinary], lineUrl],
    ["github:acme/everything-mcp", ids.large, [large], lineUrl],
    ["github:Odd-Org/mono.repo", "Odd-Org/mono.repo", [odd], lineUrl],
    ["github:acme/all-unresolved", ids.unresolved, [unread], lineUrl],
    ["path:one-tool", ids.local, [local], undefined],
    [`github:${ids.hostile}`, ids.hostile, [hostileServer], "javascript:alert('{path}')"],
  ] as const) {
    await writeSnapshot(db, {
      ...common,
      repository: {
        source,
        id,
        ...(source.startsWith("path:")
          ? {}
          : { url: id === ids.hostile ? "javascript:alert(6)" : `https://git.example/${id}` }),
        description: id === ids.hostile ? hostile : "A server made for tests.",
        license: id === ids.hostile ? hostile : "MIT",
        archived: id === ids.large,
      },
      revision: id === ids.hostile ? hostile : commit,
      ...(template && { lineUrl: template }),
      skipped: id === ids.large ? [{ path: "dist/bundle.js", reason: "too-large" }] : [],
      servers: [...servers],
    });
  }
  await startRun(db, { id: "run-1", startedAt: now, sources: 8 });
  await recordFailure(
    db,
    "run-1",
    { source: "github:gone/gone", kind: "not-found", message: "there is no such repository" },
    now,
  );
  await recordFailure(db, "run-1", { source: hostile, kind: hostile, message: hostile }, now);
}

/** The same in the PGlite of a folder, closed again. */
export async function fillCatalogue(folder: string): Promise<void> {
  const db = await openDatabase({ folder });
  try {
    await writeCatalogue(db);
  } finally {
    await db.close();
  }
}
