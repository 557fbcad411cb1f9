import type { Database } from "../db/client.ts";
import { failedSources, totals } from "../db/queries.ts";
import { categories, risks } from "../model.ts";
import { count, paint, plain, riskMarks, riskStyles, table } from "./table.ts";

/** Prints what the whole database holds: servers, tools by category and risk, what is unresolved; and which of the sources failed and why. */
export async function printSummary(db: Database, sources: string[]): Promise<void> {
  const { servers, tools, unresolved, labels } = await totals(db);
  const cell = (category: string, risk: string) =>
    labels.find((one) => one.category === category && one.risk === risk)?.tools ?? 0;
  const rows = categories.map((category) => [
    category,
    ...risks.map((risk) => cell(category, risk)),
    risks.reduce((sum, risk) => sum + cell(category, risk), 0),
  ]);
  const sums = [
    "all",
    ...risks.map((risk) => categories.reduce((sum, category) => sum + cell(category, risk), 0)),
    tools,
  ];
  const [head = "", ...body] = table([
    ["", ...risks.map((risk) => `${riskMarks[risk]} ${risk}`), "tools"],
    ...rows,
    sums,
  ]).split("\n");
  console.log(
    `\n${paint("bold", `${count(servers, "server")}, ${count(tools, "tool")}`)}, ${count(unresolved, "registration")} seen and not resolved\n`,
  );
  console.log(
    risks.reduce(
      (line, risk) =>
        line.replace(`${riskMarks[risk]} ${risk}`, (text) => paint(riskStyles[risk], text)),
      head,
    ),
  );
  console.log(body.join("\n"));
  const failures = (await failedSources(db)).filter((one) => sources.includes(one.source));
  if (failures.length === 0) return;
  console.log(
    `\n${paint("bold", `${count(failures.length, "source")} failed`)}; what was known of them stays`,
  );
  console.log(
    table(failures.map((one) => [plain(`  ${one.source}`), one.kind, plain(one.message)])),
  );
}
