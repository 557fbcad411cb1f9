/** Short enough to show, with an ellipsis at a word's end where something was left out. */
export function shortened(text: string, max: number): string {
  const plain = text.replaceAll(/\s+/g, " ").trim();
  const characters = Array.from(plain.slice(0, max * 2));
  if (plain.length <= max * 2 && characters.length <= max) return plain;
  const cut = characters.slice(0, max - 1).join("");
  const space = cut.lastIndexOf(" ");
  return `${(space > max / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}

/** The first sentence of a description, at most 240 characters; absent when there are no words. */
export function firstSentence(text: string | undefined): string | undefined {
  const opening = (text ?? "").slice(0, 2000).trim();
  const paragraph = opening.split(/\n\s*\n/, 1)[0] ?? "";
  const plain = paragraph.replaceAll(/\s+/g, " ").trim();
  if (!plain) return undefined;
  const end = /[.!?。！？](?=\s+\p{Lu}|\s*$)/u.exec(plain);
  return shortened(end ? plain.slice(0, end.index + 1) : plain, 240);
}

/** Pieces between which a long name may break: after `_ - . / :` and before capitals. */
export function namePieces(name: string): string[] {
  const shown = name.length > 300 ? `${name.slice(0, 300).toWellFormed()}…` : name;
  return shown.split(/(?<=[_\-./:])(?=[^_\-./:])|(?<=[a-z0-9])(?=[A-Z])/);
}

/** `1 tool`, `12,345 tools`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${numbers.format(number)} ${number === 1 ? one : many}`;
}

// Made once: making one costs more than rendering a page.
const days = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" });
const numbers = new Intl.NumberFormat("en");

/** `21 Nov 2026`, in UTC. */
export function day(date: Date): string {
  return days.format(date);
}

/** A commit's first seven characters; a version or anything else as it is, shortened. */
export function shortRevision(revision: string): string {
  return isCommit(revision) ? revision.slice(0, 7) : shortened(revision, 40);
}

const isCommit = (revision: string) => /^[0-9a-f]{40}$/.test(revision);

/** What a revision is: a commit, or the version of a package. */
export function revisionKind(revision: string): "commit" | "version" {
  return isCommit(revision) ? "commit" : "version";
}

/** `commit e428390`, `version 2.1.0`. */
export function revisionWords(revision: string): string {
  return `${revisionKind(revision)} ${shortRevision(revision)}`;
}

/** The words of names, each once, for a search that would otherwise see one long word. */
export function plainWords(names: string): string {
  const words = names.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
  return shortened([...new Set(words)].join(" "), 300);
}

/** `one`, `one and two`, `one, two and three`. */
export function listed(items: string[]): string {
  const head = items.slice(0, -1).join(", ");
  const last = items.at(-1) ?? "";
  return head ? `${head} and ${last}` : last;
}

/** A sentence in pieces: what stood between backticks is code. */
export function codePieces(sentence: string): { text: string; code: boolean }[] {
  return sentence
    .split(/`(?<code>[^`]+)`/)
    .map((text, index) => ({ text, code: index % 2 === 1 }))
    .filter(({ text }) => text !== "");
}

/** JSON that can stand inside a script element, whatever the values say. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll("<", "\\u003c")
    .replaceAll(">", "\\u003e")
    .replaceAll("&", "\\u0026")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}
