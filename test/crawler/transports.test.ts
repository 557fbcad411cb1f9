import { expect, test } from "vitest";
import { lookAt } from "../../crawler/manifests/files.ts";
import { readTransports } from "../../crawler/transports.ts";
import type { Package, Transport } from "../../model.ts";

function read(path: string, text: string, libraries: Package[] = []): Transport[] {
  return readTransports(lookAt(new Map([[path, text]])), "", [path], libraries);
}

test.each<[string, string, Transport[]]>([
  ["a.ts", "const t = new StdioServerTransport();", ["stdio"]],
  [
    "a.ts",
    "new StreamableHTTPServerTransport({}); new SSEServerTransport(path, res)",
    ["streamable-http", "sse"],
  ],
  ["a.ts", 'server.start({ transportType: "httpStream" })', ["streamable-http"]],
  ["a.ts", "import { StdioClientTransport } from 'x'; new StdioClientTransport()", []],
  ["a.py", "mcp.run()", ["stdio"]],
  ["a.py", 'mcp.run(transport="streamable-http")', ["streamable-http"]],
  ["a.py", "async with stdio_server() as (r, w): pass", ["stdio"]],
  ["a.py", 'if transport == "sse": mcp.run(transport=transport)', ["sse"]],
  ["a.py", "asyncio.run()", []],
  ["a.go", "server.ServeStdio(s)", ["stdio"]],
  ["a.go", "s.Run(ctx, &mcp.StdioTransport{})", ["stdio"]],
  ["a.go", "mcp.NewStreamableHTTPHandler(f, nil)", ["streamable-http"]],
  ["a.rs", "let service = Tides::new().serve(stdio()).await?;", ["stdio"]],
  ["a.rs", "StreamableHttpService::new(a, b, c)", ["streamable-http"]],
  ["A.java", "new WebMvcSseServerTransportProvider(m, p)", ["sse"]],
  ["A.kt", "val transport = StdioServerTransport(a, b)", ["stdio"]],
  ["A.cs", ".AddMcpServer().WithHttpTransport()", ["streamable-http"]],
  ["a.php", "Mcp::local('tides', Tides::class);", ["stdio"]],
  ["a.rb", "MCP::Server::Transports::StdioTransport.new(server).open", ["stdio"]],
  ["a.go", "t := &mcp.IOTransport{Reader: in}\nin := os.Stdin", ["stdio"]],
  ["a.go", "t := &mcp.IOTransport{Reader: in}", []],
  ["a.rb", "server = FastMcp::Server.new\nserver.start", ["stdio"]],
  [
    "src/main/resources/application.yml",
    "server:\n  stdio: true\n  protocol: STATELESS",
    ["stdio", "streamable-http"],
  ],
  ["application.properties", "spring.ai.mcp.server.protocol=${P:SSE}", ["sse"]],
  ["src/main/java/com/example/A.java", "new WebMvcSseServerTransportProvider(m)", ["sse"]],
  ["src/test/java/com/acme/A.java", "new WebMvcSseServerTransportProvider(m)", []],
  ["test/a.ts", "new StdioServerTransport()", []],
  ["a.md", "new StdioServerTransport()", []],
])("%s: %s", (path, text, expected) => {
  expect(read(path, text)).toEqual(expected);
});

test("a server that lies in a folder of examples is looked at like another", () => {
  const files = lookAt(new Map([["examples/a/main.py", "mcp.run()"]]));
  expect(readTransports(files, "examples/a", files.below(""), [])).toEqual(["stdio"]);
  expect(readTransports(files, "", files.below(""), [])).toEqual([]);
});

test.each([
  ["a.py", "mcp"],
  ["a.kt", "Streamable"],
  ["a.ts", "new "],
  ["a.rs", "x::"],
])("%s: a word that repeats without end is read in time", (path, word) => {
  const start = performance.now();
  expect(read(path, word.repeat(120_000))).toEqual([]);
  expect(performance.now() - start).toBeLessThan(5_000);
});

test("a library may be a transport by itself", () => {
  const name = "io.quarkiverse.mcp:quarkus-mcp-server-stdio";
  expect(read("A.java", "", [{ registry: "maven", name }])).toEqual(["stdio"]);
  expect(read("A.java", "", [{ registry: "maven", name: "x:quarkus-mcp-server-stdio" }])).toEqual(
    [],
  );
});
