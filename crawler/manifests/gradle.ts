import { posix } from "node:path";
import { parse as parseToml } from "smol-toml";
import { z } from "zod";
import { librariesAmong, toPackage } from "./dependencies.ts";
import { parsedOnce } from "./files.ts";
import { jvmLibraries } from "./jvm.ts";
import { foldersAbove, type Manifest, type ManifestFile, pathIn } from "./manifest.ts";

const buildFile = /^build\.gradle(?:\.kts)?$/;
const settingsFile = /^settings\.gradle(?:\.kts)?$/;
const coordinates =
  /["'](?<name>[\w.-]{1,200}:[\w.-]{1,200})(?::(?<version>[\w.${}+-]{1,100}))?(?:@\w{1,20})?["']/g;
const catalogAccess = /\blibs\.(?<alias>[\w.]{1,200})/g;
const projectAccess =
  /\bproject\s{0,5}\(\s{0,5}(?:path\s{0,5}[=:]\s{0,5})?["'](?<path>:[\w:./-]{1,200})["']/g;
const typedAccess = /\bprojects\.(?<path>[\w.]{1,200})/g;
const inclusion =
  /\binclude\b\s{0,5}\(?(?<list>(?:\s{0,200}["'][\w:./-]{1,200}["']\s{0,200},?){1,500})/g;
const testLine = /^[ \t]*(?:test|androidTest|integrationTest)\w{0,100}[ \t(].*/gm;

const Catalog = z.object({
  versions: z.record(z.string(), z.unknown()).optional().catch(undefined),
  libraries: z.record(z.string(), z.unknown()).optional().catch(undefined),
});
const Library = z.object({
  module: z.string().optional(),
  group: z.string().optional(),
  name: z.string().optional(),
  version: z
    .union([z.string(), z.object({ ref: z.string() })])
    .optional()
    .catch(undefined),
});

/** build.gradle and settings.gradle, in Groovy or Kotlin, as far as they say things as literals: they are programs, and never run. */
export default {
  id: "gradle",
  describes: (path) =>
    buildFile.test(posix.basename(path)) || settingsFile.test(posix.basename(path)),
  refersTo: (path) => /(?:^|\/)(?:gradle\.properties|gradle\/libs\.versions\.toml)$/.test(path),
  read(file) {
    const alone = settingsFile.test(posix.basename(file.path));
    if (alone && findIn(file, file.folder, buildFile) !== undefined) return undefined;
    const root = [file.folder, ...foldersAbove(file.folder)].find(
      (folder) => findIn(file, folder, settingsFile) !== undefined,
    );
    const above = root === undefined || root === file.folder ? "" : findIn(file, root, buildFile);
    const settings = findIn(file, root ?? file.folder, settingsFile) ?? "";
    const name =
      (root ?? file.folder) === file.folder
        ? (wordOf(settings, "rootProject\\.name") ?? nameOfFolder(file))
        : posix.basename(file.folder);
    const text = alone ? "" : file.text;
    const group = wordOf(text, "group") ?? wordOf(above ?? "", "group");
    const version = resolve(file, root, wordOf(text, "version") ?? wordOf(above ?? "", "version"));
    const used = text.replaceAll(testLine, "");
    const dependencies = readDependencies({ ...file, text: used }, root);
    return {
      ...toPackage("maven", group === undefined ? name : `${group}:${name}`, version),
      start: commands(text, name, version),
      sdks: librariesAmong(dependencies, "maven", jvmLibraries),
      uses: [...dependencies.keys(), ...readProjects(used, settings, root ?? "")],
    };
  },
} satisfies Manifest;

function findIn({ files }: ManifestFile, folder: string, name: RegExp): string | undefined {
  const stem = name === buildFile ? "build.gradle" : "settings.gradle";
  return files.text(pathIn(folder, stem)) ?? files.text(pathIn(folder, `${stem}.kts`));
}

function nameOfFolder({ folder, repository }: ManifestFile): string {
  return folder === "" ? repository : posix.basename(folder);
}

/** `version = "1.0"`, `version '1.0'` -> `1.0`. */
function wordOf(text: string, word: string): string | undefined {
  const found = new RegExp(`^[ \\t]*${word}[ \\t]*=?[ \\t]*["'](?<value>[^"'\\n]{1,200})["']`, "m");
  return found.exec(text)?.groups?.["value"];
}

/** A version that is a variable is looked up in the file and in gradle.properties. */
function resolve(
  file: ManifestFile,
  root: string | undefined,
  version: string | undefined,
): string | undefined {
  const variable = /^\$\{?(?<name>[\w.]{1,100})\}?$/.exec(version ?? "")?.groups?.["name"];
  if (variable === undefined) return version?.includes("$") === true ? undefined : version;
  const name = variable.replaceAll(".", "\\.");
  const assigned = new RegExp(
    `\\b${name}(?:"\\))?[ \\t]*=[ \\t]*["'](?<value>[\\w.+-]{1,100})["']`,
  );
  const property = new RegExp(`^[ \\t]*${name}[ \\t]*=[ \\t]*(?<value>[\\w.+-]{1,100})`, "m");
  const properties = [file.folder, root ?? ""].map(
    (folder) => file.files.text(pathIn(folder, "gradle.properties")) ?? "",
  );
  return (
    assigned.exec(file.text)?.groups?.["value"] ??
    assigned.exec(findIn(file, root ?? "", buildFile) ?? "")?.groups?.["value"] ??
    properties
      .map((text) => property.exec(text)?.groups?.["value"])
      .find((value) => value !== undefined)
  );
}

function readDependencies(
  file: ManifestFile,
  root: string | undefined,
): Map<string, string | undefined> {
  const found = new Map<string, string | undefined>();
  for (const { groups } of file.text.matchAll(coordinates))
    found.set(groups?.["name"] ?? "", resolve(file, root, groups?.["version"]));
  const families = new Map(
    [...found]
      .filter(([name]) => name.endsWith("-bom"))
      .map(([name, version]) => [groupOf(name), version]),
  );
  for (const [name, version] of found) found.set(name, version ?? families.get(groupOf(name)));
  const catalog = readCatalog(file.files, pathIn(root ?? "", "gradle/libs.versions.toml"));
  for (const { groups } of file.text.matchAll(catalogAccess)) {
    const library = catalog?.get(groups?.["alias"] ?? "");
    if (library !== undefined) found.set(library.name, library.version);
  }
  return found;
}

function groupOf(name: string): string {
  return name.slice(0, name.indexOf(":"));
}

/** Libraries by the name that builds call them by. https://docs.gradle.org/current/userguide/version_catalogs.html */
const readCatalog = parsedOnce((text) => {
  const found = new Map<string, { name: string; version: string | undefined }>();
  const { versions = {}, libraries = {} } = Catalog.safeParse(parseToml(text)).data ?? {};
  for (const [alias, value] of Object.entries(libraries)) {
    const [group, artifact, inline] = typeof value === "string" ? value.split(":") : [];
    const { data } = Library.safeParse(value);
    const name =
      data === undefined ? `${group}:${artifact}` : (data.module ?? `${data.group}:${data.name}`);
    const declared = typeof data?.version === "object" ? versions[data.version.ref] : data?.version;
    const version = inline ?? (typeof declared === "string" ? declared : undefined);
    found.set(alias.replaceAll(/[-_]/g, "."), { name, version });
  }
  return found;
});

/** Folders of the other projects that a build names. */
function readProjects(text: string, settings: string, root: string): string[] {
  const folderOf = (path: string): string => {
    const moved = new RegExp(
      `project\\(["']${path}["']\\)\\.projectDir\\s*=\\s*(?:new File\\([^\\n,]*,\\s*|file\\()["'](?<folder>[\\w./-]{1,200})`,
    ).exec(settings)?.groups?.["folder"];
    return posix.join(root, moved ?? path.slice(1).replaceAll(":", "/"));
  };
  const named = [...text.matchAll(projectAccess)].map(({ groups }) => groups?.["path"] ?? "");
  const typed = new Set(
    [...text.matchAll(typedAccess)].map(({ groups }) => squeeze(groups?.["path"] ?? "")),
  );
  const included = [...settings.matchAll(inclusion)]
    .flatMap(({ groups }) => [...(groups?.["list"] ?? "").matchAll(/["']:?([^"']+)["']/g)])
    .map(([, path = ""]) => `:${path}`);
  const used = [...named, ...included.filter((path) => typed.has(squeeze(path)))];
  return [...new Set(used)].filter((path) => /^[\w:./-]+$/.test(path)).map(folderOf);
}

/** `:core-lib:api` and `coreLib.api` are the same project. */
function squeeze(path: string): string {
  return path.replaceAll(/[^a-z\d]/gi, "").toLowerCase();
}

/** Only plugins that make one file which starts by itself, or that run a program, say how. */
function commands(text: string, name: string, version: string | undefined): string[][] {
  const jar = version === undefined ? name : `${name}-${version}`;
  if (/\bcom\.(?:gradleup|github\.johnrengelman)\.shadow\b|\blibs\.plugins\.shadow\b/.test(text))
    return [["java", "-jar", `build/libs/${jar}-all.jar`]];
  if (/["']org\.springframework\.boot["']|\blibs\.plugins\.spring\.?boot\b/i.test(text))
    return [["java", "-jar", `build/libs/${jar}.jar`]];
  if (/["']io\.quarkus["']/.test(text))
    return [["java", "-jar", "build/quarkus-app/quarkus-run.jar"]];
  if (/^[ \t]*(?:id[ (]+["'])?[`]?application\b[`]?["')]*[ \t]*$|\bmainClass\b/m.test(text))
    return [["./gradlew", "run"]];
  return [];
}
