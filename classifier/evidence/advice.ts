import type { Sentence } from "./text.ts";

/** `Use it when you need to …` tells of the reader's wish, which may be larger than the tool. */
export function isAdvice({ words }: Sentence): boolean {
  return (
    words[0]?.text === "use" && words.slice(1, 5).some((word) => /^(?:when|if)$/.test(word.text))
  );
}

const calls = new Set(["call", "invoke", "use", "run"]);

/** `Invoke get_params before utilizing any tool` speaks of another tool that comes first. */
export function isPreparation({ words }: Sentence): boolean {
  const at = words.length > 0 && calls.has(words[0]!.text) ? 0 : 1;
  return (
    (at === 0 || calls.has(words[1]?.text ?? "")) &&
    words[at + 1]?.text.includes("_") === true &&
    words.some(({ text }) => text === "before" || text === "first")
  );
}
