import { z } from "zod";
import type { Unresolved } from "../model.ts";
import type { Registered } from "./extractors/extractor.ts";

const Manifest = z.object({
  name: z.string(),
  description: z.string().optional().catch(undefined),
  keywords: z.array(z.string()).optional().catch(undefined),
  bin: z.union([z.string(), z.record(z.string(), z.string())]),
  optionalDependencies: z.record(z.string(), z.string()),
});
const manifestPath = /^(?:[^/]+\/){0,4}package\.json$/;
/** What ends the name of a package that holds a program for one kind of machine. */
const machine = /[-_.](?:darwin|macos|linux|windows|win32)[-_.](?:x64|x86_64|amd64|arm64|aarch64)/;
const maxText = 100_000;

/**
 * Packages whose programs only start one that was compiled for a kind of machine, and which say that they are MCP servers: their tools
 * are nowhere in what was published. For a source of which nothing else is known.
 */
export function findLaunchers(files: ReadonlyMap<string, string>): Registered<Unresolved>[] {
  return [...files]
    .filter(([path, text]) => manifestPath.test(path) && text.length <= maxText)
    .flatMap(([path, text]) => {
      const manifest = read(text);
      if (manifest === undefined) return [];
      const [first] = Object.keys(manifest.optionalDependencies).filter((name) =>
        machine.test(name),
      );
      const said = [manifest.name, manifest.description ?? "", ...(manifest.keywords ?? [])];
      if (first === undefined || !said.some(namesProtocol)) return [];
      const reason = `The program of this package only starts one that was compiled, of ${first} or the like, which can't be read.`;
      return [{ at: { path, line: lineOf(text, first) }, reason, registeredIn: path }];
    });
}

function read(text: string): z.infer<typeof Manifest> | undefined {
  try {
    return Manifest.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function namesProtocol(text: string): boolean {
  return /\bmcp\b|model[ -]context[ -]protocol/i.test(text);
}

function lineOf(text: string, word: string): number {
  const at = text.indexOf(JSON.stringify(word));
  return at === -1 ? 1 : text.slice(0, at).split("\n").length;
}
