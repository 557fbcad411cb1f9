import type { Check, Scan } from "./check.ts";
import { mark } from "./text/marks.ts";

const remark = /^\[(?:\/\/|comment|_)\]:\s{0,9}(?:#|<>)\s{0,9}([("'][^\n]{8,2000})/gim;
const styled =
  /<(\w{1,12})\b[^>]{0,300}?(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?!\.\d*[1-9])|opacity\s*:\s*0(?!\.\d*[1-9])|color\s*:\s*(?:#fff(?:fff)?|white|transparent)|text-indent\s*:\s*-\d{3,}|\bhidden\b)[^>]{0,300}>([^<]{8,2000})/gi;

export default {
  id: "hidden-markup",
  reason:
    "Comments and styles that hide text are not shown where a definition is rendered, and the model reads them all the same.",
  nearMiss:
    "Markup as the subject: block markers, templates and samples of a tool that edits pages.",
  needs: ({ marks }) => (marks & mark.tag) !== 0,
  find: (scan) =>
    scan.texts.flatMap(({ value, where, kind }) => {
      if (kind === "joined") return [];
      for (const text of commentsIn(value)) {
        if (isForModel(text, scan))
          return [{ says: "hides text for the model in a comment", quote: text, where }];
      }
      for (const match of [...value.matchAll(styled)].slice(0, 50)) {
        if (isForModel(match[2] ?? "", scan))
          return [{ says: "hides text for the model with a style", quote: match[0], where }];
      }
      return [];
    }),
} satisfies Check;

const most = 50;

/** What stands in comments of HTML and of Markdown. */
function commentsIn(value: string): string[] {
  const found = [...value.matchAll(remark)].slice(0, most).map((match) => match[1] ?? "");
  for (let at = value.indexOf("<!--"); at >= 0 && found.length < most;) {
    const end = value.indexOf("-->", at + 4);
    if (end < 0) break;
    found.push(value.slice(at + 4, Math.min(end, at + 4_000)));
    at = value.indexOf("<!--", end);
  }
  return found;
}

/** It orders something, or speaks to the model or of the user. */
function isForModel(text: string, { judge }: Scan): boolean {
  const words = text.match(/[\p{L}']{2,}/gu)?.length ?? 0;
  if (words < 3) return false;
  return judge(text) !== undefined || addressed.test(text) || (words >= 4 && told.test(text));
}

const addressed =
  /\b(?:assistant|llm|language model|the model|ai agents?|(?:dear|note to|for) ai|claude|gpt|copilot|you must|you should)\b/i;
const told =
  /\b(?:the user|user's|secret|password|credential|without (?:telling|asking)|call (?:the )?`|attach|forward|upload)\b/i;
