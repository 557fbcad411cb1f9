import type { APIRoute, GetStaticPaths } from "astro";
import { toolIds } from "../../../db/queries.ts";
import { toolPath } from "../../address.ts";
import { database, serverOf, toolOf } from "../../database.ts";
import { toolFacts } from "../../facts.ts";

export const getStaticPaths = (async () => {
  const ids = await toolIds(await database());
  return ids.map((id) => ({ params: { tool: toolPath(id.server, id.name) }, props: id }));
}) satisfies GetStaticPaths;

export const GET: APIRoute<{ server: string; name: string }> = async ({ props }) =>
  Response.json(toolFacts(await serverOf(props.server), await toolOf(props.server, props.name)));
