import type { Place } from "../../../model.ts";
import type { Call } from "./call.ts";
import { withCondition } from "./conditions.ts";
import { declaredStruct, declaredTool, isToolFunction } from "./declared.ts";
import { type Item, itemPlace } from "./items.ts";
import { struct } from "./library.ts";
import type { Run } from "./run.ts";
import { placeIn } from "./scopes.ts";
import { readOptions } from "./serde.ts";
import { splitTokens } from "./tokens.ts";
import {
  type Dict,
  type Struct,
  type Value,
  isDict,
  isStruct,
  isUnknown,
  unknown,
} from "./values.ts";

/** The router that `#[tool_router]` makes of a type's annotated functions; undefined when the type has none of that name. */
export function routerOf(owner: string, name: string, from: string, run: Run): Struct | undefined {
  for (const file of [from, ...run.project.filesNaming(owner)])
    for (const block of run.project.items(file)) {
      if (block.kind !== "impl" || block.owner?.type !== owner) continue;
      const attribute = block.attributes.find(({ name: own }) => own === "tool_router");
      if (attribute === undefined) continue;
      const router =
        readOptions([attribute], ["tool_router"]).get("router")?.value ?? "tool_router";
      if (router === name) return routes(block, run);
    }
  return undefined;
}

function routes(block: Item, run: Run): Struct {
  const map: Dict = new Map();
  for (const item of run.project.items(block.path)) {
    if (item.owner?.node.id !== block.owner?.node.id || !isToolFunction(item)) continue;
    const tool = declaredTool(item, run);
    const name = tool.fields.get("name");
    if (typeof name === "string")
      map.set(
        name,
        struct("ToolRoute", [
          ["attr", tool],
          ["call", { kind: "function", item }],
        ]),
      );
  }
  return struct("ToolRouter", [["map", map]]);
}

/** What the macros of the SDKs add to a type: `name_tool_attr()` for an annotated function, `tool()` for an annotated struct, `tools()` for a tool box. */
export function toolOfAttribute(
  owner: string,
  name: string,
  from: string,
  run: Run,
): Value | undefined {
  if (name.endsWith("_tool_attr")) {
    const [item] = run.project.members(owner, name.slice(0, -"_tool_attr".length), from);
    return item !== undefined && isToolFunction(item) ? declaredTool(item, run) : undefined;
  }
  if (name === "tools") {
    const box = run.boxes.find((one) => toolBox(one).name === owner);
    return box === undefined ? undefined : toolsOfBox(box, run);
  }
  if (name === "tool" || name === "tool_definition") {
    const [item] = run.project.find(["struct"], owner, from);
    const isTool = item?.attributes.some(({ name: own }) => own === "mcp_tool") ?? false;
    return item !== undefined && isTool ? declaredStruct(item, run) : undefined;
  }
  return undefined;
}

/** The tools that `tool_box!(Name, [A, B])` lists. */
export function toolsOfBox(box: Item, run: Run): Value[] {
  return toolBox(box).tools.flatMap((name) => {
    const tool = toolOfAttribute(name, "tool", box.path, run);
    return tool === undefined ? [] : [tool];
  });
}

/** `tool_box!(Name, [A, B])` -> Name, [A, B]. */
export function toolBox(box: Item): { name: string; tools: string[] } {
  const tree = box.node.namedChildren.find(({ type }) => type === "token_tree")?.text ?? "";
  const [name, list] = splitTokens(tree.slice(1, -1), ",");
  const inside = list?.text.replace(/^\[/, "").replace(/\]$/, "") ?? "";
  const tools = splitTokens(inside, ",").map(({ text }) =>
    text.replace(/\/\/[^\n]*\n/g, "").trim(),
  );
  return { name: name?.text ?? "", tools: tools.filter((tool) => /^[\w:]+$/.test(tool)) };
}

/** What a method of a tool router returns; undefined when it is not one that is known here. */
export function callOnRouter(
  router: Struct,
  name: string,
  { args }: Call,
  run: Run,
): Value | undefined {
  const map = router.fields.get("map");
  const [first, second] = args;
  if (!isDict(map)) return undefined;
  switch (name) {
    case "with_route":
    case "add_route":
    case "with_tool":
    case "route": {
      const route = Array.isArray(first) ? first : [first, second];
      addRoute(map, route[0] ?? null, route[1], run);
      return router;
    }
    case "merge":
      if (isStruct(first)) addRoutes(router, first, run);
      return router;
    case "remove_route":
    case "disable_route":
    case "without_route":
      if (typeof first === "string") removeRoute(map, first, run);
      return router;
    case "list_all":
      return [...map.values()].map((route) =>
        isStruct(route) ? (route.fields.get("attr") ?? route) : route,
      );
    case "has_route":
      return typeof first === "string" ? map.has(first) : undefined;
    default:
      return undefined;
  }
}

function addRoute(map: Dict, first: Value, call: Value | undefined, run: Run): void {
  const isRoute = isStruct(first) && first.name === "ToolRoute";
  const route = isRoute
    ? first
    : struct("ToolRoute", [
        ["attr", first],
        ["call", call ?? unknown("handler")],
      ]);
  const tool = route.fields.get("attr");
  if (!isStruct(tool) && !isDict(tool)) return;
  const name = (isDict(tool) ? tool : tool.fields).get("name");
  withCondition(tool, run);
  const handler = handlerPlace(call ?? route.fields.get("call"));
  if (handler !== undefined && !run.handlers.has(tool)) run.handlers.set(tool, handler);
  map.set(typeof name === "string" ? name : `#${map.size}`, route);
}

function handlerPlace(call: Value | undefined): Place | undefined {
  if (typeof call !== "object" || call === null || !("kind" in call)) return undefined;
  if (call.kind === "function") return itemPlace(call.item);
  if (call.kind !== "closure") return undefined;
  return placeIn(call.scope, call.node);
}

/** Under a condition that can't be decided the route stays, under the opposite one. */
function removeRoute(map: Dict, name: string, run: Run): void {
  const route = map.get(name);
  const tool = isStruct(route) ? route.fields.get("attr") : undefined;
  if (tool === undefined || typeof tool !== "object" || tool === null || isUnknown(tool)) return;
  const origin = run.origin.get(tool);
  if (run.conditions.length === 0) {
    map.delete(name);
    if (origin !== undefined) run.removed.add(origin);
  } else if (!run.when.has(tool)) run.when.set(tool, `!(${run.conditions.join(" && ")})`);
}

/** Puts the routes of one router into another. */
export function addRoutes(to: Struct, from: Struct, run: Run): Struct {
  const [into, source] = [to.fields.get("map"), from.fields.get("map")];
  if (isDict(into) && isDict(source))
    for (const [name, route] of source) {
      into.set(name, route);
      withCondition(route, run);
    }
  return to;
}
