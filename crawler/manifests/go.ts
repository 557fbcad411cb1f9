import { posix } from "node:path";
import { librariesAmong, toPackage } from "./dependencies.ts";
import type { Files } from "./files.ts";
import { folderOf, foldersAbove, type Manifest, type ManifestFile, pathIn } from "./manifest.ts";

const libraries = new Set([
  "github.com/FreePeak/cortex",
  "github.com/ThinkInAIXYZ/go-mcp",
  "github.com/llmcontext/gomcp",
  "github.com/localrivet/gomcp",
  "github.com/mark3labs/mcp-go",
  "github.com/metoro-io/mcp-golang",
  "github.com/modelcontextprotocol/go-sdk",
  "github.com/riza-io/mcp-go",
  "github.com/strowk/foxy-contexts",
  "github.com/viant/mcp",
  "trpc.group/trpc-go/trpc-mcp-go",
]);
const moduleLine = /^[ \t]*module[ \t]+"?(?<name>[^\s"]+)"?/m;
const requireLine =
  /^[ \t]*(?:require[ \t]+)?(?<name>[\w.~-]+\/[\w./~-]+)[ \t]+(?<version>v[\w.+-]+)/;
const mainClause = /^package[ \t]+main\b/m;
const mainFunction = /^func[ \t]+main[ \t]*\(/m;
const notForUsers =
  /(?:^|\/)(?:examples?|samples?|demos?|testdata|vendor|internal|tests?|e2e|scripts?|tools?|hack|lint(?:er)?s?|gen(?:erators?|erate)?)(?:\/|$)/i;
const maximumCommands = 8;

/** go.mod. https://go.dev/ref/mod#go-mod-file */
export default {
  id: "go",
  describes: (path) => posix.basename(path) === "go.mod",
  read(file) {
    const name = moduleLine.exec(file.text)?.groups?.["name"];
    if (name === undefined) return undefined;
    const required = new Map<string, string | undefined>();
    for (const line of file.text.split("\n").slice(0, 5_000)) {
      const found = requireLine.exec(line)?.groups;
      if (found !== undefined) required.set(found["name"] ?? "", found["version"]);
    }
    return {
      ...toPackage("go", name, undefined),
      start: commands(name, file),
      sdks: librariesAmong(required, "go", libraries),
      uses: [...required.keys()],
    };
  },
} satisfies Manifest;

/** The folders of a module that hold a program, sorted; files of modules below it don't count. */
export function mainFolders(files: Files, folder: string): string[] {
  const found = new Set<string>();
  for (const path of files.below(folder)) {
    if (!path.endsWith(".go") || path.endsWith("_test.go") || found.has(folderOf(path))) continue;
    if (moduleOf(files, folderOf(path)) !== folder) continue;
    const text = files.text(path) ?? "";
    if (mainClause.test(text) && mainFunction.test(text)) found.add(folderOf(path));
  }
  return [...found].toSorted();
}

function moduleOf(files: Files, folder: string): string | undefined {
  return [folder, ...foldersAbove(folder)].find(
    (above) => files.text(pathIn(above, "go.mod")) !== undefined,
  );
}

/** A module whose path begins with no domain can't be fetched: it is run where it lies. */
function program(module: string, main: string): string {
  const isPublic = /^[^/]+\.[^/]+\//.test(module);
  if (!isPublic) return main === "" ? "." : `./${main}`;
  return `${main === "" ? module : `${module}/${main}`}@latest`;
}

/** What is shown, tested or internal is no program for users. */
function commands(module: string, file: ManifestFile): string[][] {
  return mainFolders(file.files, file.folder)
    .map((main) => posix.relative(file.folder, main))
    .filter((main) => !notForUsers.test(main))
    .slice(0, maximumCommands)
    .map((main) => ["go", "run", program(module, main)]);
}
