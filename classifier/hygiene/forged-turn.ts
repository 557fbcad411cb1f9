import type { Check } from "./check.ts";
import { mark } from "./text/marks.ts";

const tokens =
  "<\\|(?:im_start|im_end|im_sep|system|user|assistant|endoftext|eot_id|start_header_id|end_header_id|begin_of_text|end_of_turn|channel|message)\\|>|\\[/?INST\\]|<</?SYS>>|<(?:start|end)_of_turn>|</?(?:system|assistant|developer|tool_description|tool_result|function_results)>|<system[-_ ](?:prompt|message|instructions?|override|reminder)>";
const turns =
  "(?:^|\\n)[ #*]*(?:human|user)[*]*:[^\\n]*(?:\\n[^]{0,400}?)?\\n[ #*]*(?:assistant|ai)[*]*:";
const forged = new RegExp(`${tokens}|${turns}`, "i");

export default {
  id: "forged-turn",
  reason:
    "Tokens of a chat template, system tags and made-up turns make a definition look like a message of the operator or the user.",
  nearMiss:
    "Tags of a document format, placeholders such as `<user>`, and tools that build or read chat templates.",
  needs: ({ marks }) => (marks & (mark.tag | mark.turn)) !== 0,
  find: ({ texts, looksForAttacks }) =>
    texts.flatMap(({ value, where, kind }) => {
      const found = kind === "joined" ? null : forged.exec(value);
      if (!found || looksForAttacks() || isShown(value, found.index, found[0].length)) return [];
      return [
        {
          says: "holds marks that make it look like a message of the system or a turn of the conversation",
          quote: value.slice(Math.max(0, found.index - 20), found.index + found[0].length + 100),
          where,
        },
      ];
    }),
} satisfies Check;

/** In quotes or backticks, as what a tool handles, or beside the talk of templates. */
function isShown(value: string, at: number, length: number): boolean {
  const around = value[at - 1] ?? "";
  if (/["'`]/.test(around) && /["'`]/.test(value[at + length] ?? "")) return true;
  return /\b(?:tokenizer|tokeniser|chat template|special tokens?|stop sequences?|xml|markup)\b/i.test(
    value.slice(Math.max(0, at - 200), at + 200),
  );
}
