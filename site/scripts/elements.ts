/** An element with text, which may break behind the marks that names are joined with. Text only: names were written by strangers. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  text: string,
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (className) made.className = className;
  for (const [index, piece] of text.split(/(?<=[/_.-])/).entries())
    made.append(...(index > 0 ? [document.createElement("wbr")] : []), piece);
  return made;
}

/** An element round others. */
export function wrapped(tag: keyof HTMLElementTagNameMap, ...children: HTMLElement[]): HTMLElement {
  const made = document.createElement(tag);
  made.append(...children);
  return made;
}
