import type { Snapshot } from "../../model.ts";
import { loadGrammar } from "./syntax/grammar.ts";
import type { Extraction, Extractor } from "./extractor.ts";
import { extractModules } from "./go/modules.ts";

/** Go servers on the official SDK, mcp-go and others, folded from their `main`; nothing is run. */
export default {
  id: "go",
  reads,
  extract,
} satisfies Extractor;

const foreign = /(?:^|\/)(?:vendor|node_modules|testdata|third_party)\//;
const tests = /(?:^|\/)(?:tests?|e2e|mocks?)\/|_test\.go$/;
const embeddable = /\.(?:md|markdown|txt|json|tmpl|prompt|ya?ml)$/i;
const elsewhere = /(?:^|\/)(?:package(?:-lock)?|tsconfig)\.json$|(?:^|\/)\.[^/]+\//;

function reads(path: string): boolean {
  if (foreign.test(path) || tests.test(path)) return false;
  return (
    path.endsWith(".go") ||
    /(?:^|\/)go\.mod$/.test(path) ||
    (embeddable.test(path) && !elsewhere.test(path))
  );
}

async function extract(snapshot: Snapshot): Promise<Extraction> {
  const hasGo = [...snapshot.files.keys()].some((path) => path.endsWith(".go"));
  if (!hasGo) return { tools: [], unresolved: [], skipped: [] };
  return extractModules(snapshot.files, await loadGrammar("go"));
}
