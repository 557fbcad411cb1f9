import type { Host } from "./guest/settings.ts";

const maxBytes = 8_000_000;

/** Answers what a program asks of the snapshot's files, and of nothing else. */
export function answerFrom(files: ReadonlyMap<string, string>): Host {
  const folders = new Map<string, Set<string>>([["", new Set()]]);
  for (const file of files.keys()) {
    let name = file;
    for (let at = name.lastIndexOf("/"); name !== ""; at = name.lastIndexOf("/")) {
      const folder = at === -1 ? "" : name.slice(0, at);
      const names = folders.get(folder) ?? new Set<string>();
      folders.set(folder, names.add(name.slice(at + 1)));
      name = folder;
    }
  }
  return (operation, path) => {
    if (operation === "stat")
      return files.has(path) ? "file" : folders.has(path) ? "folder" : undefined;
    if (operation === "list") {
      const names = folders.get(path);
      return names === undefined ? undefined : JSON.stringify([...names].toSorted());
    }
    const text = operation === "read" ? files.get(path) : undefined;
    return text === undefined || text.length > maxBytes ? undefined : text;
  };
}
