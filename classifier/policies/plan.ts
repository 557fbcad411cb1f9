import { actions, type Action, type Limit } from "../../model.ts";
import type {
  Abilities,
  Constraint,
  Covered,
  PolicyFormat,
  PolicyRequest,
  PolicyTool,
} from "./format.ts";

/** One rule to write; it stands for every tool whose names the enforcer writes alike. */
export interface PlannedRule {
  /** As the enforcer writes it. */
  name: string;
  action: Action;
  /** Present exactly when the action is `limit`. */
  limit?: Limit;
  /** All must hold; empty when the arguments don't matter. */
  constraints: Constraint[];
  tools: string[];
}

export interface Plan {
  /** In the order of the request; those of one tool when it asks for one. */
  rules: PlannedRule[];
  coverage: Covered[];
  /** What holds for any format: what could not be expressed, and which names are alike. */
  notes: string[];
}

/** How an enforcer sees names. */
export interface Naming {
  /** The name that its rules know a tool by; undefined when no rule can name it. */
  nameOf(alias: string, tool: string): string | undefined;
  /** What a tool gets that no rule can name, where all others are listed. */
  unnamed: Action;
  /** Whether this action, limit and these constraints can be written for this name; absent where whatever the abilities list can. */
  canHold?(rule: PlannedRule): boolean;
}

/** For enforcers that take names as they are. */
export const bareNames = {
  nameOf: (_alias: string, tool: string) => tool,
  unnamed: "deny",
} satisfies Naming;

/** Tool names that a note spells out before it counts. */
const spelledOut = 5;

type Format = Pick<PolicyFormat, "title" | "abilities">;

/**
 * What a format writes for a request, and what becomes of each tool: `limit` falls back to `ask`, `ask` to `deny`, a rule about arguments
 * that can't be written to `ask` or `deny`; never to anything weaker, but where an enforcer cannot block at all. Throws when `only` is not one of the tools.
 */
export function plan(request: PolicyRequest, format: Format, naming: Naming): Plan {
  const groups = groupByName(request, format.abilities, naming);
  const written = new Set(
    writtenTools(request).map(({ name }) => naming.nameOf(request.alias, name)),
  );
  const rules = [...groups].flatMap(([name, rule]) => (written.has(name) ? [rule] : []));
  const coverage = request.tools.map((tool): Covered => {
    const name = naming.nameOf(request.alias, tool.name);
    const want = tool.recommendation.action;
    if (!written.has(name)) return { tool: tool.name, want, got: "unchanged" };
    const rule = name === undefined ? undefined : groups.get(name);
    if (rule === undefined) return unnamed(request, tool, format, naming.unnamed);
    const held = rule.constraints.map(({ argument }) => argument);
    const note = why(tool, rule, format);
    return {
      tool: tool.name,
      want,
      got: rule.action,
      ...(note !== undefined && { note }),
      ...(held.length > 0 && { arguments: held }),
    };
  });
  return { rules, coverage, notes: commonNotes(request, coverage, rules, format) };
}

/** The tools that a snippet writes rules for: the one asked for, or all. Throws when there is no such tool. */
function writtenTools(request: PolicyRequest): PolicyTool[] {
  if (request.only === undefined) return request.tools;
  const written = request.tools.filter((tool) => tool.name === request.only);
  if (written.length === 0)
    throw new Error(`expected one of the server's tools, got ${JSON.stringify(request.only)}`);
  return written;
}

function groupByName(
  { alias, tools }: PolicyRequest,
  abilities: Abilities,
  { nameOf, canHold = () => true }: Naming,
): Map<string, PlannedRule> {
  const groups = new Map<string, PlannedRule>();
  for (const tool of tools) {
    const name = nameOf(alias, tool.name);
    if (name === undefined) continue;
    const asked = ruleFor(name, tool, abilities);
    const rule = canHold(asked)
      ? asked
      : { name, tools: asked.tools, constraints: [], action: closed("ask", abilities) };
    const other = groups.get(name);
    groups.set(name, other === undefined ? rule : stricter(other, rule, abilities));
  }
  return groups;
}

function ruleFor(name: string, tool: PolicyTool, abilities: Abilities): PlannedRule {
  const { action, limit } = tool.recommendation;
  const constraints = action === "deny" ? [] : (tool.constraints ?? []);
  const rule = { name, tools: [tool.name], constraints: [] };
  const canHold = constraints.every(({ must }) =>
    abilities.constraints.some((kind) => kind in must),
  );
  if (!canHold) return { ...rule, action: closed(action === "deny" ? "deny" : "ask", abilities) };
  if (action === "limit" && limit !== undefined && abilities.limits.includes(limit.window))
    return { ...rule, constraints, action, limit };
  const nearest = closed(action === "limit" ? "ask" : action, abilities);
  return { ...rule, constraints: nearest === "deny" ? [] : constraints, action: nearest };
}

/** The same action, or the nearest that the enforcer has. */
function closed(action: Action, { allow, ask, deny }: Abilities): Action {
  if (action === "allow" && allow === false) return "ask";
  if (action === "ask" && !ask) return "deny";
  return action === "deny" && !deny ? "ask" : action;
}

/** One rule for two tools that an enforcer can't tell apart. */
function stricter(one: PlannedRule, other: PlannedRule, abilities: Abilities): PlannedRule {
  const tools = [...one.tools, ...other.tools];
  const isSame =
    JSON.stringify([one.limit, one.constraints]) ===
    JSON.stringify([other.limit, other.constraints]);
  if (one.action === other.action && isSame) return { ...one, tools };
  const [weak, strong] =
    actions.indexOf(one.action) < actions.indexOf(other.action) ? [one, other] : [other, one];
  const isPlain = [...weak.constraints, ...strong.constraints].length === 0 && !weak.limit;
  if (strong.action === "deny" || (isPlain && one.action !== other.action))
    return { ...strong, tools };
  const action = closed("ask", abilities);
  return { name: one.name, action, constraints: [], tools };
}

function unnamed(
  { only }: PolicyRequest,
  { name: tool, recommendation }: PolicyTool,
  { title }: Format,
  got: Action,
): Covered {
  const want = recommendation.action;
  const note = `${title} has no way to write this name.`;
  if (only !== undefined) return { tool, want, got: "unchanged", note };
  return { tool, want, got, ...(got !== want && { note }) };
}

function why(
  { name, constraints, recommendation: { action: want } }: PolicyTool,
  { action: got, tools }: PlannedRule,
  { title, abilities }: Format,
): string | undefined {
  if (got === want) return undefined;
  if (want === "deny" && !abilities.deny)
    return `${title} cannot block a tool, so it asks before each call.`;
  const others = tools.filter((tool) => tool !== name);
  if (others.length > 0)
    return `${title} writes its name like that of ${quoted(others)}, so the stricter rule holds for all.`;
  if (want === "allow" && abilities.allow === false)
    return `No file of ${title} lets a tool run: it asks until you say that it always may.`;
  if (want === "allow" && constraints === undefined)
    return `${title} could take a rule that allows this name for one of another tool, so ${got === "ask" ? "it asks before each call" : "the tool is blocked"}.`;
  if (want === "allow")
    return got === "ask"
      ? `${title} cannot look at these arguments, so it asks before each call.`
      : `${title} cannot look at these arguments, so the tool is blocked.`;
  if (want === "limit" && got === "ask")
    return abilities.limits.length === 0
      ? `${title} cannot limit calls, so it asks before each one.`
      : `${title} has no such limit, so it asks before each call.`;
  return want === "limit"
    ? `${title} can neither set this limit nor ask a person, so the tool is blocked.`
    : `${title} cannot ask a person, so the tool is blocked.`;
}

function commonNotes(
  request: PolicyRequest,
  coverage: Covered[],
  rules: PlannedRule[],
  { title, abilities }: Format,
): string[] {
  const alike = rules.filter(({ tools }) => tools.length > 1).map(({ tools }) => tools);
  const has = (want: Action, got: Action) =>
    coverage.some((covered) => covered.want === want && covered.got === got);
  const toFill = rules.some(({ constraints }) => constraints.some(({ must }) => !("is" in must)));
  const said: (string | false)[] = [
    request.alias === "" && "Fill in the name that the server has in your configuration.",
    toFill &&
      "Replace each placeholder in angle brackets, and each amount of 0, by what you allow: as they stand, they let nothing through.",
    !abilities.deny &&
      has("deny", "ask") &&
      `${title} cannot block a tool. Where that matters, put a gateway in front, or leave the tool out on the server.`,
    abilities.limits.length === 0 &&
      has("limit", "ask") &&
      `${title} cannot limit calls: it asks you before each one instead. For a real limit, put a gateway that has them in front.`,
    !abilities.ask && blockedWords(title, has("ask", "deny"), has("limit", "deny"), abilities),
    request.tools.some(
      ({ constraints, name, recommendation }) =>
        constraints !== undefined &&
        ruleFor(name, { name, recommendation }, abilities).action !== "deny" &&
        coverage.some(
          ({ tool, got, arguments: held }) =>
            tool === name && got !== "unchanged" && held === undefined,
        ),
    ) &&
      `${title} cannot hold all of these arguments to what they must be: such calls ${abilities.ask ? "ask a person" : "are blocked"} instead.`,
    alike.length === 1 &&
      `${title} writes these names alike, and one rule holds for all: ${quoted(alike.flat())}.`,
    alike.length > 1 &&
      `${title} writes ${alike.flat().length} of the names like another of them, and one rule holds for all that are alike.`,
  ];
  return said.filter((sentence) => sentence !== false);
}

/** Why what should ask or be limited is blocked; false where neither is. */
function blockedWords(
  title: string,
  isAsk: boolean,
  isLimit: boolean,
  { limits }: Abilities,
): string | false {
  const until = "is blocked until you allow it yourself.";
  if (isLimit && limits.length === 0)
    return `${title} can neither limit calls nor ask a person: what should be limited${isAsk ? " or ask" : ""} ${until}`;
  return (isAsk || isLimit) && `${title} cannot ask a person: what should ask ${until}`;
}

function quoted(names: string[]): string {
  const few = names.slice(0, spelledOut).map((name) => JSON.stringify(name));
  if (names.length > spelledOut) few.push(`${names.length - spelledOut} more`);
  return few.join(", ");
}
