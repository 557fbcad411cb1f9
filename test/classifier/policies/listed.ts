import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { classify } from "../../../classifier/classify.ts";
import { defaultAlias } from "../../../classifier/policies/alias.ts";
import type { PolicyFormat, PolicyRequest } from "../../../classifier/policies/format.ts";
import { formats } from "../../../classifier/policies/index.ts";
import { readers } from "../../../classifier/policies/readers/index.ts";
import { decide } from "../../../classifier/policies/reading.ts";
import { policyTool } from "../../../classifier/policies/request.ts";
import type { Definition } from "../../../model.ts";
import { inside, outside } from "./arguments.ts";
import { engines } from "./engines/index.ts";
import { pasted } from "./pasted.ts";

const later = "a_tool_that_came_later";

/**
 * Writes the policies of servers, as files `{repo, tools}` list them, in every format, with and without rules about arguments, and has every
 * tool, an unknown one, and arguments inside and outside the rules decided by the engine and by our reader: a head, then a row for each format.
 */
export function decideListed(folder: string): (string | number)[][] {
  const requests = readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .flatMap((file) => requestsOf(readFileSync(join(folder, file), "utf8")));
  return [
    ["enforcer", "servers", "decisions", "not as stated"],
    ...formats.map((format) => {
      const counts = requests.map((request) => decideOne(format, request));
      const sum = (at: 0 | 1) => counts.reduce((total, count) => total + count[at], 0);
      return [format.title, requests.length / 2, sum(0), sum(1)];
    }),
  ];
}

function requestsOf(text: string): PolicyRequest[] {
  const { repo, tools = [] } = JSON.parse(text) as { repo: string; tools?: Definition[] };
  const listed = new Map(tools.map((tool) => [tool.name, tool]));
  const labelled = [...listed.values()]
    .map((tool) => ({ ...tool, classification: classify({ ...tool, server: repo }) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const alias = defaultAlias({ name: repo.split("/").at(-1) ?? repo, packages: [] });
  return [false, true].map((constrain) => ({
    alias,
    tools: labelled.map((tool) => policyTool(tool, { profile: "recommended", constrain })),
  }));
}

function decideOne(
  format: PolicyFormat,
  request: PolicyRequest,
): [decisions: number, wrong: number] {
  const engine = engines.get(format.id)!;
  const { alias, tools } = request;
  const emitted = format.emit(request);
  const { coverage, unknownTools } = emitted;
  const [base = ""] = engine.neutralFor?.(alias) ?? engine.neutral;
  const { file, also } = pasted(format, engine, emitted, base);
  const call = engine.load(file, alias, tools, also);
  const reading = readers.get(format.id)!(file, alias, also);
  const checks = tools.flatMap((tool, index) => {
    const { got, arguments: held } = coverage[index]!;
    const isHeld = tool.constraints !== undefined && got !== "deny";
    const wrongs = isHeld ? outside(tool) : [];
    return [
      call(tool.name, inside(tool)).action === got,
      decide(reading, tool.name, inside(tool)).action === got,
      ...wrongs.map((given) => {
        const { action } = call(tool.name, given);
        return held === undefined ? action === "ask" : action === "deny";
      }),
    ];
  });
  checks.push(call(later).action === unknownTools, decide(reading, later).action === unknownTools);
  return [checks.length, checks.filter((isRight) => !isRight).length];
}
