import { type Package, type Transport, transports } from "../model.ts";
import type { Files } from "./manifests/files.ts";

/** Words that start a server on a transport, in one language's files or in all of them. */
interface Use {
  files: RegExp;
  words: RegExp;
  /** Words that must stand in the same file. */
  beside?: RegExp;
  /** Absent when the words themselves name it, as the group `named`. */
  transport?: Transport;
}

const script = /\.[cm]?[jt]sx?$/;
const python = /\.py$/;
const go = /\.go$/;
const rust = /\.rs$/;
const jvm = /\.(?:java|kts?|groovy)$/;
const dotnet = /\.(?:cs|fs|vb)$/;
const php = /\.php$/;
const springSettings = /(?:^|\/)application[\w-]*\.(?:properties|ya?ml)$/;
const ruby = /\.rb$|(?:^|\/)exe\/[\w.-]+$/;

/** By the names of the SDKs' own functions and classes. */
const uses: Use[] = [
  { files: script, words: /\bnew\s+StdioServerTransport\b|\bserveStdio\s*\(/, transport: "stdio" },
  {
    files: script,
    words:
      /\bnew\s{1,20}\w{0,60}Streamable(?:HTTP|Http)(?:Server)?Transport\b|\bcreateMcpHandler\s*\(|\bcreateMcpExpressApp\s*\(/,
    transport: "streamable-http",
  },
  { files: script, words: /\bnew\s+SSEServerTransport\b|\.serveSSE\s*\(/, transport: "sse" },
  { files: script, words: /\btransportType\s*:\s*["'](?<named>stdio|httpStream|sse)["']/g },
  {
    files: python,
    words:
      /\bstdio_server\s*\(|\.run_stdio_async\s*\(|\b\w{0,60}?mcp\w{0,60}\.run(?:_async)?\s*\(\s*\)/i,
    transport: "stdio",
  },
  {
    files: python,
    words:
      /\bStreamableHTTPSessionManager\s*\(|\.(?:run_streamable_http_async|run_http_async|streamable_http_app|http_app)\s*\(/,
    transport: "streamable-http",
  },
  {
    files: python,
    words: /\bSseServerTransport\s*\(|\.(?:run_sse_async|sse_app)\s*\(/,
    transport: "sse",
  },
  {
    files: python,
    words:
      /\btransport\s*(?::\s*\w{1,40}\s*)?=\s*["'](?<named>stdio|streamable-http|http|sse)["']/g,
  },
  {
    files: python,
    words: /\btransport\w{0,20}\s*==\s*["'](?<named>stdio|streamable-http|http|sse)["']/g,
  },
  { files: go, words: /\bIOTransport\s*\{/, beside: /\bos\.Stdin\b/, transport: "stdio" },
  {
    files: go,
    words:
      /\bServeStdio\s*\(|\bNewStdioServer\s*\(|\bStdioTransport\s*\{|\bNewStdio(?:Server)?Transport\s*\(/,
    transport: "stdio",
  },
  {
    files: go,
    words:
      /\bNewStreamableHTTP(?:Server|Handler|ServerTransport)\s*\(|\bNewStreamableServerTransport\s*\(/,
    transport: "streamable-http",
  },
  { files: go, words: /\bNewSSE(?:Server|Handler|ServerTransport)\s*\(/, transport: "sse" },
  {
    files: rust,
    words:
      /\bserve\s*\(\s*(?:[\w:]{1,60}::)?stdio\s*\(\)|\btransport\s*=\s*(?:[\w:]{1,60}::)?stdio\s*\(\)|\(\s*(?:[\w:]{1,60}::)?stdin\s*\(\)\s*,\s*(?:[\w:]{1,60}::)?stdout\s*\(\)\s*\)|\bStdioTransport::new\b/,
    transport: "stdio",
  },
  {
    files: rust,
    words: /\bStreamableHttpService\b|\bStreamableHttpServer\b/,
    transport: "streamable-http",
  },
  { files: rust, words: /\bSseServer::/, transport: "sse" },
  {
    files: springSettings,
    words:
      /^[ \t]*(?:spring\.ai\.mcp\.server\.)?stdio[ \t]*[:=][ \t]*["']?(?:\$\{[\w.]{1,100}:)?true\b/m,
    transport: "stdio",
  },
  {
    files: springSettings,
    words:
      /^[ \t]*(?:spring\.ai\.mcp\.server\.)?protocol[ \t]*[:=][ \t]*["']?(?:\$\{[\w.]{1,100}:)?(?<named>STREAMABLE|STATELESS|SSE)\b/gim,
  },
  { files: jvm, words: /\bStdioServerTransport(?:Provider)?\s*\(/, transport: "stdio" },
  {
    files: jvm,
    words:
      /\b\w{0,60}Streamable(?:Http)?ServerTransport(?:Provider)?\b|\bmcp(?:Stateless)?StreamableHttp\s*[({]/,
    transport: "streamable-http",
  },
  { files: jvm, words: /\b\w{0,60}SseServerTransport(?:Provider)?\b/, transport: "sse" },
  {
    files: dotnet,
    words: /\bWithStdioServerTransport\s*\(|\bnew\s+StdioServerTransport\b/,
    transport: "stdio",
  },
  { files: dotnet, words: /\bWithHttpTransport\s*\(|\bMapMcp\s*\(/, transport: "streamable-http" },
  {
    files: php,
    words: /\bnew\s+Stdio(?:Server)?Transport\b|\bMcp::local\s*\(/,
    transport: "stdio",
  },
  {
    files: php,
    words: /\bnew\s+StreamableHttp(?:Server)?Transport\b|\bMcp::web\s*\(/,
    transport: "streamable-http",
  },
  { files: ruby, words: /\bFastMcp::Server\b/, beside: /\.start\b(?!_)/, transport: "stdio" },
  { files: ruby, words: /\bStdioTransport\.new\b/, transport: "stdio" },
  { files: ruby, words: /\bStreamableHTTPTransport\.new\b/, transport: "streamable-http" },
  { files: ruby, words: /\bFastMcp\.(?:mount_in_rails|rack_middleware)\b/, transport: "sse" },
];

/** Libraries that are a transport by themselves. */
const artifacts: { name: RegExp; transport: Transport }[] = [
  { name: /^io\.quarkiverse\.mcp:quarkus-mcp-server-stdio$/, transport: "stdio" },
  { name: /^io\.quarkiverse\.mcp:quarkus-mcp-server-http$/, transport: "streamable-http" },
  { name: /^io\.quarkiverse\.mcp:quarkus-mcp-server-sse$/, transport: "sse" },
  { name: /^org\.springframework\.ai:spring-ai-starter-mcp-server$/, transport: "stdio" },
];

const names = new Map<string, Transport>([
  ["http", "streamable-http"],
  ["httpstream", "streamable-http"],
  ["sse", "sse"],
  ["stateless", "streamable-http"],
  ["stdio", "stdio"],
  ["streamable", "streamable-http"],
  ["streamable-http", "streamable-http"],
]);
const notServed =
  /(?:^|\/)(?:tests?|__tests__|specs?|e2e|fixtures?|examples?|samples?|docs?|node_modules|vendor)\/|(?:[._]test|[._]spec)\.\w+$|(?:^|\/)test_[^/]*\.py$/i;

/** Below it the folders are the language's own names. */
const sourceRoot = /(?<set>(?:^|\/)src\/\w+\/)(?:java|kotlin|groovy|scala)\/.*\//;

/** The transports that a server's own files, those of its folder, and libraries were seen to use, in the order of `transports`. */
export function readTransports(
  files: Files,
  folder: string,
  paths: Iterable<string>,
  libraries: readonly Package[],
): Transport[] {
  const seen = new Set<Transport>();
  for (const { name, transport } of artifacts)
    if (libraries.some((library) => name.test(library.name))) seen.add(transport);
  for (const path of paths) {
    const within = path.slice(folder === "" ? 0 : folder.length + 1).replace(sourceRoot, "$<set>");
    const possible = notServed.test(within) ? [] : uses.filter((use) => use.files.test(path));
    const text = possible.length === 0 ? "" : (files.text(path) ?? "");
    for (const one of possible.flatMap((use) => findUse(use, text))) seen.add(one);
  }
  return transports.filter((transport) => seen.has(transport));
}

function findUse({ words, beside, transport }: Use, text: string): Transport[] {
  if (beside !== undefined && !beside.test(text)) return [];
  if (transport !== undefined) return words.test(text) ? [transport] : [];
  return [...text.matchAll(words)].flatMap(
    ({ groups }) => names.get((groups?.["named"] ?? "").toLowerCase()) ?? [],
  );
}
