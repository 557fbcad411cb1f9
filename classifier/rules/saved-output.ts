import { findPhrase, phrasesOf, quoteParameter } from "../evidence/facts.ts";
import type { Rule } from "./rule.ts";

const outputs = new Set(
  "outputpath outputfile outputdir outputdirectory outputfilename outputfolder savepath saveto destination destinationpath destpath targetpath filepath filename path outfile outputfilepath downloadpath localpath savedir saveas output exportpath destinationfilename targetdir destinationfolder outputlocation".split(
    " ",
  ),
);

/** A picture comes back, wherever else it may be put. */
const looking = new Set(["capture", "screenshot", "take", "snapshot"]);

/** Only a file that was written has such a path. */
const local = phrasesOf([
  "local file path",
  "to a local file",
  "to local files",
  "path to the downloaded file",
  "path of the downloaded file",
  "path to the saved",
  "path of the saved",
]);

/** A maker or exporter that must be told where to put the result. */
export default {
  id: "saved-output",
  phase: "category",
  reason: "A tool that always puts its output into a file writes.",
  nearMiss: "An optional path that merely also saves the answer does not make a write.",
  claim(facts) {
    const act = facts.described.find(({ kind }) => kind !== "vague") ?? facts.named;
    const unpacks = act !== undefined && /^(?:extract|unzip|decompress)$/.test(act.lemma);
    if (
      !act ||
      (!unpacks && act.kind !== "render" && act.kind !== "obtain" && !looking.has(act.lemma))
    )
      return undefined;
    const parameter = facts.parameters.find(
      (candidate) =>
        candidate.depth === 0 &&
        outputs.has(candidate.key) &&
        (!unpacks || (candidate.required && /^(?:output|dest|target)/.test(candidate.key))) &&
        (candidate.required ||
          (!looking.has(act.lemma) && /^(?:output|save|dest)/.test(candidate.key))) &&
        candidate.choices.length === 0,
    );
    const kept = parameter ? undefined : findPhrase(facts, local);
    if (kept)
      return {
        category: "Write",
        force: "decides",
        facets: ["filesystem"],
        evidence: [{ ...kept, shows: "keeps the result in a file of its own" }],
      };
    if (!parameter) return undefined;
    if (!parameter.required && !/(?:dir|file|path|name|folder)/.test(parameter.key))
      return undefined;
    return {
      category: "Write",
      force: "decides",
      facets: ["filesystem"],
      evidence: [quoteParameter(parameter, "takes the place where the result is put")],
    };
  },
} satisfies Rule;
