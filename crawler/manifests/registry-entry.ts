import { posix } from "node:path";
import { z } from "zod";
import { type Package, type Transport, transports } from "../../model.ts";
import { toPackage } from "./dependencies.ts";
import { readJson } from "./json.ts";

/** What a server.json says of a server. */
export interface RegistryEntry {
  /** Its folder, above a folder of its own such as `.mcp`; empty for the root. */
  folder: string;
  /** In the order of the file. */
  packages: Package[];
  start: string[][];
  /** In the order of `transports`. */
  transports: Transport[];
}

const maximumPackages = 20;
const maximumArguments = 30;
const schema = /\/schemas?\/[\d-]+\/server\.schema\.json$/;

const Transported = z.object({ type: z.string() });
const Argument = z.object({
  type: z.string().optional().catch(undefined),
  name: z.string().optional().catch(undefined),
  value: z.string().optional().catch(undefined),
});
const Arguments = z.array(z.unknown()).optional().catch(undefined);
const Entry = z.object({
  registryType: z.string().optional().catch(undefined),
  registry_type: z.string().optional().catch(undefined),
  identifier: z.string().min(1),
  version: z.string().optional().catch(undefined),
  transport: Transported.optional().catch(undefined),
  packageArguments: Arguments,
  package_arguments: Arguments,
});
const ServerJson = z.object({
  $schema: z.string().optional().catch(undefined),
  name: z.string().min(1),
  packages: z.array(z.unknown()).optional().catch(undefined),
  remotes: z.array(z.unknown()).optional().catch(undefined),
});

/** Whether a path may be a server.json of the MCP registry. */
export function isRegistryEntry(path: string): boolean {
  return posix.basename(path) === "server.json";
}

/** Undefined when the file is no server.json of the registry's format. https://github.com/modelcontextprotocol/registry/blob/main/docs/reference/server-json/generic-server-json.md */
export function readRegistryEntry(path: string, text: string): RegistryEntry | undefined {
  const { data } = ServerJson.safeParse(readJson(text));
  if (data === undefined) return undefined;
  const entries = (data.packages ?? [])
    .slice(0, maximumPackages)
    .flatMap((one) => Entry.safeParse(one).data ?? [])
    // One that starts with a dash would be an option of the client that starts it.
    .filter(({ identifier }) => !/[${}]|^-/.test(identifier));
  const remotes = (data.remotes ?? [])
    .slice(0, maximumPackages)
    .flatMap((one) => Transported.safeParse(one).data?.type ?? []);
  const named = schema.test(data.$schema ?? "") || data.name.includes("/");
  if (!named || (entries.length === 0 && remotes.length === 0)) return undefined;
  const used = [...entries.map(({ transport }) => transport?.type), ...remotes];
  return {
    folder: folderOf(path),
    packages: entries.map((entry) => toPackage(registryOf(entry), entry.identifier, entry.version)),
    start: entries.flatMap(command),
    transports: transports.filter((transport) => used.includes(transport)),
  };
}

function folderOf(path: string): string {
  const folder = posix.dirname(path);
  const own = posix.basename(folder).startsWith(".") ? posix.dirname(folder) : folder;
  return own === "." ? "" : own;
}

function registryOf(entry: z.infer<typeof Entry>): string {
  return entry.registryType ?? entry.registry_type ?? "";
}

/** The client that a package's registry is used with, and the arguments that the entry fixes. */
function command(entry: z.infer<typeof Entry>): string[][] {
  const { identifier } = entry;
  const clients = new Map([
    ["npm", ["npx", "-y", identifier]],
    ["pypi", ["uvx", identifier]],
    ["oci", ["docker", "run", "-i", "--rm", identifier]],
    ["nuget", ["dnx", identifier, "--yes"]],
  ]);
  const client = clients.get(registryOf(entry));
  if (client === undefined) return [];
  const fixed = (entry.packageArguments ?? entry.package_arguments ?? [])
    .slice(0, maximumArguments)
    .flatMap((one) => {
      const { type, name, value } = Argument.safeParse(one).data ?? {};
      if (value === undefined || value.includes("{")) return [];
      return type === "named" && name !== undefined ? [name, value] : [value];
    });
  return [[...client, ...fixed]];
}
