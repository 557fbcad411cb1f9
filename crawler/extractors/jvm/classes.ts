import type { Tool, Unresolved } from "../../../model.ts";
import type { Registered } from "../extractor.ts";
import { conditionsOf } from "./annotations.ts";
import { anyOf } from "./assume.ts";
import { placeOfMethod } from "./handler.ts";
import { toSchema } from "./json.ts";
import { memberOf, scopeOf } from "./names.ts";
import { ancestors, findMethods, findType, isNamed } from "./resolve.ts";
import type { Run } from "./run.ts";
import { schemaOf } from "./schema.ts";
import type { Declaration, TypeRef } from "./syntax.ts";
import { type Instance, isUnknown, nothing, textOf, type Value } from "./values.ts";

const base = /(?:^|[._])mcp\w*\.(?:[\w.]+\.)?\w*Tool$|\.\w*Mcp\w*Tool$/i;
const schemas = ["inputSchema", "schema", "parameters", "parametersSchema"];
const handling = ["handle", "execute", "call", "invoke", "run", "doExecute"];

/** Classes that are tools because they extend a library's class for it: `class X : AbstractMcpTool<Args>()` with a name and a description. */
export function findToolClasses(
  run: Run,
  paths: string[],
): (Registered<Tool> | Registered<Unresolved>)[] {
  const found: (Registered<Tool> | Registered<Unresolved>)[] = [];
  for (const path of paths) {
    if (!/mcp/i.test(run.program.text(path))) continue;
    const types = [...(run.program.file(path)?.types ?? [])];
    for (let type = types.shift(); type !== undefined; type = types.shift()) {
      types.push(...type.types);
      const parent =
        type.abstract || !/^(?:class|object|record)$/.test(type.kind)
          ? undefined
          : (toolBase(run, type) ?? ownBase(run, type));
      if (parent !== undefined) found.push(readClass(run, type, parent));
    }
  }
  return found;
}

/** The type from outside of the snapshot that makes a class a tool, as the class or one above it names it. */
function toolBase(run: Run, type: Declaration): TypeRef | undefined {
  for (const one of [type, ...ancestors(run.program, type)]) {
    const scope = scopeOf(one);
    const parent = one.supers.find(
      (each) => isNamed(each, scope, base) && findType(run.program, each.name, scope) === undefined,
    );
    if (parent !== undefined && one.file.imports.some((each) => /mcp/i.test(each.path)))
      return one === type ? parent : (type.supers[0] ?? parent);
  }
  return undefined;
}

const ownBaseName = /^\w*M[cC][pP]\w*Tool$/;

/** A class or interface of the snapshot that asks for a name and a description, where somebody uses the class below it. */
function ownBase(run: Run, type: Declaration): TypeRef | undefined {
  const parent = ancestors(run.program, type).find(
    (one) =>
      asksFor(one, "name") &&
      asksFor(one, "description") &&
      (ownBaseName.test(one.name) ||
        (run.sightings.written !== undefined && schemas.some((schema) => asksFor(one, schema)))),
  );
  if (parent === undefined) return undefined;
  const { text, mentioning } = run.program;
  const isUsed =
    type.annotations.length > 0 ||
    mentioning(type.name).length > 1 ||
    text(type.file.path).split(type.name).length > 2;
  return isUsed ? type.supers[0] : undefined;
}

function asksFor(type: Declaration, name: string): boolean {
  const getter = `get${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
  return (
    type.fields.some((one) => one.name === name) ||
    type.components?.some((one) => one.name === name) === true ||
    type.methods.some((one) => one.name === name || one.name === getter)
  );
}

function readClass(
  run: Run,
  type: Declaration,
  parent: TypeRef,
): Registered<Tool> | Registered<Unresolved> {
  const { path } = type.file;
  const at = { path, line: type.at.line };
  run.begin(path);
  const self = anyOf(run, type);
  const name = textOf(propertyOf(run, self, "name"));
  if (name === undefined || name === "")
    return {
      at,
      reason: `The class ${type.name} is a tool, and its name could not be followed.`,
      registeredIn: path,
    };
  const description = textOf(propertyOf(run, self, "description"));
  const [args] = parent.args;
  const schema =
    schemas
      .map((one) => toSchema(run, propertyOf(run, self, one)))
      .find((one) => one !== undefined) ??
    (args === undefined ? undefined : schemaOf(run, args, scopeOf(type)));
  const method = handling
    .flatMap((each) => findMethods(run.program, type, each))
    .find((each) => each.body !== undefined);
  const when = conditionsOf(type.annotations);
  return {
    name,
    ...(description === undefined ? {} : { description }),
    inputSchema: schema?.["properties"] === undefined ? { type: "object", properties: {} } : schema,
    at,
    ...(method === undefined ? {} : { handler: placeOfMethod(method) }),
    method: "read",
    ...(when.length === 0 ? {} : { when: when.join(" and ") }),
    registeredIn: path,
  };
}

/** A property, or what its getter gives. */
function propertyOf(run: Run, self: Instance, name: string): Value {
  const value = memberOf(run, self, name);
  if (!isUnknown(value)) return value;
  const getter = `get${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
  const method = [name, getter]
    .flatMap((one) => findMethods(run.program, self.declaration, one))
    .find((one) => one.body !== undefined && one.parameters.length === 0);
  return method === undefined
    ? nothing
    : run.invoke(method, self, [], method.at, method.owner.file.path);
}
