import type { Node } from "web-tree-sitter";
import { lastName, ownCall, type Program, statementsOf } from "./program.ts";
import type { Found } from "../syntax/program.ts";

/** The libraries whose tool classes are known: `mcp`, `fast-mcp`, `model-context-protocol-rb`, `actionmcp`. */
export type Library = "official" | "fast" | "block" | "action";

/** A class of tools, with the library at the end of its bases. */
export interface ToolClass extends Found {
  name: string;
  library: Library;
  /** Whether another tool class is made of it. */
  isBase: boolean;
  /** Its local bases, nearest first. */
  bases: Found[];
}

const roots = new Map<string, Library>([
  ["MCP::Tool", "official"],
  ["ModelContextProtocol::Tool", "official"],
  ["ModelContextProtocol::Server::Tool", "block"],
  ["MCP::Server::Tool", "official"],
  ["FastMcp::Tool", "fast"],
  ["ActionTool::Base", "fast"],
  ["ActionMCP::Tool", "action"],
]);

/** Every class that inherits, through local classes too, from a library's tool class. */
export function findToolClasses(program: Program, paths: string[]): ToolClass[] {
  const isFast = [...program.files.values()].some((text) => /\bFastMcp\b|fast[-_]mcp/.test(text));
  const found: ToolClass[] = [];
  const used = new Set<string>();
  for (const path of paths) {
    if (!/\bclass\b/.test(program.files.get(path) ?? "")) continue;
    for (const node of program.forest.root(path)?.descendantsOfType("class") ?? []) {
      const base = superclassOf(node);
      if (base === undefined) continue;
      used.add(lastName(base));
      const resolved = resolve(node, program);
      const library = resolved?.library ?? libraryOfBody(node, base);
      if (library === undefined) continue;
      found.push({
        path,
        node,
        name: lastName(node.childForFieldName("name")),
        library: library === "official" && isFast && !uses(node, "input_schema") ? "fast" : library,
        isBase: false,
        bases: resolved?.bases ?? [],
      });
    }
  }
  return found.map((one) => ({ ...one, isBase: used.has(one.name) }));
}

function superclassOf(node: Node): Node | undefined {
  return node.childForFieldName("superclass")?.namedChild(0) ?? undefined;
}

function resolve(
  declaration: Node,
  program: Program,
): { library: Library; bases: Found[] } | undefined {
  const bases: Found[] = [];
  let node: Node | undefined = declaration;
  for (let height = 0; node !== undefined && height < 10; height++) {
    const base = superclassOf(node);
    if (base === undefined) return undefined;
    const library = roots.get(base.text.replace(/^::/, ""));
    if (library !== undefined) return { library, bases };
    const next: Found | undefined = program
      .classes(lastName(base))
      .find((one) => superclassOf(one.node) !== undefined && one.node.id !== node?.id);
    if (next !== undefined) bases.push(next);
    node = next?.node;
  }
  return undefined;
}

/** A class whose base is in a dependency, when it declares itself as only tools do. */
function libraryOfBody(node: Node, base: Node): Library | undefined {
  if (!/Tool$|Tool::Base$/.test(base.text)) return undefined;
  if (uses(node, "description") && uses(node, "arguments")) return "fast";
  if (uses(node, "description") && uses(node, "input_schema")) return "official";
  return undefined;
}

function uses(node: Node, method: string): boolean {
  return statementsOf(node).some((statement) => ownCall(statement) === method);
}
