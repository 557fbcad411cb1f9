import type { Place } from "../../../model.ts";
import { cleanDocstring, dedent } from "./literal.ts";
import { listOf, type Made, type Value } from "./values.ts";

/** A docstring in its parts, texts trimmed. */
interface Docstring {
  description: string;
  parameters: { name: string; description: string }[];
  returns?: string;
}

const section =
  /^(?<name>Args|Arguments|Parameters|Params|Returns|Return|Yields|Raises|Examples?|Notes?|Attributes):[ \t]*$/;

/** The parts of a docstring as the package docstring_parser gives them: in the style of reStructuredText (`:param x: …`) or Google's (`Args:`). */
export function parseDocstring(text: string, at: Place): Value {
  const clean = cleanDocstring(text);
  const { description, parameters, returns } = /^:\w/m.test(clean)
    ? fields(clean)
    : sections(clean);
  const [short = "", ...rest] = description.split("\n");
  const long = rest.join("\n").trim();
  return made("docstring_parser.Docstring", at, [
    ["description", description === "" ? null : description],
    ["short_description", short === "" ? null : short],
    ["long_description", long === "" ? null : long],
    [
      "params",
      listOf(
        parameters.map((parameter) =>
          made("docstring_parser.DocstringParam", at, [
            ["arg_name", parameter.name],
            ["description", parameter.description],
          ]),
        ),
      ),
    ],
    [
      "returns",
      returns === undefined
        ? null
        : made("docstring_parser.DocstringReturns", at, [["description", returns]]),
    ],
  ]);
}

function fields(text: string): Docstring {
  const [description = "", ...chunks] = text.split(/^:(?=\w)/m);
  const found: Docstring = { description: description.trim(), parameters: [] };
  for (const chunk of chunks) {
    const colon = chunk.indexOf(":");
    if (colon === -1) continue;
    const words = chunk.slice(0, colon).trim().split(/\s+/);
    const body = joinLines(chunk.slice(colon + 1));
    const [keyword = "", name = words.at(-1) ?? ""] = [words[0], words.at(-1)];
    if (/^(?:param|parameter|arg|argument|key|keyword)$/.test(keyword))
      found.parameters.push({ name, description: body });
    if (/^returns?$/.test(keyword)) found.returns ??= body;
  }
  return found;
}

function sections(text: string): Docstring {
  const found: Docstring = { description: "", parameters: [] };
  let name = "";
  const bodies = new Map<string, string[]>([["", []]]);
  for (const line of text.split("\n")) {
    const started = section.exec(line)?.groups?.["name"];
    if (started !== undefined) {
      name = started;
      bodies.set(name, []);
    } else bodies.get(name)?.push(line);
  }
  found.description = (bodies.get("") ?? []).join("\n").trim();
  for (const [each, lines] of bodies) {
    const body = dedent(lines.join("\n"));
    if (/^(?:Args|Arguments|Parameters|Params)$/.test(each)) found.parameters = entries(body);
    if (/^Returns?$/.test(each)) found.returns = body.trim();
  }
  return found;
}

/** `name (type): description`, continued on deeper lines. */
function entries(body: string): Docstring["parameters"] {
  const found: Docstring["parameters"] = [];
  for (const line of body.split("\n")) {
    const head = /^\*{0,2}(?<name>\w+)[ \t]*(?:\([^()]*\))?:(?<rest>.*)$/.exec(line)?.groups;
    const last = found.at(-1);
    if (head) found.push({ name: head["name"] ?? "", description: (head["rest"] ?? "").trim() });
    else if (last) last.description = `${last.description}\n${line.trim()}`.trim();
  }
  return found;
}

function joinLines(text: string): string {
  const [first = "", ...rest] = text.split("\n");
  return `${first.trim()}\n${dedent(rest.join("\n"))}`.trim();
}

function made(path: string, at: Place, attributes: [string, Value][]): Made {
  return {
    kind: "made",
    path,
    positional: [],
    keywords: new Map(),
    at,
    attributes: new Map(attributes),
  };
}
