/** The parts of Node by which a program finds its own files: paths, URLs of modules, folders and texts of the snapshot. */
import path from "node:path/posix";
import { newArray } from "./iterate.ts";
import type { Run } from "./run.ts";
import {
  choose,
  optionsOf,
  unknown,
  type ExternalValue,
  type ObjectValue,
  type Value,
} from "./values.ts";

/** Absolute path that stands for a file of the snapshot, its root being `/`. */
export function absolute(file: string): string {
  return `/${file}`;
}

/** What `import.meta` is in a file. */
export function importMeta(run: Run, file: string): ObjectValue {
  const full = absolute(file);
  return {
    kind: "object",
    props: new Map<string, Value>([
      ["url", `file://${full}`],
      ["filename", full],
      ["dirname", path.dirname(full)],
    ]),
    open: true,
    born: run.conditions.length,
  };
}

/** In a run with nothing set, the empty environment and arguments of the process; undefined for all else. */
export function unsetPart(run: Run, { module, path: members }: ExternalValue, key: string): Value {
  if (!run.isDefault) return undefined;
  const isGlobal = module === "global:" && members.at(-1) === "process";
  const isModule = /^(node:)?process$/.test(module) && members.length === 0;
  if (!isGlobal && !isModule) return undefined;
  if (key === "argv" || key === "env") run.hasReadSettings = true;
  if (key === "argv") return newArray(run, ["node", absolute(run.root)]);
  if (key !== "env") return undefined;
  return { kind: "object", props: new Map(), open: false, born: run.conditions.length };
}

/** What a function of Node's modules gives for known paths; undefined when it is none of those or they aren't known. */
export function callNode(run: Run, { module, path: members }: ExternalValue, args: Value[]): Value {
  const name = members.at(-1) ?? "";
  switch (module.replace(/^node:/, "")) {
    case "path":
    case "path/posix":
      return callPath(name, args);
    case "url":
      if (name === "fileURLToPath") return lift(args[0], (url) => url.replace(/^file:\/\//, ""));
      return name === "pathToFileURL" ? lift(args[0], (file) => `file://${file}`) : undefined;
    case "fs":
    case "fs/promises":
    case "fs-extra":
      return callFiles(run, name, args[0]);
    default:
      return undefined;
  }
}

function callPath(name: string, args: Value[]): Value {
  const [first, second] = args;
  switch (name) {
    case "join":
    case "resolve": {
      let joined: Value = "";
      const isWhole = (arg: Value): boolean => typeof arg === "string" && arg.startsWith("/");
      // Nothing before an absolute path counts, be it known or not.
      const from = name === "resolve" ? Math.max(0, args.findLastIndex(isWhole)) : 0;
      for (const arg of args.slice(from))
        joined = liftTwo(joined, arg, (left, right) =>
          left === "" ? right : path[name](left, right),
        );
      return joined === "" ? undefined : joined;
    }
    case "dirname":
    case "extname":
    case "normalize":
      return lift(first, (file) => path[name](file));
    case "basename":
      return lift(first, (file) =>
        path.basename(file, typeof second === "string" ? second : undefined),
      );
    default:
      return undefined;
  }
}

function callFiles(run: Run, name: string, target: Value): Value {
  if (name === "readFileSync" || name === "readFile")
    return lift(target, (file) => run.project.text(inside(file)));
  if (name === "existsSync") {
    return typeof target === "string" && run.project.list(inside(target)) !== undefined
      ? true
      : undefined;
  }
  if (name !== "readdirSync" && name !== "readdir") return undefined;
  return lift(target, (folder) => {
    const names = run.project.list(inside(folder));
    return names === undefined ? undefined : newArray(run, names);
  });
}

function inside(file: string): string {
  return path.normalize(file.replace(/^file:\/\//, "")).replace(/^\/+|\/+$/g, "");
}

/** Applies a function to each text that a value can be; undefined when it can be none. */
function lift(value: Value, apply: (text: string) => Value): Value {
  const results = optionsOf(value).flatMap(({ value: option, ...rest }) =>
    typeof option === "string" ? [{ ...rest, value: apply(option) }] : [],
  );
  const known = results.filter((result) => result.value !== undefined);
  return known.length === 0 ? undefined : choose(known);
}

function liftTwo(left: Value, right: Value, apply: (left: string, right: string) => string): Value {
  return lift(left, (first) => lift(right, (second) => apply(first, second))) ?? unknown;
}
