import { defaultAlias } from "../classifier/policies/alias.ts";
import { constraintsOf } from "../classifier/policies/constraints.ts";
import { recommend } from "../classifier/policies/recommend.ts";
import type { PolicyRequest } from "../classifier/policies/format.ts";
import type { ServerPage, ToolPage } from "../db/queries.ts";
import type { Place } from "../model.ts";
import { lineUrl, serverJsonUrl, serverUrl, toolJsonUrl, toolUrl, webUrl } from "./address.ts";
import { attackFacts, serverSession, sessionFacts } from "./together.ts";
import { unreadParts } from "./unread.ts";

/** A server with what every page about it needs beside its rows. */
export interface ServerView extends ServerPage {
  alias: string;
  request: PolicyRequest;
}

/** Adds the recommendation of every tool and the name that the server probably has for its reader. */
export function serverView(server: ServerPage): ServerView {
  const alias = defaultAlias(server);
  return {
    ...server,
    alias,
    request: {
      alias,
      tools: server.tools.map(({ definition: { name }, classification }) => ({
        name,
        recommendation: recommend(classification),
      })),
    },
  };
}

/** A place with its link at the commit, when there is one: a tool from a dependency has its places in that package. */
export function linked(
  server: ServerPage,
  place: Place,
  tool?: Pick<ToolPage, "from" | "lineUrl">,
): Place & { url?: string } {
  const url = lineUrl(tool?.from === undefined ? server.lineUrl : tool.lineUrl, place);
  return { ...place, ...(url && { url }) };
}

/** The revision of the files that a tool's places are in: the commit or version of the snapshot, or of the dependency. */
export function fileRevision(server: ServerPage, tool: Pick<ToolPage, "from">): string {
  return tool.from === undefined ? server.revision : (tool.from.version ?? "unknown");
}

function origin(server: ServerPage) {
  return {
    source: server.source,
    repository: webUrl(server.url),
    revision: server.revision,
    crawledAt: server.crawledAt?.toISOString(),
  };
}

function toolSummary(server: ServerView, tool: ToolPage, index: number) {
  const { definition, classification, method, confirmedBy, from } = tool;
  const { name, title, inputSchema } = definition;
  const constraints = constraintsOf(classification, inputSchema);
  return {
    name,
    title,
    method,
    confirmedBy,
    differences: tool.differences?.length,
    from,
    category: classification.category,
    effect: classification.effect,
    risk: classification.risk,
    facets: classification.facets,
    confidence: classification.confidence,
    hygiene: classification.hygiene.length,
    recommendation: server.request.tools[index]?.recommendation,
    ...(constraints.length > 0 && { constraints }),
    ...sessionFacts(server, tool),
    page: toolUrl(server.id, name),
    json: toolJsonUrl(server.id, name),
  };
}

/** The facts of a server page, for programs. */
export function serverFacts(server: ServerView) {
  return {
    id: server.id,
    name: server.name,
    path: server.path,
    packages: server.packages,
    start: server.start,
    transports: server.transports,
    sdks: server.sdks,
    secrets: server.secrets.map(({ name, at }) => ({ name, at: linked(server, at) })),
    scopes: server.scopes.map(({ name, at }) => ({ name, at: linked(server, at) })),
    page: serverUrl(server.id),
    ...origin(server),
    description: server.description,
    license: server.license,
    archived: server.archived,
    alias: server.alias,
    tools: server.tools.map((tool, index) => toolSummary(server, tool, index)),
    session: serverSession(server),
    unlabelled: server.unlabelled,
    unresolved: server.unresolved.map(({ at, reason }) => ({ at: linked(server, at), reason })),
    skipped: server.skipped,
  };
}

/** The facts of a tool page, for programs. */
export function toolFacts(server: ServerView, tool: ToolPage) {
  const { name, title, description, annotations, inputSchema, outputSchema } = tool.definition;
  const { evidence, ...classification } = tool.classification;
  return {
    name,
    title,
    description,
    server: { id: server.id, page: serverUrl(server.id), json: serverJsonUrl(server.id) },
    page: toolUrl(server.id, name),
    ...origin(server),
    at: linked(server, tool.at, tool),
    handler: tool.handler && linked(server, tool.handler, tool),
    method: tool.method,
    confirmedBy: tool.confirmedBy,
    differences: tool.differences,
    from: tool.from,
    when: tool.when,
    annotations,
    unread: unreadParts(server, name),
    classification: {
      ...classification,
      evidence: evidence.map((each) => ({
        ...each,
        ...(each.at && { at: linked(server, each.at, tool) }),
      })),
    },
    recommendation: recommend(tool.classification),
    attacks: attackFacts(tool),
    ...sessionFacts(server, tool),
    alias: server.alias,
    inputSchema,
    outputSchema,
  };
}
