/** What depends on the SDK's version. https://github.com/modelcontextprotocol/csharp-sdk/releases */
export interface SdkTraits {
  /** Derived names are in snake case, since 0.3.0-preview.2. */
  snakeCase: boolean;
  /** The description of what is returned is added to the tool's, since 0.5.0. */
  describesReturn: boolean;
}

const reference =
  /<Package(?:Reference|Version)\b[^>]{0,300}\bInclude="ModelContextProtocol(?:\.\w+)?"[^>]{0,300}?(?:\bVersion="([^"]+)"|>\s*<Version>([^<]+)<)/g;

/** The traits of the SDK that a file's project declares; those of the newest when none is declared. */
export function sdkTraits(files: ReadonlyMap<string, string>, path: string): SdkTraits {
  const versions = [...files]
    .filter(([file]) => isProject(file))
    .flatMap(([file, text]) =>
      [...text.matchAll(reference)].map((match) => ({ file, version: match[1] ?? match[2] ?? "" })),
    );
  const [nearest] = versions
    .filter(({ file }) => path.startsWith(folderOf(file)))
    .toSorted((a, b) => folderOf(b.file).length - folderOf(a.file).length);
  const version = (nearest ?? versions[0])?.version ?? "";
  return {
    snakeCase: !/^\D*0\.(?:[0-2]\.|3\.0-preview\.1\b)/.test(version),
    describesReturn: !/^\D*0\.[0-4]\./.test(version),
  };
}

/** Whether the file says what a project is made of. */
export function isProject(path: string): boolean {
  return /\.(?:csproj|fsproj|props|targets)$/i.test(path);
}

/** Path of the project file nearest above a file; empty when there is none. */
export function projectOf(files: ReadonlyMap<string, string>, path: string): string {
  let nearest = "";
  for (const file of projectFiles(files)) {
    if (!path.startsWith(folderOf(file))) continue;
    if (nearest === "" || folderOf(file).length > folderOf(nearest).length) nearest = file;
  }
  return nearest;
}

const known = new WeakMap<ReadonlyMap<string, string>, string[]>();

function projectFiles(files: ReadonlyMap<string, string>): string[] {
  const projects = known.get(files) ?? [...files.keys()].filter((file) => /\.csproj$/i.test(file));
  known.set(files, projects);
  return projects;
}

/** Whether a project is built with another: itself, or one that it refers to, near or far. */
export function isBuiltWith(
  files: ReadonlyMap<string, string>,
  project: string,
  other: string,
): boolean {
  const name = (path: string) => path.split(/[\\/]/).at(-1)?.toLowerCase() ?? "";
  const reached = new Set([project]);
  for (const one of reached) {
    if (one === other) return true;
    const text = files.get(one) ?? "";
    const included = [...text.matchAll(/<ProjectReference\b[^>]{0,300}\bInclude="([^"]+)"/g)].map(
      (match) => name(match[1] ?? ""),
    );
    for (const file of projectFiles(files)) if (included.includes(name(file))) reached.add(file);
  }
  return false;
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}
