import { posix } from "node:path";
import { librariesAmong, toPackage } from "./dependencies.ts";
import { type Files, parsedOnce } from "./files.ts";
import { type Manifest, type ManifestFile, pathIn } from "./manifest.ts";
import { jvmLibraries } from "./jvm.ts";
import { type Element, elementsAt, readXml, textAt } from "./xml.ts";

const settingsFile = /(?:^|\/)src\/main\/resources\/application[\w-]*\.(?:properties|ya?ml)$/;
const maximumParents = 10;
const maximumDependencies = 2_000;
const parse = parsedOnce(readXml);

/** pom.xml, with what it takes from its parents in the snapshot. https://maven.apache.org/pom.html */
export default {
  id: "maven",
  describes: (path) => posix.basename(path) === "pom.xml",
  refersTo: (path) => settingsFile.test(path),
  read(file) {
    const poms = lineage(file);
    const [own] = poms;
    const artifact = textAt(own, "artifactId");
    if (artifact === undefined) return undefined;
    const value = reader(poms);
    const group = value(inherited(poms, "groupId")) ?? "";
    const version = value(inherited(poms, "version"));
    const dependencies = readDependencies(poms, value);
    return {
      ...toPackage("maven", group === "" ? artifact : `${group}:${artifact}`, version),
      start: commands(file, poms, value, artifact, version),
      sdks: librariesAmong(dependencies, "maven", jvmLibraries),
      uses: [...dependencies.keys()],
    };
  },
} satisfies Manifest;

/** The project and its parents as far as they are in the snapshot, nearest first. */
function lineage({ path, files }: ManifestFile): Element[] {
  const poms: Element[] = [];
  for (let at: string | undefined = path; at !== undefined && poms.length < maximumParents;) {
    const pom = parse(files, at);
    if (pom?.name !== "project") break;
    poms.push(pom);
    at = parentPath(pom, at, files);
  }
  return poms;
}

/** An empty relativePath means a parent from the registry; so does one whose name is another. */
function parentPath(pom: Element, path: string, files: Files): string | undefined {
  const [parent] = elementsAt(pom, "parent");
  if (parent === undefined) return undefined;
  const [relative] = elementsAt(parent, "relativePath");
  const target = relative === undefined ? "../pom.xml" : relative.text;
  if (target === "") return undefined;
  const joined = posix.join(posix.dirname(path), target);
  const found = posix.basename(joined) === "pom.xml" ? joined : posix.join(joined, "pom.xml");
  return textAt(parse(files, found), "artifactId") === textAt(parent, "artifactId")
    ? found
    : undefined;
}

function inherited(poms: Element[], name: string): string | undefined {
  const own = textAt(poms[0], name) ?? textAt(poms[0], "parent", name);
  return own ?? poms.map((pom) => textAt(pom, name)).find((text) => text !== undefined);
}

/** Replaces `${…}` by the properties of the project and its parents; undefined when one is unknown. */
function reader(poms: Element[]): (text: string | undefined) => string | undefined {
  const properties = new Map<string, string>();
  for (const pom of poms.toReversed())
    for (const { name, text } of elementsAt(pom, "properties").flatMap(({ children }) => children))
      properties.set(name, text);
  for (const name of ["version", "groupId"]) {
    const text = inherited(poms, name);
    if (text !== undefined && !text.includes(`\${project.${name}}`))
      for (const key of [`project.${name}`, `pom.${name}`]) properties.set(key, text);
  }
  return (text) => {
    let current = text ?? "";
    for (let round = 0; round < maximumParents && current.includes("${"); round++) {
      current = current.replaceAll(
        /\$\{([^{}]{1,200})\}/g,
        (all, name) => properties.get(name) ?? all,
      );
      if (current.length > 500) return undefined;
    }
    return current === "" || current.includes("${") ? undefined : current;
  };
}

function readDependencies(
  poms: Element[],
  value: (text: string | undefined) => string | undefined,
): Map<string, string | undefined> {
  const managed = new Map<string, string | undefined>();
  const families = new Map<string, string | undefined>();
  for (const pom of poms)
    for (const one of elementsAt(pom, "dependencyManagement", "dependencies", "dependency")) {
      const name = nameOf(one, value);
      if (!managed.has(name)) managed.set(name, value(textAt(one, "version")));
      const [group = ""] = name.split(":");
      if (textAt(one, "scope") === "import" && !families.has(group))
        families.set(group, managed.get(name));
    }
  const found = new Map<string, string | undefined>();
  for (const one of poms.flatMap((pom) => elementsAt(pom, "dependencies", "dependency"))) {
    const name = nameOf(one, value);
    if (found.has(name) || textAt(one, "scope") === "test") continue;
    found.set(
      name,
      value(textAt(one, "version")) ?? managed.get(name) ?? families.get(name.split(":")[0] ?? ""),
    );
    if (found.size >= maximumDependencies) break;
  }
  return found;
}

function nameOf(one: Element, value: (text: string | undefined) => string | undefined): string {
  return `${value(textAt(one, "groupId")) ?? ""}:${value(textAt(one, "artifactId")) ?? ""}`;
}

/** Only plugins that make one file which starts by itself say how. */
function commands(
  { files, folder }: ManifestFile,
  poms: Element[],
  value: (text: string | undefined) => string | undefined,
  artifact: string,
  version: string | undefined,
): string[][] {
  if (textAt(poms[0], "packaging") === "pom") return [];
  const plugins = poms.flatMap((pom) => [
    ...elementsAt(pom, "build", "plugins", "plugin"),
    ...elementsAt(pom, "profiles", "profile", "build", "plugins", "plugin"),
  ]);
  const makes = (name: string) => plugins.some((plugin) => textAt(plugin, "artifactId") === name);
  const final = value(textAt(poms[0], "build", "finalName"));
  const jar = final ?? (version === undefined ? undefined : `${artifact}-${version}`);
  if (makes("quarkus-maven-plugin")) {
    const settings = files.text(pathIn(folder, "src/main/resources/application.properties"));
    const type =
      value("${quarkus.package.jar.type}") ??
      value("${quarkus.package.type}") ??
      /^quarkus\.package\.(?:jar\.)?type\s*=\s*(?<type>[\w-]+)/m.exec(settings ?? "")?.groups?.[
        "type"
      ];
    if (type !== "uber-jar") return [["java", "-jar", "target/quarkus-app/quarkus-run.jar"]];
    return jar === undefined ? [] : [["java", "-jar", `target/${jar}-runner.jar`]];
  }
  const starts = makes("spring-boot-maven-plugin") || plugins.some(packsMain);
  return jar === undefined || !starts ? [] : [["java", "-jar", `target/${jar}.jar`]];
}

/** A plugin that packs all into one file is one that starts only where it names the class to start. */
function packsMain(plugin: Element): boolean {
  const packs = ["maven-shade-plugin", "maven-assembly-plugin", "maven-jar-plugin"];
  const name = textAt(plugin, "artifactId") ?? "";
  const executions = elementsAt(plugin, "executions", "execution");
  return (
    packs.includes(name) &&
    [plugin, ...executions].some((one) =>
      [
        textAt(one, "configuration", "transformers", "transformer", "mainClass"),
        textAt(one, "configuration", "archive", "manifest", "mainClass"),
      ].some((main) => main !== undefined),
    )
  );
}
