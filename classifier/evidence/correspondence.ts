import { findMention, type Act, type Facts, type Hit } from "./facts.ts";
import { headWords } from "./meaning.ts";
import { hitOf } from "./things.ts";

const set = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

const cashiers = set(
  "stripe xero paypal razorpay quickbooks chargebee square billing paddle lago freshbooks",
);

/** What a payment or bookkeeping product keeps of a customer. */
export function findRecord(facts: Facts, act: Act | undefined): Hit | undefined {
  const word =
    act &&
    headWords(act).find(({ text }) =>
      /^(?:subscriptions?|quotes?|journals?|estimates?)$/.test(text),
    );
  if (!word || !facts.serverWords.some((name) => cashiers.has(name))) return undefined;
  const text = act.witness === "name" ? facts.subject.name : facts.subject.description!;
  return hitOf(act.witness, text, word);
}

/** Messages are chats where people meet, and none where machines queue or log them. */
export function findMessages(facts: Facts, act: Act | undefined): Hit | undefined {
  const told = act && findTold(facts, act);
  if (told) return told;
  const word = act && headWords(act).find(({ text }) => /^(?:messages?|drafts?)$/.test(text));
  if (!word) return undefined;
  const around = [...act.object, ...facts.nameWords, ...(facts.sentences[0]?.words ?? [])];
  const meet = word.text.startsWith("m") && around.some(({ text }) => rooms.has(text));
  if (around.some(({ text }) => queues.has(text)) || !(meet || inMail(facts))) return undefined;
  const text = act.witness === "name" ? facts.subject.name : facts.subject.description!;
  return hitOf(act.witness, text, word);
}

/** `Read replies in a thread` of a server whose product is for chats. */
function findTold(facts: Facts, act: Act): Hit | undefined {
  if (act.kind !== "read" || !facts.serverWords.some((word) => messengers.has(word)))
    return undefined;
  const head = headWords(act);
  if (head.some(({ text }) => besides.has(text))) return undefined;
  const word = act.object.find(({ text }) => said.has(text));
  const text = act.witness === "name" ? facts.subject.name : facts.subject.description!;
  return word && hitOf(act.witness, text, word);
}

const messengers = set(
  "messages sms telegram slack teams discord whatsapp mattermost zulip signal imessage wechat wecom feishu lark dingtalk matrix rocketchat messenger viber kakao",
);
const said = set("message messages reply replies thread threads dm dms inbox mentions");
/** What is asked for so is about the messages. */
const besides = set(
  "reactions reaction settings permissions members users channels count counts id ids status type types link links template templates",
);

const inMail = (facts: Facts): boolean =>
  findMention(facts, "mail") !== undefined ||
  facts.serverWords.some((word) => /^(?:e?mails?|imap|gmail|outlook)$/.test(word));

const rooms = set(
  "room rooms space spaces channel channels thread threads group groups inbox recipient sender contact guild",
);
const queues = set(
  "queue queues topic topics kafka log logs console commit error errors sqs pubsub broker stream validation",
);
