import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rename, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { close, createIndex } from "pagefind";
import { writeFonts } from "./fonts.ts";

export interface BuildSettings {
  /** A PostgreSQL; absent or empty means the PGlite in `folder`, which this process must have closed. */
  databaseUrl?: string | undefined;
  /** The folder of the PGlite. */
  folder: string;
  /** Where the site goes; what was there is replaced once the new one is complete. */
  out: string;
  /** Called with the address of each page that has been written. */
  onPage?: (address: string) => void;
}

const root = fileURLToPath(new URL(".", import.meta.url));
const manifest = createRequire(import.meta.url).resolve("astro/package.json");

/** Renders the catalogue and its search index; throws with the end of the renderer's own words when it fails. */
export async function buildSite(settings: BuildSettings): Promise<{ pages: number }> {
  const out = resolve(settings.out);
  const draft = `${out}.new-${process.pid}`;
  const previous = `${out}.old-${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(dirname(out), { recursive: true });
  try {
    const pages = await render(settings, draft);
    await writeFonts(resolve(draft, "fonts"));
    await index(draft);
    const replaces = await stat(out).then(
      () => true,
      () => false,
    );
    if (replaces) await rename(out, previous);
    await rename(draft, out);
    return { pages };
  } finally {
    await rm(previous, { recursive: true, force: true });
    await rm(draft, { recursive: true, force: true });
  }
}

/** Astro in a process of its own: its memory ends with it, and it alone holds the database. */
async function render(
  { databaseUrl, folder, onPage }: BuildSettings,
  out: string,
): Promise<number> {
  // Astro keeps what it bundles in the working directory, from where it must find the packages and meet no other build.
  const packages = resolve(dirname(manifest), "..");
  const cache = resolve(packages, ".cache");
  await mkdir(cache, { recursive: true });
  const cwd = await mkdtemp(resolve(cache, "mcp-almanac-"));
  const child = spawn(
    process.execPath,
    [resolve(dirname(manifest), "bin/astro.mjs"), "build", "--root", root],
    {
      cwd,
      env: {
        ...process.env,
        DATABASE_URL: databaseUrl ?? "",
        ALMANAC_DATA: resolve(folder),
        ALMANAC_SITE: out,
        ASTRO_TELEMETRY_DISABLED: "1",
        NO_COLOR: "1",
        FORCE_COLOR: "0",
      },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const stop = () => child.kill();
  process.once("exit", stop);
  let pages = 0;
  const said: string[] = [];
  const listen = (line: string) => {
    const address = /[├└]─ (?<address>\/\S*)/.exec(line)?.groups?.address;
    if (address === undefined) {
      said.push(line);
      said.splice(0, said.length - 30);
      return;
    }
    if (!address.endsWith(".html")) return;
    pages += 1;
    onPage?.(address.replace(/index\.html$/, ""));
  };
  const readers = [child.stdout, child.stderr].map(async (stream) => {
    for await (const line of createInterface({ input: stream })) listen(line);
  });
  const code = await new Promise<number | null>((done, fail) => {
    child.once("error", fail);
    child.once("close", done);
  });
  await Promise.all(readers);
  process.removeListener("exit", stop);
  await rm(cwd, { recursive: true, force: true });
  if (code !== 0) throw new Error(`the site could not be rendered:\n${said.join("\n").trim()}`);
  return pages;
}

async function index(folder: string): Promise<void> {
  const created = await createIndex({ forceLanguage: "en" });
  if (!created.index) throw new Error(`the search index failed: ${created.errors.join("; ")}`);
  try {
    const added = await created.index.addDirectory({ path: folder });
    const written = await created.index.writeFiles({ outputPath: resolve(folder, "pagefind") });
    const errors = [...added.errors, ...written.errors];
    if (errors.length > 0) throw new Error(`the search index failed: ${errors.join("; ")}`);
  } finally {
    await close();
  }
}
