import { honest, honestFiles } from "./honest.ts";
import type { Hostile } from "./hostile.ts";

const [, one] = honest;
const beside = (files: Record<string, string>): Record<string, string> => ({
  ...(one && honestFiles(one)),
  ...files,
});
const deepJson = `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`;
const laughs = `<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from(
  { length: 12 },
  (_, index) => `<!ENTITY lol${index} "${`&lol${index === 0 ? "" : index - 1};`.repeat(10)}">`,
).join("")}<!ENTITY up SYSTEM "file:///etc/passwd">]>
<project><groupId>&lol11;</groupId><artifactId>&up;</artifactId><version>&lol11;</version></project>`;

/** What the files beside the code can try. */
export const manifests: Hostile[] = [
  {
    name: "manifests: JSON of 100,000 levels",
    files: () =>
      beside(
        Object.fromEntries(
          [
            "package.json",
            "composer.json",
            "manifest.json",
            "server.json",
            "deno.json",
            "package-lock.json",
            "tsconfig.json",
            "openapi.json",
          ].map((path) => [path, deepJson]),
        ),
      ),
    tools: ["stays"],
    unresolved: "any",
  },
  {
    name: "manifests: fifty megabytes of JSON",
    files: () => beside({ "package.json": `{"name":"big","x":[${"0,".repeat(25_000_000)}0]}` }),
    tools: ["stays"],
  },
  {
    name: "manifests: JSON that would change every object",
    files: () => {
      const poison =
        '{"__proto__":{"polluted":"yes","tools":[{"name":"ghost"}]},"constructor":{"prototype":{"polluted":"yes"}},"name":{"__proto__":null},"version":["1"],"dependencies":{"__proto__":"1","constructor":"2","mcp":{}}}';
      return beside({
        "package.json": poison,
        "composer.json": poison,
        "manifest.json": poison,
        "server.json": poison,
        "deep/package.json": poison,
        "__proto__/package.json": poison,
        "constructor/pyproject.toml":
          "[project]\nname = 1\n[project.__proto__]\na = 1\n[__proto__]\npolluted = true\n",
      });
    },
    tools: ["stays"],
    unresolved: "any",
  },
  {
    name: "manifests: XML whose entities multiply to a terabyte and name other files",
    files: () =>
      beside({
        "pom.xml": laughs,
        "Hostile.csproj": laughs.replaceAll("project>", "Project>"),
        "deep/pom.xml": `${"<project>".repeat(50_000)}${"</project>".repeat(50_000)}`,
        "open/pom.xml": `<project${" a='1'".repeat(50_000)}><!-- never closed ${"<![CDATA[".repeat(10_000)}`,
        "props/pom.xml": `<project><properties><a>\${b}\${b}</a><b>\${a}\${a}</b></properties><artifactId>\${a}</artifactId><parent><relativePath>../props</relativePath></parent></project>`,
      }),
    tools: ["stays"],
  },
  {
    name: "manifests: TOML, YAML and lists of requirements without end or sense",
    files: () =>
      beside({
        "pyproject.toml": `[project]\nname = "honest"\nversion = "1"\nx = ${"[".repeat(20_000)}`,
        "a/pyproject.toml": `${"[a".padEnd(40_000, ".a")}]\nx = 1\n`,
        "b/Cargo.toml": `[package]\nname = "${"n".repeat(1_000_000)}"\n[workspace]\nmembers = ["*", "**", "../*", "/"]\n`,
        "c/setup.cfg": `[metadata]\nname = ${"%(name)s".repeat(10_000)}\n`,
        "d/setup.py": `setup(${"name=".repeat(50_000)}"x")\n`,
        "e/go.mod": `module ${"m/".repeat(50_000)}\nrequire (\n${"x v1 // ".repeat(50_000)}`,
        "f/build.gradle.kts": `dependencies { ${'implementation("'.repeat(20_000)}`,
        "g/x.gemspec": `Gem::Specification.new do |s|\n s.name = ${"#{".repeat(20_000)}\n`,
      }),
    tools: ["stays"],
    unresolved: "any",
  },
  {
    name: "manifests: a package in each of 3,000 folders that all claim the same name",
    files: () =>
      beside(
        Object.fromEntries(
          Array.from({ length: 3000 }, (_, index) => [
            `${"a/".repeat(index % 30)}p${index}/package.json`,
            '{"name":"same","version":"1.0.0","workspaces":["**"],"bin":"./x.js"}',
          ]),
        ),
      ),
    tools: ["stays"],
  },
];
