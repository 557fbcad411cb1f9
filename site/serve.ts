import { readFile } from "node:fs/promises";
import { createServer, type Server, type ServerResponse } from "node:http";
import { join, resolve } from "node:path";
import sirv from "sirv";

export interface ServeSettings {
  /** A built site. */
  folder: string;
  /** Tried first, then the next ones that are free; 0 takes any. */
  port: number;
}

const portsTried = 50;

/** Serves a built site on 127.0.0.1; a site that is built anew in the same folder is served at once. */
export async function serveSite({
  folder,
  port,
}: ServeSettings): Promise<{ url: string; close: () => Promise<void> }> {
  const root = resolve(folder);
  const files = sirv(root, {
    // Looked up at each request: the folder is swapped by the next build.
    dev: true,
    etag: true,
    setHeaders: headers,
  });
  const server = createServer((request, response) => {
    // A file that goes between being found and being read ends its own response, and nothing else.
    response.on("pipe", (source) => source.on("error", () => response.destroy()));
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.writeHead(405, { Allow: "GET, HEAD" }).end();
      return;
    }
    files(request, response, () => void missing(root, response, request.method === "HEAD"));
  });
  const taken = await listen(server, port);
  return {
    url: `http://localhost:${taken}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function headers(response: ServerResponse, path: string): void {
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.setHeader("Referrer-Policy", "no-referrer");
  response.setHeader("Content-Security-Policy", "frame-ancestors 'none'");
  const kept = /^\/(?:assets|fonts)\//.test(path) ? "public, max-age=86400" : "no-cache";
  response.setHeader("Cache-Control", kept);
}

async function missing(root: string, response: ServerResponse, head: boolean): Promise<void> {
  const page = await readFile(join(root, "404.html")).catch(() => "Not found");
  headers(response, "");
  response.writeHead(404, { "Content-Type": "text/html;charset=utf-8" });
  response.end(head ? undefined : page);
}

async function listen(server: Server, first: number): Promise<number> {
  for (let port = first; ; port += 1) {
    const error = await new Promise<NodeJS.ErrnoException | undefined>((done) => {
      server.once("error", done);
      server.listen(port, "127.0.0.1", () => {
        server.removeListener("error", done);
        done(undefined);
      });
    });
    const address = server.address();
    if (!error && typeof address === "object" && address) return address.port;
    const retry = error?.code === "EADDRINUSE" && first !== 0 && port < first + portsTried;
    if (!retry) throw error ?? new Error(`expected port ${port} to open`);
  }
}
