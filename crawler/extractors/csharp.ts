import type { Snapshot, Tool } from "../../model.ts";
import { readClasses } from "./csharp/classes.ts";
import { readCreates } from "./csharp/creates.ts";
import { blankDirectives } from "./csharp/directives.ts";
import { readFunctions } from "./csharp/functions.ts";
import { readGenerators } from "./csharp/generators.ts";
import { readListed } from "./csharp/listed.ts";
import { readOwn } from "./csharp/own-tools.ts";
import { indexProgram } from "./csharp/program.ts";
import { findRegistrations } from "./csharp/registrations.ts";
import { registeredServices } from "./csharp/services.ts";
import { readShaped } from "./csharp/shaped.ts";
import { readWritten } from "./csharp/written.ts";
import { isProject } from "./csharp/versions.ts";
import type { Extraction, Extractor } from "./extractor.ts";
import { openForest } from "./syntax/forest.ts";

const marks = /\bMcp(?:Server)?Tool|\bModelContextProtocol\b|\bMcpDotNet\b|"tools\/list"/;

/** Tools of servers on the C# SDK and on Azure Functions. */
export default {
  id: "csharp",
  reads: (path) => /\.cs$/i.test(path) || isProject(path),
  extract,
} satisfies Extractor;

type Read = Pick<Extraction, "tools" | "unresolved">;

async function extract({ files }: Snapshot): Promise<Extraction> {
  if (![...files.values()].some((text) => marks.test(text)))
    return { tools: [], unresolved: [], skipped: [] };
  const forest = await openForest("c-sharp", files, blankDirectives);
  try {
    const program = indexProgram(files, forest);
    const services = registeredServices(program);
    const marked = readOwn(program, services);
    const written = readWritten(program);
    const found = [
      readClasses(program, findRegistrations(program), services),
      readCreates(program, services),
      readListed(program),
      readFunctions(program),
    ];
    found.push(without(found, marked));
    const shaped = readShaped(program);
    found.push(without(found, { tools: shaped, unresolved: [] }));
    // What turns tools into JSON says nothing that they don't.
    const isAll = found.some(({ tools }) => tools.length > 0) || written.tools.length > 0;
    const names = new Set(found.flatMap(({ tools }) => tools).map(({ name }) => name));
    found.push({
      tools: written.tools.filter(({ name }) => !names.has(name)),
      unresolved: isAll ? [] : written.unresolved,
    });
    return {
      tools: found.flatMap(({ tools }) => tools),
      unresolved: [...found.flatMap(({ unresolved }) => unresolved), ...readGenerators(program)],
      skipped: forest.skipped,
    };
  } finally {
    forest.close();
  }
}

/** What was found last, without the tools that were found before. */
function without(before: Read[], { tools, unresolved }: Read): Read {
  const seen = new Set(before.flatMap((one) => one.tools).map(placeKey));
  return { tools: tools.filter((tool) => !seen.has(placeKey(tool))), unresolved };
}

function placeKey({ at, name }: Tool): string {
  return `${at.path}:${at.line} ${name}`;
}
