import type { Package } from "../../model.ts";
import { type Dependencies, librariesAmong } from "./dependencies.ts";

const libraries = new Set([
  "arcade-mcp",
  "arcade-mcp-server",
  "django-mcp-server",
  "enrichmcp",
  "fastapi-mcp",
  "fastmcp",
  "fastmcp-slim",
  "golf-mcp",
  "mcp",
  "mcp-use",
]);
const requirement =
  /^\s*(?<name>[a-z\d][\w.-]{0,200})\s{0,20}(?:\[[^\]]{0,200}\])?\s{0,20}\(?(?<version>[^;)#]{0,200})/i;
const maximumCommands = 8;

/** Requirements in the words of PEP 508: `mcp[cli]>=1.2; python_version > "3.9"` -> `mcp`, `>=1.2`. */
export function readRequirements(lines: readonly unknown[]): Dependencies {
  const found = new Map<string, string | undefined>();
  for (const line of lines.slice(0, 2_000)) {
    if (typeof line !== "string") continue;
    const { name, version } = requirement.exec(line)?.groups ?? {};
    if (name !== undefined && !found.has(normalName(name))) found.set(normalName(name), version);
  }
  return found;
}

/** The MCP libraries among requirements. */
export function pythonLibraries(dependencies: Dependencies): Package[] {
  return librariesAmong(dependencies, "pypi", libraries);
}

/** `uvx` runs the program named like the project by the project's name; others are named beside it. */
export function pythonCommands(project: string, scripts: readonly string[]): string[][] {
  const names = [...new Set(scripts)].slice(0, maximumCommands);
  return names.map((script) =>
    script === project ? ["uvx", project] : ["uvx", "--from", project, script],
  );
}

/** `Fast_MCP` -> `fast-mcp`. https://packaging.python.org/en/latest/specifications/name-normalization/ */
export function normalName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, "-");
}
