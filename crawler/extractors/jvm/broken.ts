import type { Place, Unresolved } from "../../../model.ts";
import type { Registered } from "../extractor.ts";
import type { Run } from "./run.ts";

const library = /\bmcp\b|modelcontextprotocol|springframework\.ai\.tool|langchain4j\.agent\.tool/i;
const annotation = /^\s*@(?:\w+\.)*(?:Mcp)?Tool\b(?!\s*::)/;
const call = /(?<!\w|fun |fun \w{1,60}\.)addTool\s*\(/;
const maxRows = 100;

/** Registrations in files of which a part is no valid code, and that nothing was made of. */
export function hiddenBySyntax(
  run: Run,
  isServing: (path: string) => boolean,
  found: { at: Place }[],
): Registered<Unresolved>[] {
  return [...run.program.broken]
    .filter((path) => isServing(path) && library.test(run.program.text(path)))
    .flatMap((path) => {
      const language = path.endsWith(".java") ? "Java" : "Kotlin";
      const lines = found.filter(({ at }) => at.path === path).map(({ at }) => at.line);
      return hiddenRows(run, path, lines).map((line) => ({
        at: { path, line },
        reason: `A tool is registered here, in a file that is no valid ${language}.`,
        registeredIn: path,
      }));
    });
}

/** Lines with a registration that no tool stands at, up to the next one. */
function hiddenRows(run: Run, path: string, known: number[]): number[] {
  const rows = run.program.text(path).split("\n");
  const written = rows.flatMap((row, index) =>
    annotation.test(row) || call.test(row) ? [index + 1] : [],
  );
  return written
    .filter((line, index) => {
      const next = written[index + 1] ?? Number.POSITIVE_INFINITY;
      const isCall = call.test(rows[line - 1] ?? "");
      if (isCall && run.sightings.reached.has(`${path}:${line}`)) return false;
      return !known.some((one) => one >= line && one < next);
    })
    .slice(0, maxRows);
}
