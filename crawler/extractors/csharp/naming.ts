import type { Node } from "web-tree-sitter";
import { toCamelCase, toSnakeCase } from "./names.ts";
import type { OwnAttribute } from "./own-attributes.ts";
import type { Program } from "./program.ts";
import { readString } from "./strings.ts";
import { isTest } from "./tests.ts";

/** How a server that finds its tools by reflection names them and their parameters. */
export interface Naming {
  ofMethod(method: Node): string;
  ofParameter(name: string): string;
  /** Whether the code that looks for tools leaves out one of that name. */
  isLeftOut(name: string): boolean;
  /** Whether schemas say what a parameter is without an argument. */
  saysDefaults: boolean;
  /** Whether `int?` without a default may be left out. */
  nullableIsOptional: boolean;
}

type Maker = (name: string) => string;
const asWritten: Maker = (name) => name;

/** Reads how names are made from the code that asks reflection for the attributes. */
export function nameMaker(program: Program, attributes: OwnAttribute[]): Naming {
  const readers = [...new Set(attributes.flatMap((one) => one.readers))];
  const texts = readers.map((path) => program.files.get(path) ?? "");
  const describing = [...program.files]
    .filter(
      ([path, text]) =>
        path.endsWith(".cs") &&
        !isTest(path) &&
        /\.GetParameters\(\)/.test(text) &&
        /\brequired\b/i.test(text),
    )
    .map(([, text]) => text);
  const make = makerIn(program, texts, /\b(\w+)\(\s*(?:m|mi|method|methodInfo|info)\.Name\s*\)/);
  const makeParameter = makerIn(
    program,
    describing,
    /\b(\w+)\(\s*(?:p|pi|param|parameter|parameterInfo|paramInfo)\.Name!?\s*\)/,
  );
  const leftOut = leftOutIn(program, readers);
  return {
    ofMethod: (method) => make(method.childForFieldName("name")?.text ?? ""),
    ofParameter: (name) => makeParameter(name.replace(/^@/, "")),
    isLeftOut: (name) => leftOut.has(name),
    saysDefaults: describing.some((text) => /"default"|@default\b|\bDefault\s*=/.test(text)),
    nullableIsOptional: describing.some((text) =>
      /HasDefaultValue\s*&&\s*!\s*\w*Nullable|GetUnderlyingType\([^()]*\)\s*==\s*null/.test(text),
    ),
  };
}

/** What the function that is called with a name makes of it, by what stands in its body. */
function makerIn(program: Program, texts: string[], call: RegExp): Maker {
  const called = texts.map((text) => call.exec(text)?.[1]).find((name) => name !== undefined);
  if (called === undefined) return asWritten;
  const declared = new RegExp(`\\b${called}\\(\\s*(?:this\\s+)?string\\b`);
  for (const [path, text] of program.files) {
    if (!path.endsWith(".cs") || !declared.test(text)) continue;
    const method = program.forest
      .root(path)
      ?.descendantsOfType(["method_declaration", "local_function_statement"])
      .find((one) => one.childForFieldName("name")?.text === called);
    const body = method?.childForFieldName("body")?.text ?? "";
    const isLower = /\bToLower|SnakeCaseLower|KebabCaseLower/.test(body);
    if (isLower && /['"_$]_|SnakeCase/.test(body)) return toSnakeCase;
    if (isLower && /['"]-|-\$|KebabCase/.test(body))
      return (name) => toSnakeCase(name).replaceAll("_", "-");
    if (/\bToLower\w*\(\w+\[0\]|CamelCase/.test(body)) return toCamelCase;
  }
  return asWritten;
}

/** Names in a collection of which the code says `if (Some.Contains(name)) continue;`. */
function leftOutIn(program: Program, readers: string[]): Set<string> {
  const names = new Set<string>();
  for (const path of readers) {
    const text = program.files.get(path) ?? "";
    for (const match of text.matchAll(
      /\bif\s*\(\s*(\w+)\.Contains\(\s*\w+\s*\)\s*\)\s*\{?\s*continue\b/g,
    ))
      for (const field of program.forest.root(path)?.descendantsOfType("variable_declarator") ??
        []) {
        if (field.childForFieldName("name")?.text !== match[1]) continue;
        const given = field.descendantsOfType("initializer_expression")[0];
        for (const item of given?.namedChildren ?? []) {
          const name = readString(item);
          if (name !== undefined) names.add(name);
        }
      }
  }
  return names;
}
