import type { Skipped, Snapshot } from "../../model.ts";
import type { Extraction, Extractor } from "./extractor.ts";
import { moduleFinder } from "./python/modules.ts";
import { packageNames } from "./python/packages.ts";
import { checkParser, loadPythonParser } from "./python/parse.ts";
import { extractProject, projectsOf } from "./python/project.ts";

/** Python servers on the official SDK or on FastMCP, folded from their syntax trees; nothing is run. */
export default {
  id: "python",
  reads,
  extract,
} satisfies Extractor;

const manifests = new Set(["pyproject.toml", "setup.py", "setup.cfg"]);
const foreign = /(?:^|\/)(?:\.?venv|env|site-packages|node_modules|__pycache__|\.tox|build|dist)\//;
/** Texts beside the code that tools are made of: an API document, a list of tools, a description. */
const documents =
  /(?:openapi|swagger|spec|schema|prompt|description|instruction|tool|resource)[^.]*\.(?:json|md|txt|ya?ml)$|api[^/]*\.(?:json|ya?ml)$/i;
const tests =
  /(?:^|\/)(?:tests?|testing|__tests__)\/|(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.py$/;

function reads(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return (
    (isSource(path) || manifests.has(name) || documents.test(path)) &&
    !foreign.test(path) &&
    !tests.test(path)
  );
}

function isSource(path: string): boolean {
  return (
    path.endsWith(".py") && !path.endsWith("setup.py") && !tests.test(path) && !foreign.test(path)
  );
}

async function extract(snapshot: Snapshot): Promise<Extraction> {
  const parser = await loadPythonParser();
  const finder = moduleFinder([...snapshot.files.keys()].filter(isSource), packageNames(snapshot));
  const extraction: Extraction = { tools: [], unresolved: [], skipped: [] };
  const unparsable = new Set<string>();
  for (const project of projectsOf(snapshot, isSource)) {
    const found = extractProject(project, snapshot, finder, parser);
    extraction.tools.push(...found.tools);
    extraction.unresolved.push(...found.unresolved);
    for (const path of found.unparsable) unparsable.add(path);
    checkParser();
  }
  extraction.skipped = Array.from(unparsable, (path): Skipped => ({
    path,
    reason: "unparsable",
  })).toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return extraction;
}
