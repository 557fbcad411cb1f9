import { isServerName, ruleName } from "../formats/copilot-cli.ts";
import type { ReadRule, Reading } from "../reading.ts";
import { shellWords } from "../shell-words.ts";

/** A block wins over what is allowed, also over everything being allowed; the rest asks. From `copilot help permissions` of version 1.0.102. */
export default function read(text: string, alias: string): Reading {
  const rules: ReadRule[] = [];
  const problems: string[] = [];
  let unlisted: Reading["unlisted"] = "ask";
  let list: "allow" | "deny" | undefined;
  for (const word of shellWords(text)) {
    const [, flag = "", value] = /^(--[^=]*)(?:=(.*))?$/s.exec(word) ?? [];
    if (flag !== "") {
      list = flag === "--allow-tool" ? "allow" : flag === "--deny-tool" ? "deny" : undefined;
      if (/^--(?:allow-all|allow-all-tools|yolo)$/.test(flag)) {
        unlisted = "allow";
        problems.push(`With \`${flag}\` every tool runs that no \`--deny-tool\` names.`);
      }
      if (/^--(?:available|excluded)-tools$/.test(flag))
        problems.push(`\`${flag}\` says what is offered at all; it is left out here.`);
    }
    const given = flag === "" ? word : value;
    if (list === undefined || given === undefined) continue;
    for (const rule of given.split(",").map((part) => part.trim())) {
      const read = ruleOf(rule, list, alias);
      if (read === undefined)
        throw new Error(
          `expected a rule like \`server(tool)\`, got ${JSON.stringify(rule)}: Copilot CLI does not start with it`,
        );
      rules.push(read);
      const misnamed = read.foreign ? undefined : misnamedTool(rule, alias);
      if (misnamed !== undefined)
        problems.push(`\`${rule}\` matches no tool: write \`${misnamed}\`, as Copilot CLI does.`);
      if (list === "allow" && rule === alias)
        problems.push(`\`${rule}\` allows every tool of the server, also those that come later.`);
    }
  }
  if (!isServerName(alias))
    problems.push("No rule can name this server: it is the name of a kind of tools, or no word.");
  return { rules, wins: "strictest", unlisted, problems };
}

function ruleOf(rule: string, action: "allow" | "deny", alias: string): ReadRule | undefined {
  const [, kind, tool] = parts(rule);
  if (kind === undefined) return undefined;
  const isOwn = kind === alias && isServerName(alias);
  return {
    text: rule,
    action,
    foreign: !isOwn,
    matches: (name) => isOwn && (tool === undefined || tool === ruleName(alias, name)),
  };
}

/** The rule that was meant where one has a sign that no tool has in a rule. */
function misnamedTool(rule: string, alias: string): string | undefined {
  const [, , tool] = parts(rule);
  const name = tool === undefined ? undefined : ruleName(alias, tool);
  return name === undefined || name === tool ? undefined : `${alias}(${name})`;
}

const parts = (rule: string): string[] => [...(/^([\w./@-]+)(?:\(([^()]+)\))?$/s.exec(rule) ?? [])];
