/** A module of a library, by the name of its package and the path in it. */
type Load = (specifier: string) => unknown;

/** The SDK in one package, and where its successor has the same. */
const first = "@modelcontextprotocol/sdk";
const second = "@modelcontextprotocol/server";
/** Names under which files that bundle libraries hand them on, as the libraries themselves name them. */
const members: Record<string, (load: Load) => unknown> = {
  z: (load) => member(load("zod"), "z"),
  zod: (load) => member(load("zod"), "z"),
  yargs: (load) => load("yargs"),
  Yargs: (load) => load("yargs"),
  hideBin: (load) => member(load("yargs/helpers"), "hideBin"),
};
const sdkModules: Record<string, readonly [first: string, second: string]> = {
  McpServer: [`${first}/server/mcp.js`, second],
  ResourceTemplate: [`${first}/server/mcp.js`, second],
  Server: [`${first}/server/index.js`, second],
  StdioServerTransport: [`${first}/server/stdio.js`, `${second}/stdio`],
};
const protocolType = /^[A-Z]\w*(?:Request|Result|Notification)Schema$/;

/**
 * What a name means that code imports from a file of its own package which isn't in the snapshot; `sdk` is the package
 * that it builds on. Undefined when that can't be known.
 */
export function bundledMember(key: PropertyKey, sdk: string, load: Load): unknown {
  if (typeof key !== "string") return undefined;
  if (Object.hasOwn(members, key)) return members[key]?.(load);
  const [module] = (sdk === second ? sdkModules[key]?.slice(1) : sdkModules[key]) ?? [];
  if (Object.hasOwn(sdkModules, key) && module !== undefined) return member(load(module), key);
  return protocolType.test(key) && sdk === first
    ? member(load(`${first}/types.js`), key)
    : undefined;
}

function member(module: unknown, key: string): unknown {
  return (module as Record<string, unknown>)[key];
}
