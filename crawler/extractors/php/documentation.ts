import type { Node } from "web-tree-sitter";

/** A documentation comment as phpDocumentor reads it. */
export interface Documentation {
  /** Up to the first blank line, or a line that ends with a full stop. */
  summary: string;
  /** Summary and description, a blank line between them. */
  text: string;
  /** By parameter, without `$`. */
  parameters: Map<string, { type: string; description: string }>;
}

/** The documentation comment before a declaration; undefined without one. */
export function documentationOf(declaration: Node): Documentation | undefined {
  const comment = declaration.previousNamedSibling;
  if (comment?.type !== "comment" || !comment.text.startsWith("/**")) return undefined;
  const lines = comment.text
    .slice(3, -2)
    .split("\n")
    .map((line) => line.replace(/^\s*\*? ?/, "").trimEnd());
  const firstTag = lines.findIndex((line) => /^\s*@\w/.test(line));
  const body = (firstTag < 0 ? lines : lines.slice(0, firstTag)).join("\n").trim();
  const end = /\.\n|\n[ \t]*\n/.exec(body);
  const summary = (
    end === null ? body : body.slice(0, end.index + (body[end.index] === "." ? 1 : 0))
  ).trim();
  const description = body.slice(summary.length).trim();
  return {
    summary,
    text: [summary, description].filter((part) => part !== "").join("\n\n"),
    parameters: readParameters(firstTag < 0 ? [] : lines.slice(firstTag)),
  };
}

function readParameters(lines: string[]): Documentation["parameters"] {
  const parameters: Documentation["parameters"] = new Map();
  const tags: string[] = [];
  for (const line of lines) {
    if (/^\s*@\w/.test(line)) tags.push(line.trim());
    else tags.push(`${tags.pop() ?? ""}\n${line}`);
  }
  for (const tag of tags) {
    const rest = /^@param\s+([\s\S]*)$/.exec(tag)?.[1] ?? "";
    const at = rest.search(/(?:\.\.\.)?\$\w+/);
    const name = /\$(\w+)/.exec(rest.slice(Math.max(at, 0)))?.[1];
    if (at < 0 || name === undefined) continue;
    const description = rest.slice(rest.indexOf(`$${name}`, at) + name.length + 1).trim();
    parameters.set(name, { type: rest.slice(0, at).trim(), description });
  }
  return parameters;
}
