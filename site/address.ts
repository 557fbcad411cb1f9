import { createHash } from "node:crypto";

const segmentMax = 120;
const reserved = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$/;

function escapeBytes(character: string): string {
  return [...Buffer.from(character, "utf8")]
    .map((byte) => `~${String(byte).padStart(3, "0")}`)
    .join("");
}

function bounded(encoded: string, original: string): string {
  if (encoded.length <= segmentMax) return encoded;
  const digest = createHash("sha256").update(original, "utf16le").digest("hex").slice(0, 32);
  return `${encoded.slice(0, 80)}~~${digest}`;
}

/**
 * A tool's name as one path segment of `a-z 0-9 _ - ~`: distinct for distinct names, also where a disk ignores case.
 * `get_user` stays `get_user`, `getUser` is `get~user`, `files.read` is `files~-read`, other bytes are `~` and three digits,
 * and what gets longer than 120 characters ends in `~~` and a digest.
 */
export function toolSlug(name: string): string {
  const encoded = name
    .replaceAll(/[^a-z0-9_-]/gu, (character) => {
      if (/[A-Z]/.test(character)) return `~${character.toLowerCase()}`;
      return character === "." ? "~-" : escapeBytes(character);
    })
    .replace(reserved, (word) => escapeBytes(word.slice(0, 1)) + word.slice(1));
  return bounded(encoded || "~000~", name);
}

function serverSegment(segment: string): string {
  const encoded = segment
    .replaceAll(/[^A-Za-z0-9_.@-]/gu, (character) => escapeBytes(character.toWellFormed()))
    .replaceAll(/^\.+|\.+$|\.(?=(?:json|html)$)/gi, (dots) => "~-".repeat(dots.length));
  return bounded(encoded || "~000~", segment);
}

/** A server's id as path segments: as it is for what repositories and packages are usually called. */
export function serverPath(id: string): string {
  return id.split("/").map(serverSegment).join("/");
}

/** Page of a server, from the root. */
export function serverUrl(id: string): string {
  return `/servers/${serverPath(id)}/`;
}

/** The same facts as JSON. */
export function serverJsonUrl(id: string): string {
  return `/servers/${serverPath(id)}.json`;
}

/** Path of a tool's page below `/tools/`, without slashes at its ends. */
export function toolPath(server: string, name: string): string {
  return `${serverPath(server)}/${toolSlug(name)}`;
}

/** Page of a tool, from the root. */
export function toolUrl(server: string, name: string): string {
  return `/tools/${toolPath(server, name)}/`;
}

/** The same facts as JSON. */
export function toolJsonUrl(server: string, name: string): string {
  return `/tools/${toolPath(server, name)}.json`;
}

/** Page of the list of servers, from 1; `~` keeps it apart from every server id. */
export function serverListUrl(page: number): string {
  return page === 1 ? "/servers/" : `/servers/~${page}/`;
}

/** A link out, or nothing unless it is plain http or https. */
export function webUrl(text: string | undefined): string | undefined {
  if (!text || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.protocol === "https:" || url.protocol === "http:" ? url.href : undefined;
}

/** Fills a snapshot's template (`{path}`, `{line}`, `{endLine}`); absent when there is no template or it makes no web address. */
export function lineUrl(
  template: string | undefined,
  at: { path: string; line: number; endLine?: number },
): string | undefined {
  const path = at.path
    .split("/")
    .map((segment) => encodeURIComponent(segment.toWellFormed()))
    .join("/");
  const values = new Map([
    ["{path}", path],
    ["{line}", String(at.line)],
    ["{endLine}", String(at.endLine ?? at.line)],
  ]);
  return webUrl(
    template?.replaceAll(/\{(?:path|line|endLine)\}/g, (name) => values.get(name) ?? name),
  );
}

/** The part of the page about policies that is about one format. */
export const formatUrl = (id: string): string => `/policies/#${id}`;
