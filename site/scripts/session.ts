import { roleWords, verdictOf, viewSession } from "../../classifier/session.ts";
import type { Session, ToolName } from "../../classifier/session.ts";
import { element, wrapped } from "./elements.ts";
import { findPages } from "./pagefind.ts";
import { fetchServer, isServerPage, type Picked } from "./picked.ts";
import { remember, remembered } from "./remembered.ts";
import { policyFor } from "./session-policy.ts";

const key = "session";
const pickedMax = 40;
const foundMax = 8;
const namedMax = 12;
const unreadable = "could not be read; it counts for nothing here";

const root = document.querySelector<HTMLElement>("[data-session]");
if (root) start(root);

function start(root: HTMLElement): void {
  const part = <T extends HTMLElement = HTMLElement>(name: string): T =>
    root.querySelector<T>(`[data-${name}]`)!;
  const field = root.querySelector<HTMLInputElement>("#session-field")!;
  const say = (words: string) => (part("picker-status").textContent = words);
  const loaded = new Map<string, Picked | string>();
  const writePolicy = policyFor(part<HTMLDetailsElement>("set"));
  let pages = startingPages();

  part("picker").hidden = false;

  async function search(): Promise<void> {
    const query = field.value.trim();
    if (!query) {
      part("found").replaceChildren();
      say("");
      return;
    }
    const answer = await findPages(query, foundMax, { kind: "Server" });
    // Null: another letter has been typed since.
    if (!answer) return;
    if (field.value.trim() !== query) return;
    const offers = answer.pages
      .map(({ url, meta }) => ({ page: new URL(url, location.origin).pathname, name: meta.title }))
      .filter(({ page }) => isServerPage(page) && !pages.includes(page));
    part("found").replaceChildren(...offers.map(offer));
    say(offers.length === 0 ? `No further server found for ${query}` : `${offers.length} found`);
  }

  function offer({ page, name }: { page: string; name: string | undefined }): HTMLElement {
    const button = element("button", "name", name ?? page);
    button.type = "button";
    button.addEventListener("click", () => {
      add(page);
      field.value = "";
      part("found").replaceChildren();
      field.focus();
    });
    return wrapped("li", button);
  }

  function add(page: string): void {
    if (pages.length >= pickedMax) {
      say(`No more than ${pickedMax} servers fit here`);
      return;
    }
    change([...pages.filter((each) => each !== page), page]);
    say("Added");
  }

  function change(next: string[]): void {
    pages = next;
    remember(key, pages.length > 0 ? JSON.stringify(pages) : undefined);
    for (const page of pages) {
      if (typeof loaded.get(page) === "object") continue;
      loaded.set(page, "Loading…");
      fetchServer(page)
        .then(
          (server) => loaded.set(page, server),
          () => loaded.set(page, unreadable),
        )
        .finally(draw);
    }
    draw();
  }

  function draw(): void {
    part("picked").hidden = pages.length === 0;
    part("picked-list").replaceChildren(...pages.map(row));
    const servers = pages
      .map((page) => loaded.get(page))
      .filter((each) => typeof each === "object");
    const tools = servers.flatMap((server) => server.tools);
    part("roles").hidden = servers.length === 0;
    const session = viewSession(tools);
    const verdict = part("verdict");
    const lost = pages.filter((page) => loaded.get(page) === unreadable).length;
    verdict.textContent = [...verdictOf(session), ...doubts(servers, lost)].join(" ");
    verdict.classList.toggle("meet", session.meet);
    const links = new Map(tools.map((tool) => [`${tool.server}\0${tool.name}`, tool.page]));
    const rows = session.roles.map((role) => roleRow(role, links, servers.length > 1));
    part("role-list").replaceChildren(...rows);
    writePolicy(servers.filter(({ tools: own }) => own.length > 0));
  }

  function row(page: string): HTMLElement {
    const server = loaded.get(page);
    const link = element("a", "name", typeof server === "object" ? server.id : nameOf(page));
    link.href = page;
    const count = typeof server === "object" ? server.tools.length : 0;
    const detail =
      typeof server === "object" ? `${count} tool${count === 1 ? "" : "s"}` : (server ?? "");
    const button = element("button", "copy", "Remove");
    button.type = "button";
    button.setAttribute("aria-label", `Remove ${link.textContent}`);
    button.addEventListener("click", () => {
      change(pages.filter((each) => each !== page));
      field.focus();
    });
    return wrapped("li", link, element("span", "amount", detail), button);
  }

  field.addEventListener("input", () => {
    search().catch(() => say("The search could not be loaded"));
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    part("found").querySelector("button")?.click();
  });
  change(pages);
}

/** What was remembered, and the server whose page led here. */
function startingPages(): string[] {
  let kept: unknown = [];
  try {
    kept = JSON.parse(remembered(key) ?? "[]");
  } catch {
    // What is no list is forgotten with the next change.
  }
  const pages = Array.isArray(kept) ? kept.filter(isServerPage) : [];
  const from = new URLSearchParams(location.search).get("add") ?? "";
  // Asked once: what is removed stays removed when the page is loaded again.
  if (from) history.replaceState(null, "", location.pathname);
  return [...new Set([...pages, ...(isServerPage(from) ? [from] : [])])].slice(0, pickedMax);
}

/** What was not read may have any role. */
function doubts(servers: readonly Picked[], lost: number): string[] {
  const unread = servers.reduce((sum, server) => sum + server.unread, 0);
  const parts = [
    ...(lost > 0 ? [`${lost} server${lost === 1 ? "" : "s"}`] : []),
    ...(unread > 0 ? [`${unread} registration${unread === 1 ? "" : "s"}`] : []),
  ];
  return parts.length > 0 ? [`${parts.join(" and ")} could not be read and may add to it.`] : [];
}

function roleRow(
  { role, tools }: Session["roles"][number],
  links: ReadonlyMap<string, string>,
  grouped: boolean,
): HTMLElement {
  const title = element("dt", "", roleWords[role]);
  title.append(" ", element("span", "amount", tools.length.toLocaleString("en")));
  const body = wrapped("dd");
  if (tools.length === 0) body.append(element("span", "none", "none"));
  for (const server of new Set(tools.map((tool) => tool.server))) {
    const own = tools.filter((tool) => tool.server === server).map((tool) => nameLink(tool, links));
    const [first, rest] = [own.slice(0, namedMax), own.slice(namedMax)];
    const group = wrapped("div", ...(grouped ? [element("small", "", server)] : []), ...first);
    if (rest.length > 0)
      group.append(wrapped("details", element("summary", "", `${rest.length} more`), ...rest));
    body.append(group);
  }
  return wrapped("div", title, body);
}

function nameLink({ server, name }: ToolName, links: ReadonlyMap<string, string>): HTMLElement {
  const link = element("a", "", "");
  link.href = links.get(`${server}\0${name}`) ?? "#";
  link.append(element("bdi", "name", name));
  return link;
}

function nameOf(page: string): string {
  return page.replace(/^\/servers\/|\/$/g, "");
}
