import type { Node } from "web-tree-sitter";
import { conditionOf } from "./conditions.ts";
import { findConstant, findMethod } from "./fold.ts";
import { lastName, type Program } from "./program.ts";
import type { Found } from "../syntax/program.ts";

/** Where a tool class is given to a server. */
export interface Registration {
  registeredIn: string;
  when?: string;
}

/** The classes that are given to servers by name, and the calls that give all there are. */
export interface Registrations {
  byName: Map<string, Registration>;
  /** Absent when every registration names its classes. */
  all?: Registration;
}

const registering = new Set([
  "register_tools",
  "register_tool",
  "add_tool",
  "add_tools",
  "register",
]);
/** What may be called on a list without making it another. */
const harmless = new Set(["freeze", "compact", "flatten", "uniq", "to_a", "new", "dup"]);
const maxFollowed = 8;

/** Every `register_tools(…)`, `MCP::Server.new(tools: …)` and `register …`. */
export function findRegistrations(
  program: Program,
  paths: string[],
  isTool: (name: string) => boolean,
): Registrations {
  const found: Registrations = { byName: new Map() };
  for (const path of paths) {
    if (!/\bregister|\badd_tool|\btools\b/.test(program.files.get(path) ?? "")) continue;
    for (const call of program.forest.root(path)?.descendantsOfType("call") ?? []) {
      const when = conditionOf(call);
      const registration = { registeredIn: path, ...(when === undefined ? {} : { when }) };
      for (const list of registeredBy(call)) {
        const named = namesIn(list, { program, path }, isTool);
        for (const name of named ?? []) {
          const known = found.byName.get(name);
          if (known === undefined || (known.when !== undefined && when === undefined))
            found.byName.set(name, registration);
        }
        if (named === undefined && givesAll(call)) found.all ??= registration;
      }
    }
  }
  return found;
}

/** Whether a call is surely one that gives tools to a server, even when its classes cannot be followed. */
function givesAll(call: Node): boolean {
  const method = call.childForFieldName("method")?.text ?? "";
  if (method === "new") return call.childForFieldName("receiver")?.text.endsWith("Server") ?? false;
  return registering.has(method) && method !== "register";
}

/** The expressions that hold the classes which a call registers. */
function registeredBy(call: Node): Node[] {
  const method = call.childForFieldName("method")?.text ?? "";
  const given = call.childForFieldName("arguments")?.namedChildren ?? [];
  if (registering.has(method)) return given.filter(({ type }) => type !== "pair");
  return given.flatMap((one) => {
    const value = one.type === "pair" ? one.childForFieldName("value") : null;
    return value !== null && one.childForFieldName("key")?.text === "tools" ? [value] : [];
  });
}

/** The tool classes that an expression holds; undefined when it is made in a way that cannot be followed. */
function namesIn(
  list: Node,
  { program, path }: { program: Program; path: string },
  isTool: (name: string) => boolean,
): string[] | undefined {
  const names: string[] = [];
  const pending: Found[] = [{ path, node: list }];
  const seen = new Set<number>();
  for (let followed = 0; pending.length > 0;) {
    const { path: file, node } = pending.pop() ?? { path, node: list };
    if (seen.has(node.id)) continue;
    seen.add(node.id);
    const scope = { program, path: file, depth: 0 };
    if (node.type === "constant" || node.type === "scope_resolution") {
      if (isTool(lastName(node))) names.push(lastName(node));
      else {
        const value = findConstant(node, scope);
        if (value === undefined || ++followed > maxFollowed) return undefined;
        pending.push(value);
      }
    } else if (node.type === "call" || node.type === "identifier") {
      const method =
        node.type === "call" ? (node.childForFieldName("method")?.text ?? "") : node.text;
      const receiver = node.childForFieldName("receiver");
      // Tools defined on the spot are read where they are defined.
      if (method === "define") continue;
      if (receiver !== null && harmless.has(method)) pending.push({ path: file, node: receiver });
      else {
        const value =
          receiver === null ? (assigned(node, file) ?? findMethod(node, method, scope)) : undefined;
        if (value === undefined || ++followed > maxFollowed) return undefined;
        pending.push(value);
      }
    } else if (node.type === "if" || node.type === "conditional" || node.type === "hash")
      return undefined;
    else pending.push(...node.namedChildren.map((child) => ({ path: file, node: child })));
  }
  return names;
}

/** The value of a variable that is assigned once in its file. */
function assigned(name: Node, path: string): Found | undefined {
  let root = name;
  for (let height = 0; root.parent !== null && height < 1000; height++) root = root.parent;
  const values = root
    .descendantsOfType("assignment")
    .filter((one) => one.childForFieldName("left")?.text === name.text);
  const value = values.length === 1 ? values[0]?.childForFieldName("right") : undefined;
  return value === null || value === undefined ? undefined : { path, node: value };
}
