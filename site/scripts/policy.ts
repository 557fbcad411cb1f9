import type { PolicyView } from "../policy.ts";
import type { Choice, ServerJson } from "./policy-writer.ts";
import { onCopy } from "./copy.ts";
import { fill, words } from "./sentences.ts";
import { remember, remembered } from "./remembered.ts";

for (const section of document.querySelectorAll<HTMLElement>("[data-policy]")) enhance(section);
for (const button of document.querySelectorAll<HTMLButtonElement>("[data-copy-text]"))
  onCopy(button, () => button.dataset.copyText ?? "");

function enhance(section: HTMLElement): void {
  const find = <Kind extends HTMLElement>(name: string) =>
    section.querySelector<Kind>(`[data-${name}]`);
  const controls = find("controls");
  const [format, profile] = [find<HTMLSelectElement>("format"), find<HTMLSelectElement>("profile")];
  const field = find<HTMLInputElement>("alias-field");
  const constrain = find<HTMLInputElement>("constrain");
  const panel = find("panel");
  if (!controls || !format || !profile || !field || !constrain || !panel) return;
  const { server = "", json = "", alias: initial = "", only } = section.dataset;
  const say = find("policy-status");
  const before: Choice = {
    format: format.value,
    alias: initial,
    profile: "recommended",
    constrain: false,
  };
  let shown = JSON.stringify(before);
  let fetched: Promise<ServerJson> | undefined;

  function choice(): Choice {
    return {
      format: format!.value,
      alias: field!.value.trim() || initial,
      profile: profile!.value as Choice["profile"],
      constrain: constrain!.checked,
    };
  }

  async function apply(): Promise<void> {
    const wanted = choice();
    remember("format", wanted.format === before.format ? undefined : wanted.format);
    remember("profile", wanted.profile === before.profile ? undefined : wanted.profile);
    remember("constrain", wanted.constrain ? "yes" : undefined);
    remember(`alias:${server}`, wanted.alias === initial ? undefined : wanted.alias);
    const key = JSON.stringify(wanted);
    if (key === shown) return;
    shown = key;
    try {
      fetched ??= fetchJson(json);
      const [{ canConstrain, write }, facts] = await Promise.all([
        import("./policy-writer.ts"),
        fetched,
      ]);
      // An answer that comes after the next choice was made is no longer wanted.
      if (key !== shown) return;
      const constrainField = find("constrain-field");
      if (constrainField) constrainField.hidden = !canConstrain(wanted.format, facts, only);
      const { view, advice } = write(facts, wanted, only);
      show(panel!, view);
      if (advice) find("advice")?.replaceChildren(strong(advice.words), ` ${advice.reason}`);
      if (say)
        say.textContent = `Snippet written for ${view.title}, for a server called ${wanted.alias}`;
    } catch {
      fetched = undefined;
      shown = "";
      if (say) say.textContent = "";
      field?.setCustomValidity(
        "The server's tools could not be loaded; the snippet is unchanged. Try again when you are online.",
      );
      field?.reportValidity();
    }
  }

  section.classList.add("scripted");
  controls.hidden = false;
  const others = find("others");
  if (others) others.hidden = true;
  const known = [...format.options].some(({ value }) => value === remembered("format"));
  if (known) format.value = remembered("format") ?? format.value;
  profile.value = remembered("profile") ?? profile.value;
  if (profile.value === "") profile.value = before.profile;
  constrain.checked = remembered("constrain") === "yes";
  field.value = remembered(`alias:${server}`) ?? initial;
  for (const control of [format, profile, constrain])
    control.addEventListener("change", () => void apply());
  field.addEventListener("input", () => {
    field.setCustomValidity("");
    void apply();
  });
  void apply();
  for (const [button, body] of [
    [find<HTMLButtonElement>("copy"), find("body")],
    [find<HTMLButtonElement>("copy-also"), find("also-body")],
  ])
    if (button instanceof HTMLButtonElement && body) onCopy(button, () => body.textContent ?? "");
}

async function fetchJson(url: string): Promise<ServerJson> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`expected ${url}, got status ${response.status}`);
  return response.json();
}

function show(panel: HTMLElement, view: PolicyView): void {
  const find = (name: string) => panel.querySelector<HTMLElement>(`[data-${name}]`);
  const write = (name: string, text: string) => find(name)?.replaceChildren(...words(text));
  write("title", view.title);
  const body = find("body");
  if (body) body.textContent = view.body ?? "";
  const snippet = find("snippet");
  if (snippet) snippet.hidden = view.body === undefined;
  write("instead", view.instead ?? "");
  const instead = find("instead");
  if (instead) instead.hidden = view.instead === undefined;
  write("where", view.where ?? "");
  const where = find("where");
  if (where) where.hidden = view.where === undefined;
  const also = find("also");
  if (also) also.hidden = view.also === undefined;
  const alsoBody = find("also-body");
  if (alsoBody) alsoBody.textContent = view.also?.body ?? "";
  write("also-where", view.also?.where ?? "");
  fill(find("effects"), view.effects);
  fill(find("notes"), view.notes);
  write("checked", view.checkedBy);
  find("docs")?.setAttribute("href", view.docs);
}

function strong(text: string): HTMLElement {
  const node = document.createElement("strong");
  node.textContent = `${text}.`;
  return node;
}
