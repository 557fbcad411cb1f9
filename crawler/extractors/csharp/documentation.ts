import type { Node } from "web-tree-sitter";

/** What the XML documentation of a method says, cleaned as the SDK's source generator does it. */
export interface Documentation {
  /** Summary and remarks. */
  description: string;
  returns: string;
  parameters: Map<string, string>;
}

const maxLength = 50_000;

/** The `///` comment before a declaration; undefined without one. */
export function documentationOf(declaration: Node): Documentation | undefined {
  const lines: string[] = [];
  let sibling = declaration.previousNamedSibling;
  while (sibling?.type === "comment" && lines.length < 2000) {
    lines.unshift(sibling.text);
    sibling = sibling.previousNamedSibling;
  }
  const xml = lines
    .flatMap((line) => line.split("\n"))
    .flatMap((line) => {
      const match = /^\s*(?:\/\/\/|\/\*\*|\*\/|\*)\s?(.*?)(?:\*\/)?$/.exec(line);
      return match === null ? [] : [match[1] ?? ""];
    })
    .join("\n")
    .slice(0, maxLength);
  if (!xml.includes("<")) return undefined;
  const parameters = new Map(
    [...xml.matchAll(/<param\s+name="([^"]*)"\s*>([\s\S]*?)<\/param>/g)].map((match) => [
      match[1] ?? "",
      clean(match[2] ?? ""),
    ]),
  );
  const description = [element(xml, "summary"), element(xml, "remarks")]
    .filter((text) => text !== "")
    .join("\n");
  return { description, returns: element(xml, "returns"), parameters };
}

function element(xml: string, name: string): string {
  const start = xml.indexOf(`<${name}>`);
  const end = xml.indexOf(`</${name}>`, start);
  return start < 0 || end < 0 ? "" : clean(xml.slice(start + name.length + 2, end));
}

const entities = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
  ["amp", "&"],
]);

function clean(xml: string): string {
  return xml
    .replaceAll(/<[^<>]*>/g, "")
    .replaceAll(/&(\w+);/g, (all, name: string) => entities.get(name) ?? all)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join(" ");
}
