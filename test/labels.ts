import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { table as printTable } from "../cli/table.ts";
import { measureCode } from "./labelling/code.ts";
import { measureGold } from "./labelling/gold.ts";
import { measureAgreement } from "./labelling/hints.ts";
import { drawHeldOut, measureHeldOut } from "./labelling/held-out.ts";
import { measureOwn } from "./labelling/own.ts";
import { publishSections } from "./publish.ts";

const { values } = parseArgs({
  options: {
    "held-out": { type: "boolean", default: false },
    wrong: { type: "boolean", default: false },
    draw: { type: "string" },
    gold: { type: "string" },
    split: { type: "boolean", default: false },
    truth: { type: "string" },
    extracted: { type: "string" },
    lot: { type: "string", default: "0" },
    write: { type: "boolean", default: false },
  },
});
for (const path of [values.gold, values.truth, values.extracted])
  if (path !== undefined && !existsSync(path)) throw new Error(`there is no ${path}`);
if (values.draw !== undefined) {
  for (const line of await drawHeldOut(Number(values.draw))) console.log(line);
  process.exit();
}
const sections =
  values.gold !== undefined
    ? measureGold(values.gold, values.split)
    : values.truth !== undefined && values.extracted !== undefined
      ? measureCode(values.truth, values.extracted)
      : values.truth !== undefined
        ? measureAgreement(values.truth, Number(values.lot))
        : values["held-out"]
          ? await measureHeldOut(values.wrong)
          : await measureOwn();
for (const { title, rows } of sections) console.log(`\n${title}\n\n${printTable(rows)}`);
if (values.write) publishSections("labels", sections);
