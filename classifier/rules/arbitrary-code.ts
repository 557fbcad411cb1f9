import { quoteParameter, type Facts, type Parameter } from "../evidence/facts.ts";
import { isNegated } from "../evidence/acts.ts";
import { isTold, meaningOf } from "../evidence/meaning.ts";
import { isScript } from "../evidence/schema.ts";
import type { Rule } from "./rule.ts";

const set = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

const always = set(
  "shellcommand shellcmd bashcommand pythoncode jscode javascriptcode sourcecode shellscript bashscript",
);
const carriers = set(
  "command commands cmd code script javascript js python snippet expression function program applescript cmdline commandline source cell program macro bash shell",
);
const verbs = set(
  "run execute exec eval evaluate invoke interpret shell bash start spawn launch send perform replay rerun",
);
const names = set(
  "shell bash terminal exec execute eval evaluate command python javascript script powershell repl run code",
);

/** Names of a command line in several languages: where no verb is known, they tell what is handed over. */
const powers = set(
  `command commands cmd commandline cmdline shellcommand bashcommand shellscript comando comandos commande commandes befehl
  befehle kommando komanda comanda polecenie opdracht komut komento`,
);
const running = set("run runs executed executes execute executable evaluated evaluates ran");
const languages = set(
  "code bash python node javascript js typescript ruby shell powershell lua perl php r julia script",
);

/** Code or a command line that the caller writes and the tool runs. */
export default {
  id: "arbitrary-code",
  phase: "category",
  reason: "Code and command lines do whatever the caller writes in them.",
  nearMiss: "Code to explain, search, format or store is text; `command: start | stop` is a mode.",
  claim(facts) {
    const parameter = facts.parameters.find(isCarrier);
    const runs = parameter && (runsIt(facts) || saysItRuns(facts));
    if (!parameter || (!runs && (isTold(facts) || !powers.has(parameter.key)))) return undefined;
    return {
      category: "Execute",
      force: runs ? "decides" : "suggests",
      facets: ["arbitrary-code"],
      evidence: [quoteParameter(parameter, "takes code or a command that the caller writes")],
    };
  },
} satisfies Rule;

function isCarrier(parameter: Parameter): boolean {
  if (parameter.choices.length > 0 || parameter.depth > 1) return false;
  if (parameter.type !== "" && parameter.type !== "string" && parameter.type !== "array")
    return false;
  return (
    always.has(parameter.key) ||
    carriers.has(parameter.key) ||
    powers.has(parameter.key) ||
    isScript(parameter)
  );
}

function runsIt(facts: Facts): boolean {
  const acts = facts.described.length > 0 ? facts.described : facts.named ? [facts.named] : [];
  if (acts.some((act) => verbs.has(act.lemma) && meaningOf(act, facts)?.category !== "Read"))
    return true;
  if (schedules(facts)) return true;
  const plain = acts.some((act) => meaningOf(act, facts) !== undefined);
  return (
    !plain && !mentionsRunning(facts, true) && facts.nameWords.some((word) => names.has(word.text))
  );
}

/** Whether a sentence says that code is run, `the code can run as Bash or Python`, or that it is not. */
function mentionsRunning(facts: Facts, negated: boolean): boolean {
  return facts.sentences.some(
    ({ words, aside }) =>
      !aside &&
      words.some(
        (word, i) =>
          running.has(word.text) &&
          isNegated(words, i) === negated &&
          words.slice(Math.max(0, i - 3), i + 4).some((near) => languages.has(near.text)),
      ),
  );
}

const saysItRuns = (facts: Facts): boolean =>
  facts.parameters.some((parameter) => parameter.key === "code") && mentionsRunning(facts, false);

/** A command that is put into a clock runs later, again and again. */
const schedules = (facts: Facts): boolean =>
  facts.nameWords.some(({ text }) => text === "cron" || text === "crontab") &&
  facts.parameters.some(({ key, required }) => key === "command" && required);
