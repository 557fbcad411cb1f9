import { parseArgs } from "node:util";
import { table } from "../cli/table.ts";
import { decideListed } from "./classifier/policies/listed.ts";
import { matrixRows } from "./classifier/policies/matrix.ts";
import { publish } from "./publish.ts";

const { values } = parseArgs({
  options: { listed: { type: "string" }, write: { type: "boolean", default: false } },
});
if (values.listed !== undefined) {
  const rows = decideListed(values.listed);
  console.log(table(rows));
  if (rows.some((row) => typeof row[3] === "number" && row[3] > 0)) process.exitCode = 1;
} else {
  const rows = matrixRows();
  console.log(table(rows));
  if (values.write) publish("policies", rows);
}
