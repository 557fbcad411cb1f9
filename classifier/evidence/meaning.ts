import { categories, type Category } from "../../model.ts";
import { findTopic, type Act, type Facts, type Topic, type Word } from "./facts.ts";
import { readHeads, topicsOf } from "./topics.ts";

/** What an act amounts to by the taxonomy, with a short phrase for people. */
export interface Meaning {
  category: Category;
  shows: string;
}

const creates = new Set(
  "create add make place submit put open insert issue new register book initiate start send generate schedule".split(
    " ",
  ),
);
const alwaysPays = new Set(
  "pay refund buy purchase withdraw donate disburse remit topup payout invest reimburse repay tip".split(
    " ",
  ),
);
const endsWriting = new Set(
  "issue issues pull request requests thread threads incident incidents alert alerts ticket tickets milestone pr case deal discussion conversation topic epic sprint task todo".split(
    " ",
  ),
);
const endsScratch = new Set(
  "tab tabs page browser session sessions connection connections window context client project file document editor panel dialog view".split(
    " ",
  ),
);
const records = new Set(
  "contact contacts customer customers record records person persons people profile profiles company companies account accounts lead leads duplicate duplicates user users entity entities organization organizations collection collections".split(
    " ",
  ),
);
const talk = new Set(
  "thread conversation discussion chat timer recording trace tracing profiling video poll topic draft meeting task".split(
    " ",
  ),
);
const wiped = new Set(
  "table tables database databases collection index schema view column keyspace".split(" "),
);
const stops = new Set(
  "of in from by with using for via to on at as and or that which through after before into".split(
    " ",
  ),
);

/** Words of the object before its first preposition: `a payment link in Stripe` -> a, payment, link. */
export function headWords(act: Act): Word[] {
  if (act.witness === "name") return act.object;
  const end = act.object.findIndex((word) => stops.has(word.text));
  return end < 0 ? act.object : act.object.slice(0, end);
}

/** What this act does by the taxonomy; undefined when the verb alone says nothing. */
export function meaningOf(act: Act, facts: Facts): Meaning | undefined {
  if (act.doubtful && act.kind !== "destroy")
    return read("asks for something that its last word names");
  const head = headWords(act);
  const has = (topic: Topic) => findTopic(head, topic) !== undefined;
  const any = (set: ReadonlySet<string>) => head.some((word) => set.has(word.text));
  const last = head.at(-1)?.text ?? "";
  switch (act.kind) {
    case "vague":
      return undefined;
    case "read":
      return meaningOfReading(act, any);
    case "render":
      return read("returns what it makes");
    case "obtain":
      return read("hands out a copy");
    case "write":
      return meaningOfWriting(act, has, last);
    case "send":
      if (findTopic(head, "invoice") || (has("chain") && !has("people"))) return pays();
      if (any(new Set(["key", "keys", "keystrokes", "keypress", "click", "input"])))
        return runs("acts in a live interface");
      if (any(new Set(["command", "commands", "rpc"])))
        return runs("runs what the caller composes");
      if (act.lemma === "contact" || (act.lemma === "text" && act.object.length === 0))
        return undefined;
      return writes("sends something out");
    case "publish":
      return writes("makes something public");
    case "grant":
      return writes("gives access");
    case "session":
      return writes("changes what the session points at");
    case "navigate":
      return writes("moves the view");
    case "destroy":
      if (
        act.lemma === "clear" &&
        any(new Set(["filter", "filters", "selection", "highlight", "highlights", "search"]))
      )
        return writes("clears a view");
      if (act.lemma === "reset" && any(new Set(["password", "viewport", "zoom", "view", "staged"])))
        return writes("puts a setting back");
      return removes();
    case "detach":
      if (act.lemma !== "remove") return writes("takes something off");
      if (any(new Set(["member", "members", "user", "users", "collaborator", "collaborators"])))
        return removes();
      return has("link") || has("trivial") ? writes("takes something off") : removes();
    case "end":
      return meaningOfEnding(act, has, any);
    case "merge":
      return any(records) && act.lemma !== "combine" ? removes() : writes("joins things");
    case "run":
      return meaningOfRunning(act, facts, has, last);
    case "steer":
      if (any(talk)) return writes("starts or ends something of its own");
      if (has("adspend"))
        return act.lemma === "resume" || act.lemma === "start"
          ? pays()
          : writes("changes a setting");
      return runs("starts, stops or steers something that runs");
    case "touch":
      if (act.lemma === "drop") return any(wiped) ? removes() : runs("acts in a live interface");
      if (act.lemma === "hold" || act.lemma === "key") return undefined;
      return runs("acts in a live interface");
    case "install":
      return runs("installs or changes software");
    case "pay":
      return meaningOfPaying(act, has, any);
  }
}

function meaningOfReading(act: Act, any: (set: ReadonlySet<string>) => boolean): Meaning {
  if (act.lemma === "resolve" && any(endsWriting)) return writes("changes a state");
  if (act.lemma === "capture" && any(new Set(["payment", "charge", "authorization", "order"])))
    return pays();
  return read("retrieves or computes");
}

function meaningOfWriting(act: Act, has: (topic: Topic) => boolean, last: string): Meaning {
  const lastTopics = topicsOf.get(last);
  if (creates.has(act.lemma) && !has("pricing") && !has("invoice")) {
    if (
      lastTopics?.has("money") ||
      (has("money") && !topicsOf.get(last) && !readHeads.has(last)) ||
      last === "subscription"
    )
      return pays();
    if (last === "job" || last === "run" || last === "execution")
      return runs("starts a computation");
  }
  if (act.lemma === "accept" && last === "dispute") return pays();
  if (
    (act.lemma === "update" || act.lemma === "modify" || act.lemma === "change") &&
    last === "subscription"
  )
    return pays();
  if (["update", "set", "increase", "change"].includes(act.lemma) && last === "budget")
    return pays();
  if (["enable", "activate"].includes(act.lemma) && has("adspend")) return pays();
  if (act.lemma === "approve" && has("chain")) return pays();
  if (act.lemma === "register" && last === "domain") return pays();
  return writes("creates or changes something");
}

function meaningOfEnding(
  act: Act,
  has: (topic: Topic) => boolean,
  any: (set: ReadonlySet<string>) => boolean,
): Meaning {
  if (any(endsScratch) && act.lemma !== "cancel") return writes("ends a session of its own");
  if (act.lemma === "close") return any(endsWriting) ? writes("closes an item") : removes();
  if (act.lemma === "cancel" || act.lemma === "abort") {
    if (has("subscription") || has("money")) return removes();
    return has("job") ? runs("stops something that runs") : removes();
  }
  if (act.lemma === "kill") return runs("stops something that runs");
  if (act.lemma === "end" || act.lemma === "stop") return writes("ends something of its own");
  return removes();
}

function meaningOfRunning(
  act: Act,
  facts: Facts,
  has: (topic: Topic) => boolean,
  last: string,
): Meaning | undefined {
  if (
    act.object.some((word) => topicsOf.get(word.text)?.has("readlanguage")) ||
    facts.about.has("readlanguage")
  ) {
    return read("runs a query in a language that cannot write");
  }
  if (findTopic(act.object, "report") && !has("writelanguage"))
    return read("runs an analysis and returns it");
  if (readHeads.has(last) && act.lemma !== "trigger")
    return read("asks for something that its last word names");
  if (
    ["build", "compile", "test"].includes(act.lemma) &&
    has("job") === false &&
    act.witness === "description"
  )
    return undefined;
  if (act.lemma === "call" && act.object.length === 0) return undefined;
  return runs("runs something");
}

function meaningOfPaying(
  act: Act,
  has: (topic: Topic) => boolean,
  any: (set: ReadonlySet<string>) => boolean,
): Meaning | undefined {
  if (alwaysPays.has(act.lemma)) return pays();
  if (
    act.lemma === "transfer" &&
    any(
      new Set([
        "ownership",
        "issue",
        "issues",
        "repository",
        "file",
        "files",
        "call",
        "data",
        "project",
      ]),
    )
  )
    return writes("hands something over");
  if (act.lemma === "order" && has("token") === false && any(new Set(["by"]))) return read("sorts");
  if (
    act.lemma === "book" ||
    act.lemma === "trade" ||
    act.lemma === "sell" ||
    act.lemma === "charge"
  )
    return pays();
  if (has("token") || has("money") || has("finance") || has("chain")) return pays();
  if (act.lemma === "transfer" || act.lemma === "deposit" || act.lemma === "swap")
    return act.witness === "name" ? pays() : writes("moves something");
  return writes("changes something");
}

const read = (shows: string): Meaning => ({ category: "Read", shows });
const writes = (shows: string): Meaning => ({ category: "Write", shows });
const runs = (shows: string): Meaning => ({ category: "Execute", shows });
const removes = (): Meaning => ({ category: "Destructive", shows: "removes or ends something" });
const pays = (): Meaning => ({ category: "Financial", shows: "moves or commits money" });

/** 0 for Read to 4 for Financial. */
export function severity(category: Category): number {
  return categories.indexOf(category);
}

/** The most severe meaning among acts, the earliest of equals. */
export function severest(
  acts: readonly Act[],
  facts: Facts,
): { act: Act; meaning: Meaning } | undefined {
  let best: { act: Act; meaning: Meaning } | undefined;
  for (const act of acts) {
    const meaning = meaningOf(act, facts);
    if (meaning && (!best || severity(meaning.category) > severity(best.meaning.category)))
      best = { act, meaning };
  }
  return best;
}
