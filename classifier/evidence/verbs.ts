/** What a verb does to the world, before its object is looked at. */
export type Kind =
  | "read"
  | "write"
  | "send"
  | "publish"
  | "grant"
  | "session"
  | "navigate"
  | "render"
  | "obtain"
  | "destroy"
  | "detach"
  | "end"
  | "merge"
  | "run"
  | "steer"
  | "touch"
  | "install"
  | "pay"
  | "vague";

/** A verb form that was met: its lemma, what it does, and whether it is as often a noun. */
export interface Verb {
  lemma: string;
  kind: Kind;
  form: "base" | "third" | "gerund";
  nouny: boolean;
}

const kinds: Record<Kind, string> = {
  read: `get list fetch retrieve read search find query show view display describe lookup look reveal inspect check verify validate
    count compare analyze analyse calculate compute estimate evaluate assess browse explore summarize summarise extract parse
    detect identify discover scan monitor watch track resolve explain recommend suggest preview diagnose debug audit measure
    rank score classify predict forecast translate decode encode format lint review trace tail peek poll ping
    wait think reason reflect echo return report examine investigate gather collect determine review access enumerate
    map match filter sort diff grep crawl scrape load see tell answer ask simulate quote profile benchmark interpret select
    aggregate correlate lists crossreference dump sample recall capture screenshot snapshot decompile disassemble
    say greet transcribe visualize visualise introspect infer hash tokenize geocode learn consult understand demonstrate showcase illustrate test probe normalize compress decompress zip unzip gzip minify trim strip quantify solve roll
    plot lookup paginate listen stream fact-check cite page`,
  write: `create add initiate protect repair place turn silence suppress request escalate defer postpone extend shorten nominate endorse refactor fix propose vote
    say speak print disarm arm dim inject sign credit debit insert update edit modify change set put write append save store make rename move copy duplicate clone
    replace overwrite patch upsert assign unassign attach label tag comment mark star unstar pin unpin archive unarchive
    enable disable activate deactivate toggle configure customize customise schedule reschedule upload import register log
    track record remember note link connect submit complete finish close reopen resolve approve reject decline accept dismiss
    restore undelete recover revert undo redo rollback commit push fork branch checkout stage unstage stash rebase tag cherry-pick
    draft reorder reprioritize reprioritise sort increment provision allocate reserve customise adjust extend resize scale promote demote
    lock unlock block unblock mute unmute follow unfollow subscribe like unlike react vote bookmark favorite enroll
    sync synchronize migrate initialize init initialise bootstrap scaffold setup prepare populate seed ingest index reindex
    embed mirror vectorize transform merge split apply fill annotate highlight embed upvote downvote convert transition acknowledge
    snooze refresh flag hide unhide open establish claim unclaim queue enqueue join leave
    rotate regenerate renew bind mount unmount expand mock intercept plan pause resume skip play stack quantize
    correct issue increase decrease reduce put alter define persist cache backup snapshot pull post reply forward respond confirm expire invalidate unsubscribe rebuild recreate reimage reprovision reformat reinitialize reassign reapply reupload reprocess regenerate group ungroup unban`,
  send: `send post reply forward email mail message text notify tweet retweet broadcast announce call dial page respond
    contact invite remind alert`,
  publish: `publish release broadcast unpublish syndicate`,
  grant: `grant share invite authorize authorise permit allow allowlist whitelist entitle transfer-ownership`,
  session: `connect disconnect reconnect login logout authenticate switch use`,
  navigate: `navigate goto browse-to go visit scroll hover focus resize emulate back`,
  render: `generate convert render export draw plot compose build compile design draft format produce translate synthesize summarize`,
  obtain: `download export dump capture screenshot record trace backup`,
  destroy: `delete drop purge truncate destroy wipe erase uninstall revoke ban prune flush evict expunge deprovision
    decommission unregister deregister nuke discard trash empty obliterate kick expel clear reset remove terminate unsubscribe-all
    forget rm del rmdir deauthorize cleanup teardown shred burn withdraw-consent`,
  detach: `remove unlink detach unassign untag unlabel dissociate disassociate unset unstar unpin dequeue`,
  end: `cancel terminate close end abort kill stop quit exit disconnect`,
  merge: `merge combine consolidate dedupe deduplicate`,
  run: `run execute exec eval evaluate invoke trigger launch deploy perform dispatch call rerun retry replay orchestrate
    compile build test redeploy spawn delegate automate requeue`,
  steer: `start stop restart reboot shut spin flash reload boot shutdown power suspend hibernate kill abort cancel halt wake failover
    drain cordon unload bounce rerun continue step`,
  touch: `pinch click type fill press drag tap swipe drop key hotkey doubleclick rightclick hold keydown keyup`,
  install: `install reinstall upgrade downgrade`,
  pay: `pay charge refund transfer trade order book buy purchase sell withdraw deposit swap stake unstake bid checkout
    donate tip payout disburse remit topup redeem lend borrow repay exercise wire mint bridge invest rent lease hire wrap unwrap spend supply reimburse capture settle finalize void preauthorize`,
  vague: `manage handle process work do perform use control administer support provide allow help operate interact let
    enable give take need want require ensure make maintain offer deal be have include contain keep act serve take cover let`,
};

/** The kind that a lemma has when several lists name it. */
const preferred: Record<string, Kind> = {
  track: "read",
  say: "read",
  evaluate: "read",
  resolve: "read",
  sort: "read",
  review: "read",
  format: "read",
  test: "run",
  build: "run",
  compile: "run",
  perform: "vague",
  use: "vague",
  make: "vague",
  enable: "write",
  connect: "session",
  disconnect: "session",
  post: "send",
  reply: "send",
  respond: "send",
  forward: "send",
  invite: "grant",
  broadcast: "publish",
  call: "run",
  page: "read",
  alert: "send",
  draft: "write",
  convert: "render",
  translate: "read",
  summarize: "read",
  design: "render",
  export: "obtain",
  dump: "obtain",
  capture: "read",
  screenshot: "read",
  snapshot: "read",
  record: "write",
  trace: "read",
  backup: "write",
  remove: "detach",
  unassign: "detach",
  unstar: "write",
  unpin: "write",
  terminate: "end",
  close: "end",
  kill: "end",
  cancel: "end",
  abort: "end",
  stop: "steer",
  end: "end",
  quit: "end",
  exit: "end",
  merge: "merge",
  drop: "destroy",
  fill: "touch",
  checkout: "write",
  rerun: "run",
  snooze: "write",
  log: "write",
  map: "read",
  select: "read",
  pull: "write",
  transfer: "pay",
  finalize: "pay",
  process: "vague",
  pause: "steer",
  resume: "steer",
  suspend: "steer",
  plan: "read",
  open: "write",
  refresh: "write",
  reload: "steer",
  index: "write",
  hold: "touch",
  key: "touch",
  browse: "read",
  scale: "steer",
  rollback: "run",
  sync: "write",
  hide: "write",
  play: "steer",
  skip: "steer",
  profile: "read",
  step: "steer",
  continue: "steer",
  act: "vague",
  key_: "touch",
};

/** Lemmas whose base and third-person forms are as often nouns: they need a place where only a verb stands. */
const nounyLemmas = new Set(
  `post comment message order charge report transfer file record tag label note request call book trade swap mail email text
  tweet mark pin star like vote reply answer plan review change release refund purchase bid stake invoice bill block fork
  branch commit format filter view display preview screenshot snapshot audit access backup trigger turn request sign place stream vote credit fix schedule sign lock share
  log archive build process estimate quote forecast watch click type press drag map model store place issue document draft deploy
  test pull push page alert hold key drop power tip mint bridge wrap supply spend rent lease hire allow cache index profile sample match score rank trace
  mock stage stack dump plan design support work use need control help claim queue flag contact link step act split scale
  stash seed sort search query count result key upgrade sms dm back focus hash diff step filter charge deposit return set
  show group setup checkout embed exit end start stop update run move copy import export upload download clone star dispatch launch
  interface sell color extract import reset focus tap log close open text lead load play draw reserve fill track clear mirror`
    .split(/\s+/)
    .filter(Boolean),
);

const doubled = new Set(
  "get set run put drop stop swap ban plan commit submit permit stage-off tag pin log map begin cut dm tap kick-off flag bid trap scan star step dig".split(
    " ",
  ),
);

function third(lemma: string): string {
  if (/(?:s|x|z|ch|sh|o)$/.test(lemma)) return `${lemma}es`;
  if (/[^aeiou]y$/.test(lemma)) return `${lemma.slice(0, -1)}ies`;
  return `${lemma}s`;
}

function gerund(lemma: string): string {
  if (doubled.has(lemma)) return `${lemma}${lemma.at(-1)}ing`;
  if (/[^e]e$/.test(lemma)) return `${lemma.slice(0, -1)}ing`;
  return `${lemma}ing`;
}

function compile(): ReadonlyMap<string, Verb> {
  const forms = new Map<string, Verb>();
  for (const [kind, lemmas] of Object.entries(kinds) as [Kind, string][]) {
    for (const lemma of lemmas.split(/\s+/)) {
      if (!lemma) continue;
      const chosen = Object.hasOwn(preferred, lemma) ? preferred[lemma]! : kind;
      if (forms.has(lemma) && chosen !== kind) continue;
      const nouny = nounyLemmas.has(lemma);
      forms.set(lemma, { lemma, kind: chosen, form: "base", nouny });
      forms.set(third(lemma), { lemma, kind: chosen, form: "third", nouny });
      forms.set(gerund(lemma), { lemma, kind: chosen, form: "gerund", nouny: false });
    }
  }
  addReversals(forms);
  return forms;
}

/** `unapprove`, `unprotect`: what takes a write back writes too. */
function addReversals(forms: Map<string, Verb>): void {
  for (const lemma of kinds.write.split(/\s+/)) {
    const reversed = `un${lemma}`;
    if (lemma.length < 4 || lemma.startsWith("un") || forms.has(reversed)) continue;
    forms.set(reversed, { lemma: reversed, kind: "write", form: "base", nouny: false });
    forms.set(third(reversed), { lemma: reversed, kind: "write", form: "third", nouny: false });
    forms.set(gerund(reversed), { lemma: reversed, kind: "write", form: "gerund", nouny: false });
  }
}

/** Verb by lower-case surface form: base, third person and gerund. */
export const verbs: ReadonlyMap<string, Verb> = compile();

/** Whether a lower-case word is a form of a known verb. */
export const isActing = (word: string): boolean => verbs.has(word);
