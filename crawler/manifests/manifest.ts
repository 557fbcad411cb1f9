import type { Package } from "../../model.ts";
import type { Files } from "./files.ts";

/** A file that may make a package of its folder. */
export interface ManifestFile {
  path: string;
  text: string;
  /** Its folder; empty for the root. */
  folder: string;
  /** The snapshot's: parents, workspaces and the code that says what can be started. */
  files: Files;
  /** The repository's own name, for formats that name a package after its folder. */
  repository: string;
}

/** What a manifest says of a package. */
export interface Described extends Package {
  /** How a user starts it, each as the words of a command; those without a registry run in the package's folder. Empty when it starts nothing. */
  start: string[][];
  /** The MCP libraries that it depends on, with the version as declared. */
  sdks: Package[];
  /** What it is built on: names in its own registry, or folders of the snapshot. */
  uses: string[];
  /** Whether it is published for others to build on: then it stays a server of its own beside the programs that are built on it. */
  isPublished?: boolean;
}

/** A manifest format: pure, from a file to the package that it describes. Never throws for what a file says. */
export interface Manifest {
  /** The file's own name: `cargo`. */
  id: string;
  /** Whether a file makes a package. */
  describes(path: string): boolean;
  /** Whether a file is needed beside those: a workspace's settings, a list of versions. */
  refersTo?(path: string): boolean;
  /** Undefined when it names no package: then its folder is none by this file. */
  read(file: ManifestFile): Described | undefined;
}

/** The folders above a folder, nearest first, with the root last and without itself. */
export function foldersAbove(folder: string): string[] {
  const segments = folder === "" ? [] : folder.split("/");
  return segments.map((_, index) => segments.slice(0, segments.length - 1 - index).join("/"));
}

/** The folder of a file; empty for the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** A path inside a folder; `pom.xml` in the root stays itself. */
export function pathIn(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

/** The same for the same package: names that differ in case and in what joins their words are one in pypi and cargo. */
export function keyOf({ registry, name }: { registry: string; name: string }): string {
  return `${registry}:${name.toLowerCase().replaceAll(/[-_.]+/g, "-")}`;
}
