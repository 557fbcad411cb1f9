/** Node's `path`, for paths with `/`. */

const sep = "/";

function normalize(path: string): string {
  const isAbsolute = path.startsWith(sep);
  const kept: string[] = [];
  for (const part of path.split(sep)) {
    if (part === "" || part === ".") continue;
    if (part !== "..") kept.push(part);
    else if (kept.length > 0 && kept.at(-1) !== "..") kept.pop();
    else if (!isAbsolute) kept.push(part);
  }
  const body = kept.join(sep) + (path.endsWith(sep) && kept.length > 0 ? sep : "");
  return isAbsolute ? sep + body : body === "" ? "." : body;
}

function join(...parts: unknown[]): string {
  return normalize(
    parts
      .map(String)
      .filter((part) => part !== "")
      .join(sep),
  );
}

function dirname(path: string): string {
  const trimmed = path.length > 1 ? path.replace(/\/+$/, "") : path;
  const at = trimmed.lastIndexOf(sep);
  return at === -1 ? "." : at === 0 ? sep : trimmed.slice(0, at);
}

function basename(path: string, suffix = ""): string {
  const name = path.replace(/\/+$/, "").split(sep).at(-1) ?? "";
  return suffix !== "" && name.endsWith(suffix) && name !== suffix
    ? name.slice(0, -suffix.length)
    : name;
}

function extname(path: string): string {
  const name = basename(path);
  const at = name.lastIndexOf(".");
  return at <= 0 ? "" : name.slice(at);
}

/** The module, with a working folder for relative paths. */
export function createPath(workingFolder: () => string) {
  function resolve(...parts: unknown[]): string {
    let path = "";
    for (const part of parts.map(String).toReversed()) {
      if (part === "") continue;
      path = path === "" ? part : `${part}/${path}`;
      if (part.startsWith(sep)) break;
    }
    const whole = path.startsWith(sep) ? path : `${workingFolder()}/${path}`;
    const normal = normalize(whole);
    return normal.length > 1 ? normal.replace(/\/$/, "") : normal;
  }
  function relative(from: string, to: string): string {
    const [a, b] = [resolve(from).split(sep), resolve(to).split(sep)];
    let same = 0;
    while (same < a.length && same < b.length && a[same] === b[same]) same += 1;
    return [
      ...a
        .slice(same)
        .filter((part) => part !== "")
        .map(() => ".."),
      ...b.slice(same),
    ].join(sep);
  }
  const path = {
    sep,
    delimiter: ":",
    normalize,
    join,
    resolve,
    relative,
    dirname,
    basename,
    extname,
    isAbsolute: (each: string) => String(each).startsWith(sep),
    toNamespacedPath: (each: string) => each,
    parse: (each: string) => ({
      root: each.startsWith(sep) ? sep : "",
      dir: dirname(each),
      base: basename(each),
      ext: extname(each),
      name: basename(each, extname(each)),
    }),
    format: ({ dir, base, name, ext }: Record<string, string | undefined>) =>
      `${dir === undefined ? "" : `${dir}/`}${base ?? `${name ?? ""}${ext ?? ""}`}`,
  };
  return Object.assign(path, { posix: path, win32: path });
}
