import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createGzip } from "node:zlib";
import { pack } from "tar-stream";

export interface StandInPackage {
  /** Files by version, in order of publication; the last is `latest`. */
  versions: { [version: string]: { [path: string]: string } };
  /** More dist-tags. */
  tags?: { [tag: string]: string };
  /** More fields of its package.json. */
  about?: object;
}

export interface NpmStandIn {
  /** For npm_config_registry. */
  url: string;
  /** `GET /path`, in order of arrival, with the authorization sent. */
  requests: { path: string; authorization: string | undefined }[];
  close(): Promise<void>;
}

/** What goes wrong with a packument or a tarball, in place of its answer; a number is a status. `times` counts requests of the path from 1. */
export type NpmTrouble = (
  path: string,
  times: number,
) => number | "damaged" | "cut-off" | "silent" | "slow-body" | undefined;

/** An npm registry's packuments and tarballs, over real HTTP. https://github.com/npm/registry/blob/main/docs/REGISTRY-API.md */
export async function startNpm(
  packages: { [name: string]: StandInPackage },
  trouble?: NpmTrouble,
): Promise<NpmStandIn> {
  const requests: NpmStandIn["requests"] = [];
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    );
  });
  const listening = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", listening.resolve);
  await listening.promise;
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = decodeURIComponent(request.url ?? "").slice(1);
    requests.push({ path, authorization: request.headers.authorization });
    const wrong = trouble?.(path, requests.filter((one) => one.path === path).length);
    if (wrong === "silent") return;
    if (typeof wrong === "number")
      return void response.writeHead(wrong).end(JSON.stringify({ error: "no" }));
    const [, name = "", version = ""] = /^(?<name>.+)\/-\/(?<version>[^/]+)\.tgz$/.exec(path) ?? [];
    const about = packages[name || path];
    if (about === undefined)
      return void response.writeHead(404).end(JSON.stringify({ error: "Not found" }));
    const isTarball = version !== "";
    const body = isTarball
      ? await makeTarball(about.versions[version] ?? {})
      : Buffer.from(JSON.stringify(await makePackument(path, about, url)));
    const type = isTarball ? "application/octet-stream" : "application/json";
    response.writeHead(200, { "content-type": type, "content-length": body.byteLength });
    if (wrong === undefined) return void response.end(body);
    if (wrong === "damaged") return void response.end(body.fill(7, body.byteLength - 9));
    response.write(
      body.subarray(0, body.byteLength / 2),
      () => wrong === "cut-off" && response.destroy(),
    );
  }

  return {
    url,
    requests,
    async close() {
      server.closeAllConnections();
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      await closed.promise;
    },
  };
}

async function makePackument(
  name: string,
  { versions, tags, about }: StandInPackage,
  url: string,
): Promise<object> {
  const entries = await Promise.all(
    Object.entries(versions).map(async ([version, files]) => {
      const sum = createHash("sha512").update(await makeTarball(files));
      const dist = {
        tarball: `${url}${name}/-/${version}.tgz`,
        integrity: `sha512-${sum.digest("base64")}`,
      };
      return [version, { name, version, dist, ...about }] as const;
    }),
  );
  const latest = Object.keys(versions).at(-1);
  return {
    name,
    "dist-tags": { latest, ...tags },
    versions: Object.fromEntries(entries),
    time: {},
  };
}

/** The same files make the same bytes. */
async function makeTarball(files: { [path: string]: string }): Promise<Buffer> {
  const tar = pack();
  for (const [path, content] of Object.entries(files)) {
    tar.entry({ name: `package/${path}`, mtime: new Date(0) }, content);
  }
  tar.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of tar.pipe(createGzip())) chunks.push(chunk);
  return Buffer.concat(chunks);
}
