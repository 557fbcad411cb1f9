import { foreign } from "./foreign.ts";

/** What a word can stand for; a word may stand for several. Bits of a mask. */
export const concept = {
  /** To drop what was said, as an order. */
  drop: 1 << 0,
  /** Says of rules that they don't hold. */
  void: 1 << 1,
  rules: 1 << 2,
  /** Points back to what the model was told before. */
  prior: 1 << 3,
  /** A turn in time: `from now on`. */
  turn: 1 << 4,
  you: 1 << 5,
  free: 1 << 6,
  /** Speaks of consent, or of doing without it. */
  agree: 1 << 7,
  not: 1 << 8,
  tell: 1 << 9,
  audience: 1 << 10,
  /** Points to a thing or a step without naming it. */
  this: 1 << 11,
  covert: 1 << 12,
  without: 1 << 13,
  keep: 1 << 14,
  know: 1 << 15,
  answer: 1 << 16,
  gather: 1 << 17,
  move: 1 << 18,
  /** A file or a store that holds secrets of the machine. */
  vault: 1 << 19,
  keys: 1 << 20,
  /** What the model holds: its prompt, the conversation. */
  mind: 1 << 21,
  /** A place in the call that can carry data away. */
  sink: 1 << 22,
  content: 1 << 23,
  all: 1 << 24,
  /** Speaks about attacks, as security tools do. */
  talk: 1 << 25,
  when: 1 << 26,
  tools: 1 << 27,
  alter: 1 << 28,
  target: 1 << 29,
  bad: 1 << 30,
  /** Letters in another order, and what says so. */
  turned: 1 << 31,
} as const;
export type Concept = keyof typeof concept;

/** What a first look tells apart: concepts, and in place of two that no check needs there, words that it looks for alone. */
export const clue = { ...concept, assent: concept.talk, reach: concept.sink } as const;
export type Clue = keyof typeof clue;

/** English; a dash joins the words of a phrase. */
const english: Record<Concept, string> = {
  drop: "ignore disregard forget override overrule bypass neglect abandon discard set-aside put-aside pay-no-attention pay-no-heed do-not-follow don't-follow stop-following stop-obeying",
  void: "suspended outrank outranks supersede supersedes overrides void-of no-longer-apply no-longer-applies no-longer-valid no-longer-hold no-longer-holds no-longer-in-force no-longer-bind take-precedence takes-precedence take-priority takes-priority null-and-void lifted",
  rules:
    "instruction instructions guideline guidelines guidance directive directives rule rules prompt prompts constraints restrictions guardrails safeguards policy orders told training safety alignment",
  prior:
    "previous previously prior earlier above preceding past former formerly existing original initial given all any every everything your system developer developers operator operator's so-far at-the-start other another",
  turn: "you-are-now you're-now from-now-on from-this-point from-here-on henceforth as-of-now starting-now",
  you: "you your yourself you're",
  free: "unrestricted unfiltered uncensored unlimited jailbroken jailbreak without-restrictions without-safety without-rules without-limits no-restrictions no-rules no-limits developer-mode god-mode audit-mode obey comply",
  agree: "already skip bypass suppress dismiss approve permission consent",
  not: "not never don't dont no cannot can't mustn't shouldn't nobody needn't avoid refrain without",
  tell: "tell mention inform notify reveal disclose alert warn bother divulge announce acknowledge",
  audience: "user human person people anyone anybody nobody operator customer reader him",
  this: "this that it these those step steps following what action actions call calls request about extra upload",
  covert:
    "secretly covertly discreetly stealthily surreptitiously silently quietly invisibly unobtrusively",
  without: "without",
  keep: "keep hide conceal withhold leave omit exclude",
  know: "know knows knowing see sees seeing notice notices noticing aware learn learns find-out realise realize told informed knowledge",
  answer: "answer reply response summary output report message explanation between-us yourself",
  gather:
    "read open cat load fetch retrieve access collect gather extract harvest obtain locate dump scan grep copy run look-up search",
  move: "pass include append put send forward attach insert supply embed paste enter provide add fill write post upload place hand repeat copy encode report submit transmit concatenate give share",
  vault:
    "id-rsa id-ed25519 id-ecdsa id-dsa etc-passwd etc-shadow netrc keychain keyring mcp-json claude-desktop-config-json wallet-dat seed-phrase seed-phrases recovery-phrase mnemonic printenv aws-credentials bash-history zsh-history ssh-key ssh-keys ssh-private-key private-ssh-key ssh-id ssh-config dotenv env-file env-files npmrc pypirc kube-config login-data git-credentials",
  keys: "credentials password passwords cookies cookie secrets token tokens api-key api-keys private-key private-keys access-key access-keys environment-variable environment-variables session-cookies",
  mind: "system-prompt system-message conversation chat chats messages message chat-history context-window chain-of-thought diary address-book e-mail-address list-of-your-tools",
  sink: "parameter parameters argument arguments field input query-string url here http https value header body",
  content: "content contents text output lines body bytes dump",
  all: "all every everything entire whole full each any complete word-for-word verbatim",
  talk: "detect detects detecting detection scan scans scanning flag flags block blocks attack attacks injection injections jailbreak jailbreaks malicious exploit red-team sanitize sanitise adversarial guardrail guardrails vulnerability vulnerabilities poisoning phishing security",
  when: "when whenever if every-time each-time once before after",
  tools:
    "tool tools server server's servers function functions another-tool send-message send-email create-payment",
  alter:
    "replace replaced change changed modify redirect redirected reroute route rewrite swap substitute bcc add forward divert double",
  target:
    "http https recipient recipients amount account address bcc e-mail email payee destination iban phone chats",
  turned:
    "rot13 rot backwards backward reversed reverse snoitcurtsni erongi vtaber vafgehpgvbaf sbetrg",
  bad: "compromised insecure unsafe malicious broken vulnerable infected dangerous untrustworthy hacked",
};

/** The concepts of each word, and the phrases that begin with it; lower case, without accents folded. */
export const words = new Map<string, number>();
export const phrases = new Map<string, { rest: string[]; is: number }[]>();
/** Words of scripts that put no blanks between words, and the longest of them. */
export const pieces = new Map<string, number>();
export const longestPiece = 6;

/**
 * For a first look: words without which a concept can't be there; of a phrase two that follow each other, with a blank between
 * them. With a dot at its end a word counts only behind a dot, a slash or a tilde, as in a path.
 */
export const hints = new Map<string, number>();
const hinted: Partial<Record<Clue, string>> = {
  vault: "ssh. env. aws. netrc.",
  agree: "already skip bypass suppress dismiss approve disable ask",
  assent:
    "agreed approved consented authorised authorized accepted confirmed granted confirmation confirmations approval approvals approve consent permission",
  reach: "other whatever regardless matter even anderes anderen andere",
  tell: "telling informing mentioning letting alerting disclosing revealing",
  answer: "them her everyone secret",
  move: "call",
};
/** What a first look tells by other words, or not at all. */
const unhinted = concept.agree | concept.talk | concept.sink;
for (const [name, list] of Object.entries(hinted))
  for (const word of list.split(" ")) hint(word, clue[name as Clue]);

function hint(word: string, is: number): void {
  hints.set(word, (hints.get(word) ?? 0) | is);
}

for (const lexicon of [english, ...foreign]) {
  for (const [name, list] of Object.entries(lexicon)) {
    for (const entry of list.split(" ")) learn(entry, concept[name as Concept]);
  }
}

function learn(entry: string, is: number): void {
  if (/^[\u3040-\u30ff\u3400-\u9fff]/.test(entry)) {
    pieces.set(entry, (pieces.get(entry) ?? 0) | is);
    return;
  }
  const [first = "", ...rest] = entry.split("-");
  if ((is & unhinted) === 0) hint(hintOf([first, ...rest]), is);
  if (rest.length === 0) {
    words.set(first, (words.get(first) ?? 0) | is);
    return;
  }
  const known = phrases.get(first) ?? [];
  known.push({ rest, is });
  phrases.set(first, known);
}

/** The word, or the longest two of a phrase that follow each other; what an apostrophe sets off does not count. */
function hintOf(entry: readonly string[]): string {
  const [first = "", ...rest] = entry.map((word) => word.split("'", 1)[0]!);
  let before = first;
  let longest = "";
  for (const word of rest) {
    if (before.length + word.length >= longest.length) longest = `${before} ${word}`;
    before = word;
  }
  return longest || first;
}
