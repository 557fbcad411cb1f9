import { parseArgs } from "node:util";
import { table } from "../cli/table.ts";
import { matrixRows } from "./classifier/policies/matrix.ts";
import { publish } from "./publish.ts";

const { values } = parseArgs({ options: { write: { type: "boolean", default: false } } });
const rows = matrixRows();
console.log(table(rows));
if (values.write) publish("policies", rows);
