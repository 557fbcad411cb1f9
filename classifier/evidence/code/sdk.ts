import { speaksOf, type Deed, type Seen } from "./reach.ts";

/** Nouns of the program itself: making or setting them changes nothing outside. */
const internal = new Set(
  `client session connection conn transport hash hmac stream reader writer parser instance context ctx logger log element buffer
  timeout interval header param params parameter option options config configuration promise proxy schema
  listener handler progress notification request response result error completion chat embedding state cache cookie decorator
  middleware route router attribute property value callback object array string query builder signature token url uri path iterator range
  cipher decipher cipheriv socket spinner node document style class dom fragment component ref memo slice adapter provider factory
  wrapper type interface application pool logging lock mutex thread date time timer variable argument method exception import index read write
  element event server tool resource prompt message item field model`.split(/\s+/),
);
/** What is removed from a program alone. */
const held = new Set(
  "listener listeners header headers timeout cookie property attribute element child prefix suffix whitespace duplicates key item items first last".split(
    " ",
  ),
);
const removes = new Set(
  "delete remove destroy purge drop terminate revoke deregister uninstall truncate wipe erase prune evict disassociate deprovision".split(
    " ",
  ),
);
const changes = new Set(
  "create update put insert modify patch replace upsert publish upload attach detach associate enable disable register assign grant tag untag rename restore archive post schedule invite merge approve import edit move copy add transition star unstar follow unfollow pin unpin close reopen lock unlock submit send share synchronize batch".split(
    " ",
  ),
);
const starts = new Set(
  "start stop reboot restart invoke run trigger cancel suspend resume deploy scale execute rerun dispatch install".split(
    " ",
  ),
);
/** Verbs that libraries of every kind have: they tell only of a service's own call on a thing. */
const plain = new Set(
  "add move copy send post close lock submit run execute start stop edit batch star pin put replace import insert merge set transition trigger restore register enable disable".split(
    " ",
  ),
);
/** Names that programs give to what speaks to a service. */
const service =
  /(?:client|api|service|sdk|svc|octokit|github|gitlab|jira|confluence|slack|stripe|notion|linear|boto3|s3|ec2|iam|sqs|sns|dynamodb|lambda|k8s|kube|kubernetes|drive|calendar|gmail|sheets|docs|admin|firestore|supabase|repo|repository|clientset|spotify|twitter|discord|bot|trello|asana|hubspot|salesforce|shopify|docker|cluster|collection|k8sapi)$/;
const standard =
  /^(?:ssl$|socket$|tempfile$|threading$|node:|java\.(?:util|lang|io|time)|kotlin\.|system(?:\.|$)|std::|fmt$|strings$|errors$|context$|encoding|sync$|time$|typing$|dataclasses$|json$|re$|datetime$|logging$|pydantic|zod$|@modelcontextprotocol|mcp|fastmcp|github\.com\/(?:mark3labs|modelcontextprotocol)|react|express|@opentelemetry|commander|yargs|chalk|winston|pino|loguru|structlog|rich|click|typer|asyncio|collections|functools|itertools|uuid|crypto|hashlib|lodash|ora$)/i;

/** A call of somebody's SDK, by the verb and the thing in its name: `new DeleteObjectCommand`, `octokit.issues.create`. */
export default {
  id: "sdk",
  read(seen) {
    const { call } = seen;
    if (standard.test(call.module ?? "")) return undefined;
    if (asked.test(seen.before.at(-1) ?? "") && speaksOf(seen, models)) return undefined;
    const words = seen.words.filter((word) => word !== "async");
    if (words.at(-1) === "command" || words.at(-1) === "request") words.pop();
    else if (seen.isNew) return undefined;
    if (words[0] === "batch" && words.length > 1) words.shift();
    const [verb = "", ...named] = words;
    const end = named.findIndex((word) => joining.has(word));
    const rest = end > 0 ? named.slice(0, end) : named;
    if (!removes.has(verb) && !changes.has(verb) && !starts.has(verb)) return undefined;
    const thing = rest.length > 0 ? rest : thingBefore(seen);
    const noun = (thing.at(-1) ?? "").replace(/(?<=[^s])s$/, "");
    if (noun === "" || !isOutside(seen)) return undefined;
    if (plain.has(verb) && seen.before.some((name) => requested.has(name))) return undefined;
    if (rest.length === 0 && ending.has(verb) && call.arguments.length === 0) return undefined;
    if (isInternal(seen, verb, noun)) return undefined;
    const holders = seen.before.slice(0, rest.length > 0 ? undefined : -1);
    if (plain.has(verb) && !isService(holders)) return undefined;
    if (removes.has(verb))
      return { category: "Destructive", shows: "calls a removing operation of an SDK", weak: true };
    if (starts.has(verb))
      return {
        category: "Execute",
        shows: "calls an operation of an SDK that starts or steers something",
        weak: true,
      };
    return { category: "Write", shows: "calls a changing operation of an SDK", weak: true };
  },
} satisfies Deed;

/** What a language model is asked for. */
const asked =
  /^(?:completions?|embeddings?|speech|transcriptions?|translations?|moderations?|responses?|messages?|images?)$/;
const models = /openai|anthropic|claude|gemini|mistral|cohere|groq|ollama|llm|bedrock/;

/** What a chain that builds a request begins with: `client.post(url).json(body).send()` is that request. */
const requested = new Set("get post put patch delete head request".split(" "));

/** At the end of such a chain these send what was built, which its other links tell: `client.cat().indices().send()`. */
const ending = new Set(["execute", "send"]);

/** After these a name says how and not what: `addBoxWithParams`. */
const joining = new Set("with by in from to for on of as and if context".split(" "));

const isService = (names: readonly string[]): boolean => names.some((name) => service.test(name));

/** Whether a single noun is one of the program itself; a service's client has things of the same names. */
function isInternal({ before, words }: Seen, verb: string, noun: string): boolean {
  if (before.some((name) => /limiter|throttle/.test(name))) return true;
  if (verb === "truncate") return !stored.has(noun);
  if (removes.has(verb)) return held.has(noun);
  const isServices = words.length > 1 ? isService(before) : before.length > 1;
  return isServices ? connecting.has(noun) : internal.has(noun);
}

/** Other things that are truncated are answers that would be too long. */
const stored = new Set("table collection database partition index".split(" "));

const connecting = new Set(
  "client session connection conn context request response body stream reader writer transport controller signal timer url uri".split(
    " ",
  ),
);

/** Of `octokit.issues.create` the issues; a chain of two names has none: `map.delete`. */
function thingBefore({ before }: Seen): string[] {
  const names = before.filter((name) => name !== "this" && name !== "self");
  return names.length >= 2 ? [names.at(-1)!] : [];
}

/** Whether it is called on something that stands for a service: of a module from outside, or named as one. */
function isOutside({ call, before, isNew }: Seen): boolean {
  if (isNew) return call.module !== undefined;
  return (
    before.length > 0 &&
    (call.module !== undefined ||
      call.receiver !== undefined ||
      before.some((name) => service.test(name)))
  );
}
