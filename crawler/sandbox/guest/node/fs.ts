import { Buffer } from "../bytes.ts";
import { home, type Host, type Settings } from "../settings.ts";
import { createOverlay } from "./overlay.ts";

type Callback = (error: unknown, value?: unknown) => void;
type Action = (...values: unknown[]) => unknown;

/** Node's `fs` over the files of the snapshot and what the program writes itself; nothing else exists. */
export function createFs(host: Host, workingFolder: () => string, settings: Settings) {
  const written = createOverlay();

  function locate(file: unknown): string {
    const isUrl = typeof file === "object" && file !== null && "pathname" in file;
    const text = isUrl ? decodeURIComponent(String(file.pathname)) : String(file);
    const whole = text.startsWith("/") ? text : `${workingFolder()}/${text}`;
    const kept: string[] = [];
    for (const part of whole.split("/")) {
      if (part === "..") kept.pop();
      else if (part !== "" && part !== ".") kept.push(part);
    }
    return `/${kept.join("/")}`;
  }
  /** The path inside the snapshot, when it lies there. */
  function inside(path: string): string | undefined {
    if (path === home) return "";
    if (!path.startsWith(`${home}/`)) return undefined;
    const own = path.slice(home.length + 1);
    if (host("stat", own) !== undefined) return own;
    // What would be built is read where its source is.
    const source = own.replace(/(^|\/)(?:dist|build|lib|out)(?=\/|$)/, "$1src");
    return host("stat", source) === undefined ? own : source;
  }
  function kindOf(path: string): string | undefined {
    const own = inside(path);
    return written.kindOf(path) ?? (own === undefined ? undefined : host("stat", own));
  }
  function missing(call: string, path: string): Error {
    const text = `ENOENT: no such file or directory, ${call} '${path}'`;
    return Object.assign(new Error(text), { code: "ENOENT", errno: -2, syscall: call, path });
  }

  function readFileSync(file: unknown, options?: unknown): unknown {
    const path = locate(file);
    const own = inside(path);
    const found = written.read(path) ?? (own === undefined ? undefined : host("read", own));
    const text = found ?? (settings.isLenient ? (path.endsWith(".json") ? "{}" : "") : undefined);
    if (text === undefined) throw missing("open", path);
    const encoding =
      typeof options === "object" && options !== null && "encoding" in options
        ? options.encoding
        : options;
    return typeof encoding === "string" ? text : Buffer.from(text);
  }
  function statSync(file: unknown, options?: { throwIfNoEntry?: boolean }): unknown {
    const path = locate(file);
    const kind = kindOf(path);
    if (kind === undefined && options?.throwIfNoEntry === false) return undefined;
    if (kind === undefined) throw missing("stat", path);
    const at = new Date(0);
    return {
      isFile: () => kind === "file",
      isDirectory: () => kind === "folder",
      isSymbolicLink: () => false,
      size: 1,
      mode: 0o644,
      mtimeMs: 0,
      ctimeMs: 0,
      mtime: at,
      ctime: at,
      birthtime: at,
    };
  }
  function readdirSync(file: unknown, options?: { withFileTypes?: boolean }): unknown {
    const path = locate(file);
    const own = inside(path);
    if (kindOf(path) !== "folder") {
      if (settings.isLenient) return [];
      throw missing("scandir", path);
    }
    const kept = JSON.parse(
      (own === undefined ? undefined : host("list", own)) ?? "[]",
    ) as string[];
    const names = [...new Set([...kept, ...written.list(path)])];
    if (options?.withFileTypes !== true) return names;
    return names.map((name) => ({
      name,
      parentPath: path,
      path,
      isFile: () => kindOf(`${path}/${name}`) === "file",
      isDirectory: () => kindOf(`${path}/${name}`) === "folder",
      isSymbolicLink: () => false,
    }));
  }
  function accessSync(file: unknown): void {
    const path = locate(file);
    if (kindOf(path) === undefined) throw missing("access", path);
  }
  const nothing = () => undefined;
  const remove = (file: unknown) => written.remove(locate(file));
  const copy = (from: unknown, to: unknown) => {
    if (kindOf(locate(from)) === "folder") written.addFolder(locate(to));
    else written.write(locate(to), String(readFileSync(from, "utf8")));
  };
  const sync: Record<string, Action> = {
    readFile: readFileSync,
    stat: statSync as Action,
    lstat: statSync as Action,
    readdir: readdirSync as Action,
    access: accessSync,
    realpath: (file) => locate(file),
    writeFile: (file, data) => written.write(locate(file), String(data)),
    appendFile: (file, data) => {
      const path = locate(file);
      written.write(path, (written.read(path) ?? "") + String(data));
    },
    mkdir: (folder) => written.addFolder(locate(folder)),
    mkdtemp: (prefix) => {
      const folder = `${String(prefix)}000000`;
      written.addFolder(locate(folder));
      return folder;
    },
    rm: remove,
    rmdir: remove,
    unlink: remove,
    rename: (from, to) => {
      copy(from, to);
      remove(from);
    },
    copyFile: copy,
    chmod: nothing,
    utimes: nothing,
    open: () => 3,
    close: nothing,
  };
  const promises: Record<string, unknown> = { constants: {} };
  const fs: Record<string, unknown> = {
    promises,
    constants: { F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1 },
    existsSync: (file: unknown) => kindOf(locate(file)) !== undefined,
  };
  for (const [name, action] of Object.entries(sync)) {
    fs[`${name}Sync`] = action;
    promises[name] = async (...values: unknown[]) => action(...values);
    fs[name] = (...values: unknown[]) => {
      const done = values.findLast((value) => typeof value === "function") as Callback | undefined;
      const rest = values.filter((value) => value !== done);
      Promise.resolve()
        .then(() => action(...rest))
        .then(
          (value) => done?.(null, value),
          (error: unknown) => done?.(error),
        );
    };
  }
  (fs["realpathSync"] as { native?: Action }).native = (file) => locate(file);
  return { fs, promises };
}
