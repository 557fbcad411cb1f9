import { posix } from "node:path";
import { librariesAmong, toPackage } from "./dependencies.ts";
import { type Manifest, type ManifestFile, pathIn } from "./manifest.ts";

const libraries = new Set([
  "actionmcp",
  "fast-mcp",
  "mcp",
  "mcp-rb",
  "mcp_on_ruby",
  "model-context-protocol-rb",
]);
const dependency =
  /\.add_(?:runtime_)?dependency[ (]{1,5}["'](?<name>[\w.-]{1,200})["'](?<versions>(?:\s{0,20},\s{0,20}["'][^"'\n]{1,60}["']){0,5})/g;
const executables = /\.executables\s{0,20}(?:=|<<|\+=)\s{0,20}(?<list>[^\n]{1,2000})/;
const literal = /["'](?<word>[\w.+-]{1,200})["']/g;
const maximumCommands = 8;

/** A gem's specification, as far as it says things as literals: it is a program, and never run. https://guides.rubygems.org/specification-reference/ */
export default {
  id: "gemspec",
  describes: (path) => path.endsWith(".gemspec"),
  refersTo: (path) => /(?:^|\/)(?:exe\/[\w.-]+|lib\/(?:[^/]+\/){0,6}version\.rb)$/.test(path),
  read(file) {
    const name = /\.name\s{0,20}=\s{0,20}["'](?<name>[\w.-]{1,200})["']/.exec(file.text)?.groups?.[
      "name"
    ];
    if (name === undefined) return undefined;
    const dependencies = new Map<string, string | undefined>();
    for (const { groups } of file.text.matchAll(dependency)) {
      const versions = (groups?.["versions"] ?? "").replaceAll(/["']/g, "").split(",");
      dependencies.set(
        groups?.["name"] ?? "",
        versions
          .map((one) => one.trim())
          .filter(Boolean)
          .join(", "),
      );
    }
    return {
      ...toPackage("rubygems", name, readVersion(file, name)),
      start: programs(file).map((program) => [program]),
      sdks: librariesAmong(dependencies, "rubygems", libraries),
      uses: [...dependencies.keys()],
    };
  },
} satisfies Manifest;

/** A version that is a constant stands in the gem's own version.rb. */
function readVersion({ text, files, folder }: ManifestFile, name: string): string | undefined {
  const own = /\.version\s{0,20}=\s{0,20}["'](?<version>[\w.+-]{1,60})["']/.exec(text);
  if (own?.groups?.["version"] !== undefined) return own.groups["version"];
  for (const path of [
    `lib/${name.replaceAll("-", "_")}/version.rb`,
    `lib/${name}/version.rb`,
    `lib/${name.replaceAll("-", "/")}/version.rb`,
  ]) {
    const constant = /\bVERSION\s{0,20}=\s{0,20}["'](?<version>[\w.+-]{1,60})["']/;
    const found = constant.exec(files.text(pathIn(folder, path)) ?? "")?.groups?.["version"];
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Named ones; all of `exe` where they are gathered from the gem's files. */
function programs({ text, files, folder }: ManifestFile): string[] {
  const list = executables.exec(text)?.groups?.["list"];
  if (list === undefined) return [];
  const words = list.startsWith("%w")
    ? (/^%w[[({<](?<words>[^\])}>]*)/.exec(list)?.groups?.["words"] ?? "")
        .split(/\s+/)
        .filter(Boolean)
    : [...list.matchAll(literal)].map(({ groups }) => groups?.["word"] ?? "");
  const gathered = files.below(pathIn(folder, "exe"));
  const found = /\bgrep\b|\bDir\b|\bglob\b|\bmap\b/.test(list)
    ? gathered.map((path) => posix.basename(path))
    : words;
  return found.slice(0, maximumCommands);
}
