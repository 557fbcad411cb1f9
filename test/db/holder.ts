import { openDatabase } from "../../db/client.ts";
import { writeSnapshot } from "../../db/store.ts";
import { makeSnapshot, makeTool } from "./snapshots.ts";

// Opens the folder that it is given, writes into it and stays until it is killed.
const db = await openDatabase({ folder: process.argv[2] ?? "" });
await writeSnapshot(db, makeSnapshot("ann/mail", [makeTool("send")]));
process.send?.("open");
setInterval(() => {}, 1_000);
