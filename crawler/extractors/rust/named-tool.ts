import { callFunction, methodOf } from "./call.ts";
import { itemPlace } from "./items.ts";
import type { Run } from "./run.ts";
import { schemaValue } from "./schemas-of-types.ts";
import { type Struct, type Value, fieldsOf, isStruct } from "./values.ts";

/** The tool of `builder.tool("name", handler)`: what the handler says of itself, or what its closure takes; undefined when nothing like a handler is given. */
export function namedTool(name: string, args: Value[], run: Run): Struct | undefined {
  const handler = args.find(
    (arg) => typeof arg === "object" && arg !== null && !Array.isArray(arg),
  );
  if (handler === undefined) return undefined;
  const tool: Struct = { kind: "struct", name: "Tool", fields: new Map([["name", name]]) };
  const description = args.find((arg) => typeof arg === "string");
  if (description !== undefined) tool.fields.set("description", description);
  const given = isStruct(handler) ? handler.fields : undefined;
  for (const field of ["title", "description", "input_schema", "output_schema", "annotations"]) {
    const value = given?.get(field);
    if (value !== undefined && value !== null) tool.fields.set(field, value);
  }
  if (isStruct(handler) && handler.item !== undefined) {
    const from = handler.item.path;
    const about = methodOf(handler.name, "metadata", from, run);
    const told = about === undefined ? undefined : fieldsOf(callFunction(about, [handler], run));
    for (const [field, value] of told ?? []) if (field !== "name") tool.fields.set(field, value);
    const runs =
      methodOf(handler.name, "handle", from, run) ?? methodOf(handler.name, "call", from, run);
    if (runs !== undefined) run.handlers.set(tool, itemPlace(runs));
  }
  const closure = closureIn(handler);
  if (closure === undefined) return tool;
  const { node, scope } = closure;
  const { path, offset, generics } = scope.frame;
  run.handlers.set(tool, {
    path,
    line: node.startPosition.row + 1 + offset,
    endLine: node.endPosition.row + 1 + offset,
  });
  const first = node.childForFieldName("parameters")?.namedChildren[0]?.childForFieldName("type");
  if (first !== null && first !== undefined && !tool.fields.has("input_schema"))
    tool.fields.set("input_schema", schemaValue({ node: first, path, generics }, run));
  return tool;
}

function closureIn(value: Value): Extract<Value, { kind: "closure" }> | undefined {
  const candidates = [value, ...(fieldsOf(value)?.values() ?? [])];
  for (const one of candidates)
    if (typeof one === "object" && one !== null && "kind" in one && one.kind === "closure")
      return one;
  return undefined;
}
