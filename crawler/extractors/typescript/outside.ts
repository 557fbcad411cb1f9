/** Servers that are made elsewhere, and registrations that no program leads to. */
import type { Place, Unresolved } from "../../../model.ts";
import type { Registered, Wrapped } from "../extractor.ts";
import type { Program } from "./program.ts";
import { makesServers } from "./registrations.ts";
import type { Root } from "./roots.ts";
import { placeOf, type SourceFile } from "./source.ts";

/** A call that makes a server, with the package that it leads to when that is one of a registry. */
export interface Outside {
  unresolved: Registered<Unresolved>;
  package: string | undefined;
}

/** The packages behind calls, each at its first. */
export function wrapped(outside: readonly Outside[]): Wrapped[] {
  const first = new Map<string, Wrapped>();
  for (const { unresolved, package: name } of outside) {
    if (name === undefined || first.has(name)) continue;
    const { at, registeredIn } = unresolved;
    first.set(name, { at, package: name, registeredIn });
  }
  return [...first.values()];
}

/** The package of a registry that a specifier names: `npm:@s/p@1/cli.js` -> `@s/p`. */
function packageName(specifier: string): string | undefined {
  const found = /^(?:npm:)?(?<name>(?:@[\w.-]+\/)?[\w.-]+)(?:@[^/]*)?(?:\/|$)/.exec(specifier);
  return found?.groups?.["name"];
}

/** What is said of a call that makes a server elsewhere. */
export function outside(at: Place, module: string, { path: registeredIn }: Root): Outside {
  const reason = `The server is made by the package ${module}, which is not part of this source.`;
  return { unresolved: { at, reason, registeredIn }, package: packageName(module) };
}

/** The packages whose name tells of a server and that a program loads, whatever it takes from them. */
export function findLoaded({ run: { project } }: Program, root: Root): Outside[] {
  const source = project.source(root.path);
  if (source === undefined) return [];
  return [...source.mentions]
    .filter((each) => makesServers(each) && project.resolve(root.path, each) === undefined)
    .map((each) => {
      const start = Math.max(0, source.text.indexOf(each));
      return outside(placeOf(source, { start, end: start + 1 }), each, root);
    });
}

const registration =
  /\.(?:registerTool|addTool)\s*\(|\bserver\.tool\s*\(|setRequestHandler\s*\(\s*[\w$.]*ListTools/;

/** The first registration of a package of which nothing could be followed. */
export function findUnreached(
  files: readonly string[],
  sourceOf: (file: string) => SourceFile | undefined,
): Registered<Unresolved> | undefined {
  for (const file of files) {
    const source = sourceOf(file);
    const start = source?.text.search(registration) ?? -1;
    if (source === undefined || start === -1) continue;
    const reason =
      "Tools are registered here, but no program was seen to lead here with tools that could be read.";
    return { at: placeOf(source, { start, end: start + 1 }), reason, registeredIn: file };
  }
  return undefined;
}
