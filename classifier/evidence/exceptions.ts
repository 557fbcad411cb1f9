import { categories, type Category } from "../../model.ts";
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
  /** One of these follows `to`. */
  to?: ReadonlySet<string>;
}

/** Sets of objects that several rows use, by their first word. */
const objects = `
items issue issues pull request requests thread threads incident incidents alert alerts ticket tickets milestone pr case cases deal discussion discussions conversation conversations topic epic sprint task tasks todo bug bugs opportunity lead todos poll story cycle mr
trading trade payment swap transfer order purchase refund payout orders trades checkout payments buy sell donation withdrawal deposit
funds transaction usdc usdt eth sol btc token tokens payment payments funds crypto money coins coin bitcoin ether tip lamports sats
people email notification message receipt reminder sms notice update summary alert webhook`;

/**
 * One row a line, the first that holds wins: `verbs > category, what it shows > conditions`.
 * A condition is a field of `Exception` with its words or `@` a set; `*kind` stands for all verbs of a kind.
 */
const table = `
remove > Write, takes something off > words item items product products media movie movies photo photos video videos > from collection collections category categories
evaluate eval > Execute, runs code > words expression expressions > reach debugged debugger frame repl breakpoint runtime
update upgrade > Execute, installs or changes software > words packages firmware kernel
scroll > Read, retrieves or computes > words points documents vectors records
load > Write, opens it in the application > last project scene > reach path file
remove > Write, clears a setting > words session override overrides
open > Read, shows a view > reach visual portal viewer
fill > Write, creates or changes something > words document documents record template
remove clear > Destructive, removes or ends something > words jobs > from queue
launch start open > Write, opens a browser of its own > last browser
accept > Execute, acts in a live interface > words alert dialog popup
dismiss > Execute, acts in a live interface > words dialog popup
sync > Execute, deploys what is described > words argo argocd
deploy > Financial, moves or commits money > words token tokens > reach blockchain chain erc20 solana ethereum
make > Write, changes who may see it > reach public publicly private
remove > Write, takes something off > from blocklist allowlist whitelist denylist blacklist
suspend > Write, changes what somebody may do > words user users account accounts member members
launch > Write, creates or changes something > words ec2 vm vms droplet droplets virtual
reset > Execute, restarts what runs > last container vm
reset > Write, puts a setting back > last budget quota
cancel > Write, unsets something > words default
write send type input paste > Execute, runs something > reach terminal shell tty repl pty
select > Write, changes what the session points at > last workspace profile namespace
skip > Write, leaves a step out > words conflict duplicate detection check checks validation confirmation
move > Write, moves the view > words mouse cursor pointer
make place > Write, calls somebody > last call calls
rebuild > Execute, runs something > words build builds job jobs pipeline pipelines workflow workflows
page > Write, sends something out > reach oncall on-call person people user users responder responders team teams engineer engineers member members somebody someone
group > Read, sorts into groups > reach by
transfer move reallocate shift > Financial, moves or commits money > words budget budgets funds
use > Write, changes what the session points at > last context workspace profile namespace
sort > Write, puts things in another order > last order
discard strip drop remove > Read, leaves out of what it returns > words markup formatting whitespace punctuation boilerplate stopwords
apply > Write, creates or changes something > words rename renaming naming layout > last plan plans
start begin initiate complete finish > Write, signs in > words authentication auth login oauth signin pairing
clear > Write, signs out > words authentication auth login
delete remove > Destructive, removes or ends something > words role rbac permission access > last assignment assignments
remove clear > Write, empties a field > words value values > reach current existing previous
reload > Write, loads its own tools anew > words tool tools > reach mcp definitions registry
reload > Write, loads its own tools anew > reach tools
export dump > Write, writes files > to artifacts artifact disk folder directory
update set increase change edit adjust modify raise > Financial, moves or commits money > words budget budgets bid bids > last amount amounts
approve sign broadcast submit execute > Financial, moves or commits money > words sdk cosmos blockchain onchain evm solana ethereum > reach transaction transactions tx
say > Write, speaks aloud > words aloud loud speaker speech voice tts announcement
start stop > Write, steers playback > words playing playback
send make issue fire replay perform execute submit > Execute, sends a request that the caller composes > words http https raw tcp udp > reach request requests packet packets
cancel > Write, ends a session of its own > words event events stream topic resource update updates > reach subscription subscriptions
test > Read, checks something > last tool server
test > Read, computes > words point points geometry polygon polygons
generate export > Write, writes files > last file files > reach directory folder disk
remove > Write, takes something off > words album albums track tracks episode episodes audiobook show shows song songs > from library music saved favorites
test > Read, checks something > words elicitation sampling progress logging notifications schema schemas header
request > Read, asks the client or its user > words sampling elicitation roots completion input confirmation
open > Read, shows a view > last dashboard viewer ui widget
remove > Write, takes something off > words term terms owner owners domain domains > from entity entities item items dataset datasets
remove > Write, takes something off > words assignment
test > Execute, runs something > words tests suite unit workflow pipeline function script action actions step automation job lambda code app application project build
show display add > Write, draws on the page > words overlay highlight toast banner popup
clear > Write, clears a setting > words default defaults session context > reach session default
create add start > Write, creates or changes something > words webhook webhooks event events topic push notification notifications alert alerts stream feed realtime sns pubsub rss > last subscription subscriptions
split merge redeem > Financial, moves or commits money > words usdc usdt eth sol btc dai weth
cancel > Execute, stops something that runs > words running ongoing
cancel > Write, takes something off > words acknowledgement acknowledgements acknowledgment ack snooze mute
build > Write, creates or changes something > words axis mesh geometry shape surface plane part solid wall scene level graph
export > Write, writes a file > words current active > reach stl step stp iges dxf dwg fbx obj gltf glb usd 3mf
put > Read, retrieves or computes > reach upper lower uppercase lowercase
update set change adjust > Execute, steers what runs > words scale replicas > reach kubernetes deployment deployments workload replicas pods
start stop > Write, starts or ends something of its own > words capturing recording tracing monitoring watching listening annotating tracking streaming logging profiling
produce > Write, sends something out > words message messages event events record records
debug > Execute, runs a program under a debugger > words program binary executable process source application
convert > Write, turns a stored item into another > last item issue incident ticket task subtask todo epic story lead opportunity record conversation
create start new > Execute, starts a computation > last pipeline pipelines > reach branch tag ref commit
send > Execute, runs something > words input stdin > reach terminal process repl shell console
trigger > Read, asks for an answer > last request elicitation sampling
delete remove > Write, takes something off > last approval approvals protection
open > Read, retrieves or computes > reach graph memory note notes record records
forward > Execute, runs something > words port ports
replace > Financial, moves or commits money > last order orders
release > Write, gives something back > words device lock ip address lease hold port memory connection resources browser session
terminate kill > Execute, stops something that runs > reach app application program process terminal running activity
load dump > Write, creates or changes something > words data dataset > reach into
approve > Financial, moves or commits money > reach spender erc20 allowance spending
launch deploy mint create > Financial, moves or commits money > words memecoin coin nft erc20 erc721 stablecoin
deploy > Financial, moves or commits money > last contract
list > Financial, moves or commits money > words nft nfts > reach sale
rent lease hire > Financial, moves or commits money
inject > Execute, runs something > words script scripts javascript js code css
create start set add > Write, creates or changes something > last monitor monitors watch watches alert alerts
start run create submit trigger begin launch initiate kick > Read, starts a job that only collects > words crawl crawling scrape scraping research search extraction
request > Read, retrieves or computes > words details info information list quote data status estimate
move > Destructive, removes or ends something > reach trash bin
make place > Write, calls somebody > words phone outbound voice telephone
exercise > Financial, moves or commits money > words option options
release fund confirm > Financial, moves or commits money > words escrow funding funds payment payout
set > Financial, moves or commits money > reach live active > topic adspend
roll > Execute, runs something > words back
tear clean > Destructive, removes or ends something > words down up
send > Execute, sets an agent to work > words prompt instruction instructions
resolve > Write, closes an item > words @items
capture settle void finalize > Financial, moves or commits money > words payment charge authorization order funds invoice transaction payments
evaluate eval > Execute, runs code > words javascript js script code python ruby lua groovy snippet
track > Write, creates or changes something > last event events conversion
take > Write, creates or changes something > reach volume disk instance database server vm cluster droplet backup
take > Read, retrieves or computes > words screenshot screenshots snapshot picture photo heap image capture
test > Read, retrieves or computes > words connection connectivity credentials api endpoint config configuration key auth authentication regex access token setup if whether webhook vault ldap smtp database server url dns proxy domain rule rules pattern expression template selector xpath policy hypothesis host port link site
build compile > Read, retrieves or computes > words skeleton outline summary overview query url prompt report graph context message link command transaction
generate > Write, creates a credential > last keys credentials certificate token key
send > Write, sends something out > words @people
send > Financial, moves or commits money > topic invoice
send > Financial, moves or commits money > words @funds
create add make place submit put open issue initiate schedule request > Write, creates or changes something > topic pricing
create add make place submit put open issue initiate schedule start new register book generate process execute perform do complete confirm authorize approve > Financial, moves or commits money > money
execute perform make process place complete confirm initiate authorize approve submit do cover > Financial, moves or commits money > last @trading
approve sign broadcast submit > Financial, moves or commits money > words transaction allowance spending payout payment expense erc20
create start renew upgrade downgrade change update modify pause resume reactivate > Financial, moves or commits money > last subscription subscriptions
upgrade downgrade change renew > Financial, moves or commits money > last plan plans
accept > Financial, moves or commits money > words dispute quote disputes liability
update set increase change edit adjust modify raise > Financial, moves or commits money > last budget budgets bid bids
enable activate resume launch start unpause > Financial, moves or commits money > topic adspend
pause stop disable > Write, creates or changes something > topic adspend
open close > Financial, moves or commits money > last position positions trade trades
register renew > Financial, moves or commits money > last domain domains license
claim > Financial, moves or commits money > words reward rewards airdrop fees tokens yield refund
delete remove > Destructive, removes or ends something > words member members user users collaborator collaborators participant participants
delete remove > Write, takes something off > last reaction reactions emoji star like vote association assignment assignee assignees watcher watchers reviewer reviewers
delete remove > Write, takes something off > topic attachedLink
remove > Write, takes something off > topic link
remove > Write, takes something off > from board project projects cycle sprint playlist queue cart watchlist favorites favourites folder album library module epic milestone column wishlist roadmap section feed backlog activity
clear > Write, clears a view > words filter filters selection highlight highlights search viewport breakpoints
clear > Execute, acts in a live interface > words input field textbox
reset > Write, puts a setting back > words password viewport zoom view staged filters timer counter camera
drop > Destructive, removes or ends something > words table tables database databases collection index schema view column keyspace role user
push > Destructive, removes or ends something > words force
empty > Destructive, removes or ends something > words trash bin folder queue bucket spam cart
unset detach unassign unlink untag > Write, takes something off
close end terminate stop quit exit kill disconnect > Write, ends a session of its own > last tab tabs page pages browser session sessions connection connections window windows context client project file document editor panel dialog view workspace database cdp driver subscription stream socket pool handle
close > Write, closes an item > words @items
end stop > Write, ends something of its own > words call timer recording trace tracing meeting session tracking video profiling screencast
cancel abort terminate kill > Execute, stops something that runs > last job jobs run runs execution build pipeline workflow process processes query queries crawl scan task tasks container operation export import training deployment command request batch migration simulation
kill > Execute, stops something that runs
abort > Execute, stops something that runs
cancel close end terminate remove > Destructive, removes or ends something
merge consolidate deduplicate dedupe > Destructive, removes or ends something > words contact contacts customer customers record records person persons people profile profiles company companies account accounts lead leads duplicate duplicates user users entity entities organization organizations collection
start stop begin pause resume > Write, starts or ends something of its own > words thread conversation discussion chat timer recording trace tracing profiling video poll topic draft meeting task tracking
play pause resume stop start skip continue > Write, steers playback > words playback track music song player media audio playlist album episode
call dial > Write, calls somebody > words phone number contact person customer
send > Execute, acts in a live interface > words key keys keystrokes keypress click input keystroke
send > Execute, runs something > words command commands rpc
apply > Execute, runs something > words terraform plan migration migrations opentofu
create submit queue enqueue add > Execute, starts a computation > last job run execution runs jobs build backtest
open > Execute, starts a program > last application app program
fill > Execute, acts in a live interface > words form forms field fields input inputs textbox element
fill > Execute, acts in a live interface > topic browser
fill drop hold key > Write, creates or changes something
transfer > Write, hands something over > words ownership issue issues repository file files call data project chat conversation
order > Read, sorts > words by rows results
pay refund buy purchase donate disburse remit topup payout invest reimburse repay tip book trade sell charge preauthorize borrow lend > Financial, moves or commits money
*pay > Financial, moves or commits money > topic token
*pay > Financial, moves or commits money > topic money
transfer withdraw deposit swap stake unstake > Financial, moves or commits money > words to from`;

const read = "retrieves or computes";
const write = "creates or changes something";
const runs = "runs something";
const removes = "removes or ends something";
const interfaceAct = "acts in a live interface";

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
  const sets = new Map(lines(objects).map((line) => split(line, " ")));
  const found = new Map<string, Exception[]>();
  for (const line of lines(table)) {
    const [lemmas = "", meaning = "", ...conditions] = line.split(" > ");
    const exception = readException(meaning, conditions, sets);
    for (const lemma of lemmas.split(" "))
      found.set(lemma, [...(found.get(lemma) ?? []), exception]);
  }
  return found;
}

function readException(
  meaning: string,
  conditions: readonly string[],
  sets: ReadonlyMap<string, string>,
): Exception {
  const [name, shows] = split(meaning, ", ");
  const category = categories.find((candidate) => candidate === name);
  if (!category) throw new Error(`expected a category in the table of exceptions, got "${name}"`);
  const exception: Exception = { category, shows };
  for (const condition of conditions) {
    const [field, text] = split(condition, " ");
    const words = new Set(
      (text.startsWith("@") ? (sets.get(text.slice(1)) ?? "") : text).split(" "),
    );
    if (
      field === "words" ||
      field === "last" ||
      field === "reach" ||
      field === "from" ||
      field === "to"
    )
      exception[field] = words;
    else if (field === "topic") exception.topic = text as Topic;
    else if (field === "money") exception.money = true;
    else throw new Error(`expected a condition in the table of exceptions, got "${condition}"`);
  }
  return exception;
}

const lines = (text: string): string[] => text.split("\n").filter(Boolean);

/** The text before and after the first separator. */
function split(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + separator.length)];
}

/** Exceptions by lemma, and by `*kind`, in order. */
export const exceptions: ReadonlyMap<string, readonly Exception[]> = compile();
