import type { APIRoute, GetStaticPaths } from "astro";
import { serverIds } from "../../../db/queries.ts";
import { serverPath } from "../../address.ts";
import { database, serverOf } from "../../database.ts";
import { serverFacts } from "../../facts.ts";

export const getStaticPaths = (async () => {
  const ids = await serverIds(await database());
  return ids.map((id) => ({ params: { server: serverPath(id) }, props: { id } }));
}) satisfies GetStaticPaths;

export const GET: APIRoute<{ id: string }> = async ({ props }) =>
  Response.json(serverFacts(await serverOf(props.id)));
