import type { APIRoute, GetStaticPaths } from "astro";
import { toolIds } from "../../../db/queries.ts";
import { toolPath } from "../../address.ts";
import { database, toolOf } from "../../database.ts";
import { toolFacts } from "../../facts.ts";

export const getStaticPaths = (async () => {
  const ids = await toolIds(await database());
  return ids.map((id) => ({ params: { tool: toolPath(id.server, id.name) }, props: id }));
}) satisfies GetStaticPaths;

export const GET: APIRoute<{ server: string; name: string }> = async ({ props }) => {
  const { server, tool } = await toolOf(props.server, props.name);
  return Response.json(toolFacts(server, tool));
};
