import { posix } from "node:path";
import { librariesAmong, toPackage } from "./dependencies.ts";
import { parsedOnce } from "./files.ts";
import { foldersAbove, type Manifest, type ManifestFile, pathIn } from "./manifest.ts";
import { type Element, elementsAt, readXml, textAt } from "./xml.ts";

const libraries = new Set([
  "MCPSharp",
  "Microsoft.Azure.Functions.Worker.Extensions.Mcp",
  "ModelContextProtocol",
  "ModelContextProtocol.AspNetCore",
  "ModelContextProtocol.Core",
  "mcpdotnet",
]);
const project = /\.(?:cs|fs|vb)proj$/;
const versionsFile = "Directory.Packages.props";
const propertiesFile = "Directory.Build.props";
const maximumDependencies = 2_000;
const parse = parsedOnce(readXml);

/** A .NET project, with what it takes from the properties and versions above it. https://learn.microsoft.com/nuget/reference/msbuild-targets */
export default {
  id: "dotnet",
  describes: (path) => project.test(path),
  refersTo: (path) => [versionsFile, propertiesFile].includes(posix.basename(path)),
  read(file) {
    const own = parse(file.files, file.path);
    if (own?.name !== "Project") return undefined;
    const shared = nearest(file, propertiesFile);
    const value = (name: string) =>
      plain(textAt(own, "PropertyGroup", name)) ?? plain(textAt(shared, "PropertyGroup", name));
    const stem = posix.basename(file.path).replace(project, "");
    const name = value("PackageId") ?? value("AssemblyName") ?? stem;
    const version = value("Version") ?? value("PackageVersion") ?? value("VersionPrefix");
    const dependencies = readDependencies(own, nearest(file, versionsFile));
    const tests = dependencies.has("Microsoft.NET.Test.Sdk") || value("IsTestProject") === "true";
    return {
      ...toPackage("nuget", name, version),
      start: tests ? [] : commands(own, value, name, posix.basename(file.path)),
      sdks: librariesAmong(dependencies, "nuget", libraries),
      uses: [...dependencies.keys(), ...projectFolders(own, file.folder)],
    };
  },
} satisfies Manifest;

/** Absent when it is put together from other properties. */
function plain(text: string | undefined): string | undefined {
  return text?.includes("$(") === true ? undefined : text;
}

function nearest(file: ManifestFile, name: string): Element | undefined {
  for (const folder of [file.folder, ...foldersAbove(file.folder)]) {
    const found = parse(file.files, pathIn(folder, name));
    if (found !== undefined) return found;
  }
  return undefined;
}

function readDependencies(
  own: Element,
  shared: Element | undefined,
): Map<string, string | undefined> {
  const central = new Map(
    elementsAt(shared, "ItemGroup", "PackageVersion").map((one) => [
      one.attributes.get("Include"),
      versionOf(one),
    ]),
  );
  const found = new Map<string, string | undefined>();
  for (const one of elementsAt(own, "ItemGroup", "PackageReference").slice(
    0,
    maximumDependencies,
  )) {
    const name = one.attributes.get("Include");
    if (name === undefined) continue;
    const declared = one.attributes.get("VersionOverride") ?? versionOf(one);
    found.set(name, plain(declared ?? central.get(name)));
  }
  return found;
}

function versionOf(one: Element): string | undefined {
  return one.attributes.get("Version") ?? textAt(one, "Version");
}

function projectFolders(own: Element, folder: string): string[] {
  return elementsAt(own, "ItemGroup", "ProjectReference").flatMap(({ attributes }) => {
    const target = attributes.get("Include")?.replaceAll("\\", "/");
    if (target === undefined || target.includes("$(")) return [];
    const found = posix.dirname(posix.join(folder, target));
    return [found === "." ? "" : found];
  });
}

/** A tool is run from the registry by its package; another program from its project's folder. */
function commands(
  own: Element,
  value: (name: string) => string | undefined,
  name: string,
  file: string,
): string[][] {
  const isTool = value("PackAsTool")?.toLowerCase() === "true";
  if (isTool || value("PackageType") === "McpServer") return [["dnx", name, "--yes"]];
  const sdk = own.attributes.get("Sdk") ?? "";
  const isProgram =
    /^(?:win)?exe$/i.test(value("OutputType") ?? "") ||
    /^Microsoft\.NET\.Sdk\.(?:Web|Worker)\b/.test(sdk);
  return isProgram ? [["dotnet", "run", "--project", file]] : [];
}
