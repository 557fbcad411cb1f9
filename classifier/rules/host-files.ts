import { quoteParameter, type Facts, type Parameter } from "../evidence/facts.ts";
import type { Rule } from "./rule.ts";

const set = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

const hosted = set(
  "owner repo projectid repository workspaceid branch specid gistid driveid folderid domain",
);
const address =
  /\b(?:url|uri|slug|namespace|route|endpoint|crawl|website|web page|domain|jsonpath|xpath)\b/i;
const disk = /\b(?:file|files|folder|directory|disk|local|absolute)\b/i;
const places = set(
  "file files filename directory directories folder dir filepath filepaths projectroot",
);
const local = set(
  "file repo project local root workspace directory dir folder image output input archive",
);

/** Files and folders of the host, by their path. */
export default {
  id: "host-files",
  phase: "risk",
  reason: "A path reaches whatever the server's user may open on the host.",
  nearMiss:
    "A file in a repository's web interface, and the path of a URL, are not the host's file system.",
  claim(facts) {
    const path = findPath(facts);
    return (
      path && {
        facets: ["filesystem"],
        evidence: [quoteParameter(path, "takes the path of a file or folder")],
      }
    );
  },
} satisfies Rule;

/** A path or a file name of the caller's, unless it lies in a hosted repository or in a URL. */
function findPath(facts: Facts): Parameter | undefined {
  if (facts.parameters.some((parameter) => hosted.has(parameter.key))) return undefined;
  if (facts.nameWords.some(({ text }) => text === "gist")) return undefined;
  const files = facts.about.has("file") || facts.about.has("document");
  return (
    facts.parameters.find((parameter) => parameter.depth === 0 && isOnDisk(parameter, files)) ??
    findMoved(facts)
  );
}

function isOnDisk({ words, description }: Parameter, files: boolean): boolean {
  const last = words.at(-1)?.text ?? "";
  const before = words.at(-2)?.text ?? "";
  const named = last === "name" ? before : last;
  if (places.has(named) && (last !== "name" || before === "file"))
    return !address.test(description);
  if (!/^(?:file)?paths?$/.test(last)) return false;
  return disk.test(description) || (!address.test(description) && (files || local.has(before)));
}

/** `move_file(source, destination)` */
function findMoved(facts: Facts): Parameter | undefined {
  const from = facts.parameters.find(({ key }) => key === "source");
  const to = facts.parameters.some(({ key }) => key === "destination");
  return to && facts.about.has("file") ? from : undefined;
}
