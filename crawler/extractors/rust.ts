import { posix } from "node:path";
import type { Snapshot } from "../../model.ts";
import { type Extraction, type Extractor, isDocument } from "./extractor.ts";
import { extractProject } from "./rust/extract.ts";
import { openProject } from "./rust/project.ts";
import { loadGrammar } from "./syntax/grammar.ts";

/** Rust servers on rmcp, rust-mcp-sdk and the like, or written by hand, folded from their syntax trees; nothing is run. */
export default {
  id: "rust",
  reads,
  extract,
} satisfies Extractor;

const foreign = /(?:^|\/)(?:target|vendor|third_party|node_modules)\//;
const tests = /(?:^|\/)(?:tests|benches|fuzz)\//;
const testModule =
  /#\[cfg\(test\)\]\s*(?:pub(?:\([a-z]{1,20}\))?\s+)?mod\s+(?<name>[A-Za-z_]\w*)\s*;/g;

function reads(path: string): boolean {
  if (foreign.test(path) || tests.test(path)) return false;
  return path.endsWith(".rs") || posix.basename(path) === "Cargo.toml" || isDocument(path);
}

async function extract(snapshot: Snapshot): Promise<Extraction> {
  const sources = [...snapshot.files.keys()].filter((path) => path.endsWith(".rs"));
  const onlyTests = testModules(snapshot, sources);
  const paths = sources.filter((path) => !onlyTests.has(path));
  const project = openProject(snapshot, paths, await loadGrammar("rust"));
  try {
    return extractProject(project, snapshot);
  } finally {
    project.close();
  }
}

/** Files of modules that are built for tests only: `#[cfg(test)] mod checks;`. */
function testModules(snapshot: Snapshot, sources: string[]): Set<string> {
  const found = new Set<string>();
  for (const path of sources) {
    const folder = posix.dirname(path);
    const name = posix.basename(path, ".rs");
    const base = /^(?:mod|lib|main)$/.test(name) ? folder : posix.join(folder, name);
    for (const match of (snapshot.files.get(path) ?? "").matchAll(testModule)) {
      const module = posix.join(base, match.groups?.["name"] ?? "");
      for (const one of [`${module}.rs`, `${module}/mod.rs`]) found.add(one);
    }
  }
  return found;
}
