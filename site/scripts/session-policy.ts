import { fill, words } from "./sentences.ts";
import { element, wrapped } from "./elements.ts";
import { onCopy } from "./copy.ts";
import type { Picked } from "./picked.ts";
import { remember, remembered } from "./remembered.ts";
import type { SetChoice, SetView } from "./set-writer.ts";

/** Makes the part of a page that writes one policy for all servers that are picked; what it gives is told the servers whenever they change. */
export function policyFor(part: HTMLDetailsElement): (servers: readonly Picked[]) => void {
  const find = <Kind extends HTMLElement>(name: string) =>
    part.querySelector<Kind>(`[data-${name}]`)!;
  const [format, profile] = [find<HTMLSelectElement>("format"), find<HTMLSelectElement>("profile")];
  const constrain = find<HTMLInputElement>("constrain");
  let servers: readonly Picked[] = [];
  let latest = 0;

  const aliasOf = ({ id, alias }: Picked): string => remembered(`alias:${id}`) ?? alias;

  async function write(): Promise<void> {
    if (!part.open || servers.length === 0) return;
    const turn = ++latest;
    const choice: SetChoice = {
      format: format.value,
      profile: profile.value as SetChoice["profile"],
      constrain: constrain.checked,
    };
    try {
      const { canHold, writeSet } = await import("./set-writer.ts");
      // The reader may have chosen something else while this was loading.
      if (turn !== latest) return;
      find("constrain-field").hidden = !canHold(choice.format);
      const named = servers.map((server) => ({ alias: aliasOf(server), json: server.json }));
      show(part, writeSet(named, choice));
    } catch (error) {
      find("panel").hidden = true;
      find("problem").textContent = error instanceof Error ? error.message : String(error);
    }
  }

  function nameRow(server: Picked): HTMLElement {
    const field = document.createElement("input");
    field.value = aliasOf(server);
    field.maxLength = 100;
    field.spellcheck = false;
    field.autocomplete = "off";
    field.addEventListener("input", () => {
      const name = field.value.trim();
      remember(`alias:${server.id}`, name === "" || name === server.alias ? undefined : name);
      void write();
    });
    return wrapped("label", element("span", "", server.id), field);
  }

  restore("format", format);
  restore("profile", profile);
  constrain.checked = remembered("constrain") === "yes";
  for (const control of [format, profile, constrain])
    control.addEventListener("change", () => {
      remember("format", format.selectedIndex === 0 ? undefined : format.value);
      remember("profile", profile.value === "recommended" ? undefined : profile.value);
      remember("constrain", constrain.checked ? "yes" : undefined);
      void write();
    });
  part.addEventListener("toggle", () => void write());
  return (next) => {
    const isSame = next.length === servers.length && next.every((each, i) => each === servers[i]);
    servers = next;
    part.hidden = servers.length === 0;
    if (isSame) return;
    find("aliases").replaceChildren(...servers.map(nameRow));
    void write();
  };
}

/** What was chosen on any page, where it is still a choice. */
function restore(key: string, control: HTMLSelectElement): void {
  const kept = remembered(key);
  if ([...control.options].some(({ value }) => value === kept)) control.value = kept ?? "";
}

function show(part: HTMLElement, view: SetView): void {
  const find = (name: string) => part.querySelector<HTMLElement>(`[data-${name}]`)!;
  find("problem").textContent = "";
  find("panel").hidden = false;
  const hasFirst = !view.isEmpty || view.also === undefined;
  const where = view.isEmpty ? "There is nothing to paste." : view.goesInto;
  find("documents").replaceChildren(
    ...(view.isEmpty ? [] : view.documents.flatMap(documentOf)),
    ...(hasFirst ? [sentence(where)] : []),
    ...(view.also ? [snippet(view.also.body), sentence(view.also.goesInto)] : []),
  );
  find("servers").replaceChildren(
    ...view.servers.map(({ alias, sentences }) => {
      const list = document.createElement("ul");
      list.className = "effects";
      fill(list, sentences);
      return wrapped("div", element("h3", "name", alias), list);
    }),
  );
  fill(find("notes"), view.notes);
  find("checked").textContent = view.checkedBy;
  find("docs").setAttribute("href", view.docs);
}

/** Where each server has a policy of its own, its name stands above. */
const documentOf = (
  { of, body }: SetView["documents"][number],
  _at: number,
  all: readonly unknown[],
): HTMLElement[] => [
  ...(of !== undefined && all.length > 1 ? [element("h3", "name", of)] : []),
  snippet(body),
];

function snippet(body: string): HTMLElement {
  const code = document.createElement("code");
  code.textContent = body;
  const pre = wrapped("pre", code);
  pre.tabIndex = 0;
  pre.setAttribute("aria-label", "Policy");
  const button = element("button", "copy", "Copy");
  button.type = "button";
  const box = wrapped("div", pre, button);
  box.className = "snippet";
  onCopy(button, () => body);
  return box;
}

function sentence(text: string): HTMLElement {
  const paragraph = document.createElement("p");
  paragraph.className = "where";
  paragraph.append(...words(text));
  return paragraph;
}
