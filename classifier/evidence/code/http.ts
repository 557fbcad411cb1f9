import type { Deed, Meaning, Seen } from "./reach.ts";

const methods = /^(?:GET|HEAD|OPTIONS|POST|PUT|PATCH|DELETE)$/i;
/** `http.MethodDelete`, `HttpMethod.Delete`, `Method::DELETE`, `{requests.delete}` */
const member = /\b(?:Http)?Method[.:]*(?<name>Get|Head|Post|Put|Patch|Delete)\b/i;
/** Names of functions that make a request of the method in their name. */
const verbs = new Map([
  ["post", "POST"],
  ["put", "PUT"],
  ["patch", "PATCH"],
  ["delete", "DELETE"],
  ["del", "DELETE"],
]);
/** What sends a request of whatever method; an own `Client.delete` on the way says which. */
const requests = /^(?:fetch|request|axios|send|got|ky|do)$/i;
/** What stands in a name after the method: `DeleteAsync`, `postForObject`, `put_json`, `HttpDelete`. */
const suffixes =
  /^(?:async|json|form|for|object|entity|as|string|raw|request|req|http|multipart|data|file|files)$/;
const client =
  /(?:^|[^a-z])(?:axios|requests|httpx|aiohttp|got|ky|superagent|needle|undici|urllib3?|reqwest|ureq|resty|guzzle|faraday|httparty|okhttp|ktor|retrofit|hc|rest|restclient|resttemplate|webclient)(?:$|[^a-z])|https?(?:client|service|api)?$|fetch(?:er)?$|session$|client$|api$|requester$|conn(?:ection)?$/i;
/** A path or an address; `{base}/boxes` too. */
const literal = /^(?:https?:|wss?:|\/|\{[^{}]*\}\/)/i;
const address =
  /^(?:https?:|wss?:|\/|\{[^{}]*\}\/|\{[^{}]*(?:url|uri|endpoint|path|base|host)[^{}]*\})/i;
/** Where a POST only asks. */
const asking =
  /(?:^|[^a-z])(?:search|quer(?:y|ies)|find|list|lookup|filter|count|validat|verify|check|embed|complet|generat|analy|preview|estimat|export|suggest|recommend|compar|retriev|fetch|crawl|scrape|extract|convert|translat|calculat|summar|classif|detect|recogn|parse|report|inspect|explain|rank|batch-?get|get|mget|aggregat|insights|metrics|stats|read|rpc|graphql)/;
/** Signing in and telling about oneself are no deeds of a tool. */
const housekeeping =
  /oauth|\/token|\/auth\b|\/login|signin|\/session|refresh|telemetry|analytics|tracking|\/track\b|segment\.|posthog|mixpanel|sentry|datadog|statsig|amplitude|google-analytics|\/events?\/ingest|\/log(?:s|ging)?\b|heartbeat|\/ping\b|health/i;
const removing =
  /(?:^|[/_.:-])(?:delete|remove|destroy|purge|revoke|uninstall|terminate|erase|wipe)(?=$|[/_.:?-]|[A-Z])/i;
const paying =
  /(?:^|\/)(?:refunds?|charges?|payouts?|transfers?|payments?(?:[-_]?intents?)?|withdraw(?:als?)?|swap|orders?)(?:$|[/?{])/i;

/** A request over HTTP, by its method and its path. */
export default {
  id: "http",
  read(seen) {
    const { call } = seen;
    const method = methodOf(seen);
    if (method === undefined) return undefined;
    const url =
      seen.texts.find((text) => address.test(text)) ??
      seen.named("url", "uri", "path", "endpoint", "pathname") ??
      "";
    if (housekeeping.test(url) || housekeeping.test(call.quote)) return null;
    return meaningOf(method, url);
  },
} satisfies Deed;

function meaningOf(method: string, url: string): Meaning | null {
  const facets = ["network"] as const satisfies Meaning["facets"];
  const shows = `sends a request with ${method}`;
  switch (method) {
    case "DELETE":
      return { category: "Destructive", shows, facets: [...facets] };
    case "PUT":
    case "PATCH":
      return { category: "Write", shows, facets: [...facets] };
    case "POST": {
      const path = pathOf(url);
      if (removing.test(path))
        return {
          category: "Destructive",
          shows: `${shows} to a path that removes`,
          facets: [...facets],
        };
      if (paying.test(path))
        return {
          category: "Financial",
          shows: `${shows} to a path for payments`,
          facets: [...facets, "money"],
          weak: true,
        };
      if (asking.test(path.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase())) return null;
      return { category: "Write", shows, facets: [...facets], weak: true };
    }
    default:
      return null;
  }
}

/** The method in capitals; undefined when the call is no request or its method is not known. */
function methodOf(seen: Seen): string | undefined {
  const { call, words, last, texts } = seen;
  const named = seen.named("method", "httpmethod", "http_method", "verb");
  const written = [named, ...texts.slice(0, 3)].find(
    (text) => text !== undefined && isMethod(text, text === named),
  );
  if (written !== undefined && isRequest(seen))
    return (member.exec(written)?.groups?.["name"] ?? written).toUpperCase();
  if (
    /^(?:POST|PUT|PATCH|DELETE)(?:Mapping|Exchange)?$/i.test(last) &&
    last[0] === last[0]?.toUpperCase() &&
    texts.some((text) => text.startsWith("/"))
  )
    return /^(?:POST|PUT|PATCH|DELETE)/i.exec(last)?.[0].toUpperCase();
  if (named === undefined && requests.test(last)) {
    const way = (seen.call.via ?? []).map((name) => name.slice(name.lastIndexOf(".") + 1));
    const verb = way.findLast((name) => verbs.has(name.toLowerCase()));
    if (verb !== undefined) return verbs.get(verb.toLowerCase());
  }
  const [first = "", ...rest] = words;
  if (seen.isNew || first === "http") {
    const inner = verbs.get(words.find((word) => verbs.has(word)) ?? "");
    return /^https?(?:post|put|patch|delete)/i.test(last) ||
      (first === "http" && inner !== undefined)
      ? inner
      : undefined;
  }
  const method = verbs.get(first);
  if (method === undefined || !rest.every((word) => suffixes.test(word))) return undefined;
  const isAddressed =
    texts.slice(0, 2).some((text) => address.test(text)) ||
    seen.named("url", "uri", "path") !== undefined;
  const isClient =
    client.test(call.module ?? "") ||
    client.test(call.receiver ?? "") ||
    seen.before.some((name) => client.test(name));
  // `cache.delete(key)` and `map.put(key, value)` are calls of other things.
  return texts.slice(0, 2).some((text) => literal.test(text)) ||
    (isClient && (isAddressed || rest.length > 0 || first !== "put"))
    ? method
    : undefined;
}

const isMethod = (text: string, isNamed: boolean): boolean =>
  (methods.test(text) && (isNamed || text === text.toUpperCase())) ||
  (member.test(text) && text.length < 60);

/** Whether a call that is given a method makes a request with it, and doesn't describe a route. */
function isRequest({ words, last }: Seen): boolean {
  return (
    !/^(?:route|handle|handlefunc|methods|on|log|debug|info|warn|error|equals?|includes|startswith)$/i.test(
      last,
    ) && !words.includes("cors")
  );
}

/** The path of an address; of the program's own expressions in it only what they quote. */
const pathOf = (url: string): string =>
  url
    .replace(/^https?:\/\/[^/]*/, "")
    .replace(
      /\{(?<expression>[^{}]*)\}/g,
      (_, expression: string) => expression.match(/(?<=["'`])[^"'`]*(?=["'`])/g)?.join("") ?? "{}",
    );
