import type { APIRoute } from "astro";
import { failedSources, totals } from "../../db/queries.ts";
import { database } from "../database.ts";

export const GET: APIRoute = async () => {
  const db = await database();
  return Response.json({ ...(await totals(db)), failures: await failedSources(db) });
};
