import { codePieces } from "../text.ts";

/** Fills a list with sentences, what stands between backticks as code. */
export function fill(list: Element | null, sentences: string[]): void {
  list?.replaceChildren(
    ...sentences.map((sentence) => {
      const item = document.createElement("li");
      item.dir = "auto";
      item.append(...words(sentence));
      return item;
    }),
  );
}

/** A sentence as nodes, what stands between backticks as code. */
export function words(sentence: string): Node[] {
  return codePieces(sentence).map(({ text, code }) => {
    const node = code ? document.createElement("code") : document.createDocumentFragment();
    node.append(text);
    return node;
  });
}
