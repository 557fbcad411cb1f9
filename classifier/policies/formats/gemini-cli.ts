import type { Constraint, Emitted, PolicyFormat, PolicyRequest } from "../format.ts";
import { plan, type Naming, type PlannedRule } from "../plan.ts";

/** Of a tool's full name; longer ones lose their middle. */
const longestName = 63;

/** Longer patterns are refused, and the rule with them. */
const longestPattern = 2048;

/**
 * Above what `trust` and `--allowed-tools` open (200, 300) and below what `--exclude-tools` blocks (400), but for what is blocked:
 * that stays above what a person has once allowed for good (950).
 */
const priorities = { others: 310, otherArguments: 315, allow: 320, ask: 380, deny: 990 };

const naming: Naming = {
  nameOf: fullName,
  unnamed: "deny",
  canHold: ({ constraints }) => patternOf(constraints).length <= longestPattern,
};

/** A policy file of Gemini CLI: allow, ask and deny, by full tool name and by arguments. It has no limits. */
const format: PolicyFormat = {
  id: "gemini-cli",
  title: "Gemini CLI",
  language: "toml",
  goesInto:
    "Save it in a file of its own, such as `~/.gemini/policies/<server>.toml`, and start Gemini CLI again: it reads every `.toml` file there.",
  docs: "https://geminicli.com/docs/reference/policy-engine/",
  checked: { level: "engine", by: "the loader and the policy engine of Gemini CLI 0.61.0" },
  abilities: { ask: true, limits: [], deny: true, constraints: ["oneOf", "is"] },
  emit,
};
export default format;

/**
 * The name that Gemini CLI itself gives a tool: `("my server", "files/read")` -> `mcp_my_server_files_read`, `("mcp", "read")` ->
 * `mcp_read`; beyond 63 characters the middle becomes three dots. Rules that give it hold wherever the engine is asked.
 */
export function fullName(alias: string, tool: string): string {
  const joined = `${alias}_${tool}`;
  const name = joined.startsWith("mcp_") ? joined : `mcp_${joined}`;
  const safe = name.replaceAll(/[^a-zA-Z0-9_\-.:]/g, "_");
  return safe.length > longestName ? `${safe.slice(0, 30)}...${safe.slice(-30)}` : safe;
}

/** Whether every full name of the server begins with `mcp_<alias>_`: only then can one rule speak of all its tools. */
export function isKept(alias: string): boolean {
  return /^[a-zA-Z0-9_\-.:]{1,25}$/.test(alias) && !`${alias}_`.startsWith("mcp_");
}

function emit(request: PolicyRequest): Emitted {
  const { rules, coverage, notes } = plan(request, format, naming);
  const isWhole = request.only === undefined;
  const blocksOthers = isWhole && isKept(request.alias);
  const tables = [...toolTables(request.alias, rules)];
  if (blocksOthers) {
    const { others: priority } = priorities;
    tables.push({ mcpName: request.alias, toolName: ["*"], decision: "deny", priority });
  }
  return {
    body: tables.map(printTable).join("\n") || "rule = []\n",
    extent: isWhole ? "whole" : "keys",
    coverage,
    unknownTools: isWhole ? (blocksOthers ? "deny" : "ask") : "unchanged",
    notes: [...notes, ...ownNotes(request, rules)],
  };
}

interface Table {
  mcpName?: string;
  toolName: string[];
  argsPattern?: string;
  decision: "allow" | "ask_user" | "deny";
  denyMessage?: string;
  priority: number;
}

/** Whose server it is matters only for what is allowed; asked and blocked by full name alone, since YOLO mode skips questions of rules with `mcpName`. */
function* toolTables(alias: string, rules: readonly PlannedRule[]): Iterable<Table> {
  const plain = rules.filter(({ constraints }) => constraints.length === 0);
  const held = rules.filter(({ constraints }) => constraints.length > 0);
  const names = (action: string) => plain.filter((rule) => rule.action === action).map(nameOf);
  for (const action of ["allow", "ask", "deny"] as const) {
    if (names(action).length > 0) yield tableOf(alias, action, names(action));
    if (action === "deny") continue;
    for (const rule of held.filter((each) => each.action === action)) {
      const { decision, priority, ...names } = tableOf(alias, action, [rule.name]);
      yield { ...names, argsPattern: patternOf(rule.constraints), decision, priority };
    }
  }
  if (held.length === 0) return;
  yield {
    toolName: held.map(nameOf),
    decision: "deny",
    denyMessage: "The policy allows this tool with other arguments only.",
    priority: priorities.otherArguments,
  };
}

const nameOf = ({ name }: PlannedRule): string => name;

function tableOf(alias: string, action: "allow" | "ask" | "deny", names: string[]): Table {
  const decision = action === "ask" ? "ask_user" : action;
  const priority = priorities[action];
  const prefix = `mcp_${alias}_`;
  const isOwn = action === "allow" && isKept(alias) && !names.includes(prefix);
  if (!isOwn) return { toolName: names, decision, priority };
  const toolName = names.map((name) => name.slice(prefix.length));
  return { mcpName: alias, toolName, decision, priority };
}

/**
 * For the text that a call's arguments become: sorted, each top-level pair between NUL bytes, which no argument can contain.
 * Printable ASCII without a single quote, so it stands in a literal string.
 */
function patternOf(constraints: readonly Constraint[]): string {
  const sorted = constraints.toSorted((a, b) => (a.argument < b.argument ? -1 : 1));
  const not: string[] = [];
  const pairs: string[] = [];
  for (const { argument, must } of sorted) {
    const key = `\\x00${literal(argument)}:`;
    if ("oneOf" in must) {
      const values = must.oneOf.map(literal);
      pairs.push(`${key}${values.length === 1 ? values[0] : `(?:${values.join("|")})`}\\x00`);
    } else if ("is" in must && must.is) pairs.push(`${key}true\\x00`);
    else not.push(`(?![^]*${key}(?!false\\x00))`);
  }
  const between = "[^]*";
  if (not.length === 0) return pairs.join(between);
  return ["^", ...not, ...pairs.flatMap((pair) => [between, pair])].join("");
}

function literal(text: string): string {
  return JSON.stringify(text)
    .replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)
    .replaceAll(
      /[^\x20-\x7e]|'/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
}

function printTable({ mcpName, toolName, argsPattern, decision, denyMessage, priority }: Table) {
  const [first, ...more] = toolName.map((name) => `"${name}"`);
  const list = more.length === 0 ? first : `[\n  ${[first, ...more].join(",\n  ")},\n]`;
  const lines = [
    "[[rule]]",
    mcpName !== undefined && `mcpName = "${mcpName}"`,
    `toolName = ${list}`,
    argsPattern !== undefined && `argsPattern = '${argsPattern}'`,
    `decision = "${decision}"`,
    denyMessage !== undefined && `denyMessage = "${denyMessage}"`,
    `priority = ${priority}`,
  ];
  return `${lines.filter((line) => line !== false).join("\n")}\n`;
}

function ownNotes({ alias, only }: PolicyRequest, rules: readonly PlannedRule[]): string[] {
  const toFill = rules.some(({ constraints }) => constraints.some(({ must }) => "oneOf" in must));
  const got = new Set(rules.map(({ action }) => action));
  const said: (string | false)[] = [
    toFill &&
      "What you put in for a placeholder stands in a regular expression: write a backslash before each of `. * + ? ^ $ | \\ ( ) [ ] { }`.",
    only === undefined &&
      alias !== "" &&
      !isKept(alias) &&
      "No rule can speak of all tools of a server of this name, so tools that are added later ask, and in YOLO mode they run. To have them blocked, give the server a name of at most 25 letters, digits, dots and dashes that is not `mcp` and does not begin with `mcp_`.",
    got.has("ask") && "With nobody there to answer (`gemini -p`), a call that asks is refused.",
    (got.has("allow") || got.has("ask")) &&
      "What is allowed or asked here is so in Plan Mode too, which would block most of it.",
    "A rule of yours with a higher priority wins, and so does one that you saved with Always allow, but not over what is blocked here; `/policies list` shows them all.",
    rules.some(({ name }) => name.includes("__")) &&
      "Gemini CLI warns of names with `__` when it starts; the rules hold all the same.",
  ];
  return said.filter((sentence) => sentence !== false);
}
