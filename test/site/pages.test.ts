import { request } from "node:http";
import { access, mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import claudeCode from "../../classifier/policies/formats/claude-code.ts";
import type { PolicyRequest, PolicyTool } from "../../classifier/policies/format.ts";
import { formats } from "../../classifier/policies/index.ts";
import { type Profile, recommendFor } from "../../classifier/policies/profiles.ts";
import { recommend } from "../../classifier/policies/recommend.ts";
import { emitTogether } from "../../classifier/policies/together.ts";
import { serverJsonUrl, serverUrl, toolJsonUrl, toolUrl } from "../../site/address.ts";
import { buildSite } from "../../site/build.ts";
import { serveSite } from "../../site/serve.ts";
import { startBrowser } from "../browser.ts";
import { fillCatalogue, hostile, ids, message, ordinary, wrapped } from "./catalogue.ts";

const messageUrl = toolUrl(ids.ordinary, message.tool.name);
const hostileUrl = toolUrl(ids.hostile, hostile);
const addresses = {
  home: "/",
  server: serverUrl(ids.ordinary),
  tool: messageUrl,
  differing: toolUrl(ids.ordinary, "search"),
  method: "/about/",
  accuracy: "/accuracy/",
  session: `/session/?add=${encodeURIComponent(serverUrl(ids.ordinary))}`,
  missing: "/nowhere/",
};

let work: string;
let folder: string;
let out: string;
let pages: string[];
let site: Awaited<ReturnType<typeof serveSite>>;
let browser: Browser;

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), "almanac-site-"));
  folder = join(work, "db");
  out = join(work, "site");
  await fillCatalogue(folder);
  pages = [];
  await buildSite({ folder, out, onPage: (address) => pages.push(address) });
  site = await serveSite({ folder: out, port: 0 });
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
  if (work) await rm(work, { recursive: true, force: true });
});

/** Opens a page, uses it, and holds that it asked nobody else for anything and broke none of its own rules. */
async function visit(
  address: string,
  use: (page: Page) => Promise<void>,
  options: BrowserContextOptions = {},
): Promise<void> {
  const context = await browser.newContext(options);
  const troubles: string[] = [];
  try {
    const page = await context.newPage();
    page.on("request", (request) => {
      if (!request.url().startsWith(site.url)) troubles.push(`asked for ${request.url()}`);
    });
    page.on("dialog", (dialog) => {
      troubles.push(`opened a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("pageerror", (error) => troubles.push(error.message));
    page.on("console", (line) => {
      if (line.type() === "error" && !line.text().includes("404")) troubles.push(line.text());
    });
    await page.goto(site.url + address);
    await use(page);
    expect(troubles).toEqual([]);
  } finally {
    await context.close();
  }
}

function requestFor(alias: string, profile: Profile = "recommended") {
  const tools = ordinary.tools.map(({ tool, classification }) => ({
    name: tool.name,
    recommendation: recommendFor(classification, profile),
  }));
  return {
    alias,
    tools: tools.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    only: message.tool.name,
  };
}

const shown = (page: Page) => page.locator("[data-body]").textContent();

async function copied(page: Page): Promise<string> {
  await page.locator("[data-policy] [data-copy]").click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  return page.evaluate(() => navigator.clipboard.readText());
}

describe("a reader", () => {
  test("finds a tool with the keyboard alone", async () => {
    await visit("/", async (page) => {
      await page.keyboard.press("/");
      await page.keyboard.type("page message");
      await page.getByRole("option").first().waitFor();
      await page.keyboard.press("ArrowDown");
      const chosen = page.locator("[role=option][aria-selected=true]");
      await expect
        .poll(() => chosen.textContent())
        .toBe(`${message.tool.name}Tool · high risk · ${ids.ordinary}`);
      await page.keyboard.press("ArrowUp");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.waitForURL(`**${messageUrl}`);
      expect(await page.locator("h1").textContent()).toBe(message.tool.name);
    });
  });

  test("finds a server, and is told when nothing is found", async () => {
    await visit(messageUrl, async (page) => {
      await page.keyboard.press("/");
      await page.keyboard.type("everything");
      await page.locator("[role=option] .name", { hasText: ids.large }).waitFor();
      await page.keyboard.press("Escape");
      expect(await page.getByRole("listbox").count()).toBe(0);
      await page.locator("#search-field").fill("zzzzqqqq");
      const none = page.getByText("No results for zzzzqqqq");
      await none.waitFor();
      expect((await none.boundingBox())?.height).toBeGreaterThan(10);
    });
  });

  test("copies exactly the snippet, for the format and the name that were chosen", async () => {
    const permissions = ["clipboard-read", "clipboard-write"];
    await visit(
      messageUrl,
      async (page) => {
        expect(await copied(page)).toBe(claudeCode.emit(requestFor("mail")).body);
        for (const format of formats) {
          await page.locator("[data-format]").selectOption(format.id);
          const { body, also, isEmpty } = format.emit(requestFor("mail"));
          await expect.poll(() => shown(page)).toBe(isEmpty ? "" : body);
          expect(await page.locator("[data-snippet]").isVisible()).toBe(!isEmpty);
          if (!isEmpty) expect(await copied(page)).toBe(body);
          const second = page.locator("[data-also]");
          expect(await second.isVisible()).toBe(also !== undefined);
          if (also === undefined) continue;
          expect(await second.locator("code").first().textContent()).toBe(also.body);
          await second.getByRole("button", { name: "Copy" }).click();
          const read = () => page.evaluate(() => navigator.clipboard.readText());
          await expect.poll(read).toBe(also.body);
        }
        await page.locator("[data-format]").selectOption("claude-code");
        await page.locator("[data-profile]").selectOption("looser");
        await expect
          .poll(() => shown(page))
          .toBe(claudeCode.emit(requestFor("mail", "looser")).body);
        await page.locator("[data-profile]").selectOption("recommended");
        await page.getByLabel("Your name for the server").fill("my mail.v2");
        for (const format of formats) {
          await page.locator("[data-format]").selectOption(format.id);
          const { body, isEmpty } = format.emit(requestFor("my mail.v2"));
          await expect.poll(() => shown(page)).toBe(isEmpty ? "" : body);
        }
        const last = formats.at(-1)!;
        await page.reload();
        await expect.poll(() => shown(page)).toBe(last.emit(requestFor("my mail.v2")).body);
        expect(await copied(page)).toBe(last.emit(requestFor("my mail.v2")).body);
        await page.getByRole("button", { name: "Copy name" }).click();
        await expect
          .poll(() => page.evaluate(() => navigator.clipboard.readText()))
          .toBe(message.tool.name);
      },
      { permissions },
    );
  });

  test("has everything but the search without JavaScript", async () => {
    await visit(
      messageUrl,
      async (page) => {
        expect(await shown(page)).toBe(claudeCode.emit(requestFor("mail")).body);
        expect(await page.getByRole("button", { name: /copy/i }).count()).toBe(0);
        const other = page.locator("[data-others]").getByRole("link", { name: formats[1]!.title });
        await other.click();
        await page.waitForURL(`**/policies/#${formats[1]!.id}`);
        expect(await page.locator("#cline").textContent()).toMatch(
          /into a second.*global-settings/,
        );
        expect(await page.locator(`#${formats[1]!.id}`).textContent()).toContain("almanac policy");
        await page.goBack();
        await page.locator("#search-field").press("Enter");
        await page.waitForURL("**/servers/**");
        await page.getByRole("link", { name: ids.ordinary }).click();
        expect(await page.locator("h1").textContent()).toBe(ids.ordinary);
      },
      { javaScriptEnabled: false },
    );
  });

  test("is told at the policy's head what is done instead of what is recommended", async () => {
    const limited = toolUrl(ids.ordinary, "search");
    await visit(limited, async (page) => {
      expect(await page.locator(".advice").textContent()).toMatch(
        /^Allow at most 30 calls a minute/,
      );
      const instead = page.locator("[data-instead]");
      expect(await instead.textContent()).toBe(
        "Claude Code cannot limit calls, so it asks before each one.",
      );
      await page.locator("[data-format]").selectOption("policylayer");
      await instead.waitFor({ state: "hidden" });
    });
  });

  test("sees no policy for a server without tools, and what becomes of tools that are not listed", async () => {
    await visit(serverUrl(ids.unresolved), async (page) => {
      expect(await page.locator(".policy").textContent()).toContain("nothing to write rules for");
      expect(await page.locator(".policy pre").count()).toBe(0);
    });
    await visit(serverUrl(ids.odd), async (page) => {
      expect(await page.locator("main").textContent()).toContain(
        "does not list asks a person first in Claude Code; each policy says it for its enforcer.",
      );
    });
  });

  test("sees whether the code is silent or was not found", async () => {
    const coded = (page: Page) => page.locator(".witnesses > div").nth(2).textContent();
    await visit(toolUrl(ids.ordinary, "mail_list_pages"), async (page) => {
      expect(await coded(page)).toMatch(
        /Nothing in lines 4–9 decided the label, as far as its calls could be followed\.$/,
      );
    });
    await visit(toolUrl(ids.ordinary, "mail_get_page"), async (page) => {
      expect(await coded(page)).toMatch(/The handler was not found in the source\.$/);
    });
  });

  test("can search for what a wrong address is about", async () => {
    await visit("/tools/acme/mail/MailListPages/", async (page) => {
      await page.getByRole("button", { name: "Search for MailListPages" }).click();
      await page.locator("[role=option] .name", { hasText: "mail_list_pages" }).waitFor();
    });
  });

  test("sees why, and the line at the commit", async () => {
    await visit(messageUrl, async (page) => {
      await page.getByRole("link", { name: "Evidence 1" }).click();
      const link = page.locator("#evidence-1 a");
      expect(await link.getAttribute("href")).toBe(
        "https://git.example/src/tools/messages.ts?plain=1#L618-L618",
      );
      expect(await link.getAttribute("rel")).toBe("nofollow noopener");
      expect(await page.locator("#evidence-2 .place").textContent()).toBe(
        "The tool is registered at src/index.ts, lines 12–30, commit e428390",
      );
      expect(await page.locator(".witnesses .verdict").textContent()).toContain(
        "up one because it sends what cannot be taken back",
      );
      const disagrees = page.locator(".annotations tr", { hasText: "destructiveHint" });
      expect(await disagrees.textContent()).toContain("disagrees");
    });
  });
});

test("a second opinion stands beside the rules' label, with what was not followed and why", async () => {
  await visit(messageUrl, async (page) => {
    const section = page.locator("section[aria-labelledby=opinion]");
    expect(await section.locator("tbody tr").allInnerTexts()).toEqual([
      expect.stringMatching(/^Rules\s+.*Write\s+.*High$/),
      expect.stringMatching(/^Model\s+.*Write\s+.*Medium$/),
      expect.stringMatching(/^Label\s+.*Write\s+.*High$/),
    ]);
    const words = await section.innerText();
    for (const said of ["gpt-6-luna", "1a2b3c4d", "That was not followed", "/me/messages"])
      expect(words).toContain(said);
  });
  const json = await fetch(site.url + toolJsonUrl(ids.ordinary, message.tool.name));
  const { classification } = await json.json();
  expect(classification.opinion).toEqual(message.classification.opinion);
});

describe("where a tool comes from", () => {
  test("a server says how it is started, what it is built on, and how its tools were found", async () => {
    await visit(serverUrl(ids.ordinary), async (page) => {
      const facts = page.locator(".facts > div");
      const said = (title: string) => facts.filter({ hasText: title }).locator("dd").textContent();
      expect((await said("Started with"))?.trim()).toBe(
        "npx -y @acme/mail-mcp-serverdocker run -i --rm acme/mail:2 'two words'",
      );
      expect(await said("Transports")).toBe("stdio, Streamable HTTP");
      expect((await said("Built on"))?.trim()).toBe("@modelcontextprotocol/sdk ^1.20.0");
      expect(await page.locator("section[aria-labelledby=coverage]").textContent()).toContain(
        "2 tools were evaluated from the server's code in a sandbox and 5 read from the source. Of these, 1 confirmed by a second method, 1 seen otherwise by another and 5 seen by one method only.",
      );
    });
  });

  test("a tool says where methods differ, and what each saw", async () => {
    await visit(toolUrl(ids.ordinary, "search"), async (page) => {
      const rows = await page.locator(".differences tbody tr").allInnerTexts();
      expect(rows.map((row) => row.split(/\s*\t\s*/))).toEqual([
        ["Annotations", "reading the source", "Nothing."],
        ["Description", "reading the source", '"Search all messages."'],
        ["Presence", "a manifest's list", "A list of this server's tools without it."],
      ]);
    });
    await visit(messageUrl, async (page) => {
      expect(await page.locator("#methods").count()).toBe(0);
    });
  });

  test("a tool of a dependency links to that package's files", async () => {
    await visit(toolUrl(ids.ordinary, wrapped.tool.name), async (page) => {
      const facts = page.locator(".facts");
      const registered = facts.getByRole("link", { name: "lib/core.js" });
      expect(await registered.getAttribute("href")).toBe(
        "https://files.example/@acme/mail-core@3.4.5/lib/core.js#L7",
      );
      const said = (await facts.textContent())?.replaceAll(/\s+/g, " ");
      expect(said).toContain("lib/core.js, line 7 at version 3.4.5");
      expect(said).toContain("npm: @acme/mail-core@3.4.5");
      expect(said).toContain("confirmed by reading the source");
    });
  });
});

describe("attacks on a tool", () => {
  test("stand after its parameters with their id, a link, our words and what they rest on", async () => {
    await visit(messageUrl, async (page) => {
      const first = page.locator("section[aria-labelledby=attacks] li").first();
      expect(await first.getByRole("link").getAttribute("href")).toBe(
        "https://atlas.mitre.org/techniques/AML.T0086",
      );
      const text = (await first.innerText()).replaceAll(/\s+/g, " ");
      expect(text).toMatch(
        /^Exfiltration via AI Agent Tool Invocation AML\.T0086 MITRE ATLAS Its /,
      );
      expect(text).toMatch(/Rests on: can send data out$/);
    });
  });

  test("are few: a plain read says in one line that it has none", async () => {
    await visit(toolUrl(ids.ordinary, "mail_get_page"), async (page) => {
      const section = page.locator("section[aria-labelledby=attacks]");
      expect(await section.locator("li").count()).toBe(0);
      expect(await section.locator("p").count()).toBe(1);
    });
  });
});

describe("servers in one session", () => {
  const verdict = (page: Page) => page.locator("[data-verdict]");

  test("a server's page says which of its tools have which role, and leads on", async () => {
    await visit(serverUrl(ids.ordinary), async (page) => {
      const rows = await page.locator(".together .roles > div").allInnerTexts();
      expect(rows.map((row) => row.replaceAll(/\s+/g, " ").toLowerCase())).toEqual([
        "brings in what outsiders wrote 0 none",
        "reaches private data 1 search",
        "can send out 1 mail_send_page_message",
      ]);
      expect(await page.locator(".together .verdict").innerText()).toBe(
        "The three do not meet: no tool brings in what outsiders wrote.",
      );
      await page.getByRole("link", { name: "Put it together with other servers" }).click();
      await expect.poll(() => verdict(page).textContent()).toContain("The three do not meet");
      expect(await page.locator("[data-picked-list] a").textContent()).toBe(ids.ordinary);
      await page.getByRole("button", { name: /^Remove/ }).click();
      await page.reload();
      expect(await page.locator("[data-picked-list] a").count()).toBe(0);
    });
  });

  test("meet once a reader has put two together, are remembered, and part again", async () => {
    await visit("/session/", async (page) => {
      expect(await page.locator("[data-roles]").isVisible()).toBe(false);
      for (const [words, id] of [
        ["mail", ids.ordinary],
        ["odd", ids.odd],
      ] as const) {
        await page.getByLabel("Add a server").fill(words);
        await page.getByRole("button", { name: id }).click();
        await page.locator("[data-picked-list] a", { hasText: id }).waitFor();
      }
      await expect.poll(() => verdict(page).textContent()).toContain("The three meet");
      expect(await verdict(page).textContent()).toMatch(
        /Denying mail_send_page_message, the only tool that can send out, breaks it\. 1 registration could not/,
      );
      expect(await page.locator("[data-role-list] > div").first().innerText()).toContain(ids.odd);
      await page.reload();
      await expect.poll(() => verdict(page).textContent()).toContain("The three meet");
      await page.getByRole("button", { name: `Remove ${ids.odd}` }).click();
      await expect.poll(() => verdict(page).textContent()).toContain("The three do not meet");
      expect(await page.evaluate(() => localStorage.length)).toBe(1);
    });
  });

  test("one that can't be read is said and doubts the verdict; what is no server is not asked for", async () => {
    await visit("/session/", async (page) => {
      const kept = ["/servers/gone/away/", "https://evil.example/x", serverUrl(ids.ordinary), 7];
      await page.evaluate(
        (value) => localStorage.setItem("almanac:session", value),
        JSON.stringify(kept),
      );
      await page.reload();
      await page.getByText("could not be read; it counts for nothing here").waitFor();
      await expect
        .poll(() => verdict(page).textContent())
        .toContain("1 server could not be read and may add to it.");
      expect(await page.locator("[data-picked-list] li").count()).toBe(2);
    });
  });

  test("get one policy for all of them, and a clash of their names is said", async () => {
    await visit("/session/", async (page) => {
      await page.evaluate(
        (value) => localStorage.setItem("almanac:session", value),
        JSON.stringify([serverUrl(ids.ordinary), serverUrl(ids.odd)]),
      );
      await page.reload();
      const part = page.locator("[data-set]");
      await part.locator("summary").click();
      const names = part.locator("[data-aliases] input");
      const requests = await Promise.all(
        [ids.ordinary, ids.odd].map(async (id): Promise<PolicyRequest> => {
          const facts = await (await fetch(site.url + serverJsonUrl(id))).json();
          const tools = facts.tools.map(({ name, recommendation }: PolicyTool) => ({
            name,
            recommendation,
          }));
          return { alias: facts.alias, tools };
        }),
      );
      for (const id of ["claude-code", "cline", "toolhive"]) {
        await part.locator("[data-format]").selectOption(id);
        const format = formats.find((each) => each.id === id)!;
        const { documents: written, also } = emitTogether(format, requests);
        const bodies = [...written, ...(also ? [also] : [])].map(({ body }) => body);
        await expect
          .poll(() => part.locator("[data-documents] pre").allTextContents())
          .toEqual(bodies);
      }
      await names.nth(1).fill(requests[0]!.alias.toUpperCase());
      await expect
        .poll(() => part.locator("[data-problem]").textContent())
        .toContain("Two servers are called");
      expect(await part.locator("[data-panel]").isVisible()).toBe(false);
    });
  });

  test("without JavaScript the page explains and leads to the servers", async () => {
    await visit(
      "/session/",
      async (page) => {
        expect(await page.getByLabel("Add a server").isVisible()).toBe(false);
        await page.getByRole("link", { name: "server's page" }).click();
        await page.waitForURL("**/servers/");
      },
      { javaScriptEnabled: false },
    );
  });
});

describe("every page", () => {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [375, 1280]) {
      test(`has no barrier that axe can find, ${colorScheme} at ${width}`, async () => {
        for (const [name, address] of Object.entries(addresses)) {
          await visit(
            address,
            async (page) => {
              const { violations } = await new AxeBuilder({ page }).analyze();
              const found = violations.map(({ id, nodes }) => `${name}: ${id} ${nodes[0]?.html}`);
              expect(found).toEqual([]);
            },
            { colorScheme, viewport: { width, height: 812 } },
          );
        }
      });
    }
  }

  test("fits a phone: the page itself never scrolls sideways", async () => {
    const wide = pages.filter((address) => !address.includes("_thing_"));
    await visit(
      "/",
      async (page) => {
        for (const address of wide) {
          await page.goto(site.url + address);
          const spare = await page.evaluate(
            () => innerWidth - document.documentElement.scrollWidth,
          );
          expect({ address, spare }).toEqual({ address, spare: 0 });
        }
      },
      { viewport: { width: 375, height: 812 } },
    );
  });

  test("links only to what is there", async () => {
    const files = await readdir(out, { recursive: true });
    const anchors = new Map<string, Set<string>>();
    const links: { from: string; to: string }[] = [];
    for (const file of files.filter((each) => each.endsWith(".html"))) {
      const html = await readFile(join(out, file), "utf8");
      const address = `/${file.replace(/index\.html$/, "")}`;
      anchors.set(
        address,
        new Set(Array.from(html.matchAll(/ id="([^"]+)"/g), (match) => match[1] ?? "")),
      );
      for (const [, to = ""] of html.matchAll(/ (?:href|src|data-json)="([/#][^"]*)"/g))
        links.push({ from: address, to: to.startsWith("#") ? address + to : to });
    }
    const present = new Set(files.map((file) => `/${file}`));
    const broken = links.filter(({ to }) => {
      const [path = "", anchor] = to.replace(/\?[^#]*/, "").split("#");
      if (anchor !== undefined) return !anchors.get(path)?.has(anchor);
      return !anchors.has(path) && !present.has(path);
    });
    expect(broken).toEqual([]);
    expect(links.length).toBeGreaterThan(1000);
  });

  test("has its own address, whatever the tool is called, also where a disk ignores case", () => {
    expect(pages).toHaveLength(410);
    expect(new Set(pages.map((address) => address.toLowerCase())).size).toBe(pages.length);
  });
});

describe("text from strangers", () => {
  test("stays text, on its tool's page, its server's, the front page and in the search", async () => {
    for (const address of [hostileUrl, serverUrl(ids.hostile), "/", "/servers/"]) {
      await visit(address, async (page) => {
        expect(await page.locator("img, [onerror], [onload], [onfocus]").count()).toBe(0);
        const scripts = await page.locator("script:not([type='application/ld+json'])").all();
        for (const script of scripts)
          expect(await script.getAttribute("src")).toMatch(/^\/assets\/[\w.-]+\.js$/);
        const links = await page
          .locator("a")
          .evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).protocol));
        expect(links.filter((protocol) => !/^https?:$/.test(protocol))).toEqual([]);
      });
    }
    await visit("/", async (page) => {
      await page.locator("#search-field").fill("onfocus");
      await page.getByRole("option").first().waitFor();
      expect(await page.locator("[role=option] img, [role=option] script").count()).toBe(0);
    });
  });

  test("reads back unchanged from the page and from its JSON-LD", async () => {
    await visit(hostileUrl, async (page) => {
      expect(await page.locator("h1").textContent()).toBe(hostile);
      const data = await page.locator("script[type='application/ld+json']").textContent();
      const questions = JSON.parse(data ?? "").mainEntity as { name: string }[];
      const shown = await page.locator(".questions h3").allTextContents();
      expect(questions.map(({ name }) => name)).toEqual(shown);
    });
  });
});

test("the JSON beside a page has the page's facts", async () => {
  const response = await fetch(site.url + toolJsonUrl(ids.ordinary, message.tool.name));
  expect(response.headers.get("content-type")).toContain("application/json");
  const facts = await response.json();
  expect(facts).toMatchObject({
    name: message.tool.name,
    description: message.tool.description,
    inputSchema: message.tool.inputSchema,
    annotations: message.tool.annotations,
    revision: "e428390f9d9a4f3d8c3b6d1c1b2a3948576a0b1c",
    crawledAt: "2026-11-20T10:00:00.000Z",
    classification: {
      category: "Write",
      risk: "high",
      conflicts: message.classification.conflicts,
    },
    recommendation: recommend(message.classification),
    roles: [{ role: "sends-out", because: "can send data out" }],
    changes: true,
  });
  expect(facts.attacks.map(({ code }: { code: string }) => code)).toEqual([
    "AML.T0086",
    "AML.T0052",
  ]);
  await visit(messageUrl, async (page) => {
    expect(await page.locator(".head .risk").textContent()).toBe("High");
    expect(await page.locator(".rationale").textContent()).toBe(
      '"/me/messages",1 and the description says "cannot be recalled".2'.replace(
        /^/,
        "A call creates or changes something: the handler has ",
      ) +
        " The risk starts at medium for Write and goes up because it sends what cannot be taken back, which makes it high.",
    );
    expect(await shown(page)).toBe(claudeCode.emit(requestFor("mail")).body);
    expect(await page.locator("link[rel=alternate]").getAttribute("href")).toBe(
      toolJsonUrl(ids.ordinary, message.tool.name),
    );
  });
  const summary = await (await fetch(`${site.url}/index.json`)).json();
  expect(summary).toMatchObject({ servers: 6, tools: 397, unresolved: 9 });
});

test("a site that cannot be built leaves the one that was there, and says why", async () => {
  const before = await readFile(join(out, "index.html"), "utf8");
  await expect(buildSite({ folder: join(work, "nothing"), out })).rejects.toThrow(
    /could not be rendered:\n[\s\S]*servers/,
  );
  expect(await readFile(join(out, "index.html"), "utf8")).toBe(before);
  expect((await readdir(work)).toSorted()).toEqual(["db", "nothing", "site"]);
});

test("the server serves what is in the folder and nothing else", async () => {
  const second = await serveSite({ folder: out, port: Number(new URL(site.url).port) });
  expect(second.url).not.toBe(site.url);
  await second.close();
  const head = await fetch(site.url + messageUrl, { method: "HEAD" });
  expect(head.headers.get("content-type")).toBe("text/html;charset=utf-8");
  expect(await head.text()).toBe("");
  expect((await fetch(site.url + messageUrl, { method: "POST" })).status).toBe(405);
  await access(join(work, "db", "complete"));
  for (const path of [
    "/../db/complete",
    "/..%2fdb/complete",
    "/%2e%2e/db/complete",
    "/%00",
    "/%",
  ]) {
    expect(await rawStatus(path)).toBe(404);
  }
});

/** The status for a path that is sent as it is, without the client tidying it up. */
function rawStatus(path: string): Promise<number | undefined> {
  return new Promise((done, fail) => {
    request(site.url, { path }, (response) => {
      response.resume();
      done(response.statusCode);
    })
      .on("error", fail)
      .end();
  });
}
