import pacote from "pacote";
import { z } from "zod";
import type { Snapshot, Source } from "../../model.ts";
import { readArchive } from "../archive.ts";
import {
  SourceError,
  type Door,
  type DoorOptions,
  type Located,
  type SourceErrorKind,
} from "../door.ts";
import { formatSource } from "../source.ts";
import { readNpmrc } from "./npmrc.ts";

export interface NpmOptions extends DoorOptions {
  /** Absent: what npm itself would use, from its environment and `.npmrc`. */
  registry?: string;
  /** In place of npm's own settings: `{ registry, "@scope:registry", "//host/:_authToken" }`. */
  npmrc?: { [name: string]: string };
  /** Milliseconds to wait for the registry's first sign of life; 10,000 unless told. */
  firstAnswerMs?: number;
}

/** https://github.com/npm/registry/blob/main/docs/REGISTRY-API.md, after pacote's normalisation */
const Manifest = z.object({
  name: z.string(),
  version: z.string(),
  description: z.string().optional().catch(undefined),
  license: z.string().optional().catch(undefined),
  repository: z.object({ url: z.string() }).optional().catch(undefined),
  _resolved: z.string(),
  _integrity: z.unknown().transform((integrity) => (integrity ? String(integrity) : undefined)),
});
type Manifest = z.infer<typeof Manifest>;
type Packuments = NonNullable<pacote.Options["packumentCache"]>;

/** Opens `npm:package`, its `latest` unless a version or dist-tag is named, with npm's own client. Costs 2 requests, 1 to find it unchanged. */
export function npmDoor(options: NpmOptions): Door {
  const contact = { made: false };
  // pacote asks for the package's description again before it fetches the archive, unless it is given what it found.
  const found = new WeakMap<Located, Packuments>();
  const settings = readSettings(options).then((npmrc) => ({
    ...npmrc,
    ...(options.registry === undefined ? {} : { registry: options.registry }),
    // One more try, soon. Damaged archives are fetched twice as often.
    fetchRetries: 1,
    fetchRetryFactor: 1,
    fetchRetryMintimeout: 500,
    fetchRetryMaxtimeout: 500,
    userAgent: "mcp-almanac",
  }));
  return {
    scheme: "npm",
    async locate(source) {
      if (!isOfRegistry(source))
        throw new SourceError("invalid", `${formatSource(source)} names nothing of a registry`);
      const patienceMs = contact.made
        ? Math.max(60_000, options.firstAnswerMs ?? 0)
        : (options.firstAnswerMs ?? 10_000);
      const signal = AbortSignal.timeout(patienceMs);
      try {
        const spec = source.ref === undefined ? source.name : `${source.name}@${source.ref}`;
        const packumentCache: Packuments = new Map();
        const asked = { ...(await settings), fullMetadata: true, packumentCache, signal };
        const manifest = Manifest.safeParse(await pacote.manifest(spec, asked));
        contact.made = true;
        if (!manifest.success) throw notAsDocumented(manifest.error);
        const located = describe(manifest.data);
        if (located.source.name !== source.name)
          throw new SourceError("broken", `the registry answers with ${located.source.name}`);
        found.set(located, packumentCache);
        return located;
      } catch (error) {
        throw explain(error, source, contact.made);
      }
    },
    async open(located) {
      const end = new AbortController();
      const timer = setTimeout(() => end.abort(), options.limits.timeMs);
      try {
        const packumentCache = found.get(located) ?? new Map();
        const asked = {
          ...(await settings),
          ...located.notes,
          fullMetadata: true,
          packumentCache,
          signal: end.signal,
        };
        return await open(located, options, asked, end.signal);
      } catch (error) {
        const late = new SourceError(
          "too-slow",
          `no archive within ${options.limits.timeMs / 1000} s`,
          { cause: error },
        );
        throw explain(end.signal.aborted ? late : error, located.source, true);
      } finally {
        clearTimeout(timer);
        // Ends the download of what was refused half-way.
        end.abort();
      }
    },
  };
}

async function readSettings({ npmrc }: NpmOptions): Promise<{ [name: string]: string }> {
  return npmrc ?? readNpmrc(process.env, process.cwd());
}

/** By a version, a range or a tag. npm's client takes much else: files of this host, and repositories whose scripts it runs. */
function isOfRegistry({ name, ref = "" }: Source): boolean {
  return (
    /^(?:@[\w~.-]+\/)?[\w~-][\w~.-]*$/.test(name) &&
    /^(?![.])[\w.^~<>=|*+\s-]*$/.test(ref) &&
    ![name, ref].some((text) => /\.(?:tgz|tar|tar\.gz)$/i.test(text))
  );
}

function describe(manifest: Manifest): Located {
  const {
    name,
    version,
    description,
    license,
    repository,
    _resolved: resolved,
    _integrity: integrity,
  } = manifest;
  return {
    source: { scheme: "npm", name },
    repository: {
      source: `npm:${name}`,
      id: `npmjs.com/${name}`,
      url: readUrl(repository?.url) ?? `https://www.npmjs.com/package/${name}`,
      ...(description ? { description } : {}),
      ...(license ? { license } : {}),
    },
    revision: version,
    notes: { resolved, ...(integrity === undefined ? {} : { integrity }) },
  };
}

async function open(
  { source, repository, revision }: Located,
  options: NpmOptions,
  asked: object,
  signal: AbortSignal,
): Promise<Snapshot> {
  if (revision === undefined)
    throw new Error(`expected a version of ${repository.source}, got none`);
  // pacote calls this again after damaged content; what the first call read is then dropped.
  const read = (tarball: NodeJS.ReadableStream) => {
    // It may fail once more after the reader has given up, and nobody else listens.
    tarball.on("error", () => undefined);
    return readArchive(tarball as unknown as AsyncIterable<Uint8Array>, options, signal);
  };
  const { files, skipped } = await pacote.tarball.stream(`${source.name}@${revision}`, read, asked);
  const lineUrl = `https://app.unpkg.com/${source.name}@${revision}/files/{path}#L{line}`;
  return { repository, revision, lineUrl, files, skipped };
}

function notAsDocumented(cause: unknown): SourceError {
  return new SourceError("broken", "the registry's answer is not as documented", { cause });
}

/** `git+https://github.com/o/r.git` -> `https://github.com/o/r`; undefined for what no browser opens. */
export function readUrl(text: string | undefined): string | undefined {
  const plain = text
    ?.replace(/^git\+/, "")
    .replace(
      /^(?:ssh|git):\/\/(?:git@)?|^git@(?<host>[^:/]+):/,
      (_whole, host?: string) => `https://${host ? `${host}/` : ""}`,
    )
    .replace(/\.git(?:#.*)?$/, "");
  const url = plain === undefined ? null : URL.parse(plain);
  return url?.protocol === "https:" && url.username === "" && url.password === ""
    ? url.href
    : undefined;
}

/** What a failure of pacote's means for the source, in one line. */
function explain(error: unknown, source: Source, hasAnswered: boolean): unknown {
  const fail = (kind: SourceErrorKind, message: string, host = false) =>
    new SourceError(kind, `${formatSource(source)}: ${message}`, { host, cause: error });
  if (error instanceof SourceError) return fail(error.kind, error.message, error.host);
  if (!(error instanceof Error)) return error;
  const { code = "", statusCode } = error as { code?: string; statusCode?: number };
  if (statusCode === 404) return fail("not-found", "the registry has no such package");
  if (statusCode === 401 || statusCode === 403)
    return fail("private", `the registry refuses access (${statusCode})`);
  if (statusCode === 451) return fail("blocked", "not available for legal reasons (451)");
  if (statusCode === 429) return fail("rate-limited", "the registry says stop (429)", true);
  if (statusCode !== undefined && statusCode >= 500)
    return fail("unreachable", `the registry failed with ${statusCode}, twice`, true);
  if (code === "ETARGET" || code === "ENOVERSIONS")
    return fail(
      "not-found",
      source.ref === undefined ? "it has no published version" : `no version ${source.ref}`,
    );
  if (code === "EINTEGRITY")
    return fail("broken", "the archive is not the one that was published: its checksum differs");
  if (error.name === "AbortError")
    return fail("unreachable", "the registry did not answer in time", !hasAnswered);
  if (
    /^E(?:CONN|NOTFOUND|AI_AGAIN|TIMEDOUT|HOSTUNREACH|NETUNREACH|IDLE|RESPONSE|TRANSFER)/.test(
      code,
    ) ||
    code === "EAI_AGAIN"
  ) {
    return fail("unreachable", `cannot reach the registry: ${error.message}`, true);
  }
  if (statusCode !== undefined || "type" in error || code !== "")
    return fail("broken", error.message);
  return error;
}
