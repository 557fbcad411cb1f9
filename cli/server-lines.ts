import type { Server, Tool } from "../model.ts";
import { count, paint, plain } from "./table.ts";

const methods = ["evaluated", "read", "listed"] as const;

/** A server for a terminal: how it is started and what it is built on, its tools by name with how each was found, what is unresolved. */
export function serverLines(server: Server): string[] {
  const { id, tools, unresolved, start, transports, sdks, secrets, scopes } = server;
  const found = tools.length === 0 ? "" : ` (${foundWords(tools)})`;
  const facts: [string, string[]][] = [
    ["start", start.map((words) => words.join(" "))],
    ["transports", transports.length === 0 ? [] : [transports.join(", ")]],
    [
      "built on",
      sdks.map(({ name, version }) => (version === undefined ? name : `${name} ${version}`)),
    ],
    ["secrets", secrets.length === 0 ? [] : [secrets.map(({ name }) => name).join(", ")]],
    ["scopes", scopes.length === 0 ? [] : [scopes.map(({ name }) => name).join(", ")]],
  ];
  return [
    `${paint("bold", plain(id))}  ${count(tools.length, "tool")}${found}, ${unresolved.length} unresolved`,
    ...facts.flatMap(([title, values]) =>
      values.map((value) => `  ${paint("dim", title.padEnd(10))}  ${plain(value)}`),
    ),
    ...tools.map(
      (tool) =>
        `  ${plain(tool.name)}  ${paint("dim", plain(placeOf(tool)))}  ${plain(methodWords(tool))}`,
    ),
    ...unresolved.map(
      ({ at, reason }) => `  ${paint("yellow", "?")} ${plain(`${at.path}:${at.line}  ${reason}`)}`,
    ),
  ];
}

/** `3 evaluated, 1 read; 2 confirmed, 1 differing` */
function foundWords(tools: Tool[]): string {
  const by = methods
    .map((method) => ({ method, tools: tools.filter((tool) => tool.method === method).length }))
    .filter((each) => each.tools > 0)
    .map((each) => `${each.tools} ${each.method}`);
  const confirmed = tools.filter((tool) => tool.confirmedBy !== undefined).length;
  const differing = tools.filter((tool) => tool.differences !== undefined).length;
  const agreement = [
    ...(confirmed > 0 ? [`${confirmed} confirmed`] : []),
    ...(differing > 0 ? [`${differing} differing`] : []),
  ];
  return [by.join(", "), agreement.join(", ")].filter((part) => part !== "").join("; ");
}

function placeOf({ at, from }: Tool): string {
  const owner = from === undefined ? "" : `${from.name}@${from.version ?? "?"} `;
  return `${owner}${at.path}:${at.line}`;
}

/** `read, confirmed by evaluated`, `evaluated, unlike read in description` */
function methodWords({ method, confirmedBy, differences = [] }: Tool): string {
  const confirmed = confirmedBy === undefined ? [] : [`confirmed by ${confirmedBy}`];
  const unlike = [...Map.groupBy(differences, ({ by }) => by)].map(
    ([by, all]) => `unlike ${by} in ${all.map(({ field }) => field).join(" and ")}`,
  );
  return [method, ...confirmed, ...unlike].join(", ");
}
