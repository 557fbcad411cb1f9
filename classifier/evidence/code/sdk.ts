import { verbs } from "../verbs.ts";
import { housekeepers } from "./http.ts";
import type { Deed, Seen } from "./reach.ts";

/** Nouns of the program itself: making, setting or removing them changes nothing outside. */
const internal = new Set(
  `client clients server session connection conn transport hash hmac stream reader writer parser instance context ctx logger log element buffer
  timeout interval header headers param params parameter parameters option options config configuration promise proxy schema agent event events
  listener listeners handler handlers progress notification notifications request response result results error errors completion completions chat
  embedding embeddings state cache cookie cookies decorator middleware route router attribute attributes item property value values
  prompt resource tool tools callback object array string field fields query builder filter signature token tokens url uri path key keys iterator range
  cipher decipher cipheriv socket spinner table text node document style class dom fragment component ref memo store slice adapter provider factory
  model service manager wrapper type interface app application engine pool task job message messages logging level limit lock mutex thread worker
  date time timer logger metadata variable variables argument arguments method method exception import index`.split(
    /\s+/,
  ),
);
const removes = new Set(
  "delete remove destroy purge drop terminate revoke deregister uninstall truncate wipe erase empty prune evict disassociate deprovision".split(
    " ",
  ),
);
const changes = new Set(
  "create update put insert modify patch replace upsert publish upload attach detach associate enable disable register assign grant tag untag rename restore archive post schedule invite merge approve import".split(
    " ",
  ),
);
const starts = new Set(
  "start stop reboot restart invoke run trigger cancel suspend resume deploy scale execute".split(
    " ",
  ),
);
const standard =
  /^(?:node:|java\.(?:util|lang|io|time)|kotlin\.|system(?:\.|$)|std::|fmt$|strings$|errors$|context$|encoding|sync$|time$|typing$|dataclasses$|json$|re$|datetime$|logging$|pydantic|zod$|@modelcontextprotocol|mcp|fastmcp|github\.com\/(?:mark3labs|modelcontextprotocol)|react|express|commander|yargs|chalk|winston|pino|loguru|structlog|rich|click|typer|asyncio|collections|functools|itertools|uuid|crypto|hashlib|lodash|ora$)/i;

/** A call of somebody's SDK, by the verb and the thing in its name: `new DeleteObjectCommand`, `octokit.issues.create`. */
export default {
  id: "sdk",
  read(seen) {
    const { call } = seen;
    if (standard.test(call.module ?? "") || call.via?.some((name) => housekeepers.test(name)))
      return undefined;
    const words = seen.words.filter((word) => word !== "async");
    if (words.at(-1) === "command" || words.at(-1) === "request") words.pop();
    else if (seen.isNew) return undefined;
    const [verb = "", ...rest] = words;
    const lemma = removes.has(verb) || changes.has(verb) || starts.has(verb) ? verb : undefined;
    if (lemma === undefined || !verbs.has(lemma)) return undefined;
    const thing = rest.length > 0 ? rest : thingBefore(seen);
    if (
      thing.length === 0 ||
      internal.has(thing.at(-1)!) ||
      internal.has(thing.at(-1)!.replace(/s$/, ""))
    )
      return undefined;
    if (!isOutside(seen, rest.length > 0)) return undefined;
    if (removes.has(lemma))
      return { category: "Destructive", shows: "calls a removing operation of an SDK", weak: true };
    if (starts.has(lemma))
      return {
        category: "Execute",
        shows: "calls an operation of an SDK that starts or steers something",
        weak: true,
      };
    return { category: "Write", shows: "calls a changing operation of an SDK", weak: true };
  },
} satisfies Deed;

/** Of `octokit.issues.create` the issues; a chain of two names has none: `map.delete`. */
function thingBefore({ before }: Seen): string[] {
  const names = before.filter((name) => name !== "this" && name !== "self");
  return names.length >= 2 ? [names.at(-1)!] : [];
}

/** Whether it is called on something that stands for a service: of a module from outside, or named as a client is. */
function isOutside({ call, before, isNew }: Seen, hasThing: boolean): boolean {
  if (isNew) return call.module !== undefined;
  if (call.module !== undefined || call.receiver !== undefined) return before.length > 0;
  return (
    hasThing &&
    before.some((name) =>
      /client|api|service|sdk|svc|octokit|github|gitlab|jira|slack|stripe|notion|linear|s3|ec2|k8s|kube|drive|calendar|gmail|sheets|admin|firestore|supabase|repo(?:sitory)?$/.test(
        name,
      ),
    )
  );
}
