const token = /"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[^]*?\*\/|,(?=\s*[}\]])/g;

/** The value of a JSON text, with comments and trailing commas left out; undefined when it isn't JSON. */
export function readJson(text: string): unknown {
  const plain = text.startsWith("\uFEFF") ? text.slice(1) : text;
  try {
    return JSON.parse(plain);
  } catch {
    return readRelaxed(plain);
  }
}

function readRelaxed(text: string): unknown {
  const strict = text
    .replaceAll(token, (found) => (found.startsWith('"') || found === "," ? found : " "))
    .replaceAll(token, (found) => (found === "," ? "" : found));
  try {
    return JSON.parse(strict);
  } catch {
    return undefined;
  }
}
