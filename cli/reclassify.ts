import { classify, engine } from "../classifier/classify.ts";
import type { Database } from "../db/client.ts";
import { staleClassifications, writeClassifications } from "../db/stale.ts";
import type { Register } from "./context.ts";
import { withDatabase } from "./database.ts";

export const registerReclassify: Register = (program, settings) => {
  program
    .command("reclassify")
    .description("label every stored tool again whose label another version made, without a crawl")
    .action(() =>
      withDatabase(settings(), async (db) =>
        console.log(`${await reclassify(db)} tools labelled again`),
      ),
    );
};

/** How many tools got a new label. */
export async function reclassify(db: Database): Promise<number> {
  let count = 0;
  for await (const subjects of staleClassifications(db, engine)) {
    count += await writeClassifications(
      db,
      subjects.map((subject) => ({
        server: subject.server,
        name: subject.name,
        definition: subject.definition,
        classification: classify(subject),
      })),
    );
  }
  return count;
}
