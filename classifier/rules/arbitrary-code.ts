import { quoteParameter, type Facts, type Parameter } from "../evidence/facts.ts";
import { meaningOf } from "../evidence/meaning.ts";
import type { Rule } from "./rule.ts";

const always = new Set(
  "shellcommand shellcmd bashcommand pythoncode jscode javascriptcode sourcecode shellscript bashscript".split(
    " ",
  ),
);
const carriers = new Set(
  "command commands cmd code script javascript js python snippet expression function program applescript cmdline commandline source cell program macro bash shell".split(
    " ",
  ),
);
const verbs = new Set(
  "run execute exec eval evaluate invoke interpret shell bash start spawn launch send perform".split(
    " ",
  ),
);
const names = new Set(
  "shell bash terminal exec execute eval evaluate command python javascript script powershell repl run code".split(
    " ",
  ),
);

/** Code or a command line that the caller writes and the tool runs. */
export default {
  id: "arbitrary-code",
  phase: "category",
  reason: "Code and command lines do whatever the caller writes in them.",
  nearMiss: "Code to explain, search, format or store is text; `command: start | stop` is a mode.",
  claim(facts) {
    const parameter = facts.parameters.find(isCarrier);
    if (!parameter || !runsIt(facts)) return undefined;
    return {
      category: "Execute",
      force: "decides",
      facets: ["arbitrary-code"],
      evidence: [quoteParameter(parameter, "takes code or a command that the caller writes")],
    };
  },
} satisfies Rule;

function isCarrier(parameter: Parameter): boolean {
  if (parameter.choices.length > 0 || parameter.depth > 1) return false;
  if (parameter.type !== "" && parameter.type !== "string" && parameter.type !== "array")
    return false;
  return always.has(parameter.key) || carriers.has(parameter.key);
}

function runsIt(facts: Facts): boolean {
  const acts = facts.described.length > 0 ? facts.described : facts.named ? [facts.named] : [];
  if (acts.some((act) => verbs.has(act.lemma) && meaningOf(act, facts)?.category !== "Read"))
    return true;
  const plain = acts.some((act) => meaningOf(act, facts) !== undefined);
  return !plain && facts.nameWords.some((word) => names.has(word.text));
}
