import { once } from "node:events";
import { exportTools } from "../db/export.ts";
import { type Register } from "./context.ts";
import { withDatabase } from "./database.ts";
import { toJson } from "./json.ts";

export const registerExport: Register = (program, settings) => {
  program
    .command("export")
    .description("print every stored tool with its label as JSON Lines, sorted by server and name")
    .action(() =>
      withDatabase(settings(), async (db) => {
        for await (const rows of exportTools(db)) {
          const written = process.stdout.write(rows.map((row) => `${toJson(row)}\n`).join(""));
          if (!written) await once(process.stdout, "drain");
        }
      }),
    );
};
