/** The words of a command as a Unix shell splits them, without what it would expand; a new line ends nothing. Throws where a quote stays open. */
export function shellWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === "'" || character === '"') {
      const end = text.indexOf(character, at + 1);
      if (end === -1) throw new Error(`expected a closing ${character} in the command`);
      word = (word ?? "") + text.slice(at + 1, end);
      at = end;
    } else if (character === "\\") {
      at++;
      if (text.charAt(at) !== "\n") word = (word ?? "") + text.charAt(at);
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? "") + character;
  }
  return word === undefined ? words : [...words, word];
}
