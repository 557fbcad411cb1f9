const maxEntries = 1000;
const maxText = 1_000_000;

/** What a program itself writes, by whole path, while it runs. */
export interface Overlay {
  kindOf(path: string): "file" | "folder" | undefined;
  read(path: string): string | undefined;
  write(path: string, text: string): void;
  addFolder(path: string): void;
  /** Forgets a file, or a folder with all that was written there. */
  remove(path: string): void;
  /** Names of what was written in a folder. */
  list(folder: string): string[];
}

/** Starts with the folders that every machine has. */
export function createOverlay(): Overlay {
  const files = new Map<string, string>();
  const folders = new Set(["/", "/tmp", "/home", "/home/user"]);
  const isFull = () => files.size + folders.size >= maxEntries;

  function addFolder(path: string): void {
    for (let at = path; !folders.has(at) && !isFull(); at = parentOf(at)) folders.add(at);
  }
  return {
    kindOf: (path) => (files.has(path) ? "file" : folders.has(path) ? "folder" : undefined),
    read: (path) => files.get(path),
    write: (path, text) => {
      if (isFull() && !files.has(path)) return;
      addFolder(parentOf(path));
      files.set(path, text.slice(0, maxText));
    },
    addFolder,
    remove: (path) => {
      const isWithin = (each: string) => each === path || each.startsWith(`${path}/`);
      for (const file of [...files.keys()].filter(isWithin)) files.delete(file);
      for (const folder of [...folders].filter(isWithin)) folders.delete(folder);
    },
    list: (folder) => {
      const start = folder === "/" ? "/" : `${folder}/`;
      const inside = [...files.keys(), ...folders]
        .filter((path) => path.startsWith(start) && path !== folder)
        .map((path) => path.slice(start.length).split("/")[0] ?? "");
      return [...new Set(inside)];
    },
  };
}

function parentOf(path: string): string {
  const at = path.lastIndexOf("/");
  return at <= 0 ? "/" : path.slice(0, at);
}
