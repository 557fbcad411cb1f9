/** An element; text is that of its own, without its children's, trimmed. */
export interface Element {
  name: string;
  attributes: ReadonlyMap<string, string>;
  children: Element[];
  text: string;
}

const token =
  /<!--[^]*?-->|<!\[CDATA\[(?<raw>[^]*?)\]\]>|<\?[^]*?\?>|<!|<(?<close>\/)?(?<name>[\w:.-]+)(?![\w:.-])(?<rest>(?:[^<>"']|"[^"<]*"|'[^'<]*')*)>|(?<text>[^<]+)/y;
const attribute = /(?<name>[\w:.-]+)\s*=\s*(?:"(?<double>[^"<]*)"|'(?<single>[^'<]*)')/g;
const maximumDepth = 100;
const maximumElements = 10_000;
const maximumAttributes = 5_000;

/**
 * The root element of a document; undefined when it isn't well formed, is too deep or large, or declares a document type:
 * no entity but the five of XML and the numbered ones is ever replaced.
 */
export function readXml(text: string): Element | undefined {
  const document: Element = { name: "", attributes: new Map(), children: [], text: "" };
  const open: Element[] = [document];
  let count = 0;
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  while (at < text.length) {
    token.lastIndex = at;
    const found = token.exec(text);
    const current = open.at(-1);
    if (found === null || current === undefined || found[0] === "<!") return undefined;
    at = token.lastIndex;
    const { raw, close, name, rest = "", text: words } = found.groups ?? {};
    if (raw !== undefined) current.text += raw;
    else if (words !== undefined) current.text += unescapeXml(words);
    else if (name === undefined) continue;
    else if (close !== undefined) {
      if (current.name !== name || open.length === 1) return undefined;
      current.text = current.text.trim();
      open.pop();
    } else {
      const element: Element = { name, attributes: readAttributes(rest), children: [], text: "" };
      current.children.push(element);
      if (++count > maximumElements) return undefined;
      if (!rest.endsWith("/")) open.push(element);
      if (open.length > maximumDepth) return undefined;
    }
  }
  return open.length === 1 ? document.children[0] : undefined;
}

/** The elements at a path below another: `build`, `plugins`, `plugin`. */
export function elementsAt(element: Element | undefined, ...names: string[]): Element[] {
  let found = element === undefined ? [] : [element];
  for (const name of names)
    found = found.flatMap(({ children }) => children.filter((child) => child.name === name));
  return found;
}

/** The text of the first element at a path; undefined when there is none, or nothing in it. */
export function textAt(element: Element | undefined, ...names: string[]): string | undefined {
  return elementsAt(element, ...names).find(({ text }) => text !== "")?.text;
}

function readAttributes(rest: string): Map<string, string> {
  const attributes = new Map<string, string>();
  if (rest.length > maximumAttributes) return attributes;
  for (const { groups } of rest.matchAll(attribute))
    attributes.set(
      groups?.["name"] ?? "",
      unescapeXml(groups?.["double"] ?? groups?.["single"] ?? ""),
    );
  return attributes;
}

const entities = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
  ["apos", "'"],
]);

function unescapeXml(text: string): string {
  return text.replaceAll(
    /&(?:#(?<decimal>\d{1,7})|#x(?<hex>[\da-f]{1,6})|(?<name>\w{1,10}));/gi,
    (all, decimal, hex, name) => {
      if (name !== undefined) return entities.get(name) ?? all;
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      return code <= 0x10ffff ? String.fromCodePoint(code) : all;
    },
  );
}
