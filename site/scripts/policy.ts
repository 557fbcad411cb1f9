import { formats } from "../../classifier/policies/index.ts";
import type { PolicyRequest } from "../../classifier/policies/format.ts";
import { policyView } from "../policy.ts";
import { codePieces } from "../text.ts";
import { onCopy } from "./copy.ts";
import { remember, remembered } from "./remembered.ts";

interface ServerJson {
  tools: PolicyRequest["tools"];
}

for (const section of document.querySelectorAll<HTMLElement>("[data-policy]")) enhance(section);
for (const button of document.querySelectorAll<HTMLButtonElement>("[data-copy-text]"))
  onCopy(button, () => button.dataset.copyText ?? "");

function enhance(section: HTMLElement): void {
  const controls = section.querySelector<HTMLElement>("[data-controls]");
  const select = section.querySelector<HTMLSelectElement>("[data-format]");
  const field = section.querySelector<HTMLInputElement>("[data-alias-field]");
  const { server = "", json = "", alias: initial = "" } = section.dataset;
  if (!controls || !select || !field) return;
  const panels = [...section.querySelectorAll<HTMLDetailsElement>("[data-format-id]")];
  const say = section.querySelector("[data-policy-status]");
  let fetched: Promise<ServerJson> | undefined;
  let shownAlias = initial;

  function choose(id: string): void {
    for (const panel of panels) panel.open = panel.dataset.formatId === id;
  }

  async function rename(alias: string): Promise<void> {
    shownAlias = alias;
    fetched ??= fetch(json).then((response) => {
      if (!response.ok) throw new Error(`expected ${json}, got status ${response.status}`);
      return response.json();
    });
    const { tools } = await fetched;
    // An answer that comes after the next letter was typed is no longer wanted.
    if (alias !== shownAlias) return;
    const { only } = section.dataset;
    const request = {
      alias,
      tools: tools.map(({ name, recommendation }) => ({ name, recommendation })),
      ...(only !== undefined && { only }),
    };
    for (const panel of panels) write(panel, request);
  }

  async function apply(alias: string): Promise<void> {
    try {
      await rename(alias);
      if (say) say.textContent = `Snippet written for ${alias}`;
    } catch {
      fetched = undefined;
      shownAlias = initial;
      if (say) say.textContent = "";
      field?.setCustomValidity("The server's tools could not be loaded; the snippet is unchanged.");
      field?.reportValidity();
    }
  }

  section.classList.add("scripted");
  controls.hidden = false;
  const known = panels.some((panel) => panel.dataset.formatId === remembered("format"));
  if (known) select.value = remembered("format") ?? select.value;
  choose(select.value);
  select.addEventListener("change", () => {
    remember("format", select.value);
    choose(select.value);
  });
  field.addEventListener("input", () => {
    field.setCustomValidity("");
    const alias = field.value.trim() || initial;
    remember(`alias:${server}`, alias === initial ? undefined : alias);
    void apply(alias);
  });
  const alias = remembered(`alias:${server}`);
  if (alias) {
    field.value = alias;
    void apply(alias);
  }
  for (const panel of panels) {
    const button = panel.querySelector<HTMLButtonElement>("[data-copy]");
    const body = panel.querySelector("[data-body]");
    if (button && body) onCopy(button, () => body.textContent ?? "");
  }
}

function write(panel: HTMLDetailsElement, request: PolicyRequest): void {
  const format = formats.find(({ id }) => id === panel.dataset.formatId);
  if (!format) return;
  const view = policyView(format, request);
  const body = panel.querySelector("[data-body]");
  const instead = panel.querySelector<HTMLElement>("[data-instead]");
  const where = panel.querySelector("[data-where]");
  if (body) body.textContent = view.body;
  instead?.replaceChildren(...words(view.instead ?? ""));
  if (instead) instead.hidden = view.instead === undefined;
  where?.replaceChildren(...words(view.where));
  fill(panel.querySelector("[data-effects]"), view.effects);
  fill(panel.querySelector("[data-notes]"), view.notes);
}

function fill(list: Element | null, sentences: string[]): void {
  list?.replaceChildren(
    ...sentences.map((sentence) => {
      const item = document.createElement("li");
      item.dir = "auto";
      item.append(...words(sentence));
      return item;
    }),
  );
}

function words(sentence: string): Node[] {
  return codePieces(sentence).map(({ text, code }) => {
    const node = code ? document.createElement("code") : document.createDocumentFragment();
    node.append(text);
    return node;
  });
}
