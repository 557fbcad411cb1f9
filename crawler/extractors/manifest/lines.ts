const nameEntry = /"name"\s{0,50}:\s{0,50}(?<json>"(?:[^"\\\n]|\\.){0,2000}")/g;

/** The 1-based line of each entry's name, in the order of the list; of the list itself where a name isn't found again. */
export function entryLines(
  text: string,
  entries: readonly { name: string | undefined }[],
): number[] {
  const start = Math.max(0, text.search(/"tools"\s{0,50}:/));
  const offsets = Map.groupBy(text.slice(start).matchAll(nameEntry), ({ groups }) =>
    unquote(groups?.["json"] ?? ""),
  );
  for (const matches of offsets.values()) matches.reverse();
  const lineAt = lineCounter(text);
  const listLine = lineAt(start);
  let last = -1;
  return entries.map(({ name }) => {
    const found = name === undefined ? undefined : offsets.get(name)?.pop();
    if (found === undefined || found.index <= last) return listLine;
    last = found.index;
    return lineAt(start + last);
  });
}

function unquote(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** Expects rising offsets; lines are counted once. */
function lineCounter(text: string): (offset: number) => number {
  let line = 1;
  let at = 0;
  return (offset) => {
    for (
      let end = text.indexOf("\n", at);
      end !== -1 && end < offset;
      end = text.indexOf("\n", at)
    ) {
      line++;
      at = end + 1;
    }
    return line;
  };
}
