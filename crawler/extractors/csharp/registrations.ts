import type { Node } from "web-tree-sitter";
import type { Place } from "../../../model.ts";
import { placeOf } from "../syntax/grammar.ts";
import { both, conditionOf } from "./conditions.ts";
import { lookUp } from "./look-up.ts";
import { enclosingType, type Program, simpleName } from "./program.ts";
import { isTest } from "./tests.ts";
import { projectOf } from "./versions.ts";

/** A call that gives tools to a server. */
export interface Registration {
  at: Place;
  /** The file whose project is the server. */
  registeredIn: string;
  when?: string;
}

/** Which tool classes are given to servers, and by which calls. */
export interface Registrations {
  /** By class: `WithTools<T>()`. */
  byType: Map<string, Registration[]>;
  /** By project file of the classes: `WithToolsFromAssembly()`; `*` for every project. */
  byProject: Map<string, Registration[]>;
}

const maxCallers = 20;

/** Every `WithTools…` call outside of tests. */
export function findRegistrations(program: Program): Registrations {
  const found: Registrations = { byType: new Map(), byProject: new Map() };
  for (const [path, text] of program.files) {
    if (!path.endsWith(".cs") || isTest(path)) continue;
    if (
      /<McpServerTool(?:Type)?Attribute>\s*\(|typeof\(McpServerTool(?:Type)?Attribute\)/.test(text)
    )
      add(found.byProject, "*", { at: { path, line: 1 }, registeredIn: path });
    if (!/\bWithTools/.test(text)) continue;
    for (const call of program.forest.root(path)?.descendantsOfType("invocation_expression") ?? [])
      readCall(call, path, program, found);
  }
  return found;
}

function add(map: Map<string, Registration[]>, key: string, one: Registration): void {
  const known = map.get(key) ?? [];
  map.set(key, [...known, one]);
}

function readCall(call: Node, path: string, program: Program, found: Registrations): void {
  const called = call.childForFieldName("function");
  const method =
    called?.type === "member_access_expression" ? called.childForFieldName("name") : null;
  const name = simpleName(method);
  if (method === null || !/^WithTools(?:FromAssembly)?$/.test(name)) return;
  const list = call.childForFieldName("arguments");
  const all = placements(call, method, path, program);
  const register = (map: Map<string, Registration[]>, key: string) => {
    for (const one of all) add(map, key, one);
  };
  if (name === "WithToolsFromAssembly") {
    const argument = list?.namedChildren.find(({ type }) => type === "argument");
    const type = argument?.descendantsOfType("typeof_expression")[0]?.childForFieldName("type");
    const [declared] = program.types(simpleName(type));
    const isOwn =
      argument === undefined || /GetExecutingAssembly|GetEntryAssembly/.test(argument.text);
    const source = isOwn ? path : declared?.path;
    register(found.byProject, source === undefined ? "*" : projectOf(program.files, source));
    return;
  }
  const types = typesOf(method, list, path, program);
  if (types === undefined) register(found.byProject, "*");
  for (const type of types ?? []) register(found.byType, type);
}

/** The classes that a `WithTools` call names; undefined when it names them where it cannot be followed. */
function typesOf(
  method: Node,
  list: Node | null,
  path: string,
  program: Program,
): string[] | undefined {
  const generic = method.namedChildren.find(({ type }) => type === "type_argument_list");
  if (generic !== undefined) {
    const name = simpleName(generic.namedChild(0));
    return program.types(name).length > 0 ? [name] : undefined;
  }
  const argument = list?.namedChildren.find(({ type }) => type === "argument")?.lastNamedChild;
  if (argument === null || argument === undefined) return [];
  const scope = { program, path, depth: 0 };
  const named =
    argument.type === "identifier" ? (lookUp(argument, scope)?.node ?? argument) : argument;
  if (/McpServerTool\.Create/.test(named.text)) return [];
  const types = named
    .descendantsOfType(["typeof_expression", "object_creation_expression"])
    .map((node) => simpleName(node.childForFieldName("type")))
    .filter((name) => program.types(name).length > 0);
  return types.length > 0 ? types : undefined;
}

/** Where a call takes effect: itself, or the calls of the extension method that it stands in. */
function placements(call: Node, method: Node, path: string, program: Program): Registration[] {
  const own = registration(call, method, path, program);
  const wrapper = extensionMethod(call);
  if (wrapper === undefined) return [own];
  const callers: Registration[] = [];
  for (const [file, text] of program.files) {
    if (!file.endsWith(".cs") || isTest(file) || !text.includes(`.${wrapper}(`)) continue;
    for (const outer of program.forest.root(file)?.descendantsOfType("invocation_expression") ??
      []) {
      const name = outer.childForFieldName("function")?.childForFieldName("name");
      if (name?.text !== wrapper || callers.length >= maxCallers) continue;
      const when = both(registration(outer, name, file, program).when, own.when);
      callers.push({ at: own.at, registeredIn: file, ...(when === undefined ? {} : { when }) });
    }
  }
  return callers.length > 0 ? callers : [own];
}

function registration(call: Node, method: Node, path: string, program: Program): Registration {
  const when = conditionOf(call, program.files.get(path) ?? "");
  return {
    at: placeOf(path, method),
    registeredIn: path,
    ...(when === undefined ? {} : { when }),
  };
}

/** The name of the extension method (`this IMcpServerBuilder builder`) around a call. */
function extensionMethod(call: Node): string | undefined {
  let node = call.parent;
  for (let height = 0; node !== null && height < 200; height++) {
    if (node.type === "method_declaration") {
      const isStatic = enclosingType(node)?.text.slice(0, 500).includes("static") ?? false;
      const [first] = node.childForFieldName("parameters")?.namedChildren ?? [];
      return isStatic && first?.text.startsWith("this ")
        ? node.childForFieldName("name")?.text
        : undefined;
    }
    node = node.parent;
  }
  return undefined;
}
