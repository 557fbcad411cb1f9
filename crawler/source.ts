import { existsSync } from "node:fs";
import type { Source } from "../model.ts";

const owner = "(?<owner>[A-Za-z0-9][A-Za-z0-9_-]{0,62})";
const repository = "(?<repo>[A-Za-z0-9._-]{1,100}?)";
const githubName = new RegExp(`^${owner}/${repository}(?:\\.git)?(?:@(?<ref>.+))?$`);
const githubUrl = new RegExp(
  `^https?://(?:www\\.)?github\\.com/${owner}/${repository}(?:\\.git)?(?:/tree/(?<ref>[^?#]+?))?/?(?:[?#].*)?$`,
);
const npmName = /^(?<name>(?:@[A-Za-z0-9~_.-]+\/)?[A-Za-z0-9~_-][A-Za-z0-9~_.-]*)(?:@(?<ref>.+))?$/;
// No `:` and no `/`: npm would read `name@file:x` and `name@owner/repo` as other places.
const npmRef = /^[\^~]?[A-Za-z0-9][A-Za-z0-9.+_-]*$/;
const npmUrl =
  /^https?:\/\/(?:www\.)?npmjs\.com\/package\/(?<name>(?:@[^/?#]+\/)?[^/?#]+)(?:\/v\/(?<ref>[^/?#]+))?\/?(?:[?#].*)?$/i;
const expected =
  "expected github:owner/repo[@ref], https://github.com/owner/repo, npm:package[@version], path:folder[@ref] or ./folder";

/**
 * `github:o/r@v1`, `https://github.com/o/r/tree/v1` -> `{ scheme: "github", name: "o/r", ref: "v1" }`;
 * `npm:@s/p@1.2.3` -> `{ scheme: "npm", name: "@s/p", ref: "1.2.3" }`; `./x`, `path:./x` -> `{ scheme: "path", name: "./x" }`.
 * `exists` tells `path:a@b`, the folder `a@b`, from the folder `a` at `b`, and `o/r` on GitHub from a folder. Throws for anything else.
 */
export function parseSource(text: string, exists: (path: string) => boolean = existsSync): Source {
  const given = text.trim();
  const onNpm = npmUrl.exec(given)?.groups;
  if (onNpm !== undefined)
    return readNpm(`${onNpm["name"]}${onNpm["ref"] ? `@${onNpm["ref"]}` : ""}`, text);
  if (/^https?:\/\//i.test(given)) return readGithub(given, githubUrl, text);
  const scheme = /^(?<scheme>[a-z]+):/.exec(given)?.groups?.["scheme"];
  const rest = scheme === undefined ? given : given.slice(scheme.length + 1);
  if (scheme === "github") return readGithub(rest, githubName, text);
  if (scheme === "npm") return readNpm(rest, text);
  if (scheme === "path" || (scheme === undefined && /^(?:\.{0,2}\/|\.{1,2}$)/.test(given))) {
    return readPath(rest, exists, text);
  }
  if (scheme === undefined && githubName.test(given)) {
    if (!exists(given.replace(/@.*$/, ""))) return readGithub(given, githubName, text);
    throw new Error(
      `${given} is a folder and could be a GitHub repository: write path:${given} or github:${given}`,
    );
  }
  const hint =
    scheme === undefined && npmName.test(given) ? `; npm:${given} is the npm package` : "";
  throw new Error(`${expected}, got ${JSON.stringify(text)}${hint}`);
}

/** The inverse of parseSource: `{ scheme: "npm", name: "p", ref: "1.0.0" }` -> `npm:p@1.0.0`. */
export function formatSource(source: Source): string {
  return `${source.scheme}:${source.name}${source.ref === undefined ? "" : `@${source.ref}`}`;
}

function readGithub(text: string, pattern: RegExp, whole: string): Source {
  const found = pattern.exec(text)?.groups;
  const repo = found?.["repo"];
  if (found === undefined || repo === "." || repo === "..") {
    throw new Error(`expected github:owner/repo[@ref], got ${JSON.stringify(whole)}`);
  }
  return withRef({ scheme: "github", name: `${found["owner"]}/${repo}` }, found["ref"], whole);
}

function readNpm(text: string, whole: string): Source {
  const found = npmName.exec(text)?.groups;
  const name = found?.["name"];
  if (name === undefined || name.length > 214) {
    throw new Error(`expected npm:package[@version], got ${JSON.stringify(whole)}`);
  }
  const ref = found?.["ref"];
  if (ref !== undefined && (!npmRef.test(ref) || /\.(?:tgz|tar|tar\.gz)$/i.test(ref))) {
    throw new Error(
      `expected a version or a dist-tag after npm:${name}@, got ${JSON.stringify(ref)}`,
    );
  }
  return withRef({ scheme: "npm", name }, ref, whole);
}

function readPath(text: string, exists: (path: string) => boolean, whole: string): Source {
  if (text === "" || text.includes("\0"))
    throw new Error(`expected path:folder[@ref], got ${JSON.stringify(whole)}`);
  if (exists(text)) return { scheme: "path", name: text };
  for (let at = text.lastIndexOf("@"); at > 0; at = text.lastIndexOf("@", at - 1)) {
    const folder = text.slice(0, at);
    if (exists(folder)) return withRef({ scheme: "path", name: folder }, text.slice(at + 1), whole);
  }
  return { scheme: "path", name: text };
}

function withRef(source: Source, ref: string | undefined, whole: string): Source {
  if (ref === undefined) return source;
  // A leading dash would be an option to git; the rest cannot stand in the name of a branch, a tag or a version.
  // oxlint-disable-next-line no-control-regex
  if (ref === "" || ref.length > 255 || /^-|\.\.|[\0-\x20\x7f\\?*[]/.test(ref)) {
    throw new Error(
      `expected a branch, tag, commit or version after @, got ${JSON.stringify(whole)}`,
    );
  }
  return { ...source, ref };
}
