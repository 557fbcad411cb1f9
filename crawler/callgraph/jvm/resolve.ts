const indexes = new WeakMap<ReadonlyMap<string, string>, Map<string, string[]>>();
const maxFound = 10;

/** Files of Java and Kotlin that declare an imported class, the class around it, or a function of a package. */
export function resolveImport(module: string, files: ReadonlyMap<string, string>): string[] {
  const parts = module.split(".");
  for (let length = parts.length; length > parts.length - 2 && length > 0; length -= 1) {
    const folder = parts.slice(0, length - 1).join("/");
    const named = (indexOf(files).get(parts[length - 1] ?? "") ?? []).filter((path) =>
      `/${path}`.replace(/\/[^/]*$/, "").endsWith(folder === "" ? "" : `/${folder}`),
    );
    if (named.length > 0) return named.slice(0, maxFound);
  }
  const holding = indexOf(files).get(`package ${parts.slice(0, -1).join(".")}`) ?? [];
  const word = new RegExp(
    `\\b(?:fun|val|var|class|interface|object)\\b[^=\\n]*\\b${parts.at(-1)?.replaceAll("$", "")}\\b`,
  );
  return holding.filter((path) => word.test(files.get(path) ?? "")).slice(0, maxFound);
}

/** Paths by the name of the file without its ending, and by `package` with the package's name. */
function indexOf(files: ReadonlyMap<string, string>): Map<string, string[]> {
  const known = indexes.get(files);
  if (known !== undefined) return known;
  const index = new Map<string, string[]>();
  const add = (key: string, path: string) => index.set(key, [...(index.get(key) ?? []), path]);
  for (const [path, text] of files) {
    const name = /(?:^|\/)(\w+)\.(?:java|kt)$/.exec(path)?.[1];
    if (name === undefined) continue;
    add(name, path);
    const [, found] = /^[ \t]*package[ \t]+([\w.]+)/m.exec(text.slice(0, 5000)) ?? [];
    if (found !== undefined && path.endsWith(".kt")) add(`package ${found}`, path);
  }
  indexes.set(files, index);
  return index;
}
