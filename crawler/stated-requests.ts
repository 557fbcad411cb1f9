import type { Call, Snapshot, Tool } from "../model.ts";

/** `"method": "DELETE"` beside a tool's name and description. */
const method =
  /(?<![\w$.])["']?(?:method|httpMethod|http_method|verb)["']?\s*[:=]\s*["'](?<method>GET|HEAD|POST|PUT|PATCH|DELETE)["']/gi;
/** `pathTemplate: "/boxes/{id}"` */
const address =
  /(?<![\w$.])["']?(?:path|pathTemplate|path_template|url|uri|endpoint|route)["']?\s*[:=]\s*["'`](?<address>(?:https?:\/)?\/[^"'`\s]*)["'`]/gi;
/** A definition longer than this is a whole table. */
const longest = 30_000;

/**
 * The request that a tool's own definition states beside its name: `method: "DELETE", path: "/boxes/{id}"`, where one handler serves
 * a table of tools by what each entry says. Undefined when the definition names none, or more than one.
 */
export function statedRequest({ files }: Snapshot, { at }: Tool): Call | undefined {
  const { path, line, endLine = line } = at;
  const lines = files
    .get(path)
    ?.split("\n")
    .slice(line - 1, endLine);
  const text = lines?.join("\n") ?? "";
  if (text.length > longest) return undefined;
  const [asked, second] = [...text.matchAll(method)];
  const [sent, other] = [...text.matchAll(address)];
  if (asked === undefined || sent === undefined || second !== undefined || other !== undefined)
    return undefined;
  return {
    callee: "request",
    arguments: [
      { name: "method", text: asked.groups!["method"]!.toUpperCase() },
      { name: "url", text: sent.groups!["address"]! },
    ],
    quote: asked[0],
    at: { path, line: line + text.slice(0, asked.index).split("\n").length - 1 },
  };
}
