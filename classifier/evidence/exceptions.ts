import type { Category } from "../../model.ts";
import type { Topic } from "./topics.ts";
import type { Kind } from "./verbs.ts";

/** A verb that means something else with certain objects. */
export interface Exception {
  category: Category;
  shows: string;
  /** Any of these stands in the object before its first preposition. */
  words?: ReadonlySet<string>;
  /** One of these is its last word. */
  last?: ReadonlySet<string>;
  /** It speaks of this. */
  topic?: Topic;
  /** It ends in words for money on its way, such as `payment link`. */
  money?: true;
  /** Any of these stands anywhere after the verb. */
  reach?: ReadonlySet<string>;
  /** One of these follows `from`. */
  from?: ReadonlySet<string>;
}

const set = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

const items = set(
  `issue issues pull request requests thread threads incident incidents alert alerts ticket tickets milestone pr case cases deal
  discussion discussions conversation conversations topic epic sprint task tasks todo bug bugs opportunity lead todos poll story cycle mr`,
);
const views =
  set(`tab tabs page pages browser session sessions connection connections window windows context client project file document
  editor panel dialog view workspace database cdp driver subscription stream socket pool handle`);
const containers =
  set(`board project projects cycle sprint playlist queue cart watchlist favorites favourites folder album module epic
  milestone column wishlist roadmap section feed backlog`);
const trading = set(
  "trade payment swap transfer order purchase refund payout orders trades checkout payments buy sell donation withdrawal deposit",
);
const funds = set(
  "transaction usdc usdt eth sol btc token tokens payment payments funds crypto money coins coin bitcoin ether tip lamports sats",
);
const people = set(
  "email notification message receipt reminder sms notice update summary alert webhook",
);

const read = "retrieves or computes";
const write = "creates or changes something";
const runs = "runs something";
const removes = "removes or ends something";
const pays = "moves or commits money";
const interfaceAct = "acts in a live interface";

type Row = [lemmas: string, rule: Exception];

/** First match wins; a row names its verbs, or all of a kind as `*kind`. */
const rows: Row[] = [
  ["open", { category: "Read", shows: read, reach: set("graph memory note notes record records") }],
  ["forward", { category: "Execute", shows: runs, words: set("port ports") }],
  ["replace", { category: "Financial", shows: pays, last: set("order orders") }],
  [
    "release",
    {
      category: "Write",
      shows: "gives something back",
      words: set(
        "device lock ip address lease hold port memory connection resources browser session",
      ),
    },
  ],
  [
    "terminate kill",
    {
      category: "Execute",
      shows: "stops something that runs",
      reach: set("app application program process terminal running activity"),
    },
  ],
  [
    "load dump",
    { category: "Write", shows: write, words: set("data dataset"), reach: set("into") },
  ],
  [
    "approve",
    { category: "Financial", shows: pays, reach: set("spender erc20 allowance spending") },
  ],
  [
    "launch deploy mint create",
    { category: "Financial", shows: pays, words: set("memecoin coin nft erc20 erc721 stablecoin") },
  ],
  ["deploy", { category: "Financial", shows: pays, last: set("contract") }],
  ["list", { category: "Financial", shows: pays, reach: set("sale") }],
  ["rent lease hire", { category: "Financial", shows: pays }],
  [
    "inject",
    { category: "Execute", shows: runs, words: set("script scripts javascript js code css") },
  ],
  [
    "start run create submit trigger begin launch initiate kick",
    {
      category: "Read",
      shows: "starts a job that only collects",
      words: set("crawl crawling scrape scraping research search extraction"),
    },
  ],
  [
    "request",
    {
      category: "Read",
      shows: read,
      words: set("details info information list quote data status estimate"),
    },
  ],
  ["move", { category: "Destructive", shows: removes, reach: set("trash bin") }],
  [
    "make place",
    { category: "Write", shows: "calls somebody", words: set("phone outbound voice telephone") },
  ],
  ["exercise", { category: "Financial", shows: pays, words: set("option options") }],
  [
    "release fund confirm",
    { category: "Financial", shows: pays, words: set("escrow funding funds payment payout") },
  ],
  ["set", { category: "Financial", shows: pays, reach: set("live active"), topic: "adspend" }],
  ["roll", { category: "Execute", shows: runs, words: set("back") }],
  ["tear clean", { category: "Destructive", shows: removes, words: set("down up") }],
  [
    "send",
    {
      category: "Execute",
      shows: "sets an agent to work",
      words: set("prompt instruction instructions"),
    },
  ],

  // Reading
  ["resolve", { category: "Write", shows: "closes an item", words: items }],
  [
    "capture settle void finalize",
    {
      category: "Financial",
      shows: pays,
      words: set("payment charge authorization order funds invoice transaction payments"),
    },
  ],
  [
    "evaluate eval",
    {
      category: "Execute",
      shows: "runs code",
      words: set("javascript js script code python ruby lua groovy snippet"),
    },
  ],
  ["track", { category: "Write", shows: write, last: set("event events conversion") }],
  [
    "take",
    {
      category: "Write",
      shows: write,
      reach: set("volume disk instance database server vm cluster droplet backup"),
    },
  ],

  [
    "take",
    {
      category: "Read",
      shows: read,
      words: set("screenshot screenshots snapshot picture photo heap image capture"),
    },
  ],
  [
    "test",
    {
      category: "Read",
      shows: read,
      words: set(
        "connection connectivity credentials api endpoint config configuration key auth authentication regex access token setup if whether webhook",
      ),
    },
  ],
  [
    "build compile",
    {
      category: "Read",
      shows: read,
      words: set("query url prompt report graph context message link command transaction"),
    },
  ],
  [
    "generate",
    {
      category: "Write",
      shows: "creates a credential",
      last: set("keys credentials certificate token key"),
    },
  ],
  // Money
  ["send", { category: "Write", shows: "sends something out", words: people }],
  ["send", { category: "Financial", shows: pays, topic: "invoice" }],
  ["send", { category: "Financial", shows: pays, words: funds }],
  [
    "create add make place submit put open issue initiate schedule request",
    { category: "Write", shows: write, topic: "pricing" },
  ],
  [
    "create add make place submit put open issue initiate schedule start new register book generate process execute perform do complete confirm authorize approve",
    { category: "Financial", shows: pays, money: true },
  ],
  [
    "execute perform make process place complete confirm initiate authorize approve submit do cover",
    { category: "Financial", shows: pays, last: trading },
  ],
  [
    "approve sign broadcast submit",
    {
      category: "Financial",
      shows: pays,
      words: set("transaction allowance spending payout payment expense erc20"),
    },
  ],
  [
    "create start renew upgrade downgrade change update modify pause resume reactivate",
    { category: "Financial", shows: pays, last: set("subscription subscriptions plan") },
  ],
  [
    "accept",
    { category: "Financial", shows: pays, words: set("dispute quote disputes liability") },
  ],
  [
    "update set increase change edit adjust modify raise",
    { category: "Financial", shows: pays, last: set("budget budgets bid bids") },
  ],
  [
    "enable activate resume launch start unpause",
    { category: "Financial", shows: pays, topic: "adspend" },
  ],
  ["pause stop disable", { category: "Write", shows: write, topic: "adspend" }],
  [
    "open close",
    { category: "Financial", shows: pays, last: set("position positions trade trades") },
  ],
  ["register renew", { category: "Financial", shows: pays, last: set("domain domains license") }],
  [
    "claim",
    {
      category: "Financial",
      shows: pays,
      words: set("reward rewards airdrop fees tokens yield refund"),
    },
  ],
  // Taking away
  [
    "delete remove",
    {
      category: "Destructive",
      shows: removes,
      words: set("member members user users collaborator collaborators participant participants"),
    },
  ],
  [
    "delete remove",
    {
      category: "Write",
      shows: "takes something off",
      last: set(
        "reaction reactions emoji star like vote association assignment assignee assignees watcher watchers reviewer reviewers",
      ),
    },
  ],
  ["delete remove", { category: "Write", shows: "takes something off", topic: "attachedLink" }],
  ["remove", { category: "Write", shows: "takes something off", topic: "link" }],
  ["remove", { category: "Write", shows: "takes something off", from: containers }],
  [
    "clear",
    {
      category: "Write",
      shows: "clears a view",
      words: set("filter filters selection highlight highlights search viewport breakpoints"),
    },
  ],
  ["clear", { category: "Execute", shows: interfaceAct, words: set("input field textbox") }],
  [
    "reset",
    {
      category: "Write",
      shows: "puts a setting back",
      words: set("password viewport zoom view staged filters timer counter camera"),
    },
  ],
  [
    "drop",
    {
      category: "Destructive",
      shows: removes,
      words: set(
        "table tables database databases collection index schema view column keyspace role user",
      ),
    },
  ],
  ["push", { category: "Destructive", shows: removes, words: set("force") }],
  [
    "empty",
    {
      category: "Destructive",
      shows: removes,
      words: set("trash bin folder queue bucket spam cart"),
    },
  ],
  ["unset detach unassign unlink untag", { category: "Write", shows: "takes something off" }],
  // Ending
  [
    "close end terminate stop quit exit kill disconnect",
    { category: "Write", shows: "ends a session of its own", last: views },
  ],
  ["close", { category: "Write", shows: "closes an item", words: items }],
  [
    "end stop",
    {
      category: "Write",
      shows: "ends something of its own",
      words: set(
        "call timer recording trace tracing meeting session tracking video profiling screencast",
      ),
    },
  ],
  [
    "cancel abort terminate kill",
    {
      category: "Execute",
      shows: "stops something that runs",
      last: set(
        "job jobs run runs execution build pipeline workflow process processes query queries crawl scan task tasks container operation export import training deployment command request batch migration simulation",
      ),
    },
  ],
  ["kill", { category: "Execute", shows: "stops something that runs" }],
  ["abort", { category: "Execute", shows: "stops something that runs" }],
  ["cancel close end terminate remove", { category: "Destructive", shows: removes }],
  [
    "merge consolidate deduplicate dedupe",
    {
      category: "Destructive",
      shows: removes,
      words: set(
        "contact contacts customer customers record records person persons people profile profiles company companies account accounts lead leads duplicate duplicates user users entity entities organization organizations collection",
      ),
    },
  ],
  // Running
  [
    "start stop begin resume",
    {
      category: "Write",
      shows: "starts or ends something of its own",
      words: set(
        "thread conversation discussion chat timer recording trace tracing profiling video poll topic draft meeting task tracking",
      ),
    },
  ],
  [
    "play pause resume stop start skip continue",
    {
      category: "Write",
      shows: "steers playback",
      words: set("playback track music song player media audio playlist album episode"),
    },
  ],
  [
    "call dial",
    {
      category: "Write",
      shows: "calls somebody",
      words: set("phone number contact person customer"),
    },
  ],
  [
    "send",
    {
      category: "Execute",
      shows: interfaceAct,
      words: set("key keys keystrokes keypress click input keystroke"),
    },
  ],
  ["send", { category: "Execute", shows: runs, words: set("command commands rpc") }],
  [
    "apply",
    {
      category: "Execute",
      shows: runs,
      words: set("terraform plan migration migrations opentofu"),
    },
  ],
  [
    "create submit queue enqueue add",
    {
      category: "Execute",
      shows: "starts a computation",
      last: set("job run execution runs jobs build backtest"),
    },
  ],
  [
    "open",
    { category: "Execute", shows: "starts a program", last: set("application app program") },
  ],
  [
    "fill",
    {
      category: "Execute",
      shows: interfaceAct,
      words: set("form forms field fields input inputs textbox element"),
    },
  ],
  ["fill", { category: "Execute", shows: interfaceAct, topic: "browser" }],
  ["fill drop hold key", { category: "Write", shows: write }],
  // Paying words that are used of other things
  [
    "transfer",
    {
      category: "Write",
      shows: "hands something over",
      words: set(
        "ownership issue issues repository file files call data project chat conversation",
      ),
    },
  ],
  ["order", { category: "Read", shows: "sorts", words: set("by rows results") }],
  [
    "pay refund buy purchase donate disburse remit topup payout invest reimburse repay tip book trade sell charge preauthorize borrow lend",
    { category: "Financial", shows: pays },
  ],
  ["*pay", { category: "Financial", shows: pays, topic: "token" }],
  ["*pay", { category: "Financial", shows: pays, topic: "money" }],
  [
    "transfer withdraw deposit swap stake unstake",
    { category: "Financial", shows: pays, words: set("to from") },
  ],
];

/** What a verb does when no exception holds; absent for a verb that says nothing by itself. */
export const usual: Partial<Record<Kind, Exception>> = {
  read: { category: "Read", shows: read },
  render: { category: "Read", shows: "returns what it makes" },
  obtain: { category: "Read", shows: "hands out a copy" },
  write: { category: "Write", shows: write },
  send: { category: "Write", shows: "sends something out" },
  publish: { category: "Write", shows: "makes something public" },
  grant: { category: "Write", shows: "gives access" },
  session: { category: "Write", shows: "changes what the session points at" },
  navigate: { category: "Write", shows: "moves the view" },
  destroy: { category: "Destructive", shows: removes },
  detach: { category: "Destructive", shows: removes },
  end: { category: "Write", shows: "ends something of its own" },
  merge: { category: "Write", shows: "joins things" },
  run: { category: "Execute", shows: runs },
  steer: { category: "Execute", shows: "starts, stops or steers something that runs" },
  touch: { category: "Execute", shows: interfaceAct },
  install: { category: "Execute", shows: "installs or changes software" },
  pay: { category: "Write", shows: write },
};

function compile(): ReadonlyMap<string, Exception[]> {
  const found = new Map<string, Exception[]>();
  for (const [lemmas, rule] of rows) {
    for (const lemma of lemmas.split(/\s+/)) found.set(lemma, [...(found.get(lemma) ?? []), rule]);
  }
  return found;
}

/** Exceptions by lemma, and by `*kind`, in order. */
export const exceptions: ReadonlyMap<string, readonly Exception[]> = compile();
