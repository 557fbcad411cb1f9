import type { Snapshot, Tool, Unresolved } from "../../model.ts";
import type { Extraction, Extractor, Registered } from "./extractor.ts";
import { readBlocks } from "./ruby/blocks.ts";
import { findToolClasses, type ToolClass } from "./ruby/classes.ts";
import { describeClass } from "./ruby/definitions.ts";
import { indexProgram, isTest, ownCall, type Program, statementsOf } from "./ruby/program.ts";
import { findRegistrations, type Registrations } from "./ruby/registrations.ts";
import { openForest } from "./syntax/forest.ts";
import { placeOf } from "./syntax/grammar.ts";

const marks =
  /\bMCP\b|\bActionMCP\b|\brequire\s*\(?['"]mcp['"]|\bFastMcp\b|\bActionTool\b|\bModelContextProtocol\b|tools\/list/;

/** Tools of servers on the gems `mcp`, `fast-mcp`, `actionmcp`, `model-context-protocol-rb` and `mcp-rb`. */
export default {
  id: "ruby",
  reads: (path) => /\.(?:rb|ru|rake)$/i.test(path) || /(?:^|\/)(?:exe|bin)\/[\w-]+$/.test(path),
  extract,
} satisfies Extractor;

async function extract(snapshot: Snapshot): Promise<Extraction> {
  const files = new Map(
    [...snapshot.files].filter(
      ([path, text]) => /\.\w+$/.test(path) || /^#!.*\bruby\b/.test(text.slice(0, 200)),
    ),
  );
  if (![...files.values()].some((text) => marks.test(text)))
    return { tools: [], unresolved: [], skipped: [] };
  const forest = await openForest("ruby", files);
  try {
    const program = indexProgram(files, forest);
    const paths = [...files.keys()].filter((path) => !isTest(path));
    const classes = findToolClasses(program, paths);
    const names = new Set(classes.map(({ name }) => name));
    const isTool = (name: string) => names.has(name);
    const fromClasses = readClasses(classes, findRegistrations(program, paths, isTool), program);
    const fromBlocks = readBlocks(program, paths, isTool);
    return {
      tools: [...fromClasses.tools, ...fromBlocks.tools],
      unresolved: [...fromClasses.unresolved, ...fromBlocks.unresolved],
      skipped: forest.skipped,
    };
  } finally {
    forest.close();
  }
}

function readClasses(
  classes: ToolClass[],
  registrations: Registrations,
  program: Program,
): { tools: Registered<Tool>[]; unresolved: Registered<Unresolved>[] } {
  const tools: Registered<Tool>[] = [];
  const unresolved: Registered<Unresolved>[] = [];
  const isOpen = registrations.all !== undefined || registrations.byName.size === 0;
  for (const one of classes) {
    const named = registrations.byName.get(one.name);
    // Rails loads every class of an application's folder: nothing registers them by name.
    const isLoaded = isOpen || one.library === "action";
    if (named === undefined && (!isLoaded || isAbstract(one))) continue;
    const registration = named ?? registrations.all ?? { registeredIn: one.path };
    const scope = { program, path: one.path, depth: 0 };
    const { name, ...rest } = describeClass(one, scope);
    const at = placeOf(one.path, one.node.childForFieldName("name") ?? one.node);
    if (typeof name !== "string" || name === "") {
      const reason = "A class of tools whose name could not be followed.";
      unresolved.push({ at, reason, registeredIn: registration.registeredIn });
      continue;
    }
    const { registeredIn, when } = registration;
    const condition = when === undefined ? {} : { when };
    tools.push({ name, ...rest, at, method: "read", ...condition, registeredIn });
  }
  return { tools, unresolved };
}

/** A base of other tools that says nothing of itself. */
function isAbstract({ isBase, node }: ToolClass): boolean {
  const declared = statementsOf(node).map((one) => ownCall(one) ?? one.text);
  if (declared.length === 0 || declared.includes("abstract!")) return true;
  return isBase && !declared.includes("tool_name") && !declared.includes("description");
}
