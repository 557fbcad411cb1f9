import { openDatabase } from "../../db/client.ts";
import { writeSnapshot } from "../../db/store.ts";
import { makeSnapshot, makeTool } from "./snapshots.ts";

// Writes repositories one after the other, says so after each, and stays until it is killed.
const [folder = "", url = "", count = "1"] = process.argv.slice(2);
const db = await openDatabase({ folder, url });
const tools = Array.from({ length: 50 }, (_, index) => makeTool(`tool_${index}`));
for (let index = 1; index <= Number(count); index += 1) {
  await writeSnapshot(db, makeSnapshot(`ann/mail-${index}`, tools));
  process.send?.(index);
}
setInterval(() => {}, 1_000);
