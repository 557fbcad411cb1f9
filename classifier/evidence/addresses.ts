import type { Facts, Parameter } from "./facts.ts";

const set = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

const addresses = set("url urls uri uris website websites link pageurl targeturl weburl siteurl");
/** Verbs that go to an address. */
const going = set(
  `fetch navigate open crawl scrape download request put post patch get read extract visit browse goto load retrieve summarize
  convert capture screenshot parse perform send make map monitor check analyze`,
);
const pages = set(
  "url urls uri page pages webpage webpages website websites web site internet request http https content link links online",
);
/** With these an address is where the service itself is. */
const logins = set("token apikey apitoken accesstoken password username");

/** The parameter that names where on the web the tool goes, when the caller is free to choose; absent for an address of the service's own. */
export function takesAddress(facts: Facts): Parameter | undefined {
  const parameter = facts.parameters.find(
    ({ key, depth, description }) =>
      depth === 0 &&
      addresses.has(key) &&
      (!/^uris?$/.test(key) || /https?|\burl\b|\bweb/i.test(description)),
  );
  if (!parameter) return undefined;
  const acts = facts.leads;
  const act = acts.find((each) => going.has(each.lemma) || each.kind === "navigate");
  if (!act || isService(facts) || isBound(facts)) return undefined;
  return parameter;
}

/** `List the buckets`, with a `url` and a `token`: where to log in. */
function isService(facts: Facts): boolean {
  const login = facts.parameters.some(({ key, depth }) => depth === 0 && logins.has(key));
  return login && !(facts.sentences[0]?.words ?? []).some(({ text }) => pages.has(text));
}

/** `an AWS documentation page`: the address is one of the service's own. */
function isBound(facts: Facts): boolean {
  const opening = (facts.sentences[0]?.words ?? []).slice(1, 14);
  return opening.some(
    ({ text }) =>
      facts.serverWords.includes(text) && ![generic, going, pages].some((words) => words.has(text)),
  );
}

const generic = set("mcp server servers api tools tool browser playwright puppeteer chrome search");
