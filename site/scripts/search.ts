import { findPages, loadSearch, type Found } from "./pagefind.ts";

const shownMax = 8;
/** More are loaded than shown, so that a name that was meant comes first. */
const loadedMax = 16;

const form = document.querySelector<HTMLFormElement>("[data-search]");
const field = form?.querySelector<HTMLInputElement>("input");
const list = form?.querySelector<HTMLElement>("[role=listbox]");
const status = form?.querySelector<HTMLElement>("[data-search-status]");
if (form && field && list && status) start(form, field, list, status);

function start(
  form: HTMLFormElement,
  field: HTMLInputElement,
  list: HTMLElement,
  status: HTMLElement,
): void {
  let active = -1;
  let isEmpty = false;

  function options(): HTMLAnchorElement[] {
    return [...list.querySelectorAll<HTMLAnchorElement>("[role=option]")];
  }

  /** Walks round the results; -1 is none of them. */
  function activate(index: number): void {
    const all = options();
    active = index;
    if (index < -1) active = all.length - 1;
    if (index >= all.length) active = all.length > 0 ? 0 : -1;
    for (const [place, option] of all.entries())
      option.setAttribute("aria-selected", String(place === active));
    const chosen = all[active];
    if (chosen) {
      field.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else field.removeAttribute("aria-activedescendant");
  }

  function show(found: Found[] | undefined): void {
    list.replaceChildren(...(found ?? []).map(option));
    list.hidden = !found || found.length === 0;
    field.setAttribute("aria-expanded", String(!list.hidden));
    activate(-1);
  }

  /** Words for everybody when there is no list to look at, else for screen readers alone. */
  function say(words: string, isSeen: boolean): void {
    status.textContent = words;
    status.className = isSeen ? "results none" : "unseen";
  }

  function close(): void {
    show(undefined);
    say("", false);
  }

  async function search(): Promise<void> {
    const query = field.value.trim();
    isEmpty = false;
    if (!query) {
      show(undefined);
      say("", false);
      return;
    }
    if (list.hidden) say("Searching…", true);
    const answer = await findPages(query, loadedMax);
    // Null: another letter has been typed since.
    if (!answer) return;
    const found = answer.pages;
    if (field.value.trim() !== query) return;
    show(found.toSorted((a, b) => nearness(a, query) - nearness(b, query)).slice(0, shownMax));
    isEmpty = found.length === 0;
    if (isEmpty) say(`No results for ${query}`, true);
    else say(`${answer.total} found`, false);
  }

  field.addEventListener("focus", () => {
    // Only early; what is typed asks again, and says so when it fails.
    loadSearch().catch(() => {});
  });
  field.addEventListener("input", () => {
    search().catch(() => {
      show(undefined);
      say("The search could not be loaded", true);
    });
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") activate(active + 1);
    else if (event.key === "ArrowUp") activate(active <= 0 ? -2 : active - 1);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  form.addEventListener("submit", (event) => {
    const all = options();
    const chosen = all[active] ?? all[0];
    if (isEmpty) event.preventDefault();
    if (!chosen || list.hidden) return;
    event.preventDefault();
    location.assign(chosen.href);
  });
  document.addEventListener("click", (event) => {
    if (event.target instanceof Node && !form.contains(event.target)) close();
  });
  document.addEventListener("keydown", (event) => {
    const typing =
      event.target instanceof HTMLElement &&
      event.target.matches("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
  const key = form.querySelector<HTMLElement>("[data-search-key]");
  if (key) key.hidden = false;
}

/** Built from text only: what is found was written by strangers. */
function option(found: Found, index: number): HTMLAnchorElement {
  const link = document.createElement("a");
  link.id = `result-${index}`;
  link.setAttribute("role", "option");
  link.tabIndex = -1;
  link.href = new URL(found.url, location.origin).pathname;
  const name = document.createElement("bdi");
  name.className = "name";
  name.textContent = found.meta.title ?? found.url;
  const detail = document.createElement("span");
  detail.textContent = [
    found.meta.kind,
    found.meta.risk && `${found.meta.risk} risk`,
    found.meta.server,
  ]
    .filter(Boolean)
    .join(" · ");
  link.append(name, detail);
  return link;
}

/** How near a name is to what was typed, best first: the name itself, its end, a server's name, any part of a name. */
function nearness({ meta }: Found, query: string): number {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
  const name = plain(meta.title ?? "");
  const wanted = plain(query);
  const found = [
    name === wanted,
    name.endsWith(wanted),
    meta.kind === "Server" && name.includes(wanted),
    name.includes(wanted),
  ].indexOf(true);
  return found === -1 ? 4 : found;
}
