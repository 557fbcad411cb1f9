import { type Finding, type Risk, risks } from "../model.ts";
import type { LabelledServer } from "./source.ts";
import { toJson } from "./json.ts";
import {
  attackLinks,
  compactFacts,
  togetherMarkdown,
  togetherOf,
  togetherText,
} from "./together.ts";
import { count, paint, plain, riskMarks, riskStyles } from "./table.ts";

export interface CheckReport {
  servers: LabelledServer[];
  /** What could not be read, and why: never the same as safe. */
  notAnalysed: { name: string; reason: string }[];
}

/** The report in each format that `almanac check` prints. */
export const reporters = { text, json, markdown, sarif };

type Tool = LabelledServer["tools"][number];

/** Highest risk first, then by name. */
function ranked(server: LabelledServer): Tool[] {
  const rank = (tool: Tool) => -risks.indexOf(tool.classification.risk);
  return server.tools.toSorted((a, b) => rank(a) - rank(b));
}

function text(report: CheckReport): string {
  const lines = report.servers.flatMap((server) => [
    `${paint("bold", plain(server.id))}  ${count(server.tools.length, "tool")}, ${count(server.unresolved.length, "registration")} not resolved`,
    ...ranked(server).flatMap(
      ({ name, classification: { risk, category, rationale, hygiene } }) => {
        const badge = paint(riskStyles[risk], `${riskMarks[risk]} ${risk.padEnd(8)}`);
        return [
          `  ${badge} ${category.padEnd(11)} ${paint("bold", plain(name))}`,
          `      ${plain(rationale)}`,
          ...hygiene.map((one) => `      ${paint("red", "!")} ${plain(findingLine(one))}`),
        ];
      },
    ),
    ...server.unresolved.map(
      (one) => `  ? ${plain(`${one.at.path}:${one.at.line}  ${one.reason}`)}`,
    ),
    "",
  ]);
  const missed = report.notAnalysed.map(
    ({ name, reason }) => `not analysed: ${plain(name)}: ${plain(reason)}`,
  );
  return [...lines, ...togetherText(report), ...missed].join("\n").trimEnd();
}

/** `secrecy, in description: tells the model to hide something from the user: "…"` */
const findingLine = ({ check, says, quote, where }: Finding): string =>
  `${check}, in ${where}: ${says}: "${quote}"`;

function json(report: CheckReport): string {
  const servers = report.servers.map((server) => ({
    ...server,
    tools: server.tools.map((tool) => ({ ...tool, ...compactFacts(tool) })),
  }));
  return toJson({ ...report, servers, session: togetherOf(report.servers) });
}

function markdown(report: CheckReport): string {
  const cell = (value: string) => plain(value).replace(/[\\|`*_<>[\]&]/g, "\\$&");
  const sections = report.servers.map((server) =>
    [
      `## ${cell(server.id)}`,
      "",
      `${count(server.tools.length, "tool")}, ${count(server.unresolved.length, "registration")} not resolved.`,
      "",
      "| risk | category | tool | why | attacks |",
      "| --- | --- | --- | --- | --- |",
      ...ranked(server).map((tool) => {
        const { risk, category, rationale } = tool.classification;
        const attacks = attackLinks(tool).map(({ code, url }) => `[${code}](${url})`);
        return `| ${riskMarks[risk]} ${risk} | ${category} | ${cell(tool.name)} | ${cell(rationale)} | ${attacks.join(" ")} |`;
      }),
      ...findingItems(server, cell),
    ].join("\n"),
  );
  const missed = report.notAnalysed.map(
    ({ name, reason }) => `- Not analysed: ${cell(name)}: ${cell(reason)}`,
  );
  return [...sections, togetherMarkdown(report, cell), missed.join("\n")]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** Below the table, since a quotation may be long. */
function findingItems(server: LabelledServer, cell: (value: string) => string): string[] {
  const items = server.tools.flatMap(({ name, classification: { hygiene } }) =>
    hygiene.map((one) => `- ${cell(name)}: ${cell(findingLine(one))}`),
  );
  return items.length === 0
    ? []
    : ["", "Found in the definitions; signs, not proof of malice:", "", ...items];
}

const levels: Record<Risk, "none" | "note" | "warning" | "error"> = {
  low: "none",
  medium: "note",
  high: "warning",
  critical: "error",
};

function locate(tool: Tool, fullyQualifiedName: string, kind: "function" | "member") {
  return {
    physicalLocation: {
      artifactLocation: { uri: tool.at.path.split("/").map(encodeURIComponent).join("/") },
      region: { startLine: tool.at.line },
    },
    logicalLocations: [{ fullyQualifiedName, kind }],
  };
}

/** https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
function sarif(report: CheckReport): string {
  const results = report.servers.flatMap((server) =>
    ranked(server).flatMap((tool) => [
      {
        ruleId: tool.classification.category,
        level: levels[tool.classification.risk],
        message: { text: `${tool.name}: ${tool.classification.rationale}` },
        locations: [locate(tool, `${server.id}/${tool.name}`, "function")],
      },
      ...tool.classification.hygiene.map((one) => ({
        ruleId: `hygiene/${one.check}`,
        level: "error" as const,
        message: { text: `${tool.name}: its definition ${one.says}: "${one.quote}"` },
        locations: [locate(tool, `${server.id}/${tool.name}/${one.where}`, "member")],
      })),
    ]),
  );
  const failed = report.notAnalysed.map(({ name, reason }) => ({
    level: "error",
    message: { text: `${name}: ${reason}` },
  }));
  const unresolved = report.servers.flatMap((server) =>
    server.unresolved.map(({ at, reason }) => ({
      level: "warning",
      message: { text: `${server.id}: ${at.path}:${at.line}: ${reason}` },
    })),
  );
  const run = {
    tool: {
      driver: {
        name: "MCP Almanac",
        rules: [...new Set(results.map((one) => one.ruleId))].toSorted().map((id) => ({ id })),
      },
    },
    invocations: [
      {
        executionSuccessful: failed.length === 0,
        toolExecutionNotifications: [...failed, ...unresolved],
      },
    ],
    results,
  };
  return toJson({
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [run],
  });
}
