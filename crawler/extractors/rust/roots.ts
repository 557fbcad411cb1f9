import type { Node } from "web-tree-sitter";
import { callFunction, isListing } from "./call.ts";
import { toolsIn } from "./describe.ts";
import { evaluate } from "./evaluate.ts";
import { blank, constructed } from "./instance.ts";
import type { Item } from "./items.ts";
import { readString } from "./literals.ts";
import { evaluateText } from "./macros.ts";
import { routerOf } from "./routers.ts";
import { budgeted, isLeaving, type Run, stepLimit } from "./run.ts";
import { frameOf, newScope } from "./scopes.ts";
import { readOptions } from "./serde.ts";
import { type Dict, type Struct, type Value, fieldsOf, isStruct, isUnknown } from "./values.ts";

/** Code that answers a request for the list of tools, and the tools of its answer. */
export interface Answer {
  item: Item;
  node: Node;
  tools: (Struct | Dict)[];
  /** Whether it is plainly a server's: an answer without tools is then worth a word. */
  isServer: boolean;
  value: Value;
}

const handlerTraits =
  /^(?:ServerHandler|ServerHandlerCore|Router|McpServer|ToolProvider|ToolHandler|McpHandler|Handler|Server|Service)$/;

/** Evaluates the programs' own starts, which fills registries and makes the servers as they are when they serve. */
export function evaluateStarts(items: Item[], run: Run): void {
  for (const item of items) {
    if (item.kind !== "fn" || item.name !== "main" || item.owner !== undefined) continue;
    run.isStarting = true;
    run.program = item.path;
    evaluated(run, () => callFunction(item, [], run), startSteps);
    run.isStarting = false;
  }
  for (const item of items)
    if (item.kind === "fn" && !run.called.has(item) && handsOver.test(item.node.text))
      evaluated(run, () => callFunction(item, [], run), startSteps);
}

const startSteps = 100_000;
const handsOver = /\.(?:(?:register|add|with)_tools?|tool(?:_\w+)?)\s*\(/;

/** Evaluates every answer to a request for tools among these items. */
export function readAnswers(items: Item[], run: Run): Answer[] {
  const answers: Answer[] = [];
  for (const item of items) {
    if (item.kind === "impl") answers.push(...routed(item, run));
    if (item.kind !== "fn" || item.node.childForFieldName("body") === null) continue;
    const given = item.owner === undefined ? [] : [self(item, run)];
    if (isListing(item))
      answers.push(answer(item, item.node, run, () => callFunction(item, given, run)));
    if (item.node.text.includes('"tools/list"'))
      for (const node of listed(item.node))
        answers.push(answer(item, node, run, () => evaluateIn(item, node, run)));
  }
  return answers;
}

function answer(item: Item, node: Node, run: Run, make: () => Value): Answer {
  run.made.clear();
  const value = evaluated(run, make);
  const heard = (run.heard.get(node.id) ?? []).flatMap((one) => toolsIn(one, run)).filter(isNamed);
  const tools = [...toolsIn(value, run)];
  const isKnown = tools.length > 0 && tools.every(isNamed);
  const own = isKnown || heard.length === 0 ? tools : heard;
  const made = own.length > 0 ? own : toolsIn([...run.made], run);
  const isServer =
    item.name.startsWith("handle_list_tools") ||
    handlerTraits.test(item.owner?.trait ?? "") ||
    node.id !== item.node.id;
  return { item, node, tools: made, isServer, value: own === heard ? null : value };
}

function isNamed(tool: Struct | Dict): boolean {
  return typeof fieldsOf(tool)?.get("name") === "string";
}

/** The router behind `#[tool_handler]`: as it says, or the field `tool_router`, or the function of that name. */
function routed(block: Item, run: Run): Answer[] {
  const attribute = block.attributes.find(({ name }) => name === "tool_handler");
  const owner = block.owner?.type;
  if (attribute === undefined || owner === undefined) return [];
  const router = readOptions([attribute], ["tool_handler"]).get("router");
  const value = evaluated(run, () => {
    const scope = newScope({ ...frameOf(block) });
    scope.names.set("self", constructed(owner, block.path, run) ?? blank(owner, block.path, run));
    const tried = router?.value === undefined ? ["self.tool_router"] : [router.value];
    for (const text of tried) {
      const found = evaluateText(text, router?.offset ?? 0, scope, run);
      if (isStruct(found) && found.name === "ToolRouter") return found;
    }
    return routerOf(owner, "tool_router", block.path, run) ?? null;
  });
  return [{ item: block, node: block.node, tools: toolsIn(value, run), isServer: false, value }];
}

function self(item: Item, run: Run): Value {
  const owner = item.owner;
  if (owner === undefined || owner.isTrait) return { kind: "unknown", text: "self" };
  return constructed(owner.type, item.path, run) ?? blank(owner.type, item.path, run);
}

function evaluateIn(item: Item, node: Node, run: Run): Value {
  const frame = frameOf(item);
  const scope = newScope(frame);
  scope.names.set("self", self(item, run));
  return evaluate(node, scope, run);
}

/** Arms and branches for the method `tools/list`. */
function listed(node: Node): Node[] {
  const found: Node[] = [];
  for (const literal of node.descendantsOfType("string_literal")) {
    if (literal === null || readString(literal) !== "tools/list") continue;
    let child: Node = literal;
    for (
      let at = literal.parent, steps = 0;
      at !== null && steps < 8;
      child = at, at = at.parent, steps += 1
    ) {
      const isArm = at.type === "match_arm" && at.childForFieldName("pattern")?.id === child.id;
      const isBranch =
        at.type === "if_expression" && at.childForFieldName("condition")?.id === child.id;
      const value = isArm
        ? at.childForFieldName("value")
        : isBranch
          ? at.childForFieldName("consequence")
          : null;
      if (value !== null) found.push(value);
      if (value !== null || at.type === "block") break;
    }
  }
  return found;
}

function evaluated(run: Run, make: () => Value, steps = stepLimit): Value {
  run.conditions.length = 0;
  run.active.clear();
  try {
    return budgeted(run, steps, make);
  } catch (error) {
    if (isLeaving(error)) return error.value;
    throw error;
  }
}

/** Whether an answer is worth a word: it is a server's, and nothing of it could be followed. */
export function isUnfollowed({ item, tools, isServer, value }: Answer): boolean {
  if (item.owner?.isTrait === true || (isUnknown(value) && value.text === "Err")) return false;
  return isServer && tools.length === 0 && (isUnknown(value) || unknownTools(value) !== undefined);
}

/** Whether it only passes on what another answers, whose tools are read there. */
export function delegates({ item, tools }: Answer): boolean {
  return tools.length === 0 && new RegExp(`\\.\\s*${item.name}\\s*\\(`).test(item.node.text);
}

/** What an answer lists beside the tools that were read, in the source's words; undefined when that is nothing. */
export function unknownTools(value: Value): string | undefined {
  const tools = Array.isArray(value) ? value : fieldsOf(value)?.get("tools");
  const left = Array.isArray(tools) ? tools.find(isUnknown) : tools;
  return isUnknown(left) ? left.text : undefined;
}
