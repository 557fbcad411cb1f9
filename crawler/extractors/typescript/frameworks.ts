/** Tools that frameworks find by themselves: decorated methods, classes of a kind, files of a folder. */
import { evaluate } from "./evaluate.ts";
import { construct, isClass, prototypeOf } from "./functions.ts";
import { newArray } from "./iterate.ts";
import { baseOf, getMember } from "./members.ts";
import { readExport, type Module } from "./modules.ts";
import { staticKey } from "./patterns.ts";
import { configured, record, type Recorder } from "./registrations.ts";
import type { Run } from "./run.ts";
import { noteService } from "./services.ts";
import { isThing, settle, type FunctionValue, type Site, type Value } from "./values.ts";

/** Sees the tools among the classes of a run. */
export function watchClasses(recorder: Recorder): (run: Run, made: FunctionValue) => void {
  return (run, made) => {
    registerDecorated(run, recorder, made);
    noteService(run, made);
    registerToolClass(run, recorder, made);
  };
}

/** `@Tool({ name, description, parameters })` on a method, as @rekog/mcp-nest and its kind have it. */
function registerDecorated(run: Run, recorder: Recorder, made: FunctionValue): void {
  if (!isClass(made.node)) return;
  for (const each of made.node.body.body) {
    if (each.type !== "MethodDefinition" || each.decorators.length === 0) continue;
    for (const { expression } of each.decorators) {
      if (expression.type !== "CallExpression") continue;
      const callee = evaluate(run, expression.callee, made.scope);
      if (!isThing(callee) || callee.kind !== "external" || callee.module === "global:") continue;
      if (!/^(?:Mcp)?Tool$/i.test(callee.path.at(-1) ?? "")) continue;
      const [first] = expression.arguments;
      const options = first === undefined ? undefined : evaluate(run, first, made.scope);
      const key = staticKey(each.key);
      const method = typeof key === "string" ? prototypeOf(made).props.get(key) : undefined;
      const own = firstOf(run, options, ["name"]);
      const site: Site = { module: made.scope.module, node: each };
      record(run, recorder, site, {
        ...configured(run, own ?? key, options, method),
        inputSchema: firstOf(run, options, ["parameters", "paramsSchema", "inputSchema", "schema"]),
      });
    }
  }
}

/** `class X extends MCPTool` of mcp-framework, which loads each such class of its folder. */
function registerToolClass(run: Run, recorder: Recorder, made: FunctionValue): void {
  if (!isClass(made.node) || made.node.abstract === true || made.superclass === undefined) return;
  const prototype = prototypeOf(made);
  if (baseOf(prototype)?.path.at(-1) !== "MCPTool") return;
  const site: Site = { module: made.scope.module, node: made.node };
  const tool = construct(run, made, [], site);
  const name = getMember(run, tool, "name");
  if (typeof settle(name) !== "string") return;
  // What the class doesn't say is the framework's own, and nothing that was declared.
  const own = (key: string): Value => {
    const value = getMember(run, tool, key);
    return isThing(value) && value.kind === "external" ? undefined : value;
  };
  record(run, recorder, site, {
    name,
    title: own("title"),
    description: own("description"),
    inputSchema: own("schema"),
    outputSchema: own("outputSchemaShape"),
    annotations: own("annotations"),
    handler: own("execute"),
  });
}

/** A file of xmcp's folder of tools: `metadata`, `schema` and a function as its default. */
export function registerFile(run: Run, recorder: Recorder, module: Module): void {
  const { path, text, program } = module.source;
  if (!/(^|\/)tools\//.test(path) || !/["']xmcp["']/.test(text)) return;
  const handler = readExport(run, module, "default")?.value;
  const metadata = readExport(run, module, "metadata")?.value;
  if (!isThing(handler) || handler.kind !== "function") return;
  const named = settle(metadata);
  const site = isThing(named) && named.kind === "object" ? named.site : undefined;
  const own = firstOf(run, metadata, ["name"]);
  const file = path.slice(path.lastIndexOf("/") + 1).replace(/\.[^.]*$/, "");
  record(run, recorder, site ?? { module, node: program }, {
    ...configured(run, own ?? file, metadata, handler),
    inputSchema: readExport(run, module, "schema")?.value,
    outputSchema: readExport(run, module, "outputSchema")?.value,
  });
}

/** What easy-mcp calls `inputs`: a list of `{ name, type, description, required }`, as JSON Schema. */
export function fromInputs(run: Run, inputs: Value): Value {
  const settled = settle(inputs);
  if (!isThing(settled) || settled.kind !== "array") return inputs;
  const object = (props: [string, Value][]): Value => ({
    kind: "object",
    props: new Map(props),
    open: settled.open,
    born: run.conditions.length,
  });
  const named = settled.items.flatMap((item): [string, Value][] => {
    const name = settle(getMember(run, item, "name"));
    return typeof name === "string" ? [[name, item]] : [];
  });
  const property = (item: Value): Value =>
    object(["type", "description"].map((key) => [key, getMember(run, item, key)]));
  const required = named.filter(([, item]) => getMember(run, item, "required") === true);
  return object([
    ["type", "object"],
    ["properties", object(named.map(([name, item]) => [name, property(item)]))],
    [
      "required",
      newArray(
        run,
        required.map(([name]) => name),
      ),
    ],
  ]);
}

/** The first member that is there. */
export function firstOf(run: Run, options: Value, names: readonly string[]): Value {
  if (!isGiven(options)) return undefined;
  for (const name of names) {
    const value = getMember(run, options, name);
    if (isGiven(value)) return value;
  }
  return undefined;
}

function isGiven(value: Value): boolean {
  return value !== undefined && value !== null;
}
