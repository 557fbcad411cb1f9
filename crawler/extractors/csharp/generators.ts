import type { Unresolved } from "../../../model.ts";
import type { Registered } from "../extractor.ts";
import { placeOf } from "../syntax/grammar.ts";
import type { Program } from "./program.ts";
import { isTest } from "./tests.ts";
import { isBuiltWith, projectOf } from "./versions.ts";

const generator = /\[Generator\b|\bI(?:Incremental|Source)Generator\b/;
const toolAttribute = /\[\s*(?:\w+\.)*McpServerTool(?:Attribute)?\s*[(\],]/;
const literals = [
  "string_literal",
  "raw_string_literal",
  "verbatim_string_literal",
  "interpolated_string_expression",
];

/** Source generators of the same solution that write tools while it is compiled: what they write is in no file. */
export function readGenerators(program: Program): Registered<Unresolved>[] {
  const found: Registered<Unresolved>[] = [];
  for (const [path, text] of program.files) {
    if (!path.endsWith(".cs") || isTest(path)) continue;
    if (!generator.test(text) || !toolAttribute.test(text)) continue;
    const literal = program.forest
      .root(path)
      ?.descendantsOfType(literals)
      .find((one) => toolAttribute.test(one.text));
    if (literal === undefined) continue;
    for (const registeredIn of usersOf(path, program))
      found.push({
        at: placeOf(path, literal),
        reason:
          "A source generator writes tool methods here while the project is compiled, which is not done when code is read: its tools are missing.",
        registeredIn,
      });
  }
  return found;
}

/** A file of each project that serves and is built with the generator's; the generator itself when there is none. */
function usersOf(path: string, { files }: Program): string[] {
  const own = projectOf(files, path);
  const users = new Map<string, string>();
  for (const [file, text] of files) {
    if (!file.endsWith(".cs") || isTest(file) || !/\bAddMcpServer\s*\(/.test(text)) continue;
    const project = projectOf(files, file);
    if (project !== own && !users.has(project) && isBuiltWith(files, project, own))
      users.set(project, file);
  }
  return users.size > 0 ? [...users.values()] : [path];
}
