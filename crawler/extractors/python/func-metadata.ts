import type { Place } from "../../../model.ts";
import type { Arguments } from "./call.ts";
import { fromJson } from "./json.ts";
import { inputSchema } from "./parameters.ts";
import type { Run } from "./run.ts";
import { isComposite, likeliest, listOf, type Func, type Made, type Value } from "./values.ts";

/** The SDK's own reading of a function's signature, in its versions. */
export const funcMetadata = [
  "mcp.server.fastmcp.utilities.func_metadata.func_metadata",
  "mcp.server.mcpserver.utilities.func_metadata.func_metadata",
];
const modelPath = "mcp.ArgModel";

/** `func_metadata(function, skip_names=[…])`, with the model of its arguments. */
export function readMetadata(_run: Run, given: Arguments, at: Place): Value {
  const skipped = given.positional[1] ?? given.keywords.get("skip_names") ?? listOf([]);
  const parts = new Map<string, Value>([
    ["fn", given.positional[0] ?? given.keywords.get("func") ?? null],
    ["skip_names", skipped],
  ]);
  const model: Made = { ...empty(modelPath, at), keywords: parts };
  return { ...empty("mcp.FuncMetadata", at), keywords: new Map([...parts, ["arg_model", model]]) };
}

/** The JSON Schema that the model of a function's arguments gives; undefined for other values. */
export function argumentSchema(run: Run, made: Made): Value | undefined {
  const func = made.path === modelPath ? functionOf(made) : undefined;
  if (func === undefined) return undefined;
  const skipped = made.keywords.get("skip_names") ?? listOf([]);
  return fromJson(inputSchema(run, func, new Map([["exclude_args", skipped]])));
}

/** The function that a tool's metadata was read from; undefined for other values. */
export function functionOf(value: Value | undefined): Func | undefined {
  if (!isComposite(value) || value.kind !== "made") return undefined;
  const func = likeliest(value.keywords.get("fn") ?? null);
  return isComposite(func) && func.kind === "func" ? func : undefined;
}

function empty(path: string, at: Place): Made {
  return { kind: "made", path, positional: [], keywords: new Map(), at, attributes: new Map() };
}
