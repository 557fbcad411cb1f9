/** What a tool is about: word or word pair -> topics. Built from what common services call their things. */
const topicWords = {
  /** Reading it hands over power. */
  secret: `secret secrets credential credentials password passwords passphrase keychain vaultsecret mnemonic seedphrase
    otp totp apikey apikeys keystore env dotenv|api key|api keys|access key|access keys|private key|private keys|secret key|secret keys
    |access token|access tokens|refresh token|bearer token|auth token|api token|api tokens|seed phrase|recovery phrase
    |environment variables|environment variable|ssh key|ssh keys|service account|connection string|connection strings|signing key|client secret`,
  /** Opens a door by itself: its list is as good as one of them. */
  pass: `jwt jwts|jwt token|login link|login links|auto login|signin link|magic link|magic links|auth code|auth codes
    |authorization code|epp code|recovery code|recovery codes|backup codes|session token|trigger token|trigger tokens
    |phpmyadmin link|ci variable|ci variables|cd variable|cd variables|project variable|project variables|group variable
    |group variables|schedule variable|schedule variables|pipeline variable|pipeline variables|instance variables
    |environment variable|environment variables|env var|env vars`,
  history: `|tool calls|recent calls|call history|command history|shell history|browser history|browsing history|watch history
    |search history`,
  mail: `mail mails email emails gmail inbox mailbox imap newsletter|outlook message|outlook messages|outlook mail|outlook email|outlook emails|outlook inbox`,
  chat: `slack dm dms chat chats conversation conversations whatsapp telegram sms imessage discord voicemail transcript
    transcripts messenger wechat|direct message|direct messages|channel messages|chat message|chat messages|chat history
    |message history|call log|call logs|call recording|call recordings|meeting recording|meeting recordings|thread replies|group messages`,
  person: `customer customers contact contacts lead leads patient patients subscriber subscribers employee employees applicant applicants attendee attendees prospect prospects donor donors guest guests
    cardholder|job candidate|job candidates|candidate profile|candidate profiles|personal data|personal information|end users|phone numbers|email addresses|form responses|form response|form submissions|form submission|survey responses|crm record|crm records|crm data|crm contact|crm contacts|crm deal|crm deals|crm object|crm objects`,
  health: `medical medication medications diagnosis diagnoses prescription prescriptions ehr fhir vitals sleep workout workouts garmin fitbit
    |body measurements|body weight|body composition|health record|health records|health data|heart rate|lab results`,
  finance: `payment payments invoice invoices balance balances refund refunds payout payouts charge charges dispute disputes
    settlement settlements bank portfolio holdings payroll salary salaries expense expenses ledger brokerage
    receipts transactions orders invoicing purchase purchases holding bookkeeping pnl payables receivables chargeback chargebacks reimbursement mandate mandates disbursement disbursements
    |an order|order details|get order|fetch order|order history|customer order|retrieve order|payment methods|payment method|card details|bank account|bank accounts|credit card|credit cards|payment intent|payment intents
    |financial records|open positions|open position|credit note|credit notes|bank statement|account statement|my trades|my orders|profit and|income statement|notes payable|accounts payable|accounts receivable|cost report|cost items|cost item|cost data|cost breakdown|cost summary|list costs|query costs|get costs|aws costs|cloud costs|azure costs|billing summary|billing details|billing data|cost anomalies|cost anomaly|billing status|credits data|budget information|credit balance|account balance|billing history|billing account|total asset|total assets|asset allocation|trade history|trading history|transaction history`,
  document: `document documents doc docs docx gmail drive notebook notion onedrive sharepoint dropbox spreadsheet
    spreadsheets sheet excel workbook worksheet presentation slides confluence evernote obsidian logseq diary journal meeting meetings attachment attachments pdf|meeting notes|periodic note|daily note|weekly note|journal entry|journal entries|vault note|vault notes`,
  file: `file files directory directories folder folders filesystem disk path`,
  rows: `sql row rows record records table tables database databases db postgres postgresql mysql sqlite mariadb mssql oracle
    mongodb mongo redis snowflake bigquery redshift clickhouse duckdb neo4j cypher collection collections dynamodb
    cassandra supabase firestore databricks athena influxdb starrocks trino presto doris tidb teradata vertica db2 cockroachdb surrealdb dremio impala questdb singlestore timescaledb elasticsearch opensearch sqlserver cosmos|data source|data sources|data warehouse|select query|select queries|select statement|select statements|a select`,
  access: `permission permissions role roles member members membership memberships collaborator collaborators acl acls
    oauth oauth2 sso saml mfa webhook webhooks dns firewall iam ingress egress policy policies admin admins administrator
    invitation invitations invite invites rbac credential credentials password passwords secret secrets auth authentication
    authorization chmod chown allowlist whitelist blocklist denylist certificate certificates ssl tls nameserver nameservers cors visibility ownership impersonation
    |security group|security groups|access control|access key|access keys|api key|api keys|access token|access tokens|branch protection|deploy key|deploy keys
    |ssh key|ssh keys|user access|security settings|billing settings|team member|team members|service account|service accounts
    |signing key|callback url|callback urls|redirect uri|redirect uris|private key|resource server|api token|api tokens
    |tsig key|tsig keys|access list|access lists|security rule|security rules|row level|custom domain|custom domains|share link|share links|shared link|sharing link|sharing links
    |protect branch|unprotect branch|branch protection|protection rule|protection rules|push rule|push rules|approval rule
    |approval rules|access level|access levels|domain lock|transfer lock|registrar lock|privacy protection|remote access
    |remote connection|remote connections|remote host|remote hosts|public access|public endpoint|public endpoints|login link|login links|trigger token
    |pipeline trigger|deploy token|deploy tokens|ci variable|ci variables|cd variable|cd variables|project variable|group variable
    |schedule variable|environment variable|environment variables|access policy|protected branch|group member|group members|user role|user roles|dns record|dns records|email routing|oauth scope|oauth scopes|api scope|api scopes|permission scope|permission scopes|token scope|token scopes|access scope|access scopes`,
  user: `user users account accounts usergroup usergroups`,
  infra: `cluster clusters vm vms nodegroup nodegroups vpc subnet subnets droplet droplets volume volumes
    kubernetes k8s kubectl helm vps terraform pulumi terragrunt opentofu cloudformation pod pods daemonset statefulset replica replicas nodepool autoscaling
    infrastructure dyno dynos datacenter loadbalancer ec2 rds ecs eks lambda hypervisor cdn
    |aws resource|aws resources|azure resource|azure resources|gcp resource|cloud resource|cloud resources|network interface|network interfaces|managed database|managed databases|scale deployment|scale deployments|load balancer|load balancers|virtual machine|virtual machines|node group|managed instance|cloud server
    |db instance|compute instance|cloud instance|vm instance|gpu instance|database instance|aura instance|ec2 instance|db cluster|database cluster|elastic ip|cloud run|auto scaling|node pool|hosted zone|provisions aws|startup config|running config|running configuration|startup configuration`,
  charge: `provisions billed|aws charges|billed hourly|billing starts`,
  /** What others depend on while it runs. */
  machine: `vm vms droplet droplets dyno dynos ec2 rds hypervisor|virtual machine|virtual machines|cloud server|compute instance
    |cloud instance|vm instance|gpu instance|database instance|db instance|ec2 instance|db cluster|database cluster`,
  production: `production prod|production environment|protected environment|main branch|master branch|default branch|trunk branch`,
  trivial: `notification notifications star stars reaction reactions emoji like likes vote votes upvote downvote unread follow bookmark favorite favourite
    |read mark|mark read|as read|as unread|mark unread|read status|read state`,
  small: `comment comments draft drafts bookmark bookmarks cache cached caches reply reaction reactions emoji snippet
    reminder alias shortcut annotation annotations sitemap sitemaps segment segments|saved search|cache entry|discussion note|qr code|saved audience|saved view|saved filter|saved segment|console logs|browser logs|memory record|template preview`,
  link: `label labels tag tags assignee assignees assignment assignments reaction reactions emoji watcher watchers reviewer reviewers
    milestone relationship relationships link links association associations dependency dependencies favorite favorites star pin
    blocker parent bookmark watermark filter filters highlight highlights override overrides breakpoint breakpoints reactions
    |board item|board items|project item`,
  attachedLink: `|issue link|issue links|story link|task link|record link|entity link|remote link|external link|external links|web link`,
  memory: `memory memories thought thoughts todo todos scratchpad reflection mindmap knowledge-graph observations
    |knowledge graph|task list|todo list|working memory|long term memory|entities and relations|own notes`,
  browser: `browser page tab tabs webpage viewport puppeteer playwright selenium chrome chromium dom element elements
    sessionstorage localstorage cookie cookies dialog screenshot webdriver|web page|browser session`,
  ownbrowser: `browser tab tabs puppeteer playwright selenium viewport webdriver chromium|browser session|current page`,
  desktop: `desktop screen mouse cursor keyboard window windows simulator emulator android ios device ui app gui key keys keypress`,
  sandbox: `sandbox sandboxed isolated microvm e2b firecracker interpreter wasm ephemeral pyodide|code interpreter|isolated environment|isolated container`,
  host: `shell terminal bash powershell zsh cmd command commands subprocess applescript osascript ssh`,
  money: `payment payments payout payouts refund refunds charge charges transfer transfers order orders checkout purchase
    |payment link|payment links|payment intent|payment intents|wire transfer|bank transfer|trade order|limit order|market order|stop loss|stop order
    |instant settlement|checkout session|credit note|money transfer|gift card|ad spend|daily budget|lifetime budget|limit orders`,
  token: `token tokens eth btc sol usdc usdt coin coins crypto nft nfts wallet wallets onchain blockchain erc20 erc721 defi
    solana ethereum bitcoin liquidity allowance contract transaction transactions funds money currency cash amount asset assets stock stocks share shares
    position positions leverage credits dollars usd eur shares ticket tickets flight hotel ride domain domains number order orders
    payment payments payout payouts invoice invoices refund refunds charge charges subscription subscriptions customer booking balance bill bills`,
  invoice: `invoice invoices bill bills|credit note`,
  adspend: `budget campaign campaigns adset adsets ad ads bid bids|ad set|ad group|daily budget`,
  mass: `broadcast newsletter campaign bulk mass everyone blast audience subscribers announcement|all users|all customers|all members|mass email|mailing list|all subscribers|all contacts`,
  store: `npm pypi crates appstore marketplace registry release releases tweet tweets linkedin instagram facebook twitter youtube tiktok bluesky mastodon reddit threads medium blog
    wordpress website podcast|app store|play store|package registry|social media|public post|blog post`,
  physical: `light lights lamp thermostat hvac climate lock locks door garage printer robot vacuum drone vehicle car camera valve pump
    actuator servo motor plug blind blinds curtain fan heater relay sprinkler oven mixer fader faders homeassistant gpio plc plotter|smart home|3d printer|home assistant`,
  /** Written by people who may be anybody. */
  authored: `issue issues comment comments review reviews message messages email emails tweet tweets post posts feed rss news article
    articles thread threads discussion discussions inbox attachment attachments transcript transcripts wiki note notes
    |pull request|pull requests|merge request|merge requests|web content|web results|search results`,
  web: `web website websites url urls webpage webpages internet page pages html site sites results|web page|web pages`,
  forwarding: `forwarder forwarders autoforward|catch all|mail forwarding|email forwarding|forwarding address|forwarding rule|auto forward`,
  directory: `directory profile profiles|public profile|team directory|publishable key|publishable keys`,
  pricing: `price prices product products coupon coupons plan plans|tax rate|shipping rate|draft invoice`,
  readlanguage: `aggregation promql logql jql lucene insights kql soql groq jsonlogic kusto loki prometheus cql sosl xpath jsonpath jmespath dax spl
    |insights query|logs insights|vector search|semantic search|full text|query dsl|aggregation pipeline|find query|search query|metric query|metrics query`,
  writelanguage: `sql graphql cypher gremlin sparql mysql postgres postgresql sqlite mariadb mssql plsql tsql hql ddl dml
    snowflake bigquery redshift clickhouse duckdb neo4j influxql starrocks trino presto doris tidb teradata vertica db2 cockroachdb surrealdb dremio impala questdb singlestore greenplum timescaledb statement statements aql n1ql surrealql mutation database databases|select query|select queries|a select`,
  report: `audit analysis report check checks scan search lookup test-coverage diagnostic diagnostics health benchmark comparison estimate
    inspection evaluation review calculation assessment validation backtest query queries lighthouse accessibility
    inspections analyses assessments debugger screening research verification forecast prediction profiler linter lint healthcheck healthchecks`,
} as const;

/** A subject matter that rules ask about. */
export type Topic = keyof typeof topicWords;

/** The topics of a word, or of two words joined by one space. */
export const topicsOf: ReadonlyMap<string, ReadonlySet<Topic>> = compile();

/** What one word tells: its own topics, and those of the pairs that it begins, by the second word. */
export interface Telling {
  topics: ReadonlySet<Topic>;
  pairs: ReadonlyMap<string, ReadonlySet<Topic>>;
}

/** By word; most words tell nothing and are absent. */
export const lexicon: ReadonlyMap<string, Telling> = split(topicsOf);

/** By what a word tells: a bit for each of some topics that it may speak of, alone or with the next. */
export const bitsOf = (topics: readonly Topic[]): ReadonlyMap<Telling, number> =>
  new Map(
    [...lexicon.values()].map((telling) => {
      const all = [telling.topics, ...telling.pairs.values()];
      const bits = topics.map((topic, at) => (all.some((some) => some.has(topic)) ? 1 << at : 0));
      return [telling, bits.reduce((sum, bit) => sum | bit, 0)];
    }),
  );

function split(all: ReadonlyMap<string, ReadonlySet<Topic>>): Map<string, Telling> {
  const found = new Map<
    string,
    { topics: ReadonlySet<Topic>; pairs: Map<string, ReadonlySet<Topic>> }
  >();
  for (const [key, topics] of all) {
    const [first = "", second] = key.split(" ");
    const telling = found.get(first) ?? { topics: new Set<Topic>(), pairs: new Map() };
    if (second === undefined) telling.topics = topics;
    else telling.pairs.set(second, topics);
    found.set(first, telling);
  }
  return found;
}

function compile(): Map<string, Set<Topic>> {
  const found = new Map<string, Set<Topic>>();
  for (const [topic, text] of Object.entries(topicWords) as [Topic, string][]) {
    const [words = "", ...pairs] = text.split("|");
    for (const key of [...words.split(/\s+/), ...pairs.map((pair) => pair.trim())]) {
      if (!key) continue;
      const topics = found.get(key) ?? new Set<Topic>();
      topics.add(topic);
      found.set(key, topics);
    }
  }
  return found;
}

/** Last words of a name that make it a noun: what is asked for, not what is done. */
export const readHeads: ReadonlySet<string> = new Set(
  `status state states history log logs list info information detail details guide guides doc docs documentation help schema schemas
  metric metrics stat stats statistics summary summaries eligibility estimate estimates estimator quote quotes price prices pricing cost costs
  score scores scoring option options comparison comparisons preview analysis analyzer analyser calculator checker viewer overview count
  counts health version versions diff report reports recommendation recommendations requirements rates rate fees fee limits
  capabilities features examples reference tree timeline trends insights results result audit eligibility availability catalog catalogue
  instructions faq tutorial usage changelog events types templates definitions methods names ids quota forecast projections
  policy policies rules guidelines finder explorer inspector lookup checklist advisor forecasts breakdown ranking leaderboard
  validator detector verifier profiler`
    .split(/\s+/)
    .filter(Boolean),
);
